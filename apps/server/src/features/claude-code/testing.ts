import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

type Json = Record<string, unknown>

const at = (minute: number): string => new Date(Date.UTC(2026, 5, 1, 12, minute)).toISOString()

/** Lines as Claude Code writes them, of one session in one folder. */
export function claudeLines(sessionId: string, cwd: string) {
  let minute = 0
  const common = (line: Json, more: Json): Json => ({
    ...line,
    uuid: randomUUID(),
    timestamp: at(minute++),
    userType: 'external',
    entrypoint: 'cli',
    cwd,
    sessionId,
    version: '2.1.330',
    gitBranch: 'main',
    ...more,
  })
  return {
    user: (content: unknown, more: Json = {}): Json =>
      common(
        {
          parentUuid: null,
          isSidechain: false,
          type: 'user',
          message: { role: 'user', content },
        },
        more,
      ),
    assistant: (content: unknown, more: Json = {}, id: string = randomUUID(), output = 7): Json =>
      common(
        {
          parentUuid: null,
          isSidechain: false,
          message: {
            id: `msg_${id}`,
            type: 'message',
            role: 'assistant',
            model: 'claude-sonnet-5-5',
            content: typeof content === 'string' ? [{ type: 'text', text: content }] : content,
            usage: {
              input_tokens: 100,
              output_tokens: output,
              cache_read_input_tokens: 30,
              cache_creation_input_tokens: 20,
            },
          },
          requestId: `req_${id}`,
          type: 'assistant',
        },
        more,
      ),
    ballast: (bytes: number): Json => ({ type: 'api-request-blob', sessionId, message: 'x'.repeat(bytes) }),
    title: (customTitle: string): Json => ({ type: 'custom-title', customTitle, sessionId }),
  }
}

export const toJsonl = (lines: readonly (Json | string)[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')

/** A folder `projects` of Claude Code, to be filled by hand. */
export function claudeFolder(configFolder: string) {
  const pathOf = (folder: string, id: string) => join(configFolder, 'projects', folder, `${id}.jsonl`)
  return {
    pathOf,
    async write(folder: string, id: string, lines: readonly (Json | string)[]): Promise<string> {
      const path = pathOf(folder, id)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, toJsonl(lines))
      return path
    },
    append: (folder: string, id: string, lines: readonly (Json | string)[]): Promise<void> =>
      appendFile(pathOf(folder, id), toJsonl(lines)),
  }
}
