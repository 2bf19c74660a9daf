// Shows the prompt that a turn would get: it is made by the very function that makes the real one.
import { limits, type PromptPreview, type PromptPreviewQuery } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { type Prompt, wholePrompt } from './compose.ts'

/** What a preview names, in the words of a message. */
type Asked = {
  workspace_id?: string
  working_directory?: string
  agent_path?: string
  system_prompt?: string
  module?: string
  context_files?: string[]
  context_folders?: string[]
}

export type PromptsDeps = {
  /** What the next turn of a chat, or of a new one, begins with. */
  nextTurn(
    chatId: string | null,
    asked: Asked,
  ): Promise<{ prompt: Prompt; folder: { stored: string | null } }>
  agentNames(): Promise<string[]>
  tokensOf(text: string): number
}

export function createPrompts(deps: PromptsDeps) {
  return {
    /** @throws AppError not_found, forbidden, invalid, outside_roots, record_damaged */
    async preview(query: PromptPreviewQuery): Promise<PromptPreview> {
      const id = query.session_id && query.session_id !== 'new' ? query.session_id : null
      const { prompt, folder } = await deps.nextTurn(id, askedOf(query))
      const whole = wholePrompt(prompt)
      return {
        prompt: whole,
        promptSource: prompt.source === 'default' ? 'claude_code_preset' : prompt.source,
        promptSourcePath: prompt.path,
        contextFiles: prompt.files,
        contextTokens: prompt.contextTokens,
        contextTruncated: prompt.truncated,
        agentName: prompt.agentName,
        availableAgents: await deps.agentNames(),
        basePromptTokens: deps.tokensOf(prompt.systemPrompt ?? ''),
        totalPromptTokens: deps.tokensOf(whole),
        workingDirectory: folder.stored,
        workingDirectoryClaudeMd: prompt.instructions,
        parts: prompt.parts,
      }
    },
  }
}

function askedOf(query: PromptPreviewQuery): Asked {
  const names = query.contexts?.split(',').filter((name) => name !== '')
  const files = names?.filter((name) => name.endsWith('.md'))
  const folders = names?.filter((name) => !name.endsWith('.md'))
  checkCount(files, limits.contextFiles, 'files')
  checkCount(folders, limits.contextFolders, 'folders')
  return {
    ...(query.workspace_id !== undefined && { workspace_id: query.workspace_id }),
    ...(query.workingDirectory !== undefined && { working_directory: query.workingDirectory }),
    ...(query.agentPath !== undefined && { agent_path: query.agentPath }),
    ...(query.customPrompt !== undefined && { system_prompt: query.customPrompt }),
    ...(query.module !== undefined && { module: query.module }),
    ...(files && folders && { context_files: files, context_folders: folders }),
  }
}

function checkCount(names: readonly string[] | undefined, most: number, kind: string): void {
  if (names === undefined || names.length <= most) return
  const msg = `At most ${most} ${kind}`
  throw new AppError('invalid', msg, { detail: [{ loc: ['query', 'contexts'], msg, type: 'too_big' }] })
}
