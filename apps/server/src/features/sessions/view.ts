/** Owns the picture of all sessions: what lives, what is known, what each does. Every change is told as an event. */
import type { Session } from '@atrium/schema'
import type { Events } from '../../core/events.ts'
import { createActivity } from './activity.ts'
import type { Exit, LiveSession, SessionHost } from './host.ts'
import { nameOf } from './names.ts'
import { type Extras, type Hooked, toRows } from './rows.ts'
import type { KnownSession } from './store.ts'

/** How many endings are remembered for viewers that ask a moment later. */
const endingsKept = 500
const cooldownMs = 10_000
/** So long after the list was asked for somebody still looks at it. */
const lookedAtMs = 30_000
const freshMs = 1_000

export function createView(deps: {
  host: SessionHost
  known: Map<string, KnownSession>
  events: Events
  prefix: string
  /** A known session has ended, or goes by another name now. */
  ended(known: KnownSession, exit: Exit | null): void
  followed(from: string, known: KnownSession): void
  /** What other features know of a session; asked often, so it must cost nothing. */
  extrasOf(name: string, path: string | null, isLive: boolean): Extras
}) {
  const { host, known, events, prefix } = deps
  let live = new Map<string, LiveSession>()
  let names = new Map<string, string>()
  let rows: Session[] = []
  let told = new Map<string, string>()
  const endings = new Map<string, Exit | null>()
  const waiting = new Map<string, Set<(exit: Exit | null) => void>>()
  const lastAttention = new Map<string, number>()
  const hooked = new Map<string, Hooked>()
  let rebuilding: NodeJS.Immediate | null = null
  let extras = new Map<string, Extras>()
  let before = extras
  let askedAt = Number.NEGATIVE_INFINITY
  let builtAt = askedAt

  const activity = createActivity({
    changed(name, state, at) {
      if (hooked.has(name)) return
      events.emit('sessions.activity.changed', { name, activity: state, at })
      rebuild()
    },
    rested: (name, at) => hooked.has(name) || raise(name, at),
  })

  function raise(name: string, at: number): void {
    if (known.get(name)?.muted || at - (lastAttention.get(name) ?? 0) < cooldownMs) return
    lastAttention.set(name, at)
    events.emit('sessions.attention.raised', {
      name,
      activity: hooked.get(name)?.activity ?? activity.of(name),
      at,
    })
  }

  /** Hooks know better than the output does, until they know nothing. */
  function heardOf(name: string, now: Hooked | null, tell: { heard: boolean; attention: boolean }): void {
    const at = Date.now()
    if (now && now.activity !== 'unknown') hooked.set(name, now)
    else hooked.delete(name)
    if (tell.heard && now) {
      const { activity: state, tool } = now
      events.emit('sessions.activity.changed', { name, activity: state, ...(tool !== null && { tool }), at })
    } else if (tell.heard) events.emit('sessions.agent.ended', { name, at })
    if (tell.attention) raise(name, at)
    rebuildSoon()
  }

  function follow(from: string, session: LiveSession, to: string): void {
    activity.rename(from, to)
    const now = hooked.get(from)
    hooked.delete(from)
    if (now) hooked.set(to, now)
    lastAttention.delete(from)
    const entry = known.get(from)
    if (entry && !known.has(to)) {
      known.delete(from)
      const renamed = { ...entry, name: to, tmuxName: session.tmuxName }
      known.set(to, renamed)
      deps.followed(from, renamed)
    }
    events.emit('sessions.session.renamed', { from, to })
  }

  function end(id: string, exit: Exit | null): void {
    const name = names.get(id)
    endings.set(id, exit)
    if (endings.size > endingsKept) endings.delete([...endings.keys()][0] ?? '')
    for (const hear of waiting.get(id) ?? []) hear(exit)
    waiting.delete(id)
    if (name === undefined) return
    activity.drop(name)
    hooked.delete(name)
    lastAttention.delete(name)
    const entry = known.get(name)
    if (entry) deps.ended(entry, exit)
    events.emit('sessions.session.ended', { name, at: Date.now() })
  }

  host.watch(({ sessions, ended }) => {
    for (const { id, exit } of ended) end(id, exit)
    const before = names
    live = new Map()
    names = new Map()
    for (const session of sessions) {
      const name = nameOf(session)
      live.set(name, session)
      names.set(session.id, name)
    }
    for (const [id, from] of before) {
      const to = names.get(id)
      const session = to === undefined ? undefined : live.get(to)
      if (to !== undefined && session && to !== from) follow(from, session, to)
    }
    for (const [name, session] of live) activity.observe(name, session.lastOutputMs)
    rebuild()
  })

  /** Others are asked anew only while somebody looks at the list: some of them start programs to find out. */
  function extrasOf(name: string, path: string | null, isLive: boolean): Extras {
    const kept = before.get(name)
    const now = kept && builtAt - askedAt > lookedAtMs ? kept : deps.extrasOf(name, path, isLive)
    extras.set(name, now)
    return now
  }

  /** Makes the list anew and tells which of its rows differ. */
  function rebuild(): void {
    if (rebuilding) clearImmediate(rebuilding)
    rebuilding = null
    builtAt = performance.now()
    before = extras
    extras = new Map()
    rows = toRows({
      live,
      known,
      prefix,
      ephemeral: host.ephemeral,
      activityOf: activity.of,
      hookedOf: (name) => hooked.get(name),
      extrasOf,
    })
    const now = new Map(rows.map((row) => [row.name, JSON.stringify({ ...row, lastSeenAt: undefined })]))
    const toldBefore = told
    told = now
    for (const [name, text] of now)
      if (toldBefore.get(name) !== text) events.emit('sessions.session.changed', { name })
    for (const name of toldBefore.keys())
      if (!now.has(name)) events.emit('sessions.session.removed', { name })
  }

  /** Many calls at once make one list. */
  function rebuildSoon(): void {
    rebuilding ??= setImmediate(rebuild)
  }

  /** Calls once, when the session has ended; gives the way to call it off. */
  function whenEnded(id: string, hear: (exit: Exit | null) => void): () => void {
    const hearers = waiting.get(id) ?? new Set()
    waiting.set(id, hearers.add(hear))
    return () => {
      hearers.delete(hear)
      if (hearers.size === 0 && waiting.get(id) === hearers) waiting.delete(id)
    }
  }

  return {
    rows(): Session[] {
      if (rebuilding) rebuild()
      return rows
    },
    /** For somebody who looks at them: what others know is fresh, too. */
    list(): Session[] {
      askedAt = performance.now()
      if (rebuilding || askedAt - builtAt > freshMs) rebuild()
      return rows
    },
    heardOf,
    /** What others know has changed. */
    changed(): void {
      askedAt = performance.now()
      rebuildSoon()
    },
    live: (name: string): LiveSession | undefined => live.get(name),
    liveNames: () => [...live.keys()],
    rebuild,
    /** How a session ended, by its id; undefined while it lives or when that is long ago. */
    ending: (id: string): Exit | null | undefined => endings.get(id),
    whenEnded,
    /** The ending, if it comes within `ms`; looked up afresh then. */
    async endingWithin(id: string, ms: number): Promise<Exit | null | undefined> {
      if (endings.has(id)) return endings.get(id)
      const over = Promise.withResolvers<void>()
      const timer = setTimeout(over.resolve, ms)
      const off = whenEnded(id, () => over.resolve())
      await over.promise
      clearTimeout(timer)
      off()
      if (!endings.has(id)) await host.refresh()
      return endings.get(id)
    },
    close(): void {
      if (rebuilding) clearImmediate(rebuilding)
      activity.close()
    },
  }
}
