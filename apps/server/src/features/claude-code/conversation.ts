import type { ClaudeMessage } from '@atrium/schema'
import type { ImportedBlock, ImportedMessage } from '../chat/imported.ts'

/** A transcript's messages as those of a chat: what tools gave belongs to the agent, not to the person. */
export function toConversation(messages: readonly ClaudeMessage[], createdAt: string): ImportedMessage[] {
  const conversation: ImportedMessage[] = []
  let at = createdAt
  for (const { type, content, timestamp, tools, toolResults } of messages) {
    at = timestamp ?? at
    const isSaid = content.trim() !== ''
    const blocks: ImportedBlock[] = [
      ...toolResults.map(({ id, text, isError }) => ({ type: 'tool_result' as const, id, text, isError })),
      ...(type === 'assistant' && isSaid ? [{ type: 'text' as const, text: content }] : []),
      ...tools.map(({ id, name, input }) => ({ type: 'tool_use' as const, id, name, input: inputOf(input) })),
    ]
    if (blocks.length > 0)
      conversation.push({ role: 'assistant', text: type === 'assistant' ? content : '', blocks, at })
    if (type === 'user' && isSaid) conversation.push({ role: 'user', text: content, at })
  }
  return conversation
}

/** The input of a call; one that was cut is shown as it was cut. */
function inputOf(json: string): Record<string, unknown> {
  try {
    const input: unknown = JSON.parse(json)
    if (typeof input === 'object' && input !== null && !Array.isArray(input))
      return input as Record<string, unknown> // an object, as just seen
  } catch {
    // cut
  }
  return { input: json }
}
