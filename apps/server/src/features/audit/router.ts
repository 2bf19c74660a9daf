import { AuditPage, AuditQuery, AuditVerified, Nothing } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure } from '../../trpc.ts'

export const audit = {
  list: adminProcedure
    .meta(rest('GET /audit', 'What was done and decided, by whom, newest first'))
    .input(AuditQuery)
    .output(AuditPage)
    .query(({ ctx, input }) => ctx.app.audit.list(input)),
  verify: adminProcedure
    .meta(rest('GET /audit/verify', 'Whether the audit log is whole and as it was written', { perMinute: 6 }))
    .input(Nothing)
    .output(AuditVerified)
    .query(({ ctx }) => ctx.app.audit.verify()),
}
