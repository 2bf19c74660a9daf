import type { ChatConfig, TrustLevel } from '@atrium/schema'
import type { ChatRow } from './store.ts'

type Metadata = Record<string, unknown>
type Change = { [Key in keyof ChatConfig]?: ChatConfig[Key] | undefined }

const asObject = (value: unknown): Metadata =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Metadata) : {} // just tested

export const readMetadata = (text: string | null): Metadata =>
  asObject(text === null ? null : JSON.parse(text))

/**
 * What a configuration changes in the chat's row; metadata is merged once, so that no part of it is lost. `bound` gives the
 * trust that its workspace leaves of the one that is wanted.
 */
export function applyConfig(
  chat: ChatRow,
  change: Change,
  bound: (wanted: TrustLevel) => TrustLevel,
): Partial<ChatRow> {
  const { title, trust_level, module, workspace_id, model, runner, permission_mode } = change
  const trust = bound(trust_level ?? (chat.trustLevel as TrustLevel)) // written from the same schema
  const metadata = mergeMetadata(readMetadata(chat.metadata), change)
  return {
    ...(title !== undefined && { title, titleSource: 'user' as const }),
    ...(trust !== chat.trustLevel && { trustLevel: trust }),
    ...(module !== undefined && { module }),
    ...(workspace_id !== undefined && { workspaceId: workspace_id || null }),
    ...(model !== undefined && { modelChoice: model }),
    ...(runner !== undefined && { runner }),
    ...(runner !== undefined && runner !== chat.runner && { agentSessionId: null }),
    ...(permission_mode !== undefined && { permissionMode: permission_mode }),
    ...(metadata !== null && { metadata: JSON.stringify(metadata) }),
  }
}

/** Null when nothing of it changes. */
function mergeMetadata(before: Metadata, change: Change): Metadata | null {
  const { config_overrides, response_mode, mention_pattern } = change
  const bot = {
    ...(response_mode !== undefined && { response_mode }),
    ...(mention_pattern !== undefined && { mention_pattern }),
  }
  const hasBot = Object.keys(bot).length > 0
  if (config_overrides === undefined && !hasBot) return null
  return {
    ...before,
    ...(config_overrides !== undefined && { config_overrides }),
    ...(hasBot && { bot_settings: { ...asObject(before['bot_settings']), ...bot } }),
  }
}
