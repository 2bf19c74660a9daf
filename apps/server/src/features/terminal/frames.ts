import { limits, TerminalClientFrame } from '@atrium/schema'

const sizes = `cols must be ${limits.terminalCols.min}..${limits.terminalCols.max}, rows ${limits.terminalRows.min}..${limits.terminalRows.max}`
const tooLong = `Input is limited to ${limits.terminalInputBytes / 1024} KB per message`

/** A client's message, text or the same JSON in a binary frame; a sentence about what is wrong with it otherwise. */
export function readFrame(message: string): TerminalClientFrame | string {
  let value: unknown
  try {
    value = JSON.parse(message)
  } catch {
    return 'Unknown message'
  }
  const frame = TerminalClientFrame.safeParse(value)
  if (!frame.success) return typeOf(value) === 'resize' ? sizes : 'Unknown message'
  const { data } = frame
  return data.type === 'input' && Buffer.byteLength(data.data) > limits.terminalInputBytes ? tooLong : data
}

const typeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'type' in value ? value.type : null
