import type { PendingRequest } from '@atrium/schema'
import type { AgentAnswer, AgentChange } from '../../agents/runner.ts'
import type { Topic } from '../../core/bus.ts'

/** What can be asked of the process that owns a chat's agent, wherever it is. */
export type Control =
  | { ask: 'abort'; by: string }
  | { ask: 'answer'; requestId: string; answer: AgentAnswer; by: string }
  | { ask: 'requests' }
  | { ask: 'configure'; change: AgentChange }
  | { ask: 'dismiss'; by: string }

/** `stopped`: whether something was. `requests`: those that are open. */
export type Controlled = { stopped: boolean; requests: PendingRequest[] }

export const controlTopic = (chatId: string): Topic<Control, Controlled> => `chat.${chatId}.control`
