import { dirname, isAbsolute } from 'node:path'
import { limits } from '@atrium/schema'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import { readTextInside, realPathOf } from '../../host/paths.ts'
import { writeWhole } from '../../host/write-file.ts'
import { number, record, text } from '../claude-json.ts'
import type { NamedCall } from './tools.ts'

/** What an agent may be told when the hub does not do what it asks. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

type Deps = {
  /** Folders that the agent cannot put elsewhere, the outermost first. */
  roots: readonly string[]
  /** Whether the chat lets this call be made. @throws Refused */
  allow: (call: NamedCall) => Promise<unknown>
  /** Resolves when the agent has taken what it was sent before. */
  room: () => Promise<void>
}

async function placeOf(params: unknown): Promise<string> {
  const path = text(record(params)['path']) ?? ''
  if (!isAbsolute(path) || path.includes('\0')) throw new Refused('The path must be absolute')
  // Asked about where it really leads, and opened there.
  return (await realPathOf(path)).path
}

/** Files that the agent has the hub read and write for it. Each call is put to the chat like one of the agent's own. */
export function createAcpFiles({ roots, allow, room }: Deps) {
  const lock = createKeyedLock()
  return {
    async read(params: unknown): Promise<{ content: string }> {
      const path = await placeOf(params)
      await allow({ name: 'Read', input: { file_path: path } })
      // One after the other, each when the last one has been taken: an agent that reads nothing fills no memory.
      const file = await lock('read', async () => {
        await room()
        return readTextInside(path, [dirname(path)], limits.textFileBytes, (real) => {
          if (real !== path) throw new Refused('The file is not where it was')
        })
      })
      return { content: linesOf(file.text, record(params)) }
    },
    async write(params: unknown): Promise<Record<string, never>> {
      const content = text(record(params)['content'])
      if (content === null) throw new Refused('There is no content')
      if (Buffer.byteLength(content) > limits.fileWriteBytes)
        throw new Refused(`A file may have ${limits.fileWriteBytes} bytes`)
      const path = await placeOf(params)
      await allow({ name: 'Write', input: { file_path: path, content } })
      await writeWhole(path, [...roots, await existingFolder(path)], content, { isReal: true })
      return {}
    },
  }
}

/** The nearest folder above that is there: what is missing below it is made. */
async function existingFolder(path: string): Promise<string> {
  for (let folder = dirname(path); ; folder = dirname(folder))
    if (folder === dirname(folder) || (await realPathOf(folder)).exists) return folder
}

/** `line` counts from one. */
function linesOf(content: string, { line, limit }: Record<string, unknown>): string {
  const from = Math.max(1, number(line) ?? 1)
  const count = number(limit)
  if (from === 1 && count === null) return content
  const lines = content.split('\n')
  return lines.slice(from - 1, count === null ? undefined : from - 1 + Math.max(0, count)).join('\n')
}
