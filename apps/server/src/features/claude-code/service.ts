import { join } from 'node:path'
import type {
  ClaudeAdopted,
  ClaudeProjectList,
  ClaudeSession,
  ClaudeSessionList,
  ClaudeTranscript,
} from '@atrium/schema'
import { AppError, notFound } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Log } from '../../core/log.ts'
import type { Tasks } from '../../core/tasks.ts'
import { openInside } from '../../host/paths.ts'
import { type AdoptDeps, createAdopt } from './adopt.ts'
import { createCatalog } from './catalog.ts'
import { findTranscript } from './folders.ts'
import { readMessages } from './messages.ts'
import { processOf } from './open-sessions.ts'
import type { ListedTranscript, ModelTokens, TranscriptStore } from './store.ts'

export type ClaudeCodeDeps = {
  store: TranscriptStore
  tasks: Tasks
  log: Log
  /** Folder of Claude Code, as the agents of the hub see it. */
  configFolder: string
} & Omit<AdoptDeps, 'openTranscript'>

/** Larger transcripts keep an estimate of their messages: in lists, when they are adopted, and when they are read. */
const listedBytes = 2 * 1024 * 1024
const adoptedBytes = 64 * 1024 * 1024
const openedBytes = 512 * 1024 * 1024
const usageDays = 400
const pageSize = 500
const dayMs = 86_400_000

