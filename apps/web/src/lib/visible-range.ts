/** Which rows of known heights lie within the view, `margin` pixels more on each side. */
export function visibleRange(heights: readonly number[], top: number, view: number, margin: number) {
  let start = heights.length
  let end = heights.length
  let before = 0
  let total = 0
  for (const [index, height] of heights.entries()) {
    if (start === heights.length && total + height > top - margin) {
      start = index
      before = total
    }
    if (end === heights.length && total >= top + view + margin) end = index
    total += height
  }
  return { start, end: Math.max(start, end), before, total }
}
