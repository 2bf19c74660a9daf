const shape = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/

/** Three numbers; null for anything else, pre-releases included. */
export function parseVersion(text: string): readonly [number, number, number] | null {
  const [, major, minor, patch] = shape.exec(text.trim()) ?? []
  return major === undefined ? null : [Number(major), Number(minor), Number(patch)]
}

/** Whether `a` comes after `b`; what is no version comes after nothing. */
export function isNewer(a: string, b: string): boolean {
  const [one, other] = [parseVersion(a), parseVersion(b)]
  if (!one || !other) return false
  const at = one.findIndex((part, index) => part !== other[index])
  return at !== -1 && (one[at] ?? 0) > (other[at] ?? 0)
}

/** The newest of tags that are versions, without the `v`; null when none is. */
export function newestOf(tags: readonly string[]): string | null {
  const found = tags
    .filter((tag) => tag.startsWith('v') && parseVersion(tag))
    .reduce<string | null>((best, tag) => (best === null || isNewer(tag, best) ? tag : best), null)
  return found === null ? null : found.slice(1)
}
