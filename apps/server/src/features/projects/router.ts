import {
  Diff,
  GitBranches,
  GitCommit,
  GitLog,
  PlanChange,
  Project,
  ProjectCommitQuery,
  ProjectCreate,
  ProjectCreated,
  ProjectGit,
  ProjectGitQuery,
  ProjectIdeas,
  ProjectList,
  ProjectLogQuery,
  ProjectMatches,
  ProjectRef,
  ProjectRelease,
  ProjectRemoved,
  ProjectSearchQuery,
  ProjectUpdate,
} from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { hasScope } from '../../core/scopes.ts'
import { rest } from '../../rest-meta.ts'
import { filesProcedure, terminalProcedure } from '../../trpc.ts'

const headers = {
  'If-Match': '`hash` of the plan as it was read: refused (412) when it is another one by now.',
}

export const projects = {
  list: filesProcedure
    .meta(rest('GET /projects', 'List the projects; new ones are looked for first, at most every 30 s'))
    .output(ProjectList)
    .query(async ({ ctx }) => ({ projects: await ctx.app.projects.summaries() })),
  search: filesProcedure
    .meta(rest('GET /projects/search', 'Find items of all plans by their text'))
    .input(ProjectSearchQuery)
    .output(ProjectMatches)
    .query(({ ctx, input }) => ctx.app.projects.search(input)),
  create: filesProcedure
    .meta(rest('POST /projects', 'Make a folder a project', { status: 201 }))
    .input(ProjectCreate)
    .output(ProjectCreated)
    .mutation(({ ctx, input }) =>
      ctx.app.projects.create(input, ctx.idempotencyKey && `${ctx.actor.id} ${ctx.idempotencyKey}`),
    ),
  get: filesProcedure
    .meta(rest('GET /projects/{id}', 'A project with its plan'))
    .input(ProjectRef)
    .output(Project)
    .query(({ ctx, input }) => ctx.app.projects.details(input.id)),
  update: filesProcedure
    .meta(rest('PATCH /projects/{id}', 'Pin a project, name it anew, or say where its folder is now'))
    .input(ProjectUpdate)
    .output(Project)
    .mutation(({ ctx, input }) => ctx.app.projects.update(input)),
  remove: filesProcedure
    .meta(rest('DELETE /projects/{id}', 'Take a project out of the list; its folder stays as it is'))
    .input(ProjectRef)
    .output(ProjectRemoved)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.projects.remove(input.id)
      return { ok: true as const }
    }),
  changeItem: filesProcedure
    .meta(rest('PATCH /projects/{id}/items', 'Change an item of the plan', { headers }))
    .input(PlanChange)
    .output(Project)
    .mutation(({ ctx, input }) => ctx.app.projects.changeItem(input, ctx.preconditions.ifMatch)),
  release: filesProcedure
    .meta(rest('POST /projects/{id}/release', 'Release what is worked on', { headers }))
    .input(ProjectRelease)
    .output(Project)
    .mutation(({ ctx, input }) =>
      ctx.app.projects.release(
        input,
        ctx.preconditions.ifMatch,
        ctx.idempotencyKey && `${ctx.actor.id} ${ctx.idempotencyKey}`,
      ),
    ),
  git: filesProcedure
    .meta(rest('GET /projects/{id}/git', "State of a project's repository and its newest commits"))
    .input(ProjectGitQuery)
    .output(ProjectGit)
    .query(({ ctx, input }) => {
      if (input.id.startsWith('session:') && !hasScope(ctx.actor, 'terminal'))
        throw new AppError('scope_missing', "This key lacks the 'terminal' permission, which sessions need")
      return ctx.app.projects.git(input.id, ctx.signal)
    }),
  gitDiff: filesProcedure
    .meta(rest('GET /projects/{id}/git/diff', "What is not committed in a project's repository"))
    .input(ProjectRef)
    .output(Diff)
    .query(({ ctx, input }) => ctx.app.git.diff(ctx.app.projects.folderOf(input.id), ctx.signal)),
  gitLog: filesProcedure
    .meta(rest('GET /projects/{id}/git/log', "History of a project's repository, page by page"))
    .input(ProjectLogQuery)
    .output(GitLog)
    .query(({ ctx, input: { id, ...page } }) =>
      ctx.app.git.log(ctx.app.projects.folderOf(id), page, ctx.signal),
    ),
  gitBranches: filesProcedure
    .meta(rest('GET /projects/{id}/git/branches', "Branches of a project's repository and of its remotes"))
    .input(ProjectRef)
    .output(GitBranches)
    .query(({ ctx, input }) => ctx.app.git.branches(ctx.app.projects.folderOf(input.id), ctx.signal)),
  gitCommit: filesProcedure
    .meta(rest('GET /projects/{id}/git/commit/{sha}', 'One commit of it with what it changed'))
    .input(ProjectCommitQuery)
    .output(GitCommit)
    .query(({ ctx, input }) =>
      ctx.app.git.commit(ctx.app.projects.folderOf(input.id), input.sha, ctx.signal),
    ),
  ideas: terminalProcedure
    .meta(
      rest('POST /projects/{id}/ideagen', 'Start an agent that thinks of ideas for the project', {
        status: 201,
        okWhen: 'reused',
      }),
    )
    .input(ProjectRef)
    .output(ProjectIdeas)
    .mutation(({ ctx, input }) => ctx.app.projects.ideas(input.id)),
}
