import { type ChatEvent, type LogEvent, limits } from '@atrium/schema'
import { formatCursor, type Position } from './cursor.ts'

/** full: growing text carries the whole block each time. delta: only what was added. */
export type StreamMode = 'full' | 'delta'

/** One SSE frame; JSON has no raw line breaks, so one `data:` line holds any event. */
export function encodeFrame(event: ChatEvent, at: Position | null): Buffer {
  const id = at ? `id: ${formatCursor(at)}\n` : ''
  return Buffer.from(`${id}data: ${JSON.stringify(event)}\n\n`)
}

/**
 * A stored event as a reader gets it who has `sent` characters of its block, or null when that reader lacks nothing.
 * `replace` in the log means that what was sent of the block may differ from what was kept.
 */
export function present(event: LogEvent, mode: StreamMode, sent: number): LogEvent | null {
  if (event.type === 'tool_result') return cutResult(event)
  if (event.type !== 'text' && event.type !== 'thinking') return event
  const { content = '', replace, ...rest } = event
  if (replace && sent > 0) return { ...rest, content, delta: '', replace }
  const delta = content.slice(sent)
  if (delta === '' && sent > 0) return null
  return mode === 'delta' ? { ...rest, delta } : { ...rest, content, delta }
}

const cutMark = '\n… cut here; the transcript has the whole.'

function cutResult(event: Extract<LogEvent, { type: 'tool_result' }>): LogEvent {
  if (event.result.length <= limits.toolResultBytes / 4) return event // at most 4 bytes a character
  const bytes = Buffer.from(event.result)
  if (bytes.length <= limits.toolResultBytes) return event
  const head = new TextDecoder().decode(bytes.subarray(0, limits.toolResultBytes)).replace(/\uFFFD$/, '')
  return { ...event, result: head + cutMark, truncated: true }
}
