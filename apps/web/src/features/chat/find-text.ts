/** Every place of a text in what is shown, ignoring case; at most `most`. Changes nothing in the page. */
export function findRanges(root: Node, wanted: string, most = 2_000): Range[] {
  const ranges: Range[] = []
  const needle = wanted.toLowerCase()
  if (needle.trim() === '') return ranges
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.nodeValue ?? '').toLowerCase()
    for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + needle.length)) {
      if (at + needle.length > (node.nodeValue ?? '').length) break // lower case can be longer
      const range = new Range()
      range.setStart(node, at)
      range.setEnd(node, at + needle.length)
      ranges.push(range)
      if (ranges.length >= most) return ranges
    }
  }
  return ranges
}

/** Marks all places, and one of them more, by the highlight registry. */
export function markRanges(ranges: Range[], now: number): void {
  if (!('highlights' in CSS)) return
  CSS.highlights.set('found', new Highlight(...ranges))
  const one = ranges[now]
  CSS.highlights.set('found-now', new Highlight(...(one ? [one] : [])))
}

export function clearMarks(): void {
  if (!('highlights' in CSS)) return
  CSS.highlights.delete('found')
  CSS.highlights.delete('found-now')
}
