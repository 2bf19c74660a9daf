// Owns the bots: how they are set, who may speak, what comes in and goes out. The platforms are known to their own program.
import {
  type BotConversation,
  type BotDelivery,
  type BotDeliveryUpdate,
  type BotFileQuery,
  type BotMessage,
  type BotMessageTaken,
  type BotPlatform,
  type BotStarted,
  type BotsConfig,
  type BotsConfigUpdate,
  type BotsStatus,
  type BotTested,
  type ChatAnswer,
  limits,
  type TrustLevel,
} from '@atrium/schema'
import type { z } from 'zod'
import type { Actor, By } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import type { Bus } from '../../core/bus.ts'
import { AppError } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Log } from '../../core/log.ts'
import type { Problems } from '../../core/problems.ts'
import { hasScope } from '../../core/scopes.ts'
import type { Tasks } from '../../core/tasks.ts'
import { type OpenFile, readUpTo } from '../../host/paths.ts'
import { endFamily } from '../../host/strays.ts'
import { createAnswers } from './answers.ts'
import { type ChatRooms, createBotChats, metadataOf, type Speaker } from './chats.ts'
import { type CommandDeps, createCommands } from './commands.ts'
import { createDeliveries } from './deliveries.ts'
import { type AnsweredRun, createBotFiles } from './files.ts'
import { createIntake } from './intake.ts'
import { createPairing } from './pairing.ts'
import type { Probe } from './probe.ts'
import { botsTag } from './process/child.ts'
import { createSupervisor, type SupervisorDeps } from './process/supervisor.ts'
import { type ConnectorSettings, createBotSettings, platforms } from './settings.ts'
import type { BotsStore } from './store.ts'
import { platformTitles } from './texts.ts'
import { createTurns, type TurnsDeps } from './turns.ts'

export type BotsDeps = Omit<CommandDeps, 'store' | 'chats' | 'actorOf'> &
  Pick<TurnsDeps, 'send' | 'runOf' | 'ending' | 'transcribe'> &
  Pick<SupervisorDeps, 'program' | 'key' | 'backoff' | 'steadyMs' | 'pingMs' | 'pongMs' | 'stopMs'> & {
    store: BotsStore
    home: string
    vault: string
    rooms: ChatRooms
    run(runId: string): Promise<AnsweredRun | undefined>
    said: Parameters<typeof createBotFiles>[0]['said']
    asking(sessionId: string, runId: string): Promise<string[]>
    answer(chatId: string, answer: ChatAnswer, by: By): Promise<void>
    roots: { telegram: string; discord: string }
    probe: Probe
    stricter(one: TrustLevel, other: TrustLevel): TrustLevel
    /** What bytes are by their beginning, and how much of it that takes. */
    typeOf(head: Buffer): string
    headBytes: number
    audit: Pick<Audit, 'append'>
    fire(event: 'bot.message.received' | 'bot.message.sent', facts: Record<string, unknown>): void
    bus: Bus
    events: Events
    log: Log
    problems: Problems
    tasks: Tasks
    /** What the mark of its processes begins with; another hub has another. */
    tag: string
    /** Whether anything is begun by itself. */
    active: boolean
  }

const pruneMs = 60_000
const never = new AbortController().signal

/** Somebody in a messenger, as runs, answers and the audit log name them. The owner decides what chats are trusted with. */
const actorOf = ({ place, display }: Speaker, userId: string): Actor => ({
  id: `bots:${place.platform}:${userId}`,
  label: `${display.replace(/\s+/g, ' ').slice(0, limits.labelChars)} (${platformTitles[place.platform]})`,
  scopes: ['chat', 'terminal'],
  revoked: never,
})

