/** The version that most likely follows: `1.2.0` → `1.3.0`, `7` → `8`; nothing where it cannot be guessed. */
export function nextVersion(version: string): string {
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+/.exec(version) ?? []
  if (major !== undefined && minor !== undefined) return `${major}.${Number(minor) + 1}.0`
  const [, start, last] = /^(.*?)(\d+)$/.exec(version) ?? []
  return last === undefined ? '' : `${start}${Number(last) + 1}`
}
