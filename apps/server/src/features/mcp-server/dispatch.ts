import { limits } from '@atrium/schema'
import type { CallToolResult, Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js'
import type { Actor, Context } from '../../context.ts'
import { unlessAborted } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { invalidInput, refusalOf } from '../../core/refusals.ts'
import { errorBody } from '../../http/errors.ts'
import { hasAccess, requireAccess } from '../../trpc.ts'
import type { CallerOf } from './caller.ts'
import { jsonSchemaOf, type Tool } from './tool.ts'

/** Names of the numbers of JSON-RPC that we use; those of the protocol for what is ours. */
export const rpc = {
  parse: -32700,
  request: -32600,
  method: -32601,
  params: -32602,
  internal: -32603,
} as const

/** What a client of the protocol is told; `data` is the body that a REST caller would get. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  readonly data: unknown
  constructor(code: number, refusal: AppError, requestId: string) {
    super(refusal.message, { cause: refusal })
    this.code = code
    this.data = errorBody(refusal, requestId)
  }
}

/** The tool as it is listed. */
export function listed({ name, title, description, input, output, hints = {} }: Tool): ListedTool {
  return {
    name,
    title,
    description,
    inputSchema: jsonSchemaOf(input, 'input') as ListedTool['inputSchema'], // both say it is an object
    outputSchema: jsonSchemaOf(output, 'output') as ListedTool['outputSchema'],
    annotations: {
      title,
      readOnlyHint: hints.readOnly === true,
      destructiveHint: hints.destructive === true,
      idempotentHint: hints.readOnly === true || hints.idempotent === true,
      openWorldHint: false,
    },
  }
}

export type Toolbox = ReturnType<typeof createToolbox>

/** The tools by name, and who may use which. */
export function createToolbox(tools: readonly Tool[], callerOf: CallerOf) {
  const byName = new Map(tools.map((one) => [one.name, one]))
  /** @throws RpcError whoever may not use the tool; that is written down as at any other door */
  function actorFor(ctx: Context, { access, refuses }: Tool): Actor {
    const { actor, requestId, app } = ctx
    try {
      requireAccess(actor, access)
      if (!actor) throw new AppError('unauthorized', 'Valid API key required')
      const refusal = refuses?.(actor)
      if (refusal) throw refusal
      return actor
    } catch (error) {
      app.audit.refused('auth.refused', { actor, requestId }, { reason: 'scope_missing', access })
      throw new RpcError(rpc.params, toRefusal(error, ctx, 'access'), requestId)
    }
  }
  const mayUse = (actor: Actor, { access, refuses }: Tool): boolean =>
    hasAccess(actor, access) && !refuses?.(actor)

  return {
    /** Tools that this caller may use. */
    list: ({ actor }: Context): ListedTool[] =>
      actor === null ? [] : tools.filter((one) => mayUse(actor, one)).map(listed),

    isWaiting: (name: unknown): boolean => typeof name === 'string' && byName.get(name)?.waits === true,

    /**
     * Carries out a call. What the tool refuses is a result that the model reads, and can do better by; a tool that is not
     * there for this key is an error of the protocol.
     * @throws RpcError
     */
    async call(
      ctx: Context,
      name: string,
      given: unknown,
      { signal, progress }: { signal: AbortSignal; progress: (message: string) => void },
    ): Promise<CallToolResult> {
      const found = byName.get(name)
      if (!found)
        throw new RpcError(rpc.params, new AppError('not_found', `There is no tool '${name}'`), ctx.requestId)
      const actor = actorFor(ctx, found)
      const limit = found.waits ? limits.mcpWaitMs + limits.handlerTimeoutMs : limits.handlerTimeoutMs
      const late = AbortSignal.timeout(limit)
      const ended = AbortSignal.any([signal, late])
      try {
        const parsed = found.input.safeParse(given ?? {})
        if (!parsed.success) throw invalidInput(parsed.error) ?? parsed.error
        const own = { ...ctx, actor, signal: ended }
        const work = found.run({ ctx: own, hub: callerOf(own), signal: ended, progress }, parsed.data)
        return answer(found, await unlessAborted(work, ended))
      } catch (error) {
        if (signal.aborted) throw error // nobody hears it
        if (late.aborted)
          return refused(new AppError('gateway_timeout', 'The work did not finish in time'), ctx.requestId)
        return refused(toRefusal(error, ctx, name), ctx.requestId)
      }
    },
  }
}

const answer = ({ output }: Tool, given: unknown): CallToolResult => {
  const structuredContent = output.parse(given)
  const text = JSON.stringify(structuredContent, null, 1)
  return { content: [{ type: 'text', text }], structuredContent }
}

/** In words for the model, and as a REST caller would get it for programs. */
function refused(refusal: AppError, requestId: string): CallToolResult {
  const details = (refusal.facts.detail ?? []).map(({ loc, msg }) => `${loc.slice(1).join('.')}: ${msg}`)
  const text = [`${refusal.message} (${refusal.code})`, ...(details.length > 1 ? details : [])].join('\n')
  return {
    content: [{ type: 'text', text }],
    isError: true,
    _meta: { 'atrium/error': errorBody(refusal, requestId) },
  }
}

/** What the caller is told; anything unknown is told as such, and logged. */
export function toRefusal(error: unknown, { app, requestId }: Context, what: string): AppError {
  const known = refusalOf(error) ?? (error instanceof Error ? invalidInput(error.cause) : null)
  if (known) return known
  app.log.error({ err: error, id: requestId, feature: 'mcp-server', what }, 'failed')
  return new AppError('internal', `Something went wrong. Reference: ${requestId}`, { cause: error })
}
