export type DiffLine = { kind: 'same' | 'mine' | 'theirs'; text: string }

/** Beyond so many pairs of lines the middle is told as one change; finding the least would take too long. */
const mostPairs = 4_000_000

/** What makes one text the other, line by line: what both have, what only mine has, what only theirs has. */
export function diffLines(mine: string, theirs: string): DiffLine[] {
  const a = mine.split('\n')
  const b = theirs.split('\n')
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const same = (text: string): DiffLine => ({ kind: 'same', text })
  return [
    ...a.slice(0, start).map(same),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ]
}

/** By the longest common subsequence. */
function middle(a: string[], b: string[]): DiffLine[] {
  const mine = (text: string): DiffLine => ({ kind: 'mine', text })
  const theirs = (text: string): DiffLine => ({ kind: 'theirs', text })
  if (a.length * b.length > mostPairs) return [...a.map(mine), ...b.map(theirs)]
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]]
    if (left !== undefined && left === right) {
      lines.push({ kind: 'same', text: left })
      i++
      j++
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(mine(left))
      i++
    } else if (right !== undefined) {
      lines.push(theirs(right))
      j++
    }
  }
  return lines
}
