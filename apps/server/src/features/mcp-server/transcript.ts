import { IsoDate, type StoredEvent } from '@atrium/schema'
import { z } from 'zod'

const entryChars = 8_000
/** What one page has room for: more would be a large part of what a model can read. */
const pageChars = 60_000

export const TranscriptEntry = z.object({
  seq: z.number().int().describe('Place in the chat; grows.'),
  at: IsoDate.describe('When it was said (ISO 8601, UTC).'),
  kind: z
    .enum(['user', 'assistant', 'tool_call', 'tool_result', 'request', 'answer', 'notice', 'outcome'])
    .describe(
      'user, assistant: what was said. tool_call, tool_result: what the agent did. request: what it asked a person. answer: what came back. notice: a warning. outcome: how the run ended.',
    ),
  text: z.string().describe('What was said; cut where it is very long.'),
  tool: z.string().optional().describe('Tool, for tool_call and request.'),
})
export type TranscriptEntry = z.infer<typeof TranscriptEntry>

const cut = (text: string): string =>
  text.length > entryChars ? `${text.slice(0, entryChars)}\n… (cut, ${text.length} characters)` : text

type Told = Pick<TranscriptEntry, 'kind' | 'text' | 'tool'>

function told({ event }: StoredEvent): Told | null {
  // The rest of the log is about how the run went, not about what was said and done.
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check
  switch (event.type) {
    case 'user_message':
      return { kind: 'user', text: event.content }
    case 'text':
      return { kind: 'assistant', text: event.content ?? '' }
    case 'tool_use_start':
      return { kind: 'tool_call', tool: event.name, text: JSON.stringify(event.input) }
    case 'tool_result':
      return { kind: 'tool_result', text: event.is_error ? `Failed: ${event.result}` : event.result }
    case 'permission_request':
      return { kind: 'request', tool: event.tool_name, text: JSON.stringify(event.input) }
    case 'user_question':
      return { kind: 'request', text: event.questions.map(({ question }) => question).join('\n') }
    case 'request_resolved':
      return {
        kind: 'answer',
        text: `${event.decision ?? JSON.stringify(event.answers ?? {})} (by ${event.by})`,
      }
    case 'warning':
      return { kind: 'notice', text: event.message }
    case 'aborted':
      return { kind: 'outcome', text: `stopped: ${event.message}` }
    case 'error':
      return { kind: 'outcome', text: `failed: ${event.message}` }
    case 'result':
      return { kind: 'outcome', text: 'completed' }
    default:
      return null
  }
}

/** The last `limit` things that were said and done, as far as one page has room; `before` leads to the page before. */
export function pageOf(
  events: readonly StoredEvent[],
  older: number | null,
  limit: number,
): { entries: TranscriptEntry[]; before: number | null } {
  const entries: TranscriptEntry[] = []
  let room = pageChars
  for (const stored of events.toReversed()) {
    const said = told(stored)
    if (said === null) continue
    const text = cut(said.text)
    room -= text.length
    if (entries.length > 0 && (room < 0 || entries.length >= limit))
      return { entries, before: entries[0]?.seq ?? null }
    entries.unshift({ seq: stored.seq, at: stored.at, ...said, text })
  }
  return { entries, before: older }
}
