import { ChatId, limits } from '@atrium/schema'
import type {
  ListResourcesResult,
  ListResourceTemplatesResult,
  ReadResourceResult,
} from '@modelcontextprotocol/sdk/types.js'
import type { Context } from '../../context.ts'
import { AppError } from '../../core/errors.ts'
import { hasAccess } from '../../trpc.ts'
import type { CallerOf } from './caller.ts'
import { transcriptPage } from './chats.ts'
import { RpcError, rpc, toRefusal } from './dispatch.ts'

const mimeType = 'text/markdown'
const prefix = 'atrium://chat/'
/** The protocol's own number for a resource that is not there. */
const missing = -32002

const mayRead = ({ actor }: Context): boolean => actor !== null && hasAccess(actor, 'chat')

export type Resources = ReturnType<typeof createResources>

/** Chats as documents that a person can put into a conversation. */
export function createResources(callerOf: CallerOf) {
  return {
    async list(ctx: Context, cursor: string | undefined): Promise<ListResourcesResult> {
      if (!mayRead(ctx)) return { resources: [] }
      const offset = cursor === undefined ? 0 : Number(cursor)
      if (!Number.isSafeInteger(offset) || offset < 0)
        throw new RpcError(
          rpc.params,
          new AppError('bad_request', 'This cursor is none of ours'),
          ctx.requestId,
        )
      const limit = limits.mcpPage
      const { sessions } = await callerOf(ctx).chat.list({ limit, offset })
      return {
        resources: sessions.map(({ id, title, lastAccessed }) => ({
          uri: prefix + id,
          name: title ?? id,
          description: `Chat, last changed ${lastAccessed}`,
          mimeType,
        })),
        ...(sessions.length === limit && { nextCursor: String(offset + limit) }),
      }
    },

    templates: (ctx: Context): ListResourceTemplatesResult => ({
      resourceTemplates: mayRead(ctx)
        ? [
            {
              uriTemplate: `${prefix}{session_id}`,
              name: 'Chat',
              description: 'The latest part of a conversation, as Markdown.',
              mimeType,
            },
          ]
        : [],
    }),

    async read(ctx: Context, uri: string): Promise<ReadResourceResult> {
      const id = uri.startsWith(prefix) ? ChatId.safeParse(uri.slice(prefix.length)).data : undefined
      const gone = new AppError('not_found', 'There is no such resource')
      if (id === undefined || !mayRead(ctx)) throw new RpcError(missing, gone, ctx.requestId)
      try {
        const hub = callerOf(ctx)
        const { entries, before } = await transcriptPage({ hub }, id, { limit: limits.mcpPageMax })
        const said = entries.map(
          ({ kind, tool, text, at }) =>
            `## ${kind}${tool === undefined ? '' : ` ${tool}`} (${at})\n\n${text}\n`,
        )
        const text = [...(before === null ? [] : ['… (earlier parts are left out)\n']), ...said].join('\n')
        return { contents: [{ uri, mimeType, text }] }
      } catch (error) {
        const refusal = toRefusal(error, ctx, 'resources/read')
        throw new RpcError(refusal.code === 'not_found' ? missing : rpc.params, refusal, ctx.requestId)
      }
    },
  }
}
