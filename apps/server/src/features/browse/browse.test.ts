import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'

let app: TestApp
let base: string
let home: string
beforeAll(async () => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-browse-')))
  home = join(base, 'home')
  for (const path of ['home/code/shop', 'home/.hidden', 'home/b10', 'home/b9', 'outside/deep', 'home-2'])
    mkdirSync(join(base, path), { recursive: true })
  writeFileSync(join(home, 'file'), '')
  symlinkSync('../outside', join(home, 'link'))
  app = await createTestApp({ browseRoots: [home], hostEnv: { ...process.env, HOME: home } })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  rmSync(base, { recursive: true, force: true })
})

const browse = (path?: string, more = '') =>
  app.rest('GET', `/api/browse${path === undefined ? '' : `?path=${encodeURIComponent(path)}${more}`}`)
const make = (path: string) => app.rest('POST', '/api/browse/mkdir', { path })

test('refuses without a key', async () => {
  expect((await app.rest('GET', '/api/browse', undefined, { headers: { authorization: '' } })).status).toBe(
    401,
  )
})

test('folders are listed as the page has them, links and files left out', async () => {
  const { status, body } = await browse()
  expect([status, body]).toEqual([
    200,
    {
      path: home,
      home,
      parent: null,
      truncated: false,
      entries: ['b9', 'b10', 'code'].map((name) => ({ name, path: join(home, name) })),
    },
  ])
  expect((await browse('~/code')).body).toMatchObject({
    path: join(home, 'code'),
    parent: home,
    entries: [{ name: 'shop' }],
  })
  expect((await browse('~', '&hidden=1')).body.entries[0].name).toBe('.hidden')
})

test('P17 nothing outside the roots is shown or made, by dots, links or a name that begins alike', async () => {
  for (const path of [
    '/',
    '/etc',
    join(base, 'outside'),
    join(home, 'link'),
    join(home, '..'),
    join(base, 'home-2'),
    join(home, 'link/deep'),
  ]) {
    const { status, body } = await browse(path)
    expect([path, status, body.code]).toEqual([path, 403, 'outside_roots'])
    expect((await make(join(path, 'new'))).status, path).toBe(403)
  }
  expect((await browse('relative')).status).toBe(400)
  expect((await browse(join(home, 'nothing'))).status).toBe(404)
  expect((await browse(join(home, 'file'))).status).toBe(400)
})

test('a folder is made, one level, once', async () => {
  const made = await make('~/code/new')
  expect([made.status, made.body]).toEqual([201, { path: join(home, 'code/new') }])
  expect((await make('~/code/new')).status).toBe(409)
  expect((await make('~/nothing/new')).status).toBe(404)
  expect((await make(`~/code/${'x'.repeat(256)}`)).status).toBe(400)
  expect((await make('')).status).toBe(422)
})
