import {
  ChatContextChange,
  ChatContexts,
  ChatContextsQuery,
  ChatContextsUpdate,
  ContextChain,
  ContextChainQuery,
  ContextFolderList,
} from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { chatProcedure } from '../../trpc.ts'

export const contexts = {
  folders: chatProcedure
    .meta(rest('GET /contexts/folders', 'Folders of the vault that have an AGENTS.md or CLAUDE.md'))
    .output(ContextFolderList)
    .query(({ ctx }) => ctx.app.contexts.folders()),
  chain: chatProcedure
    .meta(rest('GET /contexts/chain', 'What folders, and those above them, bring into a prompt'))
    .input(ContextChainQuery)
    .output(ContextChain)
    .query(({ ctx, input }) => ctx.app.contexts.chain(input.folders.split(','), input.max_tokens)),
  get: chatProcedure
    .meta(rest('GET /contexts/session/{session_id}', 'The folders of a chat'))
    .input(ChatContextsQuery)
    .output(ChatContexts)
    .query(({ ctx, input }) => ctx.app.contexts.get(input.session_id, input.include_chain)),
  replace: chatProcedure
    .meta(rest('PUT /contexts/session/{session_id}', 'Set the folders of a chat'))
    .input(ChatContextsUpdate)
    .output(ChatContexts)
    .mutation(({ ctx, input }) => ctx.app.contexts.replace(input.session_id, input.folder_paths)),
  add: chatProcedure
    .meta(rest('POST /contexts/session/{session_id}/add', 'Add a folder to a chat'))
    .input(ChatContextChange)
    .output(ChatContexts)
    .mutation(({ ctx, input }) => ctx.app.contexts.add(input.session_id, input.folder_path)),
  remove: chatProcedure
    .meta(rest('DELETE /contexts/session/{session_id}/remove', 'Take a folder from a chat'))
    .input(ChatContextChange)
    .output(ChatContexts)
    .mutation(({ ctx, input }) => ctx.app.contexts.remove(input.session_id, input.folder_path)),
}
