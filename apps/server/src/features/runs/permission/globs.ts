// Globs of standing rules. Both sides are written by others, so the time is bounded: only the last star ever goes back.

type Sign = { star: true } | { star: false; fits(char: string): boolean }
type Part = 'folders' | readonly Sign[]

const any: Sign = { star: false, fits: () => true }
const one = (wanted: string): Sign => ({ star: false, fits: (char) => char === wanted })

/** `[a-z]`, `[!a-z]`; null when it is not closed, and then a bracket is a bracket. */
function readClass(text: string, begin: number): { sign: Sign; end: number } | null {
  const end = text.indexOf(']', begin + 2)
  if (end === -1) return null
  const negated = text[begin + 1] === '!' || text[begin + 1] === '^'
  const inside = text.slice(begin + (negated ? 2 : 1), end)
  if (inside === '') return null
  const ranges: [string, string][] = []
  for (let at = 0; at < inside.length; at++) {
    const from = inside[at] ?? ''
    const isRange = inside[at + 1] === '-' && at + 2 < inside.length
    ranges.push([from, isRange ? (inside[at + 2] ?? from) : from])
    if (isRange) at += 2
  }
  const isIn = (char: string) => ranges.some(([from, to]) => char >= from && char <= to)
  return { sign: { star: false, fits: (char) => isIn(char) !== negated }, end }
}

function readPart(text: string): Part {
  if (text === '**') return 'folders'
  const signs: Sign[] = []
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    const found = char === '[' ? readClass(text, at) : null
    if (found) {
      signs.push(found.sign)
      at = found.end
    } else if (char === '*') signs.push({ star: true })
    else if (char === '?') signs.push(any)
    else if (char === '\\' && at + 1 < text.length) signs.push(one(text[++at] ?? ''))
    else signs.push(one(char))
  }
  return signs
}

/** Whether `items` is the sequence; a wild one stands for any number of items. */
function matches<Sign, Item>(
  sequence: readonly Sign[],
  items: ArrayLike<Item>,
  isWild: (sign: Sign) => boolean,
  fits: (sign: Sign, item: Item) => boolean,
): boolean {
  let at = 0
  let item = 0
  let wild = -1
  let resume = 0
  while (item < items.length) {
    const sign = sequence[at]
    if (sign !== undefined && isWild(sign)) {
      wild = at++
      resume = item
    } else if (sign !== undefined && fits(sign, items[item] as Item)) {
      at++
      item++
    } else if (wild !== -1) {
      at = wild + 1
      item = ++resume
    } else return false
  }
  return sequence.slice(at).every(isWild)
}

const partFits = (part: Part, text: string): boolean =>
  part !== 'folders' &&
  matches<Sign, string>(
    part,
    text,
    ({ star }) => star,
    (sign, char) => !sign.star && sign.fits(char),
  )

/** Alternatives `{a,b}` written out; null when they are too many. */
export function alternatives(pattern: string): string[] | null {
  let done: string[] = ['']
  for (let at = 0; at < pattern.length; at++) {
    const end = pattern[at] === '{' ? pattern.indexOf('}', at) : -1
    const inside = end === -1 ? '' : pattern.slice(at + 1, end)
    if (pattern[at] === '\\') {
      const escaped = pattern.slice(at, ++at + 1)
      done = done.map((begin) => begin + escaped)
    } else if (inside.includes(',') && !/[{\\]/.test(inside)) {
      const choices = inside.split(',')
      if (done.length * choices.length > maxAlternatives) return null
      done = done.flatMap((begin) => choices.map((choice) => begin + choice))
      at = end
    } else done = done.map((begin) => begin + pattern[at])
  }
  return done
}

const maxAlternatives = 64

/** `**` stands for whole folders only, so that `Blogs**` does not cover `Blogs-private`. */
const wholeFolders = (pattern: string): string =>
  pattern.replace(/([^/])\*\*/g, '$1/**').replace(/\*\*(?=[^/])/g, '**/')

/**
 * A glob over paths: `*` and `?` inside one name, `**` over folders, `[a-z]`, `{a,b}`, and `\\` before what is meant as it
 * stands. Dots are ordinary.
 */
export function compileGlob(pattern: string): (path: string) => boolean {
  const choices = alternatives(wholeFolders(pattern.replace(/^(\.\/)+/, ''))) ?? []
  const globs = choices.map((choice) => choice.split('/').map(readPart))
  return (path) => {
    const parts = path.split('/')
    return globs.some((glob) => matches<Part, string>(glob, parts, (part) => part === 'folders', partFits))
  }
}

export const globCovers = (pattern: string, path: string): boolean => compileGlob(pattern)(path)
