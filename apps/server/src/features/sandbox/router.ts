import { SandboxConfig, SandboxStatus } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { chatProcedure } from '../../trpc.ts'

export const sandbox = {
  status: chatProcedure
    .meta(rest('GET /sandbox/status', 'What makes the sandboxes of chats, and what it keeps away'))
    .output(SandboxStatus)
    .query(({ ctx }) => ctx.app.sandbox.status()),
  config: chatProcedure
    .meta(rest('GET /sandbox/config', 'Limits of a sandbox, and what is seen inside'))
    .output(SandboxConfig)
    .query(({ ctx }) => ctx.app.sandbox.config()),
}
