import { resolve } from 'node:path'
import type { Database } from '@atrium/db'
import type {
  ActiveStreams,
  Chat,
  ChatConfig,
  ChatHistory,
  ChatRequest,
  ChatStats,
  ChatWithMessages,
  GrantType,
  StreamStatus,
  Transcript,
  TrustLevel,
} from '@atrium/schema'
import type { Transaction } from 'kysely'
import type { z } from 'zod'
import type { Actor } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import type { Log } from '../../core/log.ts'
import type { Problems } from '../../core/problems.ts'
import { assertMayTrust } from '../../core/scopes.ts'
import type { WatchOptions } from '../runs/service.ts'
import { type Begun, emptyChat } from './begin.ts'
import { createChatPermissions } from './permissions.ts'
import { createSend, type Origin, type SendDeps, type Sent } from './send.ts'
import { applyConfig, readMetadata } from './settings.ts'
import { type ChatRow, type ChatSelection, toChat } from './store.ts'
import { toTranscript } from './transcript.ts'
import { createTurn, type Turn, type TurnRequest } from './turn.ts'

export type ChatDeps = SendDeps & {
  events: Events
  log: Log
  problems: Problems
  vault: string
  audit: Pick<Audit, 'append'>
  kindOf(tool: string): z.infer<typeof GrantType>
  isCompound(command: string): boolean
}

