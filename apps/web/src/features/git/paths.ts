/** A path as it counts from a folder; null when it leads out of it. Relative paths count from there already. */
export function belowFolder(folder: string | null, path: string): string | null {
  if (path.startsWith('~')) return null
  const parts: string[] = []
  const root = folder?.replace(/\/+$/, '') ?? ''
  const isAbsolute = path.startsWith('/')
  if (isAbsolute && path !== root && !path.startsWith(`${root}/`)) return null
  const rest = isAbsolute ? path.slice(root.length) : path
  for (const part of rest.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.pop() === undefined) return null
    if (part !== '..') parts.push(part)
  }
  return parts.join('/')
}