export function createClaudeCode(deps: ClaudeCodeDeps) {
  const { store, tasks } = deps
  const catalog = createCatalog({ ...deps, folder: join(deps.configFolder, 'projects') })
  const adopt = createAdopt({ ...deps, openTranscript })
  const inOrder = createKeyedLock()
  tasks.every('claude-code.forget', dayMs, () =>
    store.forgetUsage(new Date(Date.now() - usageDays * dayMs).toISOString()),
  )

  /** Large ones keep their estimate until somebody opens them. */
  const count = (rows: readonly ListedTranscript[], maxBytes: number): void =>
    catalog.count(rows.flatMap(({ exact, size, path }) => (exact === 1 || size > maxBytes ? [] : [path])))

  async function list(query: {
    limit: number
    offset: number
    project?: string
  }): Promise<ClaudeSessionList> {
    await catalog.refresh()
    const rows = await store.page(query)
    count(rows, listedBytes)
    return { sessions: rows.map(toSession), indexing: catalog.pending }
  }

  /**
   * The transcript of a session, also of one that the index has not come to yet.
   * @throws AppError not_found
   */
  async function locate(sessionId: string, path: string | undefined, signal: AbortSignal) {
    const project = path && projectOf(path)
    await catalog.refresh()
    const known = await store.session(sessionId, project)
    if (known) return known
    const root = await catalog.root()
    const place = root === null ? null : await findTranscript(root, sessionId)
    if (place) await catalog.learn(place, false, signal)
    const row = place && (await store.session(sessionId, project))
    if (!row) throw notFound('Session', sessionId)
    return row
  }

  /** With the true number of its messages, where that takes no time. */
  async function counted(row: ListedTranscript, signal: AbortSignal): Promise<ListedTranscript> {
    if (row.exact === 1 || row.size > adoptedBytes) return row
    await catalog.learn(row, true, signal)
    return (await store.session(row.sessionId)) ?? row
  }

  /** @throws AppError not_found when it went meanwhile */
  async function openTranscript(row: ListedTranscript) {
    const root = await catalog.root()
    if (root === null) throw notFound('Session', row.sessionId)
    return openInside(row.path, [root]).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') throw notFound('Session', row.sessionId)
      throw error
    })
  }

  return {
    recent: (query: { limit: number; offset: number }): Promise<ClaudeSessionList> => list(query),
    project: (query: { path: string; limit: number; offset: number }): Promise<ClaudeSessionList> =>
      list({ ...query, project: projectOf(query.path) }),
    async projects(): Promise<ClaudeProjectList> {
      await catalog.refresh()
      const rows = await store.projects()
      return {
        projects: rows.map(({ folder, path, count, lastAt }) => ({
          encodedName: folder,
          path,
          sessionCount: count,
          lastTimestamp: lastAt,
        })),
        indexing: catalog.pending,
      }
    },

    /** @throws AppError not_found */
    async transcript(
      query: { sessionId: string; path: string | undefined; limit: number; before: number | undefined },
      signal: AbortSignal,
    ): Promise<ClaudeTranscript> {
      const row = await locate(query.sessionId, query.path, signal)
      count([row], openedBytes)
      await using file = await openTranscript(row)
      const end = Math.min(query.before ?? file.info.size, file.info.size)
      const { messages, before } = await readMessages(file.handle, {
        before: end,
        limit: query.limit,
        signal,
      })
      const { sessionId, title, cwd, model, createdAt, messageCount, chatId } = row
      return { sessionId, title, cwd, model, createdAt, messages, before, messageCount, chatId }
    },

    /**
     * Makes a chat that goes on with a session; a second call finds the first one's.
     * @throws AppError not_found, outside_roots, invalid, bad_request when nothing in it can be read
     */
    async adopt(
      call: { sessionId: string; path: string | undefined; workingDirectory: string | null | undefined },
      signal: AbortSignal,
    ): Promise<ClaudeAdopted> {
      return inOrder(call.sessionId, async () => {
        const row = await counted(await locate(call.sessionId, call.path, signal), signal)
        const { id, created } =
          row.chatId === null
            ? await adopt(row, call.workingDirectory, signal)
            : { id: row.chatId, created: false }
        const openIn = await processOf(row.sessionId, deps.configFolder)
        return {
          success: true,
          alreadyAdopted: !created,
          parachuteSessionId: id,
          messageCount: row.messageCount,
          openIn,
          message: [
            created
              ? 'The chat goes on with this session of Claude Code.'
              : 'There is a chat for this session already.',
            ...(openIn === null
              ? []
              : [`It is open in a terminal too (process ${openIn}): leave it there before you go on here.`]),
          ].join(' '),
        }
      })
    },

    /** All sessions of a folder as they are at this moment, their messages counted. @throws the reason of the signal */
    async now(path: string, signal: AbortSignal): Promise<ClaudeSession[]> {
      await catalog.now(signal)
      const sessions: ClaudeSession[] = []
      for (;;) {
        const rows = await store.page({ limit: pageSize, offset: sessions.length, project: path })
        for (const row of rows) sessions.push(toSession(await counted(row, signal)))
        if (rows.length < pageSize) return sessions
      }
    },

    /** Answers of models since each of these times; whether all transcripts since the first have been read. */
    async tokensSince(times: readonly number[]): Promise<{ since: ModelTokens[][]; complete: boolean }> {
      const complete = await catalog.readSince(Math.min(...times))
      const since = await Promise.all(times.map((ms) => store.tokensSince(new Date(ms).toISOString())))
      return { since, complete }
    },
    /** Whether there is a folder of transcripts at all. */
    isThere: async (): Promise<boolean> => (await catalog.root()) !== null,
  }
}

/** As transcripts name it: without a slash at its end. */
const projectOf = (path: string): string => path.replace(/(?<=.)\/+$/, '')

function toSession(row: ListedTranscript): ClaudeSession {
  const projectPath = row.cwd ?? row.folder
  return {
    sessionId: row.sessionId,
    title: row.title,
    firstMessage: row.firstMessage,
    messageCount: row.messageCount,
    model: row.model,
    cwd: row.cwd,
    projectPath,
    projectDisplayName: projectPath.replace(/^\//, ''),
    createdAt: row.createdAt,
    lastTimestamp: row.lastAt,
    messageCountExact: row.exact === 1,
    sizeBytes: row.size,
    encodedName: row.folder,
    chatId: row.chatId,
  }
}
