import {
  limits,
  type Scrollback,
  type Session,
  type SessionCreate,
  type SessionCreated,
  SessionName,
} from '@atrium/schema'
import type { z } from 'zod'
import { nowIso } from '../../core/clock.ts'
import { AppError, conflict, invalid, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Problems } from '../../core/problems.ts'
import { createReplays } from '../../core/replays.ts'
import type { Tasks } from '../../core/tasks.ts'
import { existingFolder } from '../../host/paths.ts'
import { checkCommand, defaultCommand, sayExit } from './command.ts'
import { endGroups } from './groups.ts'
import type { Attachment, Exit, LiveSession, SessionHost, Size } from './host.ts'
import { tmuxNameOf, withPrefix } from './names.ts'
import type { KnownSession, SessionsStore } from './store.ts'
import { createView } from './view.ts'

export type Sessions = Awaited<ReturnType<typeof createSessions>>

/** A program that ends within this time never really began, and its session is refused with how it ended. */
const firstBreathMs = 500
/** What a program printed last still reaches its viewers. */
const lastWordsMs = 250
const lookEveryMs = 5_000
const touchEveryMs = 60_000

const exists = (name: string): AppError =>
  new AppError('already_exists', `A session with this name exists: ${name}`)
const full = (what: string, many: number): AppError =>
  new AppError('limit_reached', `There are ${many} ${what} already; remove one first`)