export function createChat(deps: ChatDeps) {
  const { store, runs, events, log } = deps
  const send = createSend(deps)
  const turnOf = createTurn(deps)
  const permissions = createChatPermissions(deps)

  /** Whoever shows lists hears of it; a chat that is gone meanwhile has its own event. */
  async function tell(chatId: string): Promise<void> {
    const row = await store.find(chatId)
    if (row) events.emit('chat.chat.changed', { chat: toChat(row) })
  }
  const note = (chatId: string): void =>
    void tell(chatId).catch((error: unknown) =>
      log.error({ err: error, feature: 'chat', chatId }, 'a change was not told'),
    )
  const stopListening = events.on('runs.run.changed', ({ chatId }) => note(chatId))

  async function change(id: string, of: (row: ChatRow) => Partial<ChatRow>): Promise<Chat> {
    await store.transaction(async (trx) => {
      const row = await store.find(id, trx)
      if (!row) throw notFound('Session', id)
      toChat(row) // nothing is changed in a damaged record
      const set = of(row)
      await store.update(trx, id, { ...set, lastAccessed: nowIso() })
      if (set.title != null)
        await store.addText(trx, { chatId: id, seq: 0, role: 'title', text: set.title, at: nowIso() })
    })
    const chat = await store.get(id)
    events.emit('chat.chat.changed', { chat })
    return chat
  }

  /**
   * What is left of a level of trust in the workspace that the chat is in, or comes into.
   * @throws AppError not_found
   */
  async function boundOf(id: string, workspace: string | null | undefined) {
    const slug = workspace === undefined ? (await store.row(id)).workspaceId : workspace || null
    if (workspace && !(await deps.workspaces.find(workspace))) throw notFound('Workspace', workspace)
    const floor = await deps.workspaces.floor(slug)
    return (wanted: TrustLevel): TrustLevel => deps.stricter(wanted, floor)
  }

  /** @throws AppError bad_request, not_found */
  async function configure(actor: Actor, id: string, config: Given<ChatConfig>): Promise<Chat> {
    if (config.trust_level) assertMayTrust(actor, config.trust_level)
    if (Object.values(config).every((value) => value === undefined))
      throw new AppError('bad_request', 'No fields to update')
    if (config.runner !== undefined) deps.agents.runner(config.runner)
    if (config.config_overrides?.working_directory != null)
      await deps.folders.resolve(config.config_overrides.working_directory)
    const bound = await boundOf(id, config.workspace_id)
    const chat = await change(id, (row) => applyConfig(row, config, bound))
    await runs.configure(id, {
      ...(config.permission_mode !== undefined && { permissionMode: config.permission_mode }),
      ...(config.model !== undefined && { model: config.model }),
    })
    if (config.title !== undefined) await runs.announce(id)
    return chat
  }

  return {
    /** `origin`: given by a part of the hub that begins a chat of its own. */
    async send(
      actor: Actor,
      request: ChatRequest,
      idempotencyKey: string | null,
      origin?: Origin,
    ): Promise<Sent> {
      const sent = await send(actor, request, idempotencyKey, origin)
      note(sent.chatId)
      return sent
    },
    /** A chat in which nothing has been said, in the caller's transaction; `tell` behind its commit. */
    async begin(trx: Transaction<Database>, facts: Begun): Promise<void> {
      await store.insert(trx, emptyChat(facts, await deps.agents.defaultName()))
      const { id: chatId, title: text } = facts
      await store.addText(trx, { chatId, seq: 0, role: 'title', text, at: nowIso() })
    },
    tell: note,
    /** As it is kept; undefined when there is none. */
    find: (id: string): Promise<ChatRow | undefined> => store.find(id),
    /** Adds to what is kept with a chat. @throws AppError not_found */
    async addMetadata(id: string, more: Record<string, unknown>): Promise<void> {
      await store.transaction(async (trx) => {
        const row = await store.find(id, trx)
        if (!row) throw notFound('Session', id)
        const metadata = JSON.stringify({ ...readMetadata(row.metadata), ...more })
        await store.update(trx, id, { metadata })
      })
    },
    watch: (chatId: string, options: WatchOptions) => runs.watch(chatId, options),
    permissions,
    configure,

    async list(query: ChatSelection): Promise<{ sessions: Chat[] }> {
      const { chats, damaged } = await store.list(query)
      for (const id of damaged)
        deps.problems.report('record_quarantined', `Session cannot be read: ${id}`, id)
      return { sessions: chats }
    },
    stats: (): Promise<ChatStats> => store.stats(),
    get: (id: string): Promise<Chat> => store.get(id),
    /** What the next turn of a chat, or of a new one, would begin with. @throws AppError as `send` */
    async nextTurn(id: string | null, request: TurnRequest): Promise<Turn> {
      const chat = id === null ? undefined : await store.row(id)
      return turnOf(request, chat, chat && (await deps.runStore.last(chat.id))?.request)
    },
    async details(id: string): Promise<ChatWithMessages> {
      return { ...(await store.get(id)), messages: await store.messages(id) }
    },

    /** Stops what runs, then removes everything of the chat, attachments too. */
    async remove(actor: Actor, id: string): Promise<void> {
      await store.row(id)
      await runs.dismiss(id, actor.label)
      const files = await store.attachmentPaths(id)
      if (!(await store.remove(id))) throw notFound('Session', id)
      await deps.attachments.remove(files.map((path) => ({ path })))
      await runs.farewell(id, actor.label)
      events.emit('chat.chat.removed', { id })
    },
    archive: (id: string, archived: boolean): Promise<Chat> =>
      change(id, () => ({ archived: archived ? 1 : 0 })),
    /** @throws AppError bad_request when the chat does not wait for it */
    async activate(actor: Actor, id: string, config: Given<ChatConfig>): Promise<Chat> {
      if (config.trust_level) assertMayTrust(actor, config.trust_level)
      const bound = await boundOf(id, config.workspace_id)
      return change(id, (row) => {
        const { pending_initialization: pending, ...metadata } = readMetadata(row.metadata)
        if (pending !== true) throw new AppError('bad_request', 'Session is not pending initialization')
        const ready = { ...row, metadata: JSON.stringify(metadata) }
        return { metadata: ready.metadata, ...applyConfig(ready, config, bound) }
      })
    },

    /** @throws AppError not_found */
    async abort(actor: Actor, id: string): Promise<string> {
      await store.row(id)
      return (await runs.abort(id, actor.label)) ? 'The run was stopped' : 'Nothing runs any more'
    },
    async streamStatus(id: string): Promise<StreamStatus> {
      const { active, queued, runId } = await runs.status(id)
      return { active, sessionId: id, queued, run_id: runId }
    },
    async activeStreams(): Promise<z.infer<typeof ActiveStreams>> {
      const active = await runs.active()
      const streams = active.map(({ chatId, runId, viewers }) => ({
        session_id: chatId,
        run_id: runId,
        viewers,
      }))
      return { streams, count: streams.length }
    },

    async history(id: string, before: number | undefined, limit: number): Promise<ChatHistory> {
      await store.row(id)
      return runs.history(id, before, limit)
    },
    async transcript(
      id: string,
      options: { afterCompact: boolean; segment: number | undefined; full: boolean },
    ): Promise<Transcript> {
      const { workingDirectory, model } = await store.row(id)
      const cwd = resolve(deps.vault, workingDirectory ?? '.')
      return toTranscript({ id, model, cwd }, await store.events(id), options)
    },
    close: stopListening,
  }
}

/** As it comes out of a schema: absent fields may be there as undefined. */
type Given<T> = { [Key in keyof T]?: T[Key] | undefined }
