import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws'
import { GatewayCloseCodes, type GatewayDispatchPayload, type GatewayIntentBits, type REST } from 'discord.js'
import { PlatformError } from '../platform.ts'
import { backoff, sleep } from '../time.ts'
import { failureOf } from './errors.ts'

export type Session = SessionInfo

/** Closes after which connecting again would be refused again (topics/opcodes-and-status-codes). */
const fatal: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]:
    'Discord does not take the bot token; make a new one in its developer portal',
  [GatewayCloseCodes.InvalidShard]: 'Discord refused the connection: invalid shard',
  [GatewayCloseCodes.ShardingRequired]:
    'This bot is in too many servers for one connection; Atrium opens one',
  [GatewayCloseCodes.InvalidAPIVersion]: 'Discord no longer speaks version 10 of its API; update Atrium',
  [GatewayCloseCodes.InvalidIntents]: 'Discord refused what the bot asked to read',
}
/** Ends the connection and lets the session live, so that the next process can go on with it. */
const resumable = 4200
const pauses = { baseMs: 1_000, capMs: 300_000 }
/** A session whose own address does not answer is given up for a new one. */
const triesToResume = 4

export type GatewayOptions = {
  rest: REST
  token: string
  intents: GatewayIntentBits | number
  /** Session of an earlier connection, to be gone on with. */
  session: Session | null
  dispatch(event: GatewayDispatchPayload): void
  /** A new session; what came while the bot was away did not come through it. */
  ready(session: Session): void
  resumed(): void
  lost(error: string): void
  signal: AbortSignal
}

/**
 * Holds a connection to the gateway until `signal` aborts. Heartbeats, resuming and signing in are the library's work; the
 * pauses before it tries again are ours.
 * @throws PlatformError unauthorized; refused when what the bot asks to read is not allowed
 */
export async function listen(options: GatewayOptions): Promise<void> {
  const { rest, token, intents, signal } = options
  const end = Promise.withResolvers<void>()
  let session = options.session
  let failures = 0
  let pause: Promise<void> = Promise.resolve()
  let over = false

  const manager = new WebSocketManager({
    token,
    rest,
    intents,
    shardCount: 1,
    shardIds: [0],
    // Asked before each connection: the one place where it can be made to wait, or to end.
    async retrieveSessionInfo() {
      await pause
      return over ? await new Promise<never>(() => {}) : session
    },
    updateSessionInfo(_shard, next) {
      if (over) return
      session = next
    },
  })
  manager.on(WebSocketShardEvents.Error, ({ error }) => options.lost(failureOf(error).message))
  manager.on(WebSocketShardEvents.Ready, () => {
    failures = 0
    if (session) options.ready(session)
  })
  manager.on(WebSocketShardEvents.Resumed, () => {
    failures = 0
    options.resumed()
  })
  manager.on(WebSocketShardEvents.Dispatch, ({ data }) => {
    if (!over) options.dispatch(data)
  })
  manager.on(WebSocketShardEvents.Closed, ({ code }) => {
    if (over) return
    const refusal = fatal[code]
    if (refusal) return end.reject(new PlatformError('unauthorized', refusal))
    if (code === GatewayCloseCodes.DisallowedIntents)
      return end.reject(new PlatformError('refused', 'Discord does not let this bot read what it asked for'))
    failures++
    if (failures > triesToResume) session = null
    if (failures > 1) {
      options.lost(`The connection to Discord was closed (${code})`)
      pause = sleep(backoff(failures, pauses), signal).catch(() => {})
    }
  })

  const stop = () => end.resolve()
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (!signal.aborted) void connect().catch((error: unknown) => end.reject(error))
    await end.promise
  } finally {
    signal.removeEventListener('abort', stop)
    over = true
    // A far end that says nothing more does not hold us up.
    const closed = (async () => manager.destroy({ code: resumable }))().catch(() => {})
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 1_000).unref())])
  }

  /** The library asks for the address of the gateway once; until that has an answer we ask again. */
  async function connect(): Promise<void> {
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        return await manager.connect()
      } catch (error) {
        const failure = failureOf(error)
        if (failure.kind === 'unauthorized') throw failure
        options.lost(failure.message)
        await sleep(backoff(tries, pauses), signal).catch(() => {})
      }
    }
  }
}
