/**
 * What pending changesets say will break: the names in backticks on their lines that begin with `Breaking:`. They count only
 * with a bump that tells: `major`, and before 1.0 `minor`.
 */
export function announced(changesets: readonly string[], version: string): Set<string> {
  const enough = version.startsWith('0.') ? /: (minor|major)$/m : /: major$/m
  const telling = changesets.filter((text) => enough.test(text.split(/^---$/m)[1] ?? ''))
  const lines = telling.flatMap((text) => text.match(/^Breaking: .+(\n(?!\n).+)*/gm) ?? [])
  return new Set(lines.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, place = '']) => place)))
}
