/** The hub's own sessions carry this in front; people need not see it. */
const prefix = 'cc-'

/** A session's name as people see it. */
export const shownName = (name: string): string =>
  name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name

const allowed = /^[\w\-. ]{1,61}$/
export const isSessionName = (name: string): boolean => allowed.test(name) && name.trim() !== ''

/** A name nobody has, made from a folder or a program. */
export function freeName(base: string, taken: readonly string[]): string {
  const clean =
    base
      .replaceAll(/[^\w\-. ]/g, '-')
      .replaceAll(/^[-. ]+|[-. ]+$/g, '')
      .slice(0, 40) || 'terminal'
  const shown = new Set(taken.map(shownName))
  if (!shown.has(clean)) return clean
  for (let number = 2; ; number++) if (!shown.has(`${clean}-${number}`)) return `${clean}-${number}`
}
