import type { ChatEvent, PermissionRequestEvent, UserQuestionEvent } from '@atrium/sdk'

/** What an agent asks, and what became of it. */
export type Asked = {
  event: PermissionRequestEvent | UserQuestionEvent
  /** Minutes until it expires, as of when it was asked. */
  minutes: number
  /** Answers of one person to the first questions of several, and the choices made so far of the next. */
  draft: { userId: string | null; answers: Record<string, string | string[]>; chosen: string[] }
  /** The hub has taken an answer; what became of it is told a moment later. */
  handed: boolean
  resolved: { decision?: 'allow' | 'deny' | undefined; answers?: Answers | undefined; by: string } | null
}
type Answers = Record<string, string | string[]>

/** A run in the order in which it is told: what is said, and what is asked in between. */
export type Piece = { kind: 'text'; blocks: Map<string, string> } | { kind: 'request'; asked: Asked }

export type Ending =
  | { kind: 'result'; response: string; elsewhere: boolean }
  | { kind: 'aborted'; message: string }
  | { kind: 'error'; title: string; message: string }

export type Story = {
  pieces: Piece[]
  /** The tool that runs now. */
  tool: string | null
  ending: Ending | null
}

export const newStory = (): Story => ({ pieces: [], tool: null, ending: null })

/** Takes one event of the run; says whether it may change what is shown. */
export function tell(story: Story, event: ChatEvent, now = Date.now()): boolean {
  switch (event.type) {
    case 'text': {
      if (event.parent_tool_use_id) return false
      textOf(story, event.block).set(event.block, event.content)
      return true
    }
    case 'tool_use_start':
      if (event.parent_tool_use_id) return false
      story.tool = event.name
      return true
    case 'tool_result':
      if (event.parent_tool_use_id) return false
      story.tool = null
      return true
    case 'permission_request':
    case 'user_question': {
      if (find(story, event.request_id)) return false
      const minutes = Math.max(1, Math.round((Date.parse(event.expires_at) - now) / 60_000))
      story.pieces.push({
        kind: 'request',
        asked: {
          event,
          minutes,
          draft: { userId: null, answers: {}, chosen: [] },
          handed: false,
          resolved: null,
        },
      })
      return true
    }
    case 'request_resolved': {
      const asked = find(story, event.request_id)
      if (!asked) return false
      asked.resolved = { decision: event.decision, answers: event.answers, by: event.by }
      return true
    }
    case 'reset':
      Object.assign(story, newStory())
      return true
    case 'result':
      story.ending = { kind: 'result', response: event.response, elsewhere: event.folded_into !== undefined }
      return true
    case 'aborted':
      story.ending = { kind: 'aborted', message: event.message }
      return true
    case 'error':
      story.ending = { kind: 'error', title: event.title, message: event.message }
      return true
    case 'session':
    case 'prompt_metadata':
    case 'user_message':
    case 'init':
    case 'model':
    case 'thinking':
    case 'warning':
    case 'compact':
      return false
  }
}

/** Where this block is told: what is said after a request comes below it. */
function textOf(story: Story, block: string): Map<string, string> {
  for (const piece of story.pieces) if (piece.kind === 'text' && piece.blocks.has(block)) return piece.blocks
  const last = story.pieces.at(-1)
  if (last?.kind === 'text') return last.blocks
  const blocks = new Map<string, string>()
  story.pieces.push({ kind: 'text', blocks })
  return blocks
}

function find({ pieces }: Story, requestId: string): Asked | undefined {
  for (const piece of pieces)
    if (piece.kind === 'request' && piece.asked.event.request_id === requestId) return piece.asked
  return undefined
}

/** Whether it was told of this request. */
export const knows = (story: Story, requestId: string): boolean => find(story, requestId) !== undefined

/** What is still asked. */
export const openRequests = ({ pieces, ending }: Story): Asked[] =>
  ending
    ? []
    : pieces.flatMap((piece) => (piece.kind === 'request' && !piece.asked.resolved ? [piece.asked] : []))

export const markdownOf = (blocks: Map<string, string>): string =>
  [...blocks.values()].filter((block) => block.trim() !== '').join('\n\n')
