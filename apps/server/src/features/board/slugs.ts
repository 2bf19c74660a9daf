import { createHash } from 'node:crypto'

const slugChars = 48

/**
 * What session, branch and working tree of a card are called after: letters that git, tmux and every file system take as
 * they are. No dots, so no `..` and no `.lock`; a title without such letters gets a name out of the card's id.
 */
export function slugOf(title: string, id: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, slugChars)
    .replace(/-+$/, '')
  return plain === '' ? `idea-${createHash('sha256').update(id).digest('hex').slice(0, 8)}` : plain
}

/** The slug, then with -2, -3 …, never longer than a slug may be. */
export function* slugsFrom(slug: string): Generator<string> {
  yield slug
  for (let n = 2; n < 10_000; n++) {
    const end = `-${n}`
    yield `${slug.slice(0, slugChars - end.length)}${end}`
  }
}

export const branchOf = (slug: string): string => `idea/${slug}`
