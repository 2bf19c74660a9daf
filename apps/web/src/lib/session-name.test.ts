import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeName, isSessionName, shownName } from './session-name.ts'

test('the prefix of the hub is not shown', () => {
  expect(shownName('cc-shop')).toBe('shop')
  expect(shownName('cc-')).toBe('cc-')
  expect(shownName('mine')).toBe('mine')
})
test('a suggested name is free and allowed, whatever it is made from', () => {
  expect(freeName('shop', ['cc-shop', 'shop-2'])).toBe('shop-3')
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (base, taken) => {
      const name = freeName(base, taken)
      expect(isSessionName(name)).toBe(true)
      expect(taken.map(shownName)).not.toContain(name)
    }),
  )
})
