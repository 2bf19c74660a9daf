import { Diff, DiffQuery, GitBranches, GitCommit, GitCommitQuery, GitLog, GitLogQuery } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { terminalProcedure } from '../../trpc.ts'

/** The repository in which a session is. */
export const git = {
  diff: terminalProcedure
    .meta(rest('GET /sessions/{name}/diff', 'What is not committed where a session is'))
    .input(DiffQuery)
    .output(Diff)
    .query(async ({ ctx, input }) =>
      ctx.app.git.diff(await ctx.app.sessions.directoryOf(input.name), ctx.signal),
    ),
  log: terminalProcedure
    .meta(rest('GET /sessions/{name}/git/log', 'History of the repository, page by page'))
    .input(GitLogQuery)
    .output(GitLog)
    .query(async ({ ctx, input: { name, ...page } }) =>
      ctx.app.git.log(await ctx.app.sessions.directoryOf(name), page, ctx.signal),
    ),
  branches: terminalProcedure
    .meta(rest('GET /sessions/{name}/git/branches', 'Branches of the repository and of its remotes'))
    .input(DiffQuery)
    .output(GitBranches)
    .query(async ({ ctx, input }) =>
      ctx.app.git.branches(await ctx.app.sessions.directoryOf(input.name), ctx.signal),
    ),
  commit: terminalProcedure
    .meta(rest('GET /sessions/{name}/git/commit/{sha}', 'One commit with what it changed'))
    .input(GitCommitQuery)
    .output(GitCommit)
    .query(async ({ ctx, input }) =>
      ctx.app.git.commit(await ctx.app.sessions.directoryOf(input.name), input.sha, ctx.signal),
    ),
}
