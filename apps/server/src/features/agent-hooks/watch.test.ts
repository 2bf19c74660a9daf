import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findNote, noteFolderOf, readNote } from './note.ts'
import type { HookState } from './state.ts'
import { judge } from './watch.ts'

const working: HookState = { activity: 'working', tool: 'Bash', at: 10_000 }
const waiting: HookState = { activity: 'waiting', tool: 'Bash', at: 10_000 }
const note = (status: 'idle' | 'busy' | 'waiting', statusUpdatedAt: number, lives = true) => ({
  status,
  statusUpdatedAt,
  lives,
})

test('the note of the agent is believed where it is younger than the last hook, or stays another one', () => {
  expect(judge(working, note('idle', 11_000), null, 11_500)).toEqual({
    activity: 'idle',
    tool: null,
    at: 11_500,
  })
  expect(judge(waiting, note('busy', 11_000), null, 11_500)).toMatchObject({ activity: 'working' })
  // A hook that came a moment later knows better, until they still differ after a while.
  expect(judge(working, note('idle', 9_990), null, 10_500)).toBeUndefined()
  expect(judge(working, note('idle', 9_990), null, 13_100)).toMatchObject({ activity: 'idle' })
  expect(judge(working, note('busy', 11_000), null, 900_000)).toBeUndefined()
  expect(judge(working, note('busy', 11_000, false), null, 11_500)).toBeNull()
})

test('without a note a long turn goes on while its program draws, and is over after half a minute of silence', () => {
  const hour = 3_600_000
  expect(judge(working, null, hour - 1_000, hour)).toBeUndefined()
  expect(judge(working, null, hour - 31_000, hour)).toMatchObject({ activity: 'idle', tool: null })
  expect(judge({ ...working, at: hour - 1_000 }, null, 1, hour)).toBeUndefined()
  expect(judge(working, null, null, hour)).toBeUndefined()
  expect(judge(waiting, null, 1, hour)).toBeUndefined()
})

test('only a plain file that is about this session of the agent is a note', async () => {
  const root = mkdtempSync(join(tmpdir(), 'atrium-note-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const folder = join(root, 'sessions')
  mkdirSync(folder)
  const facts = (sessionId: string, pid = process.pid) =>
    JSON.stringify({ pid, sessionId, status: 'busy', statusUpdatedAt: 5, more: true })
  expect(noteFolderOf(join(root, 'projects', '-home-x', 'abc.jsonl'))).toBe(folder)
  expect(noteFolderOf('/etc/passwd')).toBeNull()
  writeFileSync(join(root, 'elsewhere.json'), facts('abc'))
  symlinkSync(join(root, 'elsewhere.json'), join(folder, '1.json'))
  writeFileSync(join(folder, '2.json'), '{"pid":')
  writeFileSync(join(folder, '3.json'), facts('another'))
  writeFileSync(join(folder, 'x.json'), facts('abc'))
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, '4.json')])
  expect(await findNote(folder, 'abc')).toBeNull()
  expect(await findNote(join(root, 'nowhere'), 'abc')).toBeNull()
  const file = join(folder, '5.json')
  writeFileSync(file, facts('abc'))
  expect(await findNote(folder, 'abc')).toBe(file)
  expect(await readNote(file, 'abc')).toEqual(note('busy', 5))
  expect(await readNote(file, 'abd')).toBeNull()
  writeFileSync(file, facts('abc', 2 ** 22 + 1))
  expect(await readNote(file, 'abc')).toEqual(note('busy', 5, false))
})
