import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const all = Array.from({ length: 60 }, (_, i) => `P${i + 1}`)

/** Numbers that begin the names of tests, with where they stand. */
function named(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const path of globSync('{apps,packages}/*/{src,test,e2e}/**/*.{test,e2e}.{ts,tsx}', { cwd: root }))
    for (const [, numbers = ''] of readFileSync(`${root}/${path}`, 'utf8').matchAll(/['"`]((?:P\d+ )+)\w/g))
      for (const number of numbers.trim().split(' '))
        found.set(number, (found.get(number) ?? new Set()).add(path))
  return found
}

test('every promise has a test that begins with its number', () => {
  const found = named()
  expect(all.filter((number) => !found.has(number))).toEqual([])
})

test('no test names a promise that nobody made', () => {
  expect([...named().keys()].filter((number) => !all.includes(number))).toEqual([])
})
