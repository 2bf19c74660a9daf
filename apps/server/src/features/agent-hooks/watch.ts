// Owns what is looked at beside the hooks: an interrupt, and a dialog that was answered in the terminal, fire none.
import { z } from 'zod'
import type { Tasks } from '../../core/tasks.ts'
import { findNote, type Note, noteFolderOf, readNote } from './note.ts'
import type { HookState } from './state.ts'

const everyMs = 1_000
const findAgainMs = 5_000
/** Without a note: an agent that works draws something all the time. */
const silenceMs = 30_000
const settledMs = 3_000

/** The agent's own session, and the folder of its note. */
export const Agent = z.object({ sessionId: z.string(), folder: z.string() })
export type Agent = z.infer<typeof Agent>

type Known = { sessionId: string; folder: string; file: string | null; lookedAt: number }

export function createWatch(deps: {
  tasks: Tasks
  states: ReadonlyMap<string, HookState>
  lastOutputAt(session: string): number | null
  /** The state is another one, though no hook said so; null when the agent is gone. */
  became(session: string, state: HookState | null): void
  /** Where the agent of a session keeps its note, for the next start of the hub. */
  keep(session: string, agent: Agent): void
}) {
  const known = new Map<string, Known>()

  async function look(session: string, state: HookState): Promise<void> {
    const one = known.get(session)
    const note = one ? await read(one) : null
    // Hooks may have come while it was read.
    if (deps.states.get(session) !== state) return
    const next = judge(state, note, deps.lastOutputAt(session), Date.now())
    if (next !== undefined) deps.became(session, next)
  }

  async function read(one: Known): Promise<Note | null> {
    const now = performance.now()
    if (one.file === null) {
      if (now - one.lookedAt < findAgainMs) return null
      one.lookedAt = now
      one.file = await findNote(one.folder, one.sessionId)
    }
    const note = one.file === null ? null : await readNote(one.file, one.sessionId)
    if (note === null) one.file = null
    return note
  }

  deps.tasks.every('agent-hooks.look', everyMs, async () => {
    for (const [session, state] of deps.states) if (state.activity !== 'unknown') await look(session, state)
  })

  return {
    /** What a hook told of the agent's own session. `transcript` is believed only of programs that run as the hub does. */
    heard(session: string, sessionId: string | null, transcript: string | null): void {
      const folder = transcript === null ? null : noteFolderOf(transcript)
      if (sessionId === null || folder === null) return
      const one = known.get(session)
      if (one?.sessionId === sessionId && one.folder === folder) return
      known.set(session, fresh({ sessionId, folder }))
      deps.keep(session, { sessionId, folder })
    },
    /** What its agent does now, where the hub was not there to hear it; null when it left no note. */
    async resume(session: string, agent: Agent): Promise<HookState | null> {
      const one = fresh(agent)
      known.set(session, one)
      const note = await read(one)
      return note?.lives ? { activity: activities[note.status], tool: null, at: note.statusUpdatedAt } : null
    },
    rename(from: string, to: string): void {
      const one = known.get(from)
      known.delete(from)
      if (one) known.set(to, one)
    },
    drop: (session: string): void => void known.delete(session),
  }
}

const fresh = (agent: Agent): Known => ({ ...agent, file: null, lookedAt: Number.NEGATIVE_INFINITY })

const activities = { idle: 'idle', busy: 'working', waiting: 'waiting' } as const

/** What else than the hooks says; undefined where it says nothing new. */
export function judge(
  state: HookState,
  note: Note | null,
  lastOutputAt: number | null,
  now: number,
): HookState | null | undefined {
  if (note && !note.lives) return null
  if (note) {
    const told = activities[note.status]
    // The later word counts; a hook may be told a little after what it tells, so one that stays another one counts as well.
    const isNews =
      note.statusUpdatedAt > state.at || now - Math.max(state.at, note.statusUpdatedAt) > settledMs
    if (told === state.activity || !isNews) return undefined
    return { activity: told, tool: told === 'idle' ? null : state.tool, at: now }
  }
  if (state.activity !== 'working' || now - state.at < silenceMs) return undefined
  return lastOutputAt === null || now - lastOutputAt < silenceMs
    ? undefined
    : { activity: 'idle', tool: null, at: now }
}
