import { limits } from '@atrium/schema'
import { initTRPC, type TRPCError } from '@trpc/server'
import type { Actor, Context } from './context.ts'
import { auditChange } from './core/audit.ts'
import { AppError } from './core/errors.ts'
import { invalidInput, refusalOf } from './core/refusals.ts'
import { hasScope } from './core/scopes.ts'
import type { Access, Meta } from './rest-meta.ts'

/** The refusal behind an error of tRPC; null when it is its own or unexpected. */
const refusalBehind = (error: TRPCError): AppError | null =>
  refusalOf(error) ?? (error.code === 'BAD_REQUEST' ? invalidInput(error.cause) : null)

const t = initTRPC
  .meta<Meta>()
  .context<Context>()
  .create({
    isDev: false,
    // A subscription that says nothing cannot be told from a dead wire.
    sse: { ping: { enabled: true, intervalMs: limits.ssePingMs } },
    errorFormatter({ shape, error, ctx }) {
      const refusal = refusalBehind(error)
      const inner = error.code === 'INTERNAL_SERVER_ERROR' && !refusal
      const { stack: _, ...data } = shape.data as typeof shape.data & { stack?: string }
      return {
        ...shape,
        message: inner
          ? `Something went wrong. Reference: ${ctx?.requestId}`
          : (refusal?.message ?? error.message),
        data: {
          ...data,
          code: refusal?.code ?? (inner ? 'internal' : data.code),
          httpStatus: refusal?.status ?? data.httpStatus,
          requestId: ctx?.requestId,
          ...(refusal?.facts.detail && { detail: refusal.facts.detail }),
          ...(refusal?.facts.retryAfterSeconds !== undefined && {
            retryAfter: refusal.facts.retryAfterSeconds,
          }),
          ...(refusal?.facts.reason !== undefined && { reason: refusal.facts.reason }),
          ...(refusal?.facts.meta && { meta: refusal.facts.meta }),
        },
      }
    },
  })

export const { router, createCallerFactory } = t

export const hasAccess = (actor: Actor, access: Access): boolean =>
  access === 'bot-chat'
    ? hasScope(actor, 'chat') || hasScope(actor, 'bots')
    : access === 'public' || access === 'signed-in' || hasScope(actor, access)

/** @throws AppError unauthorized, scope_missing */
export function requireAccess(actor: Actor | null, access: Access): void {
  if (access === 'public') return
  if (!actor) throw new AppError('unauthorized', 'Valid API key required')
  if (!hasAccess(actor, access))
    throw new AppError('scope_missing', `This key lacks the '${scopeOf(access)}' permission`)
}

const scopeOf = (access: Access): string => (access === 'bot-chat' ? 'chat' : access)

/**
 * Whether the caller may have this very thing, where the scope alone does not say: every door asks it, with its input.
 * @throws AppError scope_missing
 */
export function requireReach(
  { app, actor }: Pick<Context, 'app' | 'actor'>,
  access: Access,
  input: unknown,
): Promise<void> | null {
  if (access !== 'bot-chat' || !actor || hasScope(actor, 'chat')) return null
  const { session_id: id } = input as { session_id?: unknown } // said by the access of the door
  return app.bots.assertReaches(actor, typeof id === 'string' ? id : '')
}

/** Whether the doors write this change down; what needs no scope, or `admin`, does it itself and says more. */
export const isAudited = (type: string, access: Access): boolean =>
  type === 'mutation' &&
  access !== 'public' &&
  access !== 'signed-in' &&
  access !== 'admin' &&
  access !== 'bots'

const own = new WeakSet<object>()
/** Whether it only checks access and audits, which a REST door does itself. */
export const isAccessMiddleware = (middleware: object): boolean => own.has(middleware)

const withAccess = (access: Exclude<Access, 'public'>) => {
  const guarded = t.procedure.meta({ access }).use(async ({ ctx, next, type, path, getRawInput }) => {
    try {
      requireAccess(ctx.actor, access)
      await requireReach(ctx, access, await getRawInput())
    } catch (error) {
      const { actor, requestId } = ctx
      if (actor)
        ctx.app.audit.refused('auth.refused', { actor, requestId }, { reason: 'scope_missing', access })
      throw error
    }
    const result = await next({ ctx: { actor: ctx.actor as Actor } }) // requireAccess throws where there is none
    if (result.ok && isAudited(type, access)) await auditChange(ctx, path, await getRawInput())
    return result
  })
  for (const middleware of guarded._def.middlewares) own.add(middleware)
  return guarded
}

/** Doors by who may open them; every procedure begins with one of these. */
export const publicProcedure = t.procedure.meta({ access: 'public' })
export const signedInProcedure = withAccess('signed-in')
export const chatProcedure = withAccess('chat')
export const botChatProcedure = withAccess('bot-chat')
export const terminalProcedure = withAccess('terminal')
export const filesProcedure = withAccess('files')
export const botsProcedure = withAccess('bots')
export const hooksProcedure = withAccess('hooks')
export const adminProcedure = withAccess('admin')
