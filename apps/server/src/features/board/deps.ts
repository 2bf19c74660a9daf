import type { DiffList } from '@atrium/schema'
import type { By } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import type { Events } from '../../core/events.ts'
import type { KeyedLock } from '../../core/keyed-lock.ts'
import type { Log } from '../../core/log.ts'
import type { Tasks } from '../../core/tasks.ts'
import { openRepository, type Repository } from './repository.ts'
import type { BoardStore, CardRow } from './store.ts'
import type { CrashPoint, Journal } from './work.ts'

/** What the board asks of terminal sessions. */
export type BoardSessions = {
  isLive(name: string): boolean
  list(): { name: string }[]
  create(
    input: { name: string; directory: string; command: string },
    idempotencyKey: null,
    spawn: { prompt: string; within: { cardId: string; projectId: string } },
  ): Promise<{ name: string }>
  remove(name: string): Promise<void>
}

export type BoardDeps = {
  store: BoardStore
  /** Where a project is; null when it is not registered, or removed. */
  project(id: string): { id: string; path: string } | null
  sessions: BoardSessions
  /** Put in front of names of sessions. */
  prefix: string
  /** A ticked line in the plan. @throws AppError conflict when the plan has no section for it */
  addDone(text: string, title: string, meta: Record<string, string>): string
  /** What a commit changed since it left another one. */
  diffOf(cwd: string, range: { base: string; head: string; mergeBase: boolean }): Promise<DiffList>
  audit: Audit
  events: Events
  tasks: Tasks
  log: Log
  /** Between any two steps; for tests. */
  crashPoint?: CrashPoint
}

/** What the parts of the board share. */
export type Desk = Omit<BoardDeps, 'crashPoint'> & {
  journal: Journal
  /** One operation of the hub in a repository at a time. */
  repositoryLock: KeyedLock
  /** Tells whoever looks, after the commit. */
  changed(card: Pick<CardRow, 'id' | 'projectId'>): Promise<void>
  removed(card: Pick<CardRow, 'id' | 'projectId'>): void
}

export type Who = Pick<By, 'actor' | 'requestId'>

/** The repository of a card's project; null when there is no project, no folder or no repository. */
export async function repositoryOf(
  desk: Pick<Desk, 'project'>,
  projectId: string,
): Promise<Repository | null> {
  const project = desk.project(projectId)
  return project ? openRepository(project.path).catch(() => null) : null
}
