import { z } from 'zod'
import { ChatId, QueryInt } from './common.ts'
import { limits } from './limits.ts'

const path = z.string().max(limits.pathBytes)

/** A folder whose AGENTS.md or CLAUDE.md can go into prompts. Source: the first API page. */
export const ContextFolder = z
  .object({
    path: z.string().describe('Relative to the vault; empty is the vault itself.'),
    context_file: z.string().describe('The file that is used: AGENTS.md wins over CLAUDE.md.'),
    has_agents_md: z.boolean().describe('Whether it has an AGENTS.md.'),
    has_claude_md: z.boolean().describe('Whether it has a CLAUDE.md.'),
    display_name: z.string().describe('Name for people.'),
  })
  .meta({ id: 'ContextFolder' })
export type ContextFolder = z.infer<typeof ContextFolder>

export const ContextFolderList = z.object({
  folders: z.array(ContextFolder).describe('Nearest to the root first; at most 100.'),
  count: z.number().int().describe('How many are listed.'),
  truncated: z.boolean().describe('Whether there are more, or the vault is too large to look through.'),
})
export type ContextFolderList = z.infer<typeof ContextFolderList>

export const ContextFile = z.object({
  path: z.string().describe('The file, relative to the vault.'),
  folder_path: z.string().describe('Its folder; empty is the vault itself.'),
  level: z
    .enum(['root', 'parent', 'direct'])
    .describe('direct: a folder that was asked for. parent: one above it. root: the vault.'),
  tokens: z.number().int().describe('Estimated tokens (4 characters each) of what is taken.'),
  exists: z.boolean().describe('Always true: folders without a file are left out.'),
})

export const ContextChain = z
  .object({
    files: z.array(ContextFile).describe('In the order of the prompt, nearest to the root first.'),
    total_tokens: z.number().int().describe('Estimated tokens of all.'),
    truncated: z.boolean().describe('Whether something was cut to fit.'),
  })
  .meta({ id: 'ContextChain' })
export type ContextChain = z.infer<typeof ContextChain>

export const ContextChainQuery = z.object({
  folders: z
    .string()
    .describe('Folders relative to the vault, with commas between; an empty one, or `.`, is the vault.'),
  max_tokens: QueryInt.min(1)
    .max(1_000_000)
    .default(limits.contextChainTokens)
    .describe('How much may be taken; default 50,000.'),
})

export const ChatContexts = z
  .object({
    session_id: ChatId,
    folder_paths: z.array(z.string()).describe('Folders relative to the vault; empty is the vault itself.'),
    chain: ContextChain.nullable().describe('What they bring into the prompt, if it was asked for.'),
  })
  .meta({ id: 'ChatContexts' })
export type ChatContexts = z.infer<typeof ChatContexts>

const ref = { session_id: ChatId }
export const ChatContextsQuery = z.object({
  ...ref,
  include_chain: z.boolean().default(false).describe('Whether to say what the folders bring.'),
})
export const ChatContextsUpdate = z.object({
  ...ref,
  folder_paths: z
    .array(path)
    .max(limits.contextFoldersPerChat)
    .describe('The folders from now on, relative to the vault; empty is the vault itself. At most 50.'),
})
export const ChatContextChange = z.object({
  ...ref,
  folder_path: path.describe('One folder, relative to the vault; empty is the vault itself.'),
})
