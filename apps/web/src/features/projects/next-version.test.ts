import { expect, test } from 'vitest'
import { nextVersion } from './next-version.ts'

test.each([
  ['1.2.0', '1.3.0'],
  ['0.9.9-rc.1', '0.10.0'],
  ['7', '8'],
  ['2026-01', '2026-2'],
  ['next', ''],
  ['', ''],
])('after %s comes %s', (version, next) => expect(nextVersion(version)).toBe(next))