export async function createBots(deps: BotsDeps) {
  const { store, events, tasks, audit, probe } = deps
  const settings = await createBotSettings(deps)
  const chats = createBotChats({ ...deps, settings })
  const deliveries = createDeliveries(deps)
  const pairing = createPairing({ store, deliveries, audit, events, silence })
  const turns = createTurns({ ...deps, chats, deliveries, actorOf })
  const commands = createCommands({ ...deps, actorOf })
  const supervisor = createSupervisor({
    ...deps,
    given: (platform) => settings.wanted(platform, deps.roots),
    async mayRun(platform) {
      if (platform === 'matrix') await probe.lookAtHomeserver(settings.of('matrix').homeserver_url)
    },
    secrets: () => settings.secrets(),
    changed: () => events.emit('bots.status.changed', {}),
  })
  const intake = createIntake({
    store,
    settings,
    chats,
    pairing,
    deliveries,
    commands,
    wake: () => turns.wake(),
    heard: (platform) => supervisor.heard(platform),
  })
  const files = createBotFiles(deps)
  const configuring = createKeyedLock()
  const answers = createAnswers({ ...deps, chats, actorOf })
  const stopListening = [
    events.on('runs.run.changed', () => turns.wake()),
    events.on('chat.chat.removed', ({ id }) => {
      tasks.add('bots.chat.removed', () => deliveries.forgetChat(id))
    }),
  ]
  if (deps.active) {
    tasks.every('bots.prune', pruneMs, async () => {
      const now = Date.now()
      await pairing.expire(now)
      await deliveries.giveUpOld(now)
      const before = new Date(now - limits.botKeptMs).toISOString()
      await store.updates.prune(before)
      await store.deliveries.prune(before)
    })
    tasks.add('bots.resume', () => turns.resume())
  }

  /** Who may speak no more is heard no more, also with what they have begun. */
  async function silence(platform: BotPlatform, userIds: readonly string[], by: string): Promise<void> {
    for (const userId of userIds) {
      await store.updates.dropWaiting({ platform, userId })
      for (const sessionId of await store.updates.sessionsOf({ platform, userId }))
        await deps.abort({ ...actorOf(unknownAt(platform), userId), label: by }, sessionId).catch(unlessGone)
    }
  }

  async function change(platform: BotPlatform, wanted: BotsConfigUpdate[BotPlatform]): Promise<string[]> {
    const { allowed_users: users, ...rest } = { ...wanted } as Record<string, unknown> & {
      allowed_users?: (string | number)[]
    }
    const { bot_token, access_token, ...config } = rest
    const token = (platform === 'matrix' ? access_token : bot_token) as string | undefined // parsed by the schema
    const { gone } = await settings.change(
      platform,
      definedOf(config) as Partial<ConnectorSettings>, // parsed by the schema
      token,
      users?.map(String),
    )
    return gone
  }

  async function configure(by: By, update: BotsConfigUpdate): Promise<BotsConfig> {
    const url = update.matrix?.homeserver_url
    if (url) probe.checkHomeserver(url)
    for (const platform of platforms) {
      const wanted = update[platform]
      if (!wanted) continue
      const gone = await change(platform, wanted)
      await silence(platform, gone, by.actor?.label ?? 'owner')
      await audit.append('bots.configured', by, { platform, fields: Object.keys(definedOf(wanted)) })
      if (wanted.enabled === false) supervisor.stop(platform)
      else if (wanted.enabled === true || supervisor.isWanted(platform)) await apply(platform)
    }
    events.emit('bots.status.changed', {})
    return settings.config()
  }

  /** What was changed comes into force; without a token there is nothing to run. */
  async function apply(platform: BotPlatform): Promise<void> {
    if (!deps.active) return
    if (settings.wanted(platform, deps.roots)) supervisor.restart(platform)
    else supervisor.stop(platform)
  }

  return {
    async status(): Promise<BotsStatus> {
      const people = await store.people.list()
      const connector = async (platform: BotPlatform) => {
        const now = supervisor.connector(platform)
        // An earlier life of the hub may have heard it.
        const stored = now.last_message_time === null ? await store.updates.lastAt(platform) : null
        return {
          enabled: settings.of(platform).enabled,
          has_token: settings.token(platform) !== null,
          allowed_users_count: people.filter((person) => person.platform === platform).length,
          ...now,
          ...(stored !== null && { last_message_time: Date.parse(stored) / 1_000 }),
        }
      }
      return {
        configured: true,
        connectors: {
          telegram: await connector('telegram'),
          discord: await connector('discord'),
          matrix: await connector('matrix'),
        },
        process: supervisor.process(),
        waiting: await store.updates.countWaiting(null),
        undelivered: await store.deliveries.countOpen(),
      }
    },
    config: (): Promise<BotsConfig> => settings.config(),
    /** One change after another: each writes the file of all tokens. */
    configure: (by: By, update: BotsConfigUpdate): Promise<BotsConfig> =>
      configuring('config', () => configure(by, update)),
    /** @throws AppError bad_request, conflict */
    async start(by: By, name: string): Promise<z.infer<typeof BotStarted>> {
      const platform = pairing.platformOf(name)
      if (!deps.active) throw new AppError('unavailable', 'Nothing is started in this mode')
      supervisor.start(platform)
      await audit.append('bots.started', by, { platform })
      return { success: true, message: `${platform} connector started` }
    },
    /** @throws AppError bad_request */
    async stop(by: By, name: string): Promise<z.infer<typeof BotStarted>> {
      const platform = pairing.platformOf(name)
      const was = supervisor.stop(platform)
      if (was) await audit.append('bots.stopped', by, { platform })
      return { success: true, message: `${platform} connector ${was ? 'stopped' : 'not running'}` }
    },
    /** @throws AppError bad_request */
    async test(name: string, signal: AbortSignal): Promise<BotTested> {
      const platform = pairing.platformOf(name)
      const token = settings.token(platform)
      const root = platform === 'matrix' ? settings.of('matrix').homeserver_url : deps.roots[platform]
      if (token === null || root === '') throw new AppError('bad_request', `${platform} not configured`)
      return probe.test(platform, { token, root }, signal)
    },
    pairing,
    async conversations(): Promise<BotConversation[]> {
      const rows = await store.conversations.list(limits.botConversationsListed)
      return Promise.all(
        rows.map(async (row) => {
          const chat = await chats.current(row)
          return {
            platform: row.platform as BotPlatform, // only the intake writes it
            chat_id: row.chatId,
            thread_id: row.threadId || null,
            kind: row.kind,
            title: row.title ?? chat?.title ?? null,
            session_id: chat?.id ?? null,
            pending_activation: row.activated === 0 && metadataOf(chat)['pending_initialization'] === true,
          }
        }),
      )
    },
    take: (message: BotMessage): Promise<BotMessageTaken> => intake.take(message),
    answer: answers,
    deliveries: {
      open: (...call: Parameters<typeof deliveries.open>) => deliveries.open(...call),
      update: (change: BotDeliveryUpdate): Promise<BotDelivery> => deliveries.update(change),
    },
    /** A file on its way out, and its media type as far as its beginning tells. */
    async file(query: z.infer<typeof BotFileQuery>): Promise<{ file: OpenFile; type: string }> {
      const file = await files(query)
      try {
        return { file, type: deps.typeOf(await readUpTo(file.handle, deps.headBytes)) }
      } catch (error) {
        await file.handle.close()
        throw error
      }
    },

    /**
     * A credential of the bots reaches the chats of messengers and no other, whatever they are called.
     * @throws AppError scope_missing
     */
    async assertReaches(actor: Actor, chatId: string): Promise<void> {
      if (hasScope(actor, 'chat') || (await store.conversations.hasSession(chatId))) return
      throw new AppError('scope_missing', "This key lacks the 'chat' permission")
    },

    /** The hub listens: what is enabled may start, when nothing of an earlier program is left. */
    serving(url: string): void {
      if (!deps.active) return
      tasks.add('bots.start', async () => {
        await endFamily(null, `${botsTag}=${deps.tag}.`, deps.stopMs ?? limits.agentStopMs)
        supervisor.serving(
          url,
          platforms.filter(
            (platform) => settings.of(platform).enabled && settings.wanted(platform, deps.roots),
          ),
        )
      })
    },
    /** Nothing more comes in: whoever waits is answered, and the program ends. */
    drain(): void {
      deliveries.close()
      tasks.add('bots.stop', () => supervisor.close())
    },
    async close(): Promise<void> {
      for (const stop of stopListening) stop()
      deliveries.close()
      await supervisor.close()
      await turns.close()
    },
  }
}

/** A chat that was deleted meanwhile needs no end. */
function unlessGone(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'not_found')) throw error
}

const unknownAt = (platform: BotPlatform): Speaker => ({
  place: { platform, chatId: '', threadId: '' },
  kind: 'dm',
  title: null,
  display: '',
})

const definedOf = (value: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined))
