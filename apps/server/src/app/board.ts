import type { CardIndex } from '../features/board/card-index.ts'
import type { BoardDeps, BoardSessions } from '../features/board/deps.ts'
import { createBoard } from '../features/board/service.ts'
import { createBoardStore } from '../features/board/store.ts'
import { addDone } from '../features/projects/plan-edit.ts'
import type { Ground } from './ground.ts'

/** Cards, and what is begun for them. */
export async function createBoardRoom(
  { audit, config, db, events, idle, log, problems, tasks }: Ground,
  rooms: {
    sessions: BoardSessions
    projects: { find(id: string): { id: string; path: string } | null }
    git: Pick<BoardDeps, 'diffOf'>
    index: CardIndex
  },
) {
  return createBoard({
    store: createBoardStore(db),
    project: (id) => rooms.projects.find(id),
    sessions: rooms.sessions,
    index: rooms.index,
    active: !idle,
    prefix: config.sessionPrefix,
    addDone,
    diffOf: rooms.git.diffOf,
    audit,
    events,
    tasks,
    log,
    problems,
  })
}
