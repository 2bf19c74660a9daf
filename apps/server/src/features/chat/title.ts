/** Title of a chat by its first message: the first line, at most 60 characters, cut at a word where there is one. */
export function titleOf(message: string): string | null {
  const line = message.trim().split('\n', 1)[0]?.trim() ?? ''
  if (line === '') return null
  const signs = Array.from(line)
  if (signs.length <= 60) return line
  const head = signs.slice(0, 60).join('')
  const space = head.lastIndexOf(' ')
  return `${(space > 30 ? head.slice(0, space) : head).trimEnd()}...`
}
