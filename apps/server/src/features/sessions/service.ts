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
import { AppError, conflict, invalid, messageOf, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Log } from '../../core/log.ts'
import type { Problems } from '../../core/problems.ts'
import { createReplays } from '../../core/replays.ts'
import type { Tasks } from '../../core/tasks.ts'
import { existingFolder } from '../../host/paths.ts'
import type { SessionKeys } from '../auth/session-keys.ts'
import { continued, wasCutOff } from './again.ts'
import { checkCommand, checkPrompt, defaultCommand, promptVariable, sayExit, withPrompt } from './command.ts'
import { endGroups } from './groups.ts'
import type { Attachment, Exit, LiveSession, SessionHost, Size } from './host.ts'
import type { Typed } from './keys.ts'
import { lastBytes } from './last-bytes.ts'
import { tmuxNameOf, withPrefix } from './names.ts'
import { type Extras, type Hooked, noExtras } from './rows.ts'
import type { KnownSession, SessionsStore } from './store.ts'
import { createView } from './view.ts'

export type Sessions = Awaited<ReturnType<typeof createSessions>>

/** A program that ends within this time never really began, and its session is refused with how it ended. */
const firstBreathMs = 500
/** What a program printed last still reaches its viewers. */
const lastWordsMs = 250
const lookEveryMs = 5_000
const touchEveryMs = 60_000

