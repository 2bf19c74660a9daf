/** Hashes of files by path. */
export type Hashes = ReadonlyMap<string, string>

export type Action =
  /** `base`: what the hub held when the two sides last agreed, null for nothing. */
  | { kind: 'push'; path: string; base: string | null }
  /** `local`: what the file must still hold here, null for no file. */
  | { kind: 'pull'; path: string; local: string | null }
  | { kind: 'remove here'; path: string; local: string }
  | { kind: 'remove there'; path: string; remote: string }
  /** The sides agree already; only our memory does not. */
  | { kind: 'settle'; path: string; base: string | null }

export type Sides = {
  local: Hashes
  remote: Hashes
  /** Files that the hub had and that were deleted there. */
  deleted: Hashes
  /** What both sides held when they last agreed. */
  base: Hashes
}

/**
 * What has to be done, file by file: the side that did not change follows the one that did; where both changed, the hub is
 * asked to keep both; an edit wins over a deletion. Nothing is deleted here without the hub's word that it was deleted there.
 */
export function planSync(sides: Sides): Action[] {
  const paths = new Set([...sides.local.keys(), ...sides.remote.keys(), ...sides.base.keys()])
  return [...paths].sort().flatMap((path) => actionFor(path, sides) ?? [])
}

function actionFor(path: string, sides: Sides): Action | null {
  const local = sides.local.get(path) ?? null
  const remote = sides.remote.get(path) ?? null
  const base = sides.base.get(path) ?? null
  if (local === remote) return base === local ? null : { kind: 'settle', path, base: local }
  if (local === null) return gone(path, remote, base)
  if (remote !== null) return local === base ? { kind: 'pull', path, local } : { kind: 'push', path, base }
  const isDeletion = local === base && sides.deleted.has(path)
  return isDeletion ? { kind: 'remove here', path, local } : { kind: 'push', path, base }
}

/** Not here any more, or not yet. */
function gone(path: string, remote: string | null, base: string | null): Action | null {
  if (remote === null) return null
  return remote === base ? { kind: 'remove there', path, remote } : { kind: 'pull', path, local: null }
}
