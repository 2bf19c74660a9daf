import type { ApprovalDecide, AuditQuery, RuleCreate } from '@atrium/schema'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'
import { keys } from './queries.ts'

/** What agents ask, newest first; what expired is behind it. */
export const approvalsQuery = () =>
  queryOptions({
    queryKey: keys.approvals,
    queryFn: ({ signal }) => hub.rest('GET /approvals', { signal }).then(({ approvals }) => approvals),
  })
/** One whose input is too long for the list. */
export const approvalQuery = (id: string, wanted: boolean) =>
  queryOptions({
    queryKey: ['approval', id],
    queryFn: ({ signal }) => hub.rest('GET /approvals/{id}', { path: { id }, signal }),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  })
export type ApprovalAnswer = Omit<ApprovalDecide, 'id' | 'token'>
export const decideApproval = (id: string, answer: ApprovalAnswer) =>
  hub.rest('POST /approvals/{id}', { path: { id }, body: answer })

export const gateKey = ['approval-gate'] as const
export const gateQuery = () =>
  queryOptions({
    queryKey: gateKey,
    queryFn: ({ signal }) => hub.rest('GET /approvals/config', { signal }).then(({ enabled }) => enabled),
  })
export const setGate = (enabled: boolean) => hub.rest('POST /approvals/config', { body: { enabled } })

export const rulesQuery = () =>
  queryOptions({
    queryKey: keys.rules,
    queryFn: ({ signal }) => hub.rest('GET /rules', { signal }).then(({ rules }) => rules),
  })
export const createRule = (rule: RuleCreate) => hub.rest('POST /rules', { body: rule })
export const removeRule = (id: string) => hub.rest('DELETE /rules/{id}', { path: { id } })

export const auditKey = ['audit'] as const
/** Lines of the audit log, newest first, a page at a time. */
export const auditQuery = (filter: Pick<AuditQuery, 'event' | 'session'>) =>
  infiniteQueryOptions({
    queryKey: [...auditKey, filter],
    queryFn: ({ pageParam, signal }) =>
      hub.rest('GET /audit', {
        query: { limit: 50, ...filter, ...(pageParam !== null && { before: pageParam }) },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  })
export const verifyAudit = () => hub.rest('GET /audit/verify', { timeoutMs: 60_000 })
