import type { Health } from '@atrium/schema'
import type { Problems } from '../../core/problems.ts'
import type { Tasks } from '../../core/tasks.ts'

export type SystemDeps = {
  version: string
  problems: Problems
  tasks: Tasks
  /** Set when the data could not be opened: only health works. */
  recovery: boolean
  disk: { check(): Promise<void> }
  vault: { path: string; status(): Promise<'ok' | 'inaccessible'> }
  database: { engine: 'sqlite' | 'postgres'; answers(): Promise<boolean> }
  tmux(): Promise<{ available: boolean; version: string | null }>
  sandbox(): Promise<{ available: boolean; engine: string | null }>
  modules(): Promise<NonNullable<Health['modules']>>
  /** Short commit of the checkout; null where there is none. */
  commit(): Promise<string | null>
}

/** How often the folders are looked at, so that the short health is true too. */
const watchMs = 30_000

export function createSystem(deps: SystemDeps) {
  const startedAt = performance.now()
  let commit: Promise<string | null> | undefined

  const databaseAnswers = async (): Promise<boolean> => {
    const answers = await deps.database.answers()
    if (answers) deps.problems.clear('database_unreachable')
    else deps.problems.report('database_unreachable', 'The database does not answer')
    return answers
  }
  const watch = async (): Promise<void> => {
    await Promise.all([deps.disk.check(), deps.vault.status(), databaseAnswers()])
  }
  deps.tasks.add('system.watch', watch)
  deps.tasks.every('system.watch', watchMs, watch)

  const status = (): Health['status'] => {
    if (deps.recovery) return 'recovery'
    return deps.problems.list().length > 0 ? 'degraded' : 'ok'
  }
  const short = (): Health => ({ status: status(), timestamp: Date.now(), version: deps.version })

  return {
    health: short,

    async detailedHealth(): Promise<Health> {
      const [vault, answers, tmux, sandbox, sha] = await Promise.all([
        deps.vault.status(),
        databaseAnswers(),
        deps.tmux(),
        deps.sandbox(),
        (commit ??= deps.commit()),
        deps.disk.check(),
      ])
      return {
        ...short(),
        ...(sha !== null && { commit: sha }),
        problems: deps.problems.list(),
        vault: { path: deps.vault.path, status: vault },
        database: { engine: deps.database.engine, status: answers ? 'ok' : 'error' },
        tmux,
        sandbox,
        modules: await deps.modules(),
        uptime: Math.round((performance.now() - startedAt) / 10) / 100,
      }
    },
  }
}
