/**
 * Whether a name fits a pattern of `*`, `?`, `[a-z]` and `[!a-z]`, upper and lower case told apart. Takes time in
 * proportion to name × pattern at most, whatever the pattern.
 */
export function createPattern(pattern: string): (name: string) => boolean {
  const parts = parse(pattern)
  return (name) => fits(parts, Array.from(name))
}

type Part = '*' | ((sign: string) => boolean)

function parse(pattern: string): Part[] {
  const signs = Array.from(pattern)
  const parts: Part[] = []
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at] ?? ''
    if (sign === '*') parts.push('*')
    else if (sign === '?') parts.push(() => true)
    else if (sign === '[') {
      const set = setAt(signs, at)
      parts.push(set ? set.has : (other) => other === '[')
      at = set?.end ?? at
    } else parts.push((other) => other === sign)
  }
  return parts
}

/** A set such as `[!a-z_]`, which begins at `at`; null where no `]` ends it, and `[` means itself. */
function setAt(signs: readonly string[], at: number): { has: (sign: string) => boolean; end: number } | null {
  const negated = signs[at + 1] === '!'
  const begin = at + (negated ? 2 : 1)
  // A `]` in the first place is a member.
  const end = signs.indexOf(']', begin + 1)
  if (end === -1) return null
  const ranges: [string, string][] = []
  for (let each = begin; each < end; each++) {
    const from = signs[each] ?? ''
    const isRange = signs[each + 1] === '-' && each + 2 < end
    ranges.push([from, isRange ? (signs[each + 2] ?? from) : from])
    if (isRange) each += 2
  }
  return { has: (sign) => ranges.some(([from, to]) => from <= sign && sign <= to) !== negated, end }
}

/** Only the last star has ever to be gone back to. */
function fits(parts: readonly Part[], name: readonly string[]): boolean {
  let part = 0
  let sign = 0
  let star = -1
  let mark = 0
  while (sign < name.length) {
    const now = parts[part]
    if (now === '*') {
      star = part++
      mark = sign
    } else if (now?.(name[sign] ?? '')) {
      part++
      sign++
    } else if (star !== -1) {
      part = star + 1
      sign = ++mark
    } else return false
  }
  while (parts[part] === '*') part++
  return part === parts.length
}

const binaries = /\.(?:wav|mp3|m4a|ogg|opus|png|jpe?g|gif|webp|pdf)$/i

/** Which files of a root are wanted; `enters` says which folders can hold any. Paths below the root, folders with `/`. */
export type Selection = { wants: (path: string) => boolean; enters: (folder: string) => boolean }

export function selectionOf({
  pattern,
  include_binary,
}: {
  pattern: string
  include_binary: boolean
}): Selection {
  const matches = createPattern(pattern)
  return {
    wants: (path) => {
      const name = path.slice(path.lastIndexOf('/') + 1)
      return matches(name) || (include_binary && binaries.test(name))
    },
    enters: () => true,
  }
}

/** What belongs to one day of a journal; null when the text is no day. */
export function selectionOfDay(date: string): Selection | null {
  const month = /^(\d{4}-\d{2})-\d{2}$/.exec(date)?.[1]
  if (month === undefined || Number.isNaN(Date.parse(`${date}T00:00:00Z`))) return null
  const files = [
    `journals/${date}.md`,
    `reflections/${date}.md`,
    `chat-log/${date}.json`,
    `chat-log/${date}.md`,
  ]
  const folders = ['journals/', 'reflections/', 'chat-log/', 'assets/', `assets/${date}/`, `assets/${month}/`]
  return {
    wants: (path) =>
      files.includes(path) ||
      isIn(path, `assets/${date}/`) ||
      (isIn(path, `assets/${month}/`) && path.startsWith(`assets/${month}/${date}`)),
    enters: (folder) => folders.includes(folder),
  }
}

const isIn = (path: string, folder: string): boolean =>
  path.startsWith(folder) && !path.includes('/', folder.length)
