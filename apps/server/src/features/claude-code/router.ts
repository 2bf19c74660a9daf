import {
  ClaudeAdopt,
  ClaudeAdopted,
  ClaudeProjectList,
  ClaudeProjectQuery,
  ClaudeRecentQuery,
  ClaudeSessionList,
  ClaudeTranscript,
  ClaudeTranscriptQuery,
} from '@atrium/schema'
import { auditChange } from '../../core/audit.ts'
import { rest } from '../../rest-meta.ts'
import { adminProcedure, filesProcedure } from '../../trpc.ts'

export const claudeCode = {
  recent: filesProcedure
    .meta(rest('GET /claude-code/recent', 'Sessions of Claude Code on this machine, newest activity first'))
    .input(ClaudeRecentQuery)
    .output(ClaudeSessionList)
    .query(({ ctx, input }) => ctx.app.claudeCode.recent(input)),
  projects: filesProcedure
    .meta(rest('GET /claude-code/projects', 'Folders in which Claude Code was used'))
    .output(ClaudeProjectList)
    .query(({ ctx }) => ctx.app.claudeCode.projects()),
  sessions: filesProcedure
    .meta(rest('GET /claude-code/sessions', 'Sessions of Claude Code in one folder'))
    .input(ClaudeProjectQuery)
    .output(ClaudeSessionList)
    .query(({ ctx, input }) => ctx.app.claudeCode.project(input)),
  transcript: filesProcedure
    .meta(rest('GET /claude-code/sessions/{session_id}', 'Messages of one session, from its end backwards'))
    .input(ClaudeTranscriptQuery)
    .output(ClaudeTranscript)
    .query(({ ctx, input: { session_id: sessionId, path, limit, before } }) =>
      ctx.app.claudeCode.transcript({ sessionId, path, limit, before }, ctx.signal),
    ),
  adopt: adminProcedure
    .meta(rest('POST /claude-code/adopt/{session_id}', 'Go on with a session of Claude Code in a chat'))
    .input(ClaudeAdopt)
    .output(ClaudeAdopted)
    .mutation(async ({ ctx, input }) => {
      const { session_id: sessionId, path, workingDirectory } = input
      const adopted = await ctx.app.claudeCode.adopt({ sessionId, path, workingDirectory }, ctx.signal)
      await auditChange(ctx, 'claudeCode.adopt', input)
      return adopted
    }),
}
