/**
 * How far everything is done, for numbers that only grow: what is told to a platform, or kept for the next start, may not
 * pass what is still being handed in.
 */
export function createWatermark(start: bigint) {
  const open = new Map<bigint, number>()
  let highest = start
  return {
    /** Gives what has to be called once, when this number is done. */
    begin(number: bigint): () => void {
      open.set(number, (open.get(number) ?? 0) + 1)
      if (number > highest) highest = number
      let over = false
      return () => {
        if (over) return
        over = true
        const left = (open.get(number) ?? 1) - 1
        if (left === 0) open.delete(number)
        else open.set(number, left)
      }
    },
    /** Everything up to here is done. */
    reached(): bigint {
      let lowest = highest + 1n
      for (const number of open.keys()) if (number < lowest) lowest = number
      return lowest - 1n
    },
    open: (): number => open.size,
  }
}
