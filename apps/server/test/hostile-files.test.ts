import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../src/testing.ts'
import { accepts, expectRefusal, hostileValues, placeOf, requestOf, restDoors } from './hostile.ts'

/** Every so many values of each field; all of them: `HOSTILE_STEP=1`. */
const step = Number(process.env['HOSTILE_STEP'] ?? 4)

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  mkdirSync(join(app.vault, 'notes'))
  mkdirSync(join(app.vault, '.atrium/modules'), { recursive: true })
  writeFileSync(join(app.vault, 'notes/a.md'), 'a')
  symlinkSync(app.home, join(app.vault, 'notes/out'))
})
afterAll(() => app[Symbol.asyncDispose]())

const right: Record<string, unknown> = {
  root: 'notes',
  path: 'notes/a.md',
  paths: ['a.md'],
  content: 'a',
  files: [{ path: 'a.md', content: 'a' }],
  since: 0,
}
const doors = restDoors.filter(({ name }) => /^(files|sync)\./.test(name))
/** Files and what is in them, but for those of the hub itself. */
const inHome = () =>
  readdirSync(app.home, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !/atrium\.db|log|lock/.test(name),
  )
const guarded = () => readdirSync(join(app.vault, '.atrium/modules'))

test('P17 P45 no value of any field of the file routes gives more than a refusal, or leaves the vault', async () => {
  expect(doors.map(({ name }) => name)).toHaveLength(8)
  const before = inHome()
  let calls = 0
  for (const door of doors) {
    const values = Object.fromEntries(Object.entries(right).filter(([field]) => field in door.fields))
    if (door.name === 'files.list') values['path'] = 'notes'
    for (const field of Object.keys(door.fields))
      for (const [index, value] of hostileValues.entries()) {
        if ((index + field.length) % step !== 0) continue
        const { method, path, body } = requestOf(door, { ...values, [field]: value })
        const answer = await app.rest(method, path, body)
        const about = `${method} ${path.slice(0, 200)} ${body?.slice(0, 200)}`
        calls++
        expect(answer.status, about).toBeLessThan(500)
        if (answer.status >= 400) expectRefusal(answer, about)
        if (!accepts(door, field, value) && placeOf(door, field) === 'body')
          expect(answer.status, about).toBe(422)
        expect(JSON.stringify(answer.body), about).not.toContain('root:x:0')
      }
  }
  expect(calls).toBeGreaterThan(500)
  expect(inHome()).toEqual(before)
  expect(guarded()).toEqual([])
  expect(existsSync(join(app.vault, '../passwd'))).toBe(false)
}, 300_000)

test('P17 P45 no path of a list, and no hash or content beside it, does either', async () => {
  const inner = [...hostileValues.filter((_, index) => index % step === 0), 'a.md']
  for (const value of inner) {
    for (const file of [
      { path: value, content: 'x' },
      { path: 'b.md', content: value },
      { path: 'b.md', content: 'x', base_hash: value },
      { path: 'b.md', content: 'x', is_binary: value },
      value,
    ]) {
      const answer = await app.rest('POST', '/api/sync/push', { root: 'notes', files: [file] })
      expect(answer.status, JSON.stringify(file).slice(0, 200)).toBeLessThan(500)
    }
    for (const [method, path, body] of [
      ['POST', '/api/sync/pull', { root: 'notes', paths: [value] }],
      ['POST', '/api/sync/push', { root: 'notes', files: [], device: value }],
    ] as const) {
      const answer = await app.rest(method, path, body)
      expect(answer.status, JSON.stringify(value)?.slice(0, 200)).toBeLessThan(500)
    }
  }
  expect(guarded()).toEqual([])
  expect(readFileSync(join(app.vault, 'notes/a.md'), 'utf8').length).toBeLessThan(200_000)
  rmSync(join(app.vault, 'notes'), { recursive: true })
}, 300_000)
