// Decides what a turn of a chat begins with: what the message says, else the chat, else its workspace.
import {
  type Allowed,
  type ChatRequest,
  defaultTrustLevel,
  type TrustLevel,
  type Workspace,
} from '@atrium/schema'
import { AppError, notFound } from '../../core/errors.ts'
import type { AgentFile, ChosenAgents } from '../prompts/chosen-agents.ts'
import type { ComposePrompt, Prompt, PromptRequest } from '../prompts/compose.ts'
import type { RunRequest } from '../runs/store.ts'
import type { Folder, Folders } from './folders.ts'
import { type ChatRow, toChat } from './store.ts'

export type TurnDeps = {
  folders: Folders
  /** The one maker of prompts. */
  composePrompt: ComposePrompt
  contexts: { forTurn(chatId: string): Promise<string[]> }
  /** What had been said in a chat that was imported. */
  earlier(chatId: string): Promise<string | null>
  chosenAgents: ChosenAgents
  workspaces: {
    /** @throws AppError record_damaged */
    find(slug: string): Promise<Workspace | undefined>
    floor(slug: string | null): Promise<TrustLevel>
  }
  /** @throws AppError forbidden */
  assertAllowed(agent: Pick<AgentFile, 'stem'>, allowed: Allowed): void
  stricter(one: TrustLevel, other: TrustLevel): TrustLevel
}

/** What of a message decides about its turn. */
export type TurnRequest = Pick<
  ChatRequest,
  | 'agent_path'
  | 'agent_type'
  | 'context_files'
  | 'context_folders'
  | 'model'
  | 'module'
  | 'prior_conversation'
  | 'system_prompt'
  | 'trust_level'
  | 'working_directory'
  | 'workspace_id'
>

export type Turn = {
  workspaceId: string | null
  /** What the workspace does not let anybody exceed. */
  floor: TrustLevel
  trust: TrustLevel
  folder: Folder
  model: string | null
  module: string
  prompt: Prompt
  /** What the message, or an earlier one, named; the chat's own folders are not part of it. */
  wanted: RunRequest['contexts']
  agent: { stem: string; path: string } | null
  warnings: { code: string; title: string; message: string }[]
}

type Instead = PromptRequest['instead']
type Chosen = { instead: Instead; agent: AgentFile | null }

