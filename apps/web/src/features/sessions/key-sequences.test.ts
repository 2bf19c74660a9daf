import { expect, test } from 'vitest'
import { keySequence, withModifiers } from './key-sequences.ts'

const none = { ctrl: false, alt: false }

test('arrows follow the mode the program asked for', () => {
  expect(keySequence('up', none, false)).toBe('\x1b[A')
  expect(keySequence('up', none, true)).toBe('\x1bOA')
  expect(keySequence('left', { ctrl: true, alt: false }, true)).toBe('\x1b[1;5D')
  expect(keySequence('pageDown', { ctrl: false, alt: true }, false)).toBe('\x1b[6;3~')
  expect(keySequence('escape', none, false)).toBe('\x1b')
})
test('a held Ctrl or Alt changes the next character and no more', () => {
  expect(withModifiers('c', { ctrl: true, alt: false })).toBe('\x03')
  expect(withModifiers('C', { ctrl: true, alt: false })).toBe('\x03')
  expect(withModifiers('bcd', { ctrl: false, alt: true })).toBe('\x1bbcd')
  expect(withModifiers(' ', { ctrl: true, alt: false })).toBe('\0')
  expect(withModifiers('é', { ctrl: true, alt: false })).toBe('é')
  expect(withModifiers('', { ctrl: true, alt: true })).toBe('')
})
