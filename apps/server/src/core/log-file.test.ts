import { closeSync, fstatSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLogFile } from './log-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atrium-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const entry = (n: number): string => `${JSON.stringify({ level: 30, msg: `entry ${n}` })}\n`

test('a folder that was taken away is made again, and no file of anybody else is written to or closed', () => {
  const logs = join(folder, 'logs')
  const file = openLogFile(logs, 200)
  for (let n = 0; n < 3; n++) file.write(entry(n))
  rmSync(logs, { recursive: true })
  // A file stands where the folder was: no log can be opened there.
  closeSync(openSync(logs, 'w'))
  for (let n = 0; n < 20; n++) file.write(entry(n))
  const strangers = [...Array(5).keys()].map((n) => openSync(join(folder, `stranger ${n}`), 'w'))
  for (let n = 0; n < 20; n++) file.write(entry(n))
  for (const stranger of strangers) {
    expect(fstatSync(stranger).size).toBe(0)
    closeSync(stranger)
  }
  rmSync(logs)
  for (let n = 0; n < 20; n++) file.write(entry(n))
  expect(readdirSync(logs)).toContain('atrium.log')
  file.close()
  const after = openSync(join(folder, 'after'), 'w')
  file.write(entry(0))
  expect(fstatSync(after).size).toBe(0)
  closeSync(after)
})

test('entries that push the files on while they are read back make none come twice', async () => {
  const file = openLogFile(folder, 400)
  for (let n = 0; n < 30; n++) file.write(entry(n))
  let more = 1000
  const found = await file.tail(100, (line) => {
    file.write(entry(more++))
    return !line.includes('entry 1000')
  })
  expect(found.length).toBeGreaterThan(10)
  expect(new Set(found).size).toBe(found.length)
  file.close()
})

test('the size of a file counts bytes', () => {
  const file = openLogFile(folder, 1_000)
  for (let n = 0; n < 40; n++) file.write(`${JSON.stringify({ level: 30, msg: '€'.repeat(60) })}\n`)
  for (const name of readdirSync(folder)) {
    const fd = openSync(join(folder, name), 'r')
    expect(fstatSync(fd).size).toBeLessThanOrEqual(1_000)
    closeSync(fd)
  }
  file.close()
})