/** What a session is started with besides its command. */
export type Spawn = {
  /** Reaches the program as its last argument, whole and as one. */
  prompt?: string
  /** What its credential may reach besides its own session. */
  within?: { cardId: string | null; projectId: string | null }
  /** Run in place of the command, which stays the one that is known. */
  line?: string
}

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
  log: Log
  prefix: string
  /** What other features know of a session. */
  extrasOf?: (name: string, path: string | null, isLive: boolean) => Partial<Extras>
  /** Credentials of the programs in sessions. */
  keys: SessionKeys
  /** Whether what the machine's end cut off is started again; null when not. */
  restore: () => { goOn: boolean } | null
  /** The line to run in place of a command, with what the agent in it needs. */
  equip: (command: string) => string
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
  /** Where programs in a session reach the hub; known once it listens. */
  let url = ''
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
    extrasOf: (...row) => ({ ...noExtras, ...deps.extrasOf?.(...row) }),
    ended(entry, exit) {
      const now = { ...entry, exit, lastSeenAt: nowIso() }
      known.set(entry.name, now)
      tasks.add('sessions.ended', () => write(() => store.save(now)))
      tasks.add('sessions.key', () => deps.keys.end(entry.name))
    },
    followed(from, entry) {
      tasks.add('sessions.renamed', () => write(() => replace(from, entry)))
    },
  })

  async function replace(from: string, entry: KnownSession): Promise<void> {
    await deps.keys.rename(from, entry.name)
    await store.replace(from, entry)
  }

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
    spawn: Spawn = {},
  ): Promise<z.infer<typeof SessionCreated>> {
    const before = known.get(name)
    if (!before && known.size >= limits.knownSessions) throw full('known sessions', limits.knownSessions)
    const running = view.rows().filter((row) => row.status === 'running' && !starting.has(row.name)).length
    if (running + starting.size >= limits.runningSessions)
      throw full('running sessions', limits.runningSessions)
    const called = tmuxNameOf(name)
    starting.add(name)
    const began = performance.now()
    const session = await launch(name, called, directory, command, spawn).finally(() => starting.delete(name))
    const ending = await view.endingWithin(session.id, firstBreathMs)
    if (ending !== undefined) await deps.keys.end(name)
    // A busy hub hears late of an end: what ended well after a while is none that never began.
    const isWell = ending?.code === 0 && performance.now() - began >= firstBreathMs
    if (ending !== undefined && !isWell)
      throw invalid('command', `The command ${sayExit(ending)} at once: ${command}`)
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
      exit: ending ?? null,
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

  /** Starts the program with what it needs to call the hub; nothing of it is an argument that others can read. */
  async function launch(
    name: string,
    called: ReturnType<typeof tmuxNameOf>,
    folder: string,
    command: string,
    { prompt, within, line: other }: Spawn,
  ): Promise<LiveSession> {
    const token = await deps.keys.issue(name, within)
    const told = { SESSION: name, URL: url, TOKEN: token }
    const env: Record<string, string> = {}
    // The second spelling is what hook scripts and prompts of older hubs read.
    for (const [word, value] of Object.entries(told))
      for (const prefix of ['ATRIUM_', 'PENATES_']) env[`${prefix}${word}`] = value
    if (prompt !== undefined) env[promptVariable] = prompt
    const equipped = deps.equip(other ?? command)
    const line = prompt === undefined ? equipped : withPrompt(equipped)
    return host.create({ ...called, folder, command: line, env }).catch(async (error: unknown) => {
      await deps.keys.end(name)
      throw error
    })
  }

  async function create(input: SessionCreate, spawn: Spawn): Promise<z.infer<typeof SessionCreated>> {
    const name = fullName('name', input.name)
    const directory = await existingFolder(input.directory ?? '~').catch((error: Error) => {
      throw invalid('directory', error.message)
    })
    const command = checkCommand(input.command ?? (await defaultCommand(deps.env)))
    return lock(name, async () => {
      await host.refresh()
      if (view.live(name)) throw exists(name)
      const { prompt, within = { cardId: null, projectId: null } } = spawn
      return start(name, directory, command, {
        within,
        ...(prompt !== undefined && { prompt: checkPrompt(prompt) }),
      })
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

  /** One after another; what cannot be started stays dormant. */
  async function startAgain(signal: AbortSignal): Promise<void> {
    const wanted = deps.restore()
    if (!wanted) return
    const now = Date.now()
    for (const { name } of [...known.values()].filter((entry) =>
      wasCutOff(entry, !!view.live(entry.name), now),
    )) {
      if (signal.aborted) return
      await restoreOne(name, wanted.goOn).catch((error: unknown) =>
        deps.log.warn({ feature: 'sessions', session: name, reason: messageOf(error) }, 'not started again'),
      )
    }
  }

  function restoreOne(name: string, goOn: boolean): Promise<z.infer<typeof SessionCreated>> {
    return lock(name, async () => {
      await host.refresh()
      const entry = knownOf(name)
      if (view.live(name)) throw conflict(`Session with this name is already running: ${name}`)
      const directory = await existingFolder(entry.directory).catch(() => {
        throw conflict(`The folder of this session is gone: ${entry.directory}`)
      })
      const command = entry.command ?? (await defaultCommand(deps.env))
      const line = goOn ? continued(command) : command
      if (line === command) return start(name, directory, command)
      // There may be no conversation to go on with.
      return start(name, directory, command, { line }).catch(() => start(name, directory, command))
    })
  }

  // What lives is found again; what does not stays dormant. Nothing is started by itself, unless a person set that.
  await host.refresh()
  view.rebuild()
  await deps.keys.endAllBut(new Set(view.liveNames()))
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
    list: (): Session[] => view.list(),

    /** `idempotencyKey` names the caller too; a call repeated under it starts one session. */
    create: (input: SessionCreate, idempotencyKey: string | null = null, spawn: Spawn = {}) =>
      replays(idempotencyKey, JSON.stringify([input, spawn]), () => create(input, spawn)),

    /** Whether a session of exactly this name runs, as of the last change that was told. */
    isLive: (name: string): boolean => view.live(name) !== undefined,
    liveNames: (): string[] => view.liveNames(),

    /** Whether anybody looks at it, through the hub or beside it. */
    isAttached: (name: string): boolean => (view.live(name)?.attached ?? 0) > 0,

    /** What tmux calls it, and how many look at it, through the hub or beside it; null when it does not run. */
    attachedTo(name: string): { id: string; clients: number } | null {
      const live = view.live(name)
      return live ? { id: live.id, clients: live.attached } : null
    },

    /** When it last printed anything; null when it never did or is not there. */
    lastOutputAt: (name: string): number | null => view.live(name)?.lastOutputMs ?? null,

    /** What hooks of the agent in it tell; null when there is no agent any more. */
    heardOf(name: string, now: Hooked | null, tell: { heard: boolean; attention: boolean }): void {
      if (view.live(name)) view.heardOf(name, now, tell)
    },

    /** Something that other features know of sessions has changed. */
    changed: (): void => view.changed(),

    /** Tells programs of later sessions where the hub is reached. */
    reachedAt(address: string): void {
      if (url === '') tasks.add('sessions.again', startAgain)
      url = address
    },

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
          await write(() => replace(from, renamed))
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
    restore: (name: string): Promise<z.infer<typeof SessionCreated>> => restoreOne(name, false),

    mark: (name: string, marks: Partial<Pick<KnownSession, 'muted' | 'pinned'>>): Promise<void> =>
      lock(name, () => save({ ...knownOf(name), ...marks })),

    /** Whether there is an entry of exactly this name. */
    knows: (name: string): boolean => known.has(name),

    /** Takes over an entry of another hub; nothing is started, and what is known here stays as it is. */
    take: (
      found: Pick<KnownSession, 'name' | 'directory' | 'command' | 'pinned' | 'muted' | 'manuallyStopped'> & {
        createdAt?: string | undefined
        lastSeenAt?: string | undefined
      },
    ): Promise<'new' | 'known'> =>
      lock(found.name, async () => {
        if (known.has(found.name)) return 'known'
        if (known.size >= limits.knownSessions) throw full('known sessions', limits.knownSessions)
        const now = nowIso()
        await save({
          ...found,
          tmuxName: tmuxNameOf(found.name).tmuxName,
          createdAt: found.createdAt ?? now,
          lastSeenAt: found.lastSeenAt ?? now,
          exit: null,
        })
        return 'new'
      }),

    /** Drops the entry; a session that runs goes on. */
    forget: (name: string): Promise<void> =>
      lock(name, async () => {
        const entry = knownOf(name)
        known.delete(name) // first, so that an ending that comes meanwhile does not store it again
        await write(() => store.remove(name)).catch((error: unknown) => {
          restore(name, entry)
          throw error
        })
        await deps.keys.forget(name)
        view.rebuild()
      }),

    /** Where the session is: the folder of its program now, else the one it was begun in. @throws AppError not_found */
    async directoryOf(name: string): Promise<string> {
      const live = view.live(name) ?? (known.has(name) ? undefined : await liveOf(name))
      const directory = live?.path ?? known.get(name)?.directory
      if (directory === undefined) throw notFound('Session', name)
      return directory
    },

    async scrollback(name: string, lines: number): Promise<z.infer<typeof Scrollback>> {
      const session = await liveOf(name)
      const kept = await host.scrollback(session.id, Math.min(lines, limits.scrollbackLinesMax))
      return lastBytes(kept, limits.scrollbackBytes)
    },

    /** What it shows now, without colours. @throws AppError not_found */
    screen: async (name: string): Promise<string> => host.screen((await liveOf(name)).id),

    /** Text as it is, then keys, without anybody looking at it; no other call comes in between. @throws AppError not_found */
    type: (name: string, { text, bracketed, keys }: Typed): Promise<void> =>
      lock(`type ${name}`, async () => {
        const { id } = await liveOf(name)
        if (text !== '') await host.paste(id, text, bracketed)
        if (keys.length > 0) await host.press(id, keys)
      }),

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
      // A host that goes while it is asked is known to be gone when it is asked again.
      if (view.ending(id) === undefined) await host.refresh().catch(() => host.refresh())
      return view.ending(id)
    },

    async close(): Promise<void> {
      view.close()
      await host.close()
      await stored
    },
  }
}
