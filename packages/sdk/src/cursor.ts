/**
 * A cursor is opaque to users of the SDK. The SDK itself knows its form, `<seq>` or `<seq>~<block>~<chars>`, for two
 * things: to see that a cursor stands inside a growing block, and to drop what a wire delivered twice.
 */
type Place = { seq: number; block: string | undefined; chars: number }

function parse(cursor: string): Place | undefined {
  const match = /^(\d+)(?:~(.+)~(\d+))?$/.exec(cursor)
  if (!match) return undefined
  return { seq: Number(match[1]), block: match[2], chars: Number(match[3] ?? 0) }
}

/** The growing block that the cursor stands in, if it stands in one. */
export const blockOf = (cursor: string): string | undefined => parse(cursor)?.block

/** Whether an event under `next` was told already to a reader that stands at `last`. */
export function isRepeat(last: string | undefined, next: string): boolean {
  if (last === undefined) return false
  if (last === next) return true
  const [before, now] = [parse(last), parse(next)]
  if (!before || !now || now.seq !== before.seq)
    return before !== undefined && now !== undefined && now.seq < before.seq
  if (now.block === undefined) return true
  return now.block === before.block && now.chars <= before.chars
}
