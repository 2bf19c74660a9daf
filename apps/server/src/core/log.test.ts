import { closeSync, openSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createLog, standardError } from './log.ts'

test('a standard error that takes nothing costs its own entries alone', () => {
  const full = openSync('/dev/full', 'w')
  const lines: string[] = []
  const log = createLog('info', standardError(full), { write: (line: string) => lines.push(line) })
  log.info('one')
  closeSync(full)
  log.info('two')
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['one', 'two'])
})
