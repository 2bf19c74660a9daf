// Owns the program that carries the connectors, and the state of each: started when one is wanted, watched, started again.
import {
  type BotConnector,
  type BotPlatform,
  type BotsReport,
  type BotsStatus,
  type BotWanted,
  limits,
} from '@atrium/schema'
import { AppError, conflict, messageOf } from '../../../core/errors.ts'
import type { Log } from '../../../core/log.ts'
import { platforms } from '../settings.ts'
import { type Child, type Program, startChild } from './child.ts'

type State = BotConnector['status']
type Connector = {
  /** Whether it has to run, by its switch or because somebody started it. */
  wanted: boolean
  generation: number
  state: State
  failures: number
  attempts: number
  lastError: { message: string; at: number } | null
  runningSince: number | null
  botName: string | null
  lastMessage: number | null
  /** Until then it is not told to run. */
  retry: NodeJS.Timeout | null
  /** Stands for the look at whether it may run, until that is over. */
  checking: object | null
}
type Given = BotWanted extends infer One ? (One extends unknown ? Omit<One, 'generation'> : never) : never

export type SupervisorDeps = {
  program: Program
  /** What the marks of all its lives begin with. */
  tag: string
  log: Log
  /** What a connector is told; null when it lacks a token or an address. */
  given(platform: BotPlatform): Given | null
  /** Looked at before each start. @throws AppError when it may not run */
  mayRun(platform: BotPlatform): Promise<void>
  secrets(): string[]
  /** A fresh key for one life of the program. */
  key(): { key: string; end(): void }
  changed(): void
  /** Tests wait less. */
  backoff?: { base: number; cap: number }
  /** A life or a connection that lasted so long ends a row of failures. */
  steadyMs?: number
  pingMs?: number
  pongMs?: number
  /** For what the program still has to do when it is to end. */
  stopMs?: number
}

