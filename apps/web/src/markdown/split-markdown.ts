const fence = /^ {0,3}(`{3,}|~{3,})/
const definition = /^ {0,3}\[[^\]]+\]:/m
const opensBlock = /^(?![ \t]|[-+*] |\d{1,9}[.)] )\S/

/**
 * Cuts Markdown at blank lines where the parts mean the same alone as together, so that a growing answer is parsed
 * anew only at its end. The parts joined are the text.
 */
export function splitMarkdown(text: string): string[] {
  if (definition.test(text)) return [text]
  const parts: string[] = []
  const lines = text.split(/(?<=\n)/)
  let open: string | null = null
  let part = ''
  let blank = false
  for (const line of lines) {
    const mark = fence.exec(line)?.[1]
    if (open === null && blank && opensBlock.test(line)) {
      parts.push(part)
      part = ''
    }
    if (mark && open === null) open = mark
    else if (
      mark &&
      open !== null &&
      mark[0] === open[0] &&
      mark.length >= open.length &&
      /^\s*[`~]+\s*$/.test(line)
    )
      open = null
    part += line
    blank = open === null && line.trim() === ''
  }
  if (part) parts.push(part)
  return parts
}
