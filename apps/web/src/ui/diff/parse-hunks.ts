import type { ChangeData, HunkData } from 'react-diff-view'

const heading = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/

/** The hunks of one file's unified diff; its header, and a diff that ends early, do no harm. */
export function parseHunks(diff: string): HunkData[] {
  const hunks: HunkData[] = []
  let hunk: HunkData | null = null
  let [oldLine, newLine] = [0, 0]
  for (const line of diff.split('\n')) {
    const found = heading.exec(line)
    if (found) {
      const [, oldStart, oldLines = '1', newStart, newLines = '1'] = found
      oldLine = Number(oldStart)
      newLine = Number(newStart)
      hunk = {
        content: line,
        oldStart: oldLine,
        newStart: newLine,
        oldLines: Number(oldLines),
        newLines: Number(newLines),
        changes: [],
      }
      hunks.push(hunk)
      continue
    }
    // A file that became a link comes as two files, each with a header.
    if (line.startsWith('diff --git ')) hunk = null
    const change = hunk && changeOf(line, oldLine, newLine)
    if (!hunk || !change) continue
    hunk.changes.push(change)
    if (change.type !== 'insert') oldLine++
    if (change.type !== 'delete') newLine++
  }
  return withoutReturns(hunks.filter(({ changes }) => changes.length > 0))
}

function changeOf(line: string, oldLine: number, newLine: number): ChangeData | null {
  const content = line.slice(1)
  switch (line.charAt(0)) {
    case '+':
      return { type: 'insert', isInsert: true, content, lineNumber: newLine }
    case '-':
      return { type: 'delete', isDelete: true, content, lineNumber: oldLine }
    case ' ':
      return { type: 'normal', isNormal: true, content, oldLineNumber: oldLine, newLineNumber: newLine }
    default:
      return null
  }
}

/** Where every line ends with a carriage return nobody wants to see them; where some do, that is the change. */
function withoutReturns(hunks: HunkData[]): HunkData[] {
  const changes = hunks.flatMap((hunk) => hunk.changes)
  if (changes.length > 0 && changes.every(({ content }) => content.endsWith('\r')))
    for (const change of changes) change.content = change.content.slice(0, -1)
  return hunks
}

/** Whether comparing words is worth its time. */
export function isCheap(hunks: readonly HunkData[]): boolean {
  let chars = 0
  for (const { changes } of hunks)
    for (const { content } of changes) {
      chars += content.length + 1
      if (content.length > 1_000 || chars > 60_000) return false
    }
  return true
}
