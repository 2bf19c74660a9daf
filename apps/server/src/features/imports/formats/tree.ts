export type Node<T> = { id: string; parent: string | null; at: string | null; value: T }

/**
 * Ways from a root to each leaf, the one to `current` first and then the newest, at most `most`. Parents that are
 * missing or go in circles end a way; nothing is visited twice on one.
 */
export function pathsOf<T>(
  nodes: readonly Node<T>[],
  current: string | null,
  most: number,
): { paths: Node<T>[][]; more: number } {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Set(nodes.map(({ parent }) => parent))
  const leaves = nodes
    .filter(({ id }) => !parents.has(id))
    .reverse()
    .sort((one, other) => compare(other.at ?? '', one.at ?? ''))
  const shown = current === null ? undefined : byId.get(current)
  // A circle has no leaf.
  const first = shown ?? leaves[0] ?? nodes.at(-1)
  if (!first) return { paths: [], more: 0 }
  const ends = [first, ...leaves.filter((leaf) => leaf !== first)]
  const paths = ends.slice(0, most).map((end) => wayTo(end, byId))
  return { paths, more: Math.max(0, ends.length - most) }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function wayTo<T>(end: Node<T>, byId: ReadonlyMap<string, Node<T>>): Node<T>[] {
  const way: Node<T>[] = []
  const seen = new Set<string>()
  for (let node: Node<T> | undefined = end; node && !seen.has(node.id); ) {
    seen.add(node.id)
    way.push(node)
    node = node.parent === null ? undefined : byId.get(node.parent)
  }
  return way.reverse()
}

/** Ways that say nothing another one does not say are left out. The first one stays first. */
export function distinct<T extends { key: string }>(paths: readonly T[][]): T[][] {
  const kept: T[][] = []
  for (const path of paths) {
    if (path.length === 0) continue
    if (kept.some((other) => isBeginning(path, other))) continue
    const longer = kept.findIndex((other) => isBeginning(other, path))
    if (longer >= 0) kept[longer] = path
    else kept.push(path)
  }
  return kept
}

const isBeginning = <T extends { key: string }>(short: readonly T[], long: readonly T[]): boolean =>
  short.length <= long.length && short.every(({ key }, index) => key === long[index]?.key)
