/**
 * tmux's control mode: one command a line in, blocks between `%begin` and `%end` or `%error` out, notifications between
 * blocks. Only pure functions and the line parser live here.
 */

/** One argument as tmux's own command parser reads it back, whatever is in it. NUL alone cannot be carried. */
function quote(text: string): string {
  if (text.includes('\0')) throw new RangeError('NUL cannot be part of a tmux argument')
  return `"${Array.from(text, escape).join('')}"`
}

/** A line ends a command, so control characters travel as octal escapes. */
function escape(char: string): string {
  if (char === '"' || char === '\\' || char === '$' || char === '~') return `\\${char}`
  return char < ' ' || char === '\u007f' ? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}` : char
}

/** Text for an argument that tmux expands as a format: `#(…)` and `#{…}` stay text. */
export const literal = (text: string): string => text.replaceAll('#', '##')

/** One command out of its arguments. */
export const commandLine = (args: readonly string[]): string => args.map(quote).join(' ')

export type ControlEvent =
  | { type: 'reply'; ok: boolean; lines: string[]; ours: boolean }
  | { type: 'notification'; name: string; rest: string }

/** Bytes kept of one line or block; a longer one means something is wrong, and is cut. */
const maxBytes = 4 * 1024 * 1024

/** Turns the byte stream of a control client into replies and notifications; chunks may break anywhere. */
export function createControlParser(emit: (event: ControlEvent) => void): (chunk: Buffer) => void {
  let tail: Buffer[] = []
  let tailBytes = 0
  let guard: string | null = null
  let lines: string[] = []
  let blockBytes = 0

  function line(text: string): void {
    if (guard !== null) {
      // The guard has the time and number of its `%begin`, so that text which looks like an end is not taken for it.
      if (text === `%end ${guard}` || text === `%error ${guard}`) {
        const ours = guard.endsWith(' 1')
        const reply = { type: 'reply', ok: text.startsWith('%end'), lines, ours } as const
        guard = null
        lines = []
        blockBytes = 0
        emit(reply)
        return
      }
      blockBytes += text.length
      if (blockBytes <= maxBytes) lines.push(text)
      return
    }
    if (text.startsWith('%begin ')) {
      guard = text.slice('%begin '.length)
      return
    }
    const found = /^%([a-z-]+)(?: ([^]*))?$/.exec(text)
    if (found?.[1]) emit({ type: 'notification', name: found[1], rest: found[2] ?? '' })
  }

  return (chunk) => {
    let from = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      const part = chunk.subarray(from, end)
      from = end + 1
      line((tail.length > 0 ? Buffer.concat([...tail, part]) : part).toString('utf8'))
      tail = []
      tailBytes = 0
    }
    if (from >= chunk.length || tailBytes > maxBytes) return
    tail.push(chunk.subarray(from))
    tailBytes += chunk.length - from
  }
}