export async function createSessions(deps: {
  host: SessionHost
  store: SessionsStore
  events: Events
  tasks: Tasks
  problems: Problems
  prefix: string
  /** Where programs in a session reach the hub. */
  url: string
  /** Environment that tells home, shell and PATH of the person. */
  env: NodeJS.ProcessEnv
}) {
  const { host, store, events, tasks, prefix } = deps
  const lock = createKeyedLock()
  /** Two names in one fixed order, so that two calls never wait for each other. */
  const lockBoth = <T>(a: string, b: string, work: () => Promise<T>): Promise<T> => {
    const [first = a, second = a] = a === b ? [a] : [a, b].toSorted()
    return lock(first, () => (first === second ? work() : lock(second, work)))
  }
  const replays = createReplays<z.infer<typeof SessionCreated>>()
  const { known: entries, damaged } = await store.list()
  const known = new Map(entries.map((entry) => [entry.name, entry]))
  for (const name of damaged)
    deps.problems.report('record_quarantined', `The entry of a session could not be read: ${name}`, name)
  const starting = new Set<string>()
  /** Stored one after the other, in the order in which things happened. */
  let stored: Promise<unknown> = Promise.resolve()
  const write = (work: () => Promise<void>): Promise<void> => {
    const turn = stored.then(work)
    stored = turn.catch(() => undefined)
    return turn
  }

  const view = createView({
    host,
    known,
    events,
    prefix,
    ended(entry, exit) {
      const now = { ...entry, exit, lastSeenAt: nowIso() }
      known.set(entry.name, now)
      tasks.add('sessions.ended', () => write(() => store.save(now)))
    },
    followed(from, entry) {
      tasks.add('sessions.renamed', () => write(() => store.replace(from, entry)))
    },
  })

  async function save(entry: KnownSession): Promise<void> {
    const before = known.get(entry.name)
    known.set(entry.name, entry) // first, so that an ending that comes meanwhile is added to it
    await write(() => store.save(entry)).catch((error: unknown) => {
      if (known.get(entry.name) === entry) restore(entry.name, before)
      throw error
    })
    view.rebuild()
  }

  function restore(name: string, entry: KnownSession | undefined): void {
    if (entry) known.set(name, entry)
    else known.delete(name)
  }

  const fullName = (field: string, text: string): string => {
    const name = withPrefix(text, prefix)
    if (!SessionName.safeParse(name).success)
      throw invalid(field, `The name is longer than 64 characters with the prefix ${prefix}`)
    return name
  }

  function knownOf(name: string): KnownSession {
    const entry = known.get(name)
    if (!entry) throw notFound('Known session', name)
    return entry
  }

  /** The live session of exactly this name; looks once more before it says no. */
  async function liveOf(name: string): Promise<LiveSession> {
    if (!view.live(name)) await host.refresh()
    const session = view.live(name)
    if (!session) throw notFound('Session', name)
    return session
  }

  async function start(
    name: string,
    directory: string,
    command: string,
  ): Promise<z.infer<typeof SessionCreated>> {
    const before = known.get(name)
    if (!before && known.size >= limits.knownSessions) throw full('known sessions', limits.knownSessions)
    const running = view.rows().filter((row) => row.status === 'running' && !starting.has(row.name)).length
    if (running + starting.size >= limits.runningSessions)
      throw full('running sessions', limits.runningSessions)
    const called = tmuxNameOf(name)
    starting.add(name)
    const env = { ATRIUM_SESSION: name, ATRIUM_URL: deps.url }
    const session = await host
      .create({ ...called, folder: directory, command, env })
      .finally(() => starting.delete(name))
    const ending = await view.endingWithin(session.id, firstBreathMs)
    if (ending !== undefined) throw invalid('command', `The command ${sayExit(ending)} at once: ${command}`)
    const now = nowIso()
    const entry: KnownSession = {
      name,
      tmuxName: called.tmuxName,
      directory,
      command,
      createdAt: before?.createdAt ?? now,
      lastSeenAt: now,
      pinned: before?.pinned ?? false,
      muted: before?.muted ?? false,
      manuallyStopped: false,
      exit: null,
    }
    await save(entry).catch(async (error: unknown) => {
      await host.kill(session.id)
      throw error
    })
    return {
      name,
      created: session.createdMs,
      windows: session.windows,
      attached: session.attached > 0,
      path: session.path ?? directory,
      status: 'running',
      ephemeral: host.ephemeral,
    }
  }

  async function create(input: SessionCreate): Promise<z.infer<typeof SessionCreated>> {
    const name = fullName('name', input.name)
    const directory = await existingFolder(input.directory ?? '~').catch((error: Error) => {
      throw invalid('directory', error.message)
    })
    const command = checkCommand(input.command ?? (await defaultCommand(deps.env)))
    return lock(name, async () => {
      await host.refresh()
      if (view.live(name)) throw exists(name)
      return start(name, directory, command)
    })
  }

  async function adopt(name: string, session: LiveSession): Promise<void> {
    const now = nowIso()
    const before = known.get(name)
    const directory = session.path ?? before?.directory ?? deps.env['HOME'] ?? '/'
    await save({
      name,
      tmuxName: session.tmuxName,
      directory,
      command: before?.command ?? null,
      createdAt: before?.createdAt ?? new Date(session.createdMs).toISOString(),
      lastSeenAt: now,
      pinned: before?.pinned ?? false,
      muted: before?.muted ?? false,
      manuallyStopped: false,
      exit: null,
    })
  }

  // What lives is found again; what does not stays dormant. Nothing is started by itself.
  await host.refresh()
  view.rebuild()
  for (const row of view.rows())
    if (row.status === 'running' && !known.has(row.name)) await adopt(row.name, await liveOf(row.name))
  tasks.every('sessions.look', lookEveryMs, () => host.refresh())
  tasks.every('sessions.touch', touchEveryMs, async () => {
    const now = nowIso()
    const names = view.liveNames().filter((name) => known.has(name))
    await write(() => store.touch(names, now))
    for (const name of names) {
      const entry = known.get(name)
      if (entry) known.set(name, { ...entry, lastSeenAt: now })
    }
  })

  return {
    list: (): Session[] => view.rows(),

    /** `idempotencyKey` names the caller too; a call repeated under it starts one session. */
    create: (input: SessionCreate, idempotencyKey: string | null = null) =>
      replays(idempotencyKey, JSON.stringify(input), () => create(input)),

    /** Ends the session. Its entry stays, so that it can be started again; `forget` removes that too. */
    remove: (name: string): Promise<void> =>
      lock(name, async () => {
        await host.refresh()
        const session = view.live(name)
        const entry = known.get(name)
        if (!session && !entry) throw notFound('Session', name)
        if (session && !entry && !name.startsWith(prefix))
          throw conflict(`This session was not begun here; adopt it first: ${name}`)
        if (session) {
          const groups = await host.kill(session.id)
          tasks.add('sessions.end', (signal) => endGroups(groups, signal))
        }
        const now = known.get(name)
        if (now)
          await save({ ...now, manuallyStopped: true, lastSeenAt: session ? nowIso() : now.lastSeenAt })
      }),

    async rename(from: string, wanted: string): Promise<string> {
      const to = fullName('newName', wanted)
      return lockBoth(from, to, async () => {
        await host.refresh()
        const session = view.live(from)
        const entry = known.get(from)
        if (!session && !entry) throw notFound('Session', from)
        if (to === from) return to
        if (view.live(to) || known.has(to)) throw exists(to)
        const called = tmuxNameOf(to)
        if (session) {
          await host.rename(session.id, called.tmuxName, called.trueName)
          if (!entry) await adopt(to, await liveOf(to))
          await stored
        } else if (entry) {
          const renamed = { ...entry, name: to, tmuxName: called.tmuxName }
          await write(() => store.replace(from, renamed))
          known.delete(from)
          known.set(to, renamed)
          events.emit('sessions.session.renamed', { from, to })
          view.rebuild()
        }
        return to
      })
    },

    adopt: (name: string): Promise<void> => lock(name, async () => adopt(name, await liveOf(name))),

    /** Starts a dormant session again, where and with what it was begun. */
    restore: (name: string): Promise<z.infer<typeof SessionCreated>> =>
      lock(name, async () => {
        await host.refresh()
        const entry = knownOf(name)
        if (view.live(name)) throw conflict(`Session with this name is already running: ${name}`)
        const directory = await existingFolder(entry.directory).catch(() => {
          throw conflict(`The folder of this session is gone: ${entry.directory}`)
        })
        return start(name, directory, entry.command ?? (await defaultCommand(deps.env)))
      }),

    mark: (name: string, marks: Partial<Pick<KnownSession, 'muted' | 'pinned'>>): Promise<void> =>
      lock(name, () => save({ ...knownOf(name), ...marks })),

    /** Drops the entry; a session that runs goes on. */
    forget: (name: string): Promise<void> =>
      lock(name, async () => {
        const entry = knownOf(name)
        known.delete(name) // first, so that an ending that comes meanwhile does not store it again
        await write(() => store.remove(name)).catch((error: unknown) => {
          restore(name, entry)
          throw error
        })
        view.rebuild()
      }),

    async scrollback(name: string, lines: number): Promise<z.infer<typeof Scrollback>> {
      const session = await liveOf(name)
      const kept = await host.scrollback(session.id, Math.min(lines, limits.scrollbackLinesMax))
      return lastBytes(kept, limits.scrollbackBytes)
    },

    /** A viewer's way in. @throws AppError not_found */
    async attach(name: string, size: Size): Promise<Attachment & { id: string }> {
      const { id } = await liveOf(name)
      const attachment = host.attach(id, size)
      // tmux may be set to move viewers on to another session; this one's end is their end.
      const off = view.whenEnded(id, () => setTimeout(() => attachment.close(), lastWordsMs).unref())
      void attachment.exited.then(off)
      return { ...attachment, id }
    },

    /** Whether the session has ended, and how, looked up afresh; undefined when it lives on. */
    async endingOf(id: string): Promise<Exit | null | undefined> {
      if (view.ending(id) === undefined) await host.refresh()
      return view.ending(id)
    },

    async close(): Promise<void> {
      view.close()
      await host.close()
      await stored
    },
  }
}

/** Keeps the youngest lines that fit. */
function lastBytes(
  text: { data: string; truncated: boolean },
  maxBytes: number,
): { data: string; truncated: boolean } {
  const bytes = Buffer.from(text.data)
  if (bytes.length <= maxBytes) return text
  const cut = bytes.subarray(bytes.length - maxBytes)
  return { data: cut.subarray(cut.indexOf(10) + 1).toString('utf8'), truncated: true }
}
