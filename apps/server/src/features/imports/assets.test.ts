import { basename, extname, join, normalize } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanName } from './assets.ts'

test('P30 no name leaves its folder, hides itself, or means something to a system', () => {
  const pieces = fc.constantFrom(
    '..',
    '/',
    '\\',
    '\0',
    'CON',
    'nul',
    '.',
    '-',
    ' ',
    '\u202e',
    '\u200b',
    'a',
    'é',
    '😀',
    '.exe',
    '.tar.gz',
    '%2e',
    ':',
    '*',
    '\n',
  )
  const name = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
    fc.string({ minLength: 250, maxLength: 400 }),
  )
  fc.assert(
    fc.property(name, (text) => {
      const clean = cleanName(text, '0123abcd')
      expect(basename(clean)).toBe(clean)
      expect(normalize(join('/vault', clean))).toBe(`/vault/${clean}`)
      expect(clean).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._-]*-0123abcd(\.[A-Za-z0-9]+)?$/u)
      expect(clean.isWellFormed()).toBe(true)
      expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(255)
      expect(clean.replace(/-0123abcd.*/, '')).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/i)
    }),
    { numRuns: 10_000 },
  )
})

test('P30 a name keeps what is good of it', () => {
  expect(cleanName('plan der Beete (2).png', '1')).toBe('plan-der-Beete-2-1.png')
  expect(cleanName('../../etc/passwd', '1')).toBe('passwd-1')
  expect(cleanName('.bashrc', '1')).toBe('bashrc-1')
  expect(extname(cleanName(`x.${'y'.repeat(40)}`, '1'))).toBe('')
})
