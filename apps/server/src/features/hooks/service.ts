import { createHash } from 'node:crypto'
import { type Hook, type HookEvent, type HookFailure, limits } from '@atrium/schema'
import type { By } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError, messageOf, notFound } from '../../core/errors.ts'
import type { Log } from '../../core/log.ts'
import type { Trust, Trusted } from '../../core/trusted.ts'
import { endFamily } from '../../host/strays.ts'
import { alwaysBlocking, type HookConfig, readConfig } from './config.ts'
import { createPlaces } from './places.ts'
import { callScript, hookTag } from './process.ts'
import { createScripts, type Script } from './scripts.ts'

/** Somebody inside the hub who hears events: a module. */
export type HookListener = {
  name: string
  path: string
  sha256: string | null
  events: readonly string[]
  call: (event: string, context: Record<string, unknown>, signal: AbortSignal) => Promise<void>
}

export type HooksDeps = {
  /** Real path of the vault. */
  vault: string
  /** Real path of the hub's own folder. */
  home: string
  trusted: Trusted
  audit: Audit
  log: Log
}

export type Hooks = ReturnType<typeof createHooks>
/** Tells the scripts and modules what happens; resolves when those that must be waited for are done, and never throws. */
export type Fire = Hooks['fire']

/** The look at the folders costs about one part in so many of the time, and is never older than this. */
const lookShare = 10
const oldestMs = 2_000
const describeMs = 10_000

