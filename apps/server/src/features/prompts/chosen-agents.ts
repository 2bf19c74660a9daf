// Agent files: Markdown whose body takes the place of an agent's own prompt.
import { lstat, readdir } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { type Allowed, limits } from '@atrium/schema'
import { AppError, notFound } from '../../core/errors.ts'
import { readFrontMatter } from '../../core/front-matter.ts'
import { isInside, readTextInside, realPathOf } from '../../host/paths.ts'
import { isGuarded, vaultPlaces } from '../../host/vault-places.ts'

const maxBytes = 4 * limits.skillChars

export type AgentFile = {
  /** The file's name without its ending: what a workspace allows it by. */
  stem: string
  name: string
  /** Relative to the vault. */
  path: string
  prompt: string
  model: string | null
}

export type ChosenAgents = ReturnType<typeof createChosenAgents>

export function createChosenAgents({ vault }: { vault: string }) {
  const places = vaultPlaces(vault, 'agents')

  /** Null when there is none that may be read: no link leads to it, and nothing guarded but the agents' own folders. */
  async function read(path: string): Promise<AgentFile | null> {
    if (path.includes('\0') || !path.endsWith('.md')) return null
    const absolute = join(vault, path)
    const inPlace = places.some((place) => isInside(place, absolute))
    const way = relative(vault, absolute)
    if (!isInside(vault, absolute) || (!inPlace && isGuarded(way))) return null
    if ((await realPathOf(absolute)).path !== absolute) return null
    const file = await readTextInside(absolute, [vault], maxBytes).catch((error: unknown) => {
      if (error instanceof AppError) return null
      throw error
    })
    if (!file) return null
    const { data, body } = readFrontMatter(file.text)
    const stem = basename(absolute, '.md')
    return {
      stem,
      name: textOf(data['name']) ?? stem,
      path: way.split(sep).join('/'),
      prompt: body.trim(),
      model: textOf(data['model']),
    }
  }

  return {
    /** @throws AppError not_found */
    async get(path: string): Promise<AgentFile> {
      const found = await read(path)
      if (!found || found.prompt === '') throw notFound('Agent', path)
      return found
    },
    /** The file of this name in the agents' folders; undefined when the name is only a word of the client. */
    async named(name: string): Promise<AgentFile | undefined> {
      if (!/^[\w-][\w. -]*$/.test(name)) return undefined
      for (const place of places) {
        const found = await read(relative(vault, join(place, `${name}.md`)))
        if (found && found.prompt !== '') return found
      }
      return undefined
    },
    /** Names that can be chosen. */
    async names(): Promise<string[]> {
      const found = await Promise.all(
        places.map(async (place) => {
          const isReal = await lstat(place).then(
            (info) => info.isDirectory(),
            () => false,
          )
          const entries = isReal ? await readdir(place, { withFileTypes: true }).catch(() => []) : []
          return entries.flatMap((entry) =>
            entry.isFile() && entry.name.endsWith('.md') && !entry.name.startsWith('.')
              ? [basename(entry.name, '.md')]
              : [],
          )
        }),
      )
      return [...new Set(found.flat())].sort()
    },
  }
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null

/** @throws AppError forbidden */
export function assertAllowed(agent: AgentFile, allowed: Allowed): void {
  if (allowed === 'all' || (allowed !== 'none' && allowed.includes(agent.stem))) return
  throw new AppError('forbidden', `The workspace does not allow the agent '${agent.stem}'`)
}
