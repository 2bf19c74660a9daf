import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const all = Array.from({ length: 60 }, (_, i) => `P${i + 1}`)

/** Promises about what the hub does not have yet; the feature that brings it takes its numbers from this list. */
const later: Record<string, string> = {
  P14: 'files, uploads and previews: no route serves bytes that somebody else wrote',
  P16: 'the browser preview',
  P23: 'git',
  P24: 'git',
  P33: 'web push',
  P35: 'hooks',
  P38: 'bots',
  P60: 'updates',
}

/** Numbers that begin the names of tests, with where they stand. */
function named(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const path of globSync('{apps,packages}/*/{src,test,e2e}/**/*.{test,e2e}.{ts,tsx}', { cwd: root }))
    for (const [, numbers = ''] of readFileSync(`${root}/${path}`, 'utf8').matchAll(/['"`]((?:P\d+ )+)\w/g))
      for (const number of numbers.trim().split(' '))
        found.set(number, (found.get(number) ?? new Set()).add(path))
  return found
}

test('every promise has a test that begins with its number, or a reason why it comes later', () => {
  const found = named()
  expect(all.filter((number) => !found.has(number) && !(number in later))).toEqual([])
})

test('no test names a promise that nobody made, and nothing listed for later is a stranger', () => {
  expect([...named().keys(), ...Object.keys(later)].filter((number) => !all.includes(number))).toEqual([])
})
