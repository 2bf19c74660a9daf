import type { LogEvent, StoredEvent, Transcript, TranscriptEvent } from '@atrium/schema'

type Segment = Transcript['segments'][number]
export type TranscriptOptions = { afterCompact: boolean; segment: number | undefined; full: boolean }

/** The log in the form of the agent CLI's JSONL files: one line a block, runs one after another. */
export function toTranscript(
  chat: { id: string; model: string | null; cwd: string },
  stored: readonly StoredEvent[],
  options: TranscriptOptions,
): Transcript {
  const lines = toLines(chat, inRunOrder(stored))
  const parts = splitAtCompactions(lines)
  const wanted = chooseSegment(parts.length, options)
  const events = wanted === null ? lines : (parts[wanted] ?? [])
  return {
    sessionId: chat.id,
    events,
    model: chat.model,
    cwd: chat.cwd,
    eventCount: events.length,
    totalEventCount: lines.length,
    segments: parts.map((part, index) => describe(part, index, parts.length, wanted)),
    segmentCount: parts.length,
    loadedSegmentIndex: wanted,
  }
}

/** Messages that waited are in the log while another run spoke: each run is told as a whole, in the order of messages. */
function inRunOrder(stored: readonly StoredEvent[]): StoredEvent[] {
  const runs = new Map<string, StoredEvent[]>()
  for (const event of stored) {
    const run = runs.get(event.event.run_id)
    if (run) run.push(event)
    else runs.set(event.event.run_id, [event])
  }
  return [...runs.values()].flat()
}

function toLines(chat: { id: string; cwd: string }, stored: readonly StoredEvent[]): TranscriptEvent[] {
  const lines: TranscriptEvent[] = []
  let model: string | null = null
  for (const { seq, at, event } of stored) {
    if (event.type === 'model') model = event.model
    const body = toBody(event, model)
    if (!body) continue
    lines.push({
      ...body,
      uuid: event.type === 'user_message' ? event.message_id : `${event.run_id}-${seq}`,
      parentUuid: lines.at(-1)?.uuid ?? null,
      sessionId: chat.id,
      timestamp: at,
      cwd: chat.cwd,
    })
  }
  return lines
}

type Body = Pick<TranscriptEvent, 'type' | 'message'> & Record<string, unknown>

function toBody(event: LogEvent, model: string | null): Body | null {
  // The rest of the log is about the run, not about what was said.
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check
  switch (event.type) {
    case 'user_message':
      return { type: 'user', message: { role: 'user', content: event.content } }
    case 'text':
      return said({ type: 'text', text: event.content ?? '' }, model, event.parent_tool_use_id)
    case 'thinking':
      return said({ type: 'thinking', thinking: event.content ?? '' }, model, event.parent_tool_use_id)
    case 'tool_use_start': {
      const { id, name, input } = event
      return said({ type: 'tool_use', id, name, input }, model, event.parent_tool_use_id)
    }
    case 'tool_result': {
      const { tool_use_id, result, is_error } = event
      const content = [{ type: 'tool_result', tool_use_id, content: result, is_error }]
      return { type: 'user', ...aside(event.parent_tool_use_id), message: { role: 'user', content } }
    }
    case 'compact':
      return {
        type: 'system',
        subtype: 'compact_boundary',
        compactMetadata: { trigger: event.trigger, preTokens: event.pre_tokens },
      }
    default:
      return null
  }
}

const aside = (parent: string | null | undefined) =>
  parent ? { isSidechain: true, parentToolUseId: parent } : {}

function said(
  block: { type: string } & Record<string, unknown>,
  model: string | null,
  parent: string | null | undefined,
): Body {
  return {
    type: 'assistant',
    ...aside(parent),
    message: { role: 'assistant', content: [block], ...(model !== null && { model }) },
  }
}

/** The boundary itself is in no segment. */
function splitAtCompactions(lines: readonly TranscriptEvent[]): TranscriptEvent[][] {
  const parts: TranscriptEvent[][] = [[]]
  for (const line of lines) {
    if (line['subtype'] === 'compact_boundary') parts.push([])
    else parts.at(-1)?.push(line)
  }
  return parts
}

function chooseSegment(count: number, { afterCompact, segment, full }: TranscriptOptions): number | null {
  if (full) return null
  if (segment !== undefined) return segment < count ? segment : null
  return afterCompact && count > 1 ? count - 1 : null
}

function describe(
  part: readonly TranscriptEvent[],
  index: number,
  count: number,
  loaded: number | null,
): Segment {
  const messages = part.flatMap(({ type, message }) =>
    type === 'user' && typeof message?.content === 'string' ? [message.content] : [],
  )
  return {
    index,
    isCompacted: index < count - 1,
    messageCount: messages.length,
    eventCount: part.length,
    startTime: part[0]?.timestamp ?? null,
    endTime: part.at(-1)?.timestamp ?? null,
    preview: messages[0] === undefined ? null : preview(messages[0]),
    loaded: loaded === null || loaded === index,
  }
}

function preview(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim()
  return line.length <= 100 ? line : `${line.slice(0, 97)}...`
}