export function createSupervisor(deps: SupervisorDeps) {
  const { log, backoff = limits.botBackoffMs, steadyMs = 60_000, stopMs = limits.agentStopMs } = deps
  /** Two starts never have the same number. */
  let generations = 0
  const connectors = new Map<BotPlatform, Connector>(platforms.map((platform) => [platform, stopped()]))
  let url: string | null = null
  let child: Child | null = null
  /** What it was told to run, so that it is told again only when that has changed. */
  let told = ''
  let key: { end(): void } | null = null
  let restarts = 0
  let lives = 0
  let failures = 0
  let restart: NodeJS.Timeout | null = null
  let closed = false
  let stopping: Promise<void> = Promise.resolve()

  const of = (platform: BotPlatform): Connector => {
    const found = connectors.get(platform)
    if (!found) throw new Error(`no such connector: ${platform}`)
    return found
  }
  const redact = (text: string): string =>
    deps.secrets().reduce((cleaned, secret) => cleaned.replaceAll(secret, '••••'), text)
  /** Full jitter: whoever failed together does not come back together. */
  const pauseFor = (count: number): number =>
    Math.random() * Math.min(backoff.cap, backoff.base * 2 ** Math.max(0, count - 1))
  /** Wanted, not given up, and not in a pause. */
  const active = (): BotPlatform[] =>
    platforms.filter((platform) => {
      const { wanted, state, retry, checking } = of(platform)
      return wanted && state !== 'failed' && retry === null && checking === null
    })

  function note(connector: Connector, message: string): void {
    connector.lastError = {
      message: redact(message).replace(/\s+/g, ' ').trim().slice(0, 200),
      at: Date.now(),
    }
  }

  function giveUp(platform: BotPlatform, message: string): void {
    const connector = of(platform)
    connector.state = 'failed'
    connector.runningSince = null
    note(connector, message)
    log.warn({ feature: 'bots', platform, reason: connector.lastError?.message }, 'a connector was given up')
  }

  /** A connector broke: tried again after a pause that grows, ten times in a row. */
  function broke(platform: BotPlatform, message: string): void {
    const connector = of(platform)
    const lasted = connector.runningSince === null ? 0 : Date.now() - connector.runningSince
    connector.failures = lasted >= steadyMs ? 1 : connector.failures + 1
    connector.runningSince = null
    if (connector.failures >= limits.botFailures) return giveUp(platform, message)
    connector.state = 'reconnecting'
    connector.attempts++
    note(connector, message)
    connector.retry = setTimeout(() => {
      connector.retry = null
      connector.generation = ++generations
      check(platform)
    }, pauseFor(connector.failures))
    connector.retry.unref()
  }

  function hear(report: BotsReport): void {
    if (report.type !== 'state') return
    const { platform, generation, state, error = 'It ended without a reason', fatal = false, bot } = report
    const connector = of(platform)
    if (!connector.wanted || connector.generation !== generation || connector.state === 'failed') return
    if (state === 'running') {
      connector.state = 'running'
      connector.runningSince ??= Date.now()
      connector.attempts = 0
      if (bot) connector.botName = bot.name
    }
    if (state === 'starting') connector.state = 'reconnecting'
    if (state === 'reconnecting') {
      connector.state = 'reconnecting'
      connector.runningSince = null
      connector.attempts++
      note(connector, error)
    }
    if (state === 'failed' && fatal) giveUp(platform, error)
    else if ((state === 'failed' || state === 'stopped') && connector.retry === null) broke(platform, error)
    sync()
    deps.changed()
  }

  /** The program itself ended: all that should run has failed with it. */
  function ended(life: number, why: string, age: number): void {
    if (life !== lives) return
    child = null
    key?.end()
    key = null
    if (closed) return
    const hit = platforms.filter((platform) => of(platform).wanted && of(platform).state !== 'failed')
    if (hit.length === 0) return
    failures = age >= steadyMs ? 1 : failures + 1
    log.warn({ feature: 'bots', why: redact(why), failures }, 'the program of the bots ended')
    for (const platform of hit) {
      const connector = of(platform)
      clear(connector)
      connector.failures = failures
      connector.runningSince = null
      connector.generation = ++generations
      connector.attempts++
      note(connector, `The program of the bots broke off: ${why}`)
      connector.state = 'reconnecting'
      if (failures >= limits.botFailures) giveUp(platform, `The program of the bots broke off: ${why}`)
    }
    if (failures < limits.botFailures) {
      restart = setTimeout(() => {
        restart = null
        restarts++
        sync()
      }, pauseFor(failures))
      restart.unref()
    }
    deps.changed()
  }

  function begin(baseUrl: string): Child {
    const life = ++lives
    const fresh = deps.key()
    told = ''
    key = fresh
    const { program, tag, pingMs, pongMs } = deps
    const begun: Child = startChild({
      program,
      tag: `${tag}.${life}.`,
      log,
      hear: (report) => life === lives && hear(report),
      ended: (why) => ended(life, why, begun.age()),
      redact: (text) => redact(text).replaceAll(fresh.key, '••••'),
      ...(pingMs !== undefined && { pingMs }),
      ...(pongMs !== undefined && { pongMs }),
    })
    begun.send({ type: 'connect', base_url: baseUrl, key: fresh.key })
    return begun
  }

  /** Makes what runs the same as what should: the program only while something is wanted of it. */
  function sync(): void {
    if (closed || url === null || restart !== null) return
    const wanted = platforms.some((platform) => of(platform).wanted && of(platform).state !== 'failed')
    if (!wanted) return stopChild()
    const list = active().flatMap((platform): BotWanted[] => {
      const given = deps.given(platform)
      return given ? [{ ...given, generation: of(platform).generation }] : []
    })
    if (!child && list.length === 0) return
    child ??= begin(url)
    const wish = JSON.stringify(list)
    if (wish === told) return
    told = wish
    child.send({ type: 'configure', connectors: list })
  }

  function stopChild(): void {
    const old = child
    if (!old) return
    lives++ // what it still says is of no interest
    child = null
    key?.end()
    key = null
    stopping = Promise.all([stopping, old.stop(stopMs)]).then(() => undefined)
  }

  function clear(connector: Connector): void {
    if (connector.retry) clearTimeout(connector.retry)
    connector.retry = null
  }

  /** Lets it run when it may; nobody waits for that. */
  function check(platform: BotPlatform): void {
    const connector = of(platform)
    const mark = {}
    connector.checking = mark
    void deps
      .mayRun(platform)
      .then(
        () => null,
        (error: unknown) => messageOf(error),
      )
      .then((refusal) => {
        if (closed || connector.checking !== mark) return
        connector.checking = null
        if (refusal !== null) giveUp(platform, refusal)
        sync()
        deps.changed()
      })
  }

  /** Tells it to run, or to run anew, with a clean slate. */
  function launch(platform: BotPlatform): void {
    const connector = of(platform)
    clear(connector)
    const { lastMessage } = connector
    Object.assign(connector, { ...stopped(), wanted: true, state: 'reconnecting', lastMessage })
    failures = 0
    if (restart) clearTimeout(restart)
    restart = null
    check(platform)
    deps.changed()
  }

  function stopped(): Connector {
    return {
      wanted: false,
      generation: ++generations,
      state: 'stopped',
      failures: 0,
      attempts: 0,
      lastError: null,
      runningSince: null,
      botName: null,
      lastMessage: null,
      retry: null,
      checking: null,
    }
  }

  return {
    /** The hub listens: what is enabled may start. */
    serving(address: string, enabled: readonly BotPlatform[]): void {
      url = address
      for (const platform of enabled) if (!of(platform).wanted) launch(platform)
      sync()
    },
    /** @throws AppError conflict, bad_request */
    start(platform: BotPlatform): void {
      const { wanted, state } = of(platform)
      if (wanted && state !== 'failed') throw conflict(`${platform} connector already running`)
      if (!deps.given(platform)) throw new AppError('bad_request', missing(platform))
      launch(platform)
    },
    /** Harmless when it is stopped; false when it was. */
    stop(platform: BotPlatform): boolean {
      const connector = of(platform)
      const was = connector.wanted
      clear(connector)
      const { lastError, lastMessage } = connector
      Object.assign(connector, { ...stopped(), lastError, lastMessage })
      sync()
      deps.changed()
      return was
    },
    isWanted: (platform: BotPlatform): boolean => of(platform).wanted,
    /** Its settings are others now. */
    restart: launch,
    heard(platform: BotPlatform): void {
      of(platform).lastMessage = Date.now()
    },
    connector(platform: BotPlatform) {
      const { state, failures: count, attempts, lastError, runningSince, lastMessage, botName } = of(platform)
      return {
        running: state === 'running',
        status: state,
        failure_count: count,
        last_error: lastError?.message ?? null,
        last_error_time: lastError && lastError.at / 1_000,
        uptime: runningSince === null ? null : Math.max(0, (Date.now() - runningSince) / 1_000),
        last_message_time: lastMessage === null ? null : lastMessage / 1_000,
        reconnect_attempts: attempts,
        bot_name: botName,
      }
    },
    process(): BotsStatus['process'] {
      return { state: child ? 'running' : restart ? 'waiting' : 'stopped', restarts }
    },
    /** Stops for good; what it has started ends with it. */
    async close(): Promise<void> {
      closed = true
      if (restart) clearTimeout(restart)
      for (const platform of platforms) clear(of(platform))
      stopChild()
      await stopping
    },
  }
}

const missing = (platform: BotPlatform): string =>
  platform === 'matrix'
    ? 'matrix needs an access token, a homeserver and a user id first'
    : `${platform} bot token not configured`
