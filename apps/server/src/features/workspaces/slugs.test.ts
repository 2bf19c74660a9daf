import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSlug, slugsFor } from './slugs.ts'

const first = (name: string): string | undefined => slugsFor(name).next().value ?? undefined

test.each([
  ['Garden', 'garden'],
  ['My Garden!', 'my-garden'],
  ['  --a__b--  ', 'a-b'],
  ['Сад', 'workspace'],
  ['', 'workspace'],
  ['../../etc', 'etc'],
  ['7', '7'],
])('the slug of %j is %j', (name, slug) => expect(first(name)).toBe(slug))

test('further slugs are numbered', () => {
  const slugs = slugsFor('Garden')
  expect([slugs.next().value, slugs.next().value, slugs.next().value]).toEqual([
    'garden',
    'garden-2',
    'garden-3',
  ])
})

test('whatever the name, its first thousand slugs are slugs and all different', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
      const slugs = new Set<string>()
      for (const slug of slugsFor(name)) if (slugs.add(slug).size === 1_000) break
      expect([...slugs].every(isSlug)).toBe(true)
    }),
    { numRuns: 50 },
  )
})