export function createHooks({ vault, home, trusted, audit, log }: HooksDeps) {
  const scripts = createScripts({ vault, home })
  const stop = new AbortController()
  const owner = createHash('sha256').update(home).digest('hex').slice(0, 16)
  const behind = createPlaces(limits.hooksAtOnce, limits.hooksWaiting)
  const waitedFor = createPlaces(limits.hooksAtOnce, limits.hooksWaiting)
  const atTheEnd = createPlaces(limits.hooksAtOnce, limits.hooksWaiting)
  const failures: HookFailure[] = []
  /** What approved scripts say of themselves, by the hash of the file. */
  const configs = new Map<string, Promise<HookConfig | { problem: string }>>()
  const running = new Set<Promise<unknown>>()
  let listeners: () => readonly HookListener[] = () => []
  let approved: Map<string, string> | null = null
  let known: Script[] = []
  let freshUntil = 0
  // What a hub that was killed left running is ended before anything else is started.
  const swept = scripts.haveRun().then((haveRun) => {
    if (haveRun) return endFamily(null, `${hookTag}=${owner}.`, 1_000)
  })

  const trustOf = (script: Script): Trust => {
    const hash = approved?.get(script.name)
    if (hash === undefined || script.sha256 === null) return 'new'
    return hash === script.sha256 ? 'approved' : 'changed'
  }

  async function look(fresh = false): Promise<readonly Script[]> {
    if (fresh || approved === null) approved = await trusted.all('hook')
    const begun = performance.now()
    if (fresh || begun >= freshUntil) {
      known = await scripts.find()
      const now = performance.now()
      freshUntil = now + Math.min((now - begun) * lookShare, oldestMs)
    }
    return known
  }

  function note(name: string, event: string, error: unknown): void {
    const text = messageOf(error).slice(0, 500)
    failures.push({
      hook_name: name,
      event,
      error: text,
      timestamp: nowIso().replace('Z', '+00:00'),
    })
    if (failures.length > limits.hookErrors) failures.shift()
    log.warn({ feature: 'hooks', event, hook: name, error: text }, 'a hook failed')
  }

  async function call(text: string, hash: string, timeoutMs: number, context?: string) {
    await swept
    stop.signal.throwIfAborted() // what waited in line is not begun any more
    const mode = context === undefined ? 'describe' : 'run'
    const copy = await scripts.copyOf(text, hash)
    return callScript({
      script: copy,
      mode,
      timeoutMs,
      cwd: vault,
      owner,
      signal: stop.signal,
      ...(context !== undefined && { context }),
    })
  }

  /** What an approved script says of itself, asked once per file; null when it is not approved. */
  async function describe(script: Script): Promise<HookConfig | { problem: string } | null> {
    const { text, sha256: hash } = script
    if (text === null || hash === null || trustOf(script) !== 'approved') return null
    let asked = configs.get(hash)
    if (!asked) {
      asked = waitedFor(() => call(text, hash, describeMs))
        .then(readConfig)
        .catch((error: unknown) => {
          // That there was no room for it says nothing of the script: it is asked again.
          if (error instanceof AppError || stop.signal.aborted) configs.delete(hash)
          if (!stop.signal.aborted) note(script.name, 'config', error)
          return { problem: messageOf(error) }
        })
      configs.set(hash, asked)
      closedAfter(asked)
    }
    return asked
  }

  async function entryOf(script: Script): Promise<Hook> {
    const trust = trustOf(script)
    const said = await describe(script)
    const config = said === null || 'problem' in said ? null : said
    const message = script.problem ?? (said !== null && 'problem' in said ? said.problem : null)
    return {
      name: script.name,
      source: 'script',
      path: scripts.shown(script),
      events: config?.events ?? [],
      blocking: config?.blocking ?? false,
      timeout: (config?.timeoutMs ?? limits.hookTimeoutMs) / 1_000,
      enabled: config?.enabled ?? false,
      description: config?.description ?? '',
      status: statusOf(script, trust, config),
      approval: trust,
      sha256: script.sha256,
      message: message ?? (trust === 'approved' ? null : waiting[trust]),
    }
  }

  const moduleEntry = (listener: HookListener): Hook => ({
    name: listener.name,
    source: 'module',
    path: listener.path,
    events: [...listener.events],
    blocking: false,
    timeout: limits.moduleCallMs / 1_000,
    enabled: true,
    description: '',
    status: 'active',
    approval: 'approved',
    sha256: listener.sha256,
    message: null,
  })

  async function list() {
    const found = await Promise.all((await look(true)).map(entryOf))
    await scripts.sweep(new Set(approved?.values()))
    const hooks = [...found, ...listeners().map(moduleEntry)]
    const active = hooks.filter(({ status }) => status === 'active')
    return {
      hooks,
      health: {
        hooks_count: active.length,
        events_registered: [...new Set(active.flatMap(({ events }) => events))].sort(),
        recent_errors_count: failures.length,
      },
    }
  }

  /** Runs one script for one event; its failure is listed and goes no further. */
  async function runScript(
    script: Script,
    config: HookConfig,
    event: string,
    context: string,
  ): Promise<void> {
    const { text, sha256: hash } = script
    if (text === null || hash === null) return
    // The hub does not wait long for its stop to be heard: those who stand in line must not keep it.
    const places = event === 'server.stopping' ? atTheEnd : isBlocking(config, event) ? waitedFor : behind
    try {
      await places(() => call(text, hash, config.timeoutMs, context))
    } catch (error) {
      if (!stop.signal.aborted) note(script.name, event, error)
    }
  }

  /** It works on whether or not somebody waits; closing waits for it. */
  function closedAfter(work: Promise<unknown>): void {
    running.add(work)
    void work.finally(() => running.delete(work))
  }

  async function fireAll(event: string, facts: Record<string, unknown>): Promise<void> {
    const context = contextOf(event, facts)
    for (const { name, events, call: tell } of listeners())
      if (events.includes(event))
        closedAfter(
          tell(event, context, stop.signal).catch((error: unknown) => {
            if (!stop.signal.aborted) note(name, event, error)
          }),
        )
    const found = await look()
    if (found.length === 0) return
    const text = JSON.stringify(context)
    const waited: Promise<void>[] = []
    const due = await Promise.all(found.map(async (script) => ({ script, said: await describe(script) })))
    for (const { script, said } of due) {
      if (said === null || 'problem' in said || !said.enabled || !said.events.includes(event)) continue
      const work = runScript(script, said, event, text)
      closedAfter(work)
      if (isBlocking(said, event)) waited.push(work)
    }
    await Promise.all(waited)
  }

  return {
    list,
    /** Failures, the oldest first. */
    errors: () => ({ errors: [...failures] }),

    /** @throws AppError not_found, conflict */
    async approve(by: By, name: string, shown: string | undefined): Promise<Hook> {
      const script = (await look(true)).find((one) => one.name === name)
      if (!script) throw notFound('Hook', name)
      const { sha256: hash, problem } = script
      if (problem !== null || hash === null)
        throw new AppError(
          'conflict',
          `The hook '${name}' cannot be approved: ${problem ?? 'it cannot be read'}`,
        )
      if (shown !== undefined && !hash.startsWith(shown))
        throw new AppError('conflict', `The hook '${name}' changed since it was shown; look at it again`)
      await trusted.approve('hook', name, hash, by.actor?.id ?? 'owner')
      approved = await trusted.all('hook')
      configs.delete(hash) // what failed before is asked again
      await audit.append('hooks.approve', by, { name, hash })
      return entryOf(script)
    },

    fire: async (event: HookEvent, facts: Record<string, unknown>): Promise<void> => {
      if (stop.signal.aborted) return
      try {
        await fireAll(event, facts)
      } catch (error) {
        log.error({ err: error, feature: 'hooks', event }, 'hooks could not be told')
      }
    },

    /** Whose hooks are called beside the scripts; asked at each event. */
    listen(source: () => readonly HookListener[]): void {
      listeners = source
    },

    async close(): Promise<void> {
      stop.abort()
      await swept
      while (running.size > 0) await Promise.all(running)
    },
  }
}

const waiting = {
  new: 'An administrator must approve it before it runs',
  changed: 'It changed since it was approved; an administrator must approve it again',
}

const isBlocking = (config: HookConfig, event: string): boolean =>
  config.blocking || alwaysBlocking.has(event)

function statusOf(script: Script, trust: Trust, config: HookConfig | null): Hook['status'] {
  if (script.foreign) return 'unsupported'
  if (script.text === null) return 'failed'
  if (trust !== 'approved') return 'pending_approval'
  if (config === null) return 'failed'
  return config.enabled ? 'active' : 'disabled'
}

/** What a hook is told: the facts, or without the long ones where they are too many. */
function contextOf(event: string, facts: Record<string, unknown>): Record<string, unknown> {
  const stamp = { event, timestamp: nowIso() }
  const size = JSON.stringify(facts).length
  if (size <= limits.hookFactsBytes) return { ...facts, ...stamp }
  const short = Object.entries(facts).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value === 'string') return [[name, value.slice(0, 4_096)]]
    return typeof value === 'object' && value !== null ? [] : [[name, value]]
  })
  return { ...Object.fromEntries(short), ...stamp, truncated: true }
}
