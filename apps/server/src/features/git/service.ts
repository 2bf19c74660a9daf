import type { Diff, DiffList, GitBranches, GitCommit, GitLog, GitLogQuery } from '@atrium/schema'
import { openRepository } from '../../host/git-repository.ts'
import type { GitBadge } from './badges.ts'
import { between, branches, commit, type DiffRange, log } from './history.ts'
import { statusOf, uncommitted } from './uncommitted.ts'

/** Repositories as they are read. Nothing that one of them names is run, nothing of it is changed. */
export function createGit() {
  return {
    /** What is not committed. @throws AppError conflict, gateway_timeout, overloaded */
    async diff(cwd: string, signal?: AbortSignal): Promise<Diff> {
      const repository = await openRepository(cwd, signal)
      return repository ? uncommitted(repository) : { isRepo: false }
    },
    /** What lies between two states. @throws AppError not_found, invalid, conflict */
    diffOf: (cwd: string, range: DiffRange, signal?: AbortSignal): Promise<DiffList> =>
      between({ cwd, signal }, range),
    /** A page of history; empty outside repositories. @throws AppError not_found (branch), invalid, conflict */
    log: (cwd: string, page: Omit<GitLogQuery, 'name'>, signal?: AbortSignal): Promise<GitLog> =>
      log({ cwd, signal }, page),
    branches: (cwd: string, signal?: AbortSignal): Promise<GitBranches> => branches({ cwd, signal }),
    /** @throws AppError not_found, conflict */
    commit: (cwd: string, sha: string, signal?: AbortSignal): Promise<GitCommit> =>
      commit({ cwd, signal }, sha),
    /** Branch and whether anything is uncommitted; null outside repositories. @throws AppError conflict */
    async badge(cwd: string, signal?: AbortSignal): Promise<GitBadge | null> {
      const repository = await openRepository(cwd, signal)
      if (!repository) return null
      const { branch, dirty, ahead, behind } = await statusOf(repository, 'normal')
      return { branch, dirty, ahead, behind }
    },
  }
}
