/** A column is renumbered when neighbours come closer than this: halving goes on for ever, numbers do not. */
const closest = 1e-6

type Placed = { id: string; position: number }

/**
 * Where a card comes to lie in a column that it is not in: behind whatever has the same number, at the end where none is given.
 * `renumbered` is the whole column when it had to be.
 */
export function place(
  column: readonly Placed[],
  id: string,
  order: number | undefined,
): { position: number; renumbered: Placed[] | null } {
  const last = column.at(-1)
  const position = order ?? (last ? Math.floor(last.position) + 1 : 0)
  const at = column.findIndex((one) => one.position > position)
  const index = at === -1 ? column.length : at
  const before = column[index - 1]
  const after = column[index]
  const tight =
    Math.abs(position) > Number.MAX_SAFE_INTEGER / 4 ||
    (before !== undefined && position - before.position < closest) ||
    (after !== undefined && after.position - position < closest)
  if (!tight) return { position, renumbered: null }
  const renumbered = [...column.slice(0, index), { id, position }, ...column.slice(index)].map((one, n) => ({
    id: one.id,
    position: n,
  }))
  return { position: index, renumbered }
}
