// Folders where something stands in the way of a file.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createClient } from '@atrium/sdk'
import { createTestApp, type TestApp } from '@atrium/server/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openLocal } from './local.ts'
import { syncFolder } from './run.ts'
import { readState } from './state.ts'

let app: TestApp
let base: string
let root: string
let folder: string
let count = 0
beforeAll(async () => {
  app = await createTestApp()
  writeFileSync(join(app.vault, 'README.md'), 'never empty')
  base = await realpath(await mkdtemp(join(tmpdir(), 'atrium-places-')))
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await rm(base, { recursive: true, force: true })
})
beforeEach(() => {
  root = `P${++count}`
  folder = join(base, root)
  mkdirSync(folder)
})

const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
const here = (path: string) => join(folder, path)
const there = (path: string) => join(app.vault, root, path)
function put(path: string | Buffer, content: string) {
  if (typeof path === 'string') mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
const sync = async ({ into = folder } = {}) => {
  const state = await readState(into, { url: app.url, root, say: () => undefined })
  return syncFolder({
    hub: createClient({ baseUrl: app.url, token: app.token }),
    local: openLocal(into),
    state,
    device: 'phone',
    say: () => undefined,
  })
}

test('a folder that became a file, and a file that became a folder, do so on the other side', async () => {
  for (const [from, to] of [
    [here, there],
    [there, here],
  ] as const) {
    const names = from === here ? ['a', 'b'] : ['c', 'd']
    const [one = '', other = ''] = names
    put(from(`${one}/deep/x.md`), 'x')
    put(from(other), 'other')
    put(from('keep.md'), 'keep')
    expect((await sync()).errors).toEqual([])
    rmSync(from(one), { recursive: true })
    put(from(one), 'now a file')
    rmSync(from(other))
    put(from(`${other}/y.md`), 'y')
    expect((await sync()).errors).toEqual([])
    expect(readFileSync(to(one), 'utf8')).toBe('now a file')
    expect(readFileSync(to(`${other}/y.md`), 'utf8')).toBe('y')
  }
})

test('a folder with anything in it is never cleared for a file', async () => {
  put(there('a'), 'a')
  put(here('a/.hidden'), 'mine')
  put(here('b.md'), 'b')
  expect((await sync()).errors).toEqual(['a: it is changing, or another file has its name'])
  expect(readFileSync(here('a/.hidden'), 'utf8')).toBe('mine')
  put(here('c'), 'c')
  put(there('c/.hidden'), 'hub')
  expect((await sync()).errors).toContain('c: There is a folder of this name: c')
  expect(readFileSync(there('c/.hidden'), 'utf8')).toBe('hub')
})

test('a folder whose name is no text does not stop the others', async () => {
  mkdirSync(Buffer.concat([Buffer.from(`${folder}/bad`), Buffer.from([0xff])]))
  put(here('a.md'), 'a')
  expect(await sync()).toMatchObject({ done: 1, errors: [] })
})

test('a name that this disk does not take is told, and the others come', async () => {
  let deep = folder
  while (deep.length < 3_700) deep = join(deep, 'd'.repeat(200))
  mkdirSync(deep, { recursive: true })
  put(there(`${'n'.repeat(200)}/${'m'.repeat(240)}.md`), 'long')
  put(there('z.md'), 'z')
  const { done, errors } = await sync({ into: deep })
  expect([done, errors]).toEqual([
    1,
    [expect.stringMatching(/: the disk here does not take it \(ENAMETOOLONG\)$/)],
  ])
})

test('what the hub did not delete is told', async () => {
  put(here('a.md'), 'a')
  put(here('b.md'), 'b')
  await sync()
  rmSync(here('a.md'))
  rmSync(join(app.vault, '.atrium/trash'), { recursive: true, force: true })
  put(join(app.vault, '.atrium/trash'), 'in the way')
  const { errors } = await sync()
  rmSync(join(app.vault, '.atrium/trash'))
  expect(errors).toEqual([expect.stringMatching(/^a\.md: /)])
  expect(readFileSync(there('a.md'), 'utf8')).toBe('a')
})

test('names in two Unicode forms, folder and file, come and go', async () => {
  const path = `${'Caf\u00e9'.normalize('NFD')}/${'r\u00e9sum\u00e9.md'.normalize('NFC')}`
  put(there(path), 'a')
  expect(await sync()).toMatchObject({ done: 1, errors: [] })
  const mine = here(path.normalize('NFC'))
  expect(readFileSync(mine, 'utf8')).toBe('a')
  put(mine, 'b')
  await sync()
  expect(readFileSync(there(path), 'utf8')).toBe('b')
})

test('P51 what agreed with one hub overwrites and deletes nothing for the sake of another', async () => {
  put(here('a.md'), 'mine')
  put(there('a.md'), 'of another hub')
  put(there('b.md'), 'both')
  const files = { 'a.md': { base: sha('mine') }, 'b.md': { base: sha('both') } }
  put(here('.atrium-sync.json'), JSON.stringify({ version: 1, url: 'https://another.example', root, files }))
  expect(await sync()).toMatchObject({ conflicts: 1, errors: [] })
  expect(readFileSync(here('b.md'), 'utf8')).toBe('both')
  const day = new Date().toISOString().slice(0, 10)
  expect(readFileSync(here(`a (conflict phone ${day}).md`), 'utf8')).toBe('mine')
})

test('P51 a memory that somebody wrote neither leads out of the folder nor stops the sync', async () => {
  put(join(base, 'outside.md'), 'outside')
  put(join(base, 'victim'), 'victim')
  symlinkSync(join(base, 'victim'), here('.atrium-sync.json.draft'))
  const files = {
    '../outside.md': { base: 'x' },
    'a.md': { base: 'x', stamp: 'y', hash: 'z' },
    __proto__: {},
  }
  put(here('.atrium-sync.json'), JSON.stringify({ version: 1, url: app.url, root, files }))
  put(here('a.md'), 'a')
  expect(await sync()).toMatchObject({ done: 1, errors: [] })
  expect(readFileSync(join(base, 'outside.md'), 'utf8')).toBe('outside')
  expect(readFileSync(join(base, 'victim'), 'utf8')).toBe('victim')
})