export function createTurn(deps: TurnDeps) {
  async function chosen(
    request: TurnRequest,
    chat: ChatRow | undefined,
    before: RunRequest | undefined,
  ): Promise<Chosen> {
    const custom = (text: string): Chosen => ({
      instead: { source: 'custom', text, path: null, name: null },
      agent: null,
    })
    const ofAgent = (agent: AgentFile): Chosen => ({
      instead: { source: 'agent', text: agent.prompt, path: agent.path, name: agent.name },
      agent,
    })
    if (request.system_prompt) return custom(request.system_prompt)
    if (request.agent_path) return ofAgent(await deps.chosenAgents.get(request.agent_path))
    const { systemPrompt } = overridesOf(chat)
    if (systemPrompt !== null) return custom(systemPrompt)
    if (request.agent_path === '' || request.system_prompt === '') return { instead: null, agent: null }
    if (before?.agentPath != null) return ofAgent(await again(before.agentPath, before.systemPrompt))
    if (before?.systemPrompt != null) return custom(before.systemPrompt)
    const type = chat?.agentType ?? request.agent_type
    const named = type == null ? undefined : await deps.chosenAgents.named(type)
    return named ? ofAgent(named) : { instead: null, agent: null }
  }

  /** The file that an earlier message chose, as it is now; as it was, when it is gone. */
  async function again(path: string, prompt: string | null): Promise<AgentFile> {
    return deps.chosenAgents.get(path).catch((error: unknown) => {
      if (prompt === null || !(error instanceof AppError && error.code === 'not_found')) throw error
      const stem = path.replace(/^.*\/|\.md$/g, '')
      return { stem, name: stem, path, prompt, model: null }
    })
  }

  async function folderFor(
    request: TurnRequest,
    chat: ChatRow | undefined,
    workspace: Workspace | undefined,
  ): Promise<Folder> {
    const named = request.working_directory ?? overridesOf(chat).workingDirectory
    if (named !== null) return deps.folders.resolve(named)
    const stored = chat?.workingDirectory ?? null
    return stored === null
      ? deps.folders.resolve(workspace?.working_directory ?? null)
      : deps.folders.again(stored)
  }

  /**
   * `assertTrust` may refuse before anything else is looked at.
   * @throws AppError not_found, forbidden, invalid, outside_roots, record_damaged
   */
  return async function turn(
    request: TurnRequest,
    chat: ChatRow | undefined,
    before: RunRequest | undefined,
    assertTrust: (trust: TrustLevel) => Promise<void> = async () => undefined,
  ): Promise<Turn> {
    if (chat) toChat(chat) // a damaged record is said as such
    const workspaceId = request.workspace_id ?? chat?.workspaceId ?? null
    const workspace = workspaceId === null ? undefined : await deps.workspaces.find(workspaceId)
    if (request.workspace_id != null && !workspace) throw notFound('Workspace', request.workspace_id)
    const floor = workspace?.trust_level ?? 'full'
    const own = (chat?.trustLevel as TrustLevel | undefined) ?? request.trust_level ?? defaultTrustLevel // written from the same schema
    const trust = deps.stricter(deps.stricter(own, request.trust_level ?? 'full'), floor)
    await assertTrust(trust)
    const { instead, agent } = await chosen(request, chat, before)
    if (agent && workspaceId !== null) deps.assertAllowed(agent, workspace?.capabilities.agents ?? 'none')
    const folder = await folderFor(request, chat, workspace)
    const wanted = {
      files: request.context_files ?? before?.contexts.files ?? [],
      folders: request.context_folders ?? before?.contexts.folders ?? [],
      priorConversation:
        request.prior_conversation ??
        before?.contexts.priorConversation ??
        (chat && isUntouched(chat, before) ? await deps.earlier(chat.id) : null),
    }
    const strict = {
      files: request.context_files !== undefined,
      folders: request.context_folders !== undefined,
    }
    const stored = chat && !strict.folders ? await deps.contexts.forTurn(chat.id) : []
    const module = chat?.module ?? request.module ?? 'chat'
    const prompt = await deps.composePrompt({
      module,
      workingDirectory: folder.absolute,
      instead,
      ...wanted,
      folders: stored.length > 0 ? stored : wanted.folders,
      // What an earlier message named may be gone by now; that is no reason to refuse this one.
      strict,
    })
    return {
      workspaceId,
      floor,
      trust,
      folder,
      model: request.model || chat?.modelChoice || agent?.model || workspace?.model || null,
      module,
      prompt,
      wanted,
      agent,
      warnings: workspaceId !== null && !workspace ? [missing(workspaceId)] : [],
    }
  }
}

/** Nobody has answered in it yet here: all that is in it comes from elsewhere, and no agent knows it. */
export const isUntouched = (chat: ChatRow, before: RunRequest | undefined): boolean =>
  before === undefined && chat.agentSessionId === null

const missing = (slug: string) => ({
  code: 'workspace_missing',
  title: 'The workspace is gone',
  message: `The workspace '${slug}' of this chat is not there any more, so the agent gets none of its servers, skills and agents. Choose another one for the chat, or none.`,
})

/** What the configuration route keeps in the chat's metadata. */
function overridesOf(chat: ChatRow | undefined): {
  systemPrompt: string | null
  workingDirectory: string | null
} {
  const none = { systemPrompt: null, workingDirectory: null }
  if (!chat?.metadata) return none
  const metadata = JSON.parse(chat.metadata) as { config_overrides?: Record<string, unknown> } // written by `config`
  const { system_prompt, working_directory } = metadata.config_overrides ?? {}
  return {
    systemPrompt: typeof system_prompt === 'string' && system_prompt !== '' ? system_prompt : null,
    workingDirectory: typeof working_directory === 'string' ? working_directory : null,
  }
}
