import { z } from 'zod'
import { ChatId, Slug } from './common.ts'
import { limits } from './limits.ts'

/** A piece of a prompt and where it comes from. */
export const PromptPart = z
  .object({
    source: z
      .enum(['custom', 'agent', 'module', 'context', 'file', 'conversation'])
      .describe(
        'custom: a prompt in place of the usual one. agent: an agent file. module: the instructions of the module. context: AGENTS.md or CLAUDE.md of a folder. file: a file that was named. conversation: an earlier one.',
      ),
    path: z.string().nullable().describe('Its file, relative to the vault; null where there is none.'),
    tokens: z.number().int().describe('Estimated tokens (4 characters each).'),
    text: z.string().describe('As it stands in the prompt.'),
  })
  .meta({ id: 'PromptPart' })
export type PromptPart = z.infer<typeof PromptPart>

/** What the hub adds to an agent's own prompt, or puts in its place. Names as the first system's preview. */
export const PromptPreview = z
  .object({
    prompt: z.string().describe('The text, exactly as the agent gets it.'),
    promptSource: z
      .enum(['claude_code_preset', 'custom', 'agent'])
      .describe("claude_code_preset: behind the agent's own prompt. custom, agent: in its place."),
    promptSourcePath: z.string().nullable().describe('The agent file, relative to the vault.'),
    contextFiles: z.array(z.string()).describe('Files whose text is in it, relative to the vault.'),
    contextTokens: z.number().int().describe('Estimated tokens of these files.'),
    contextTruncated: z.boolean().describe('Whether something was cut to fit.'),
    agentName: z.string().nullable().describe('Name of the agent, when an agent file was chosen.'),
    availableAgents: z.array(z.string()).describe('Agent files that could be chosen, by name.'),
    basePromptTokens: z
      .number()
      .int()
      .describe("Estimated tokens of what stands in place of the agent's own prompt; else 0."),
    totalPromptTokens: z.number().int().describe('Estimated tokens of the whole text.'),
    workingDirectory: z
      .string()
      .nullable()
      .describe('Folder of the agent, relative to the vault when inside it; null is the vault.'),
    workingDirectoryClaudeMd: z
      .string()
      .nullable()
      .describe('AGENTS.md or CLAUDE.md of that folder, relative to the vault.'),
    parts: z.array(PromptPart).describe('What it is made of, in order.'),
  })
  .meta({ id: 'PromptPreview' })
export type PromptPreview = z.infer<typeof PromptPreview>

export const PromptPreviewQuery = z.object({
  workingDirectory: z.string().max(limits.pathBytes).optional().describe('Folder of the agent.'),
  agentPath: z.string().max(limits.pathBytes).optional().describe('Agent file, relative to the vault.'),
  contexts: z
    .string()
    .optional()
    .describe('With commas between: names ending in .md are files, others folders.'),
  customPrompt: z.string().optional().describe('Replaces the prompt; empty is none.'),
  session_id: ChatId.optional().describe('The preview is that of the next turn of this chat.'),
  workspace_id: Slug.optional().describe('Workspace whose defaults apply.'),
  module: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
    .optional()
    .describe('Module of a new chat; default chat.'),
})
export type PromptPreviewQuery = z.infer<typeof PromptPreviewQuery>
