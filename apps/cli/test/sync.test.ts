import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type SpawnedServer, spawnServer } from '@atrium/server/testing'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { lockFolder } from '../src/sync/state.ts'

const main = join(import.meta.dirname, '../src/main.ts')

let server: SpawnedServer
let base: string
let root: string
let count = 0
beforeAll(async () => {
  server = await spawnServer()
  writeFileSync(join(server.vault, 'README.md'), 'never empty')
  base = await mkdtemp(join(tmpdir(), 'atrium-cli-sync-'))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(base, { recursive: true, force: true })
})
beforeEach(() => {
  root = `R${++count}`
})

const folderOf = (device: string) => join(base, `${root}-${device}`)
const onHub = (path: string) => join(server.vault, root, path)

function put(folder: string, files: Record<string, string | Buffer>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

function tree(folder: string): Record<string, string> {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return Object.fromEntries(
    found
      .filter((name) => !name.split('/').some((part) => part.startsWith('.')))
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )
}

function launch(device: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(
    process.execPath,
    [main, 'sync', folderOf(device), '--root', root, '--device', device, ...args],
    {
      env: {
        PATH: process.env['PATH'],
        HOME: base,
        ATRIUM_URL: server.url,
        ATRIUM_TOKEN: server.token,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  })
  return child
}

async function sync(device: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) {
  const child = launch(device, args, env)
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

test('brings two folders and the vault into step, and says what it does', async () => {
  put(folderOf('phone'), {
    'a.md': 'a',
    'deep/b.md': 'grüße',
    'c.png': Buffer.from([0, 1, 255]),
    '.hidden': 'stays',
    'empty.md': '',
  })
  put(join(server.vault, root), { 'hub.md': 'hub' })
  const first = await sync('phone')
  expect([first.code, first.err]).toEqual([0, ''])
  expect(first.out.split('\n').sort()).toEqual(
    [
      'In step: 5 done.',
      'pull  hub.md',
      'push  a.md',
      'push  c.png',
      'push  deep/b.md',
      'push  empty.md',
      '',
    ].sort(),
  )
  expect((await sync('phone')).out).toBe('In step.\n')
  expect((await sync('laptop')).code).toBe(0)
  expect(tree(folderOf('laptop'))).toEqual(tree(join(server.vault, root)))
  expect(readFileSync(join(folderOf('laptop'), 'c.png'))).toEqual(Buffer.from([0, 1, 255]))
  expect(existsSync(onHub('.hidden'))).toBe(false)

  rmSync(join(folderOf('phone'), 'a.md'))
  put(folderOf('phone'), { 'deep/b.md': 'changed' })
  expect((await sync('phone')).out).toContain('delete  a.md (on the hub)')
  expect((await sync('laptop')).out).toContain('delete  a.md\n')
  expect(tree(folderOf('laptop'))).toEqual(tree(folderOf('phone')))
  const kept = readdirSync(join(folderOf('laptop'), '.atrium-sync-trash'), {
    recursive: true,
    encoding: 'utf8',
  })
  expect(kept.some((name) => name.endsWith('a.md'))).toBe(true)
})

test('P20 P51 keeps both when two devices changed a file, and an edit when the other deleted it', async () => {
  put(folderOf('phone'), { 'plan.md': 'base', 'gone.md': 'base' })
  await sync('phone')
  await sync('laptop')
  put(folderOf('phone'), { 'plan.md': 'from phone', 'gone.md': 'edited' })
  put(folderOf('laptop'), { 'plan.md': 'from laptop' })
  rmSync(join(folderOf('laptop'), 'gone.md'))
  await sync('phone')
  const late = await sync('laptop')
  expect([late.code, late.err]).toEqual([0, ''])
  const copy = Object.keys(tree(folderOf('laptop'))).find((name) => name.startsWith('plan (conflict laptop '))
  expect(late.out).toContain(`conflict  plan.md: yours is kept as ${copy}`)
  await sync('phone')
  for (const device of ['phone', 'laptop'])
    expect(tree(folderOf(device))).toEqual({
      'plan.md': 'from phone',
      [copy ?? '']: 'from laptop',
      'gone.md': 'edited',
    })
})

test('P51 does nothing when all files of one side are gone, until told that this is meant', async () => {
  put(folderOf('phone'), { 'a.md': 'a', 'b.md': 'b' })
  await sync('phone')
  for (const name of ['a.md', 'b.md']) rmSync(join(folderOf('phone'), name))
  const refused = await sync('phone')
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('pass --accept-empty')])
  expect(Object.keys(tree(join(server.vault, root)))).toEqual(['a.md', 'b.md'])
  rmSync(join(folderOf('phone'), '.atrium-sync.json'))
  await sync('phone')
  rmSync(join(server.vault, root), { recursive: true })
  const there = await sync('phone')
  expect([there.code, there.err]).toEqual([1, expect.stringContaining('pass --accept-empty')])
  expect(Object.keys(tree(folderOf('phone')))).toEqual(['a.md', 'b.md'])
  expect((await sync('phone', ['--accept-empty'])).code).toBe(0)
  expect(tree(folderOf('phone'))).toEqual({})
})

test('a dry run changes nothing, a damaged memory costs no file', async () => {
  put(folderOf('phone'), { 'a.md': 'a' })
  put(join(server.vault, root), { 'b.md': 'b' })
  expect((await sync('phone', ['--dry-run'])).out).toBe('push  a.md\npull  b.md\n2 to do\n')
  expect(readdirSync(folderOf('phone'))).toEqual(['a.md'])
  await sync('phone')
  writeFileSync(join(folderOf('phone'), '.atrium-sync.json'), '{"version":1,')
  const damaged = await sync('phone')
  expect([damaged.code, damaged.err]).toEqual([0, expect.stringContaining('was damaged')])
  expect(Object.keys(tree(folderOf('phone')))).toEqual(['a.md', 'b.md'])
})

test('P17 a link in the folder is neither sent nor written through', async () => {
  mkdirSync(join(base, 'elsewhere'), { recursive: true })
  writeFileSync(join(base, 'elsewhere/secret.md'), 'SECRET')
  put(folderOf('phone'), { 'a.md': 'a' })
  symlinkSync(join(base, 'elsewhere'), join(folderOf('phone'), 'link'))
  put(join(server.vault, root), { 'link/secret.md': 'from the hub', 'link/new.md': 'new' })
  const { code, err } = await sync('phone')
  expect([code, err]).toEqual([2, expect.stringContaining('cannot sync  link/')])
  expect(readFileSync(join(base, 'elsewhere/secret.md'), 'utf8')).toBe('SECRET')
  expect(existsSync(join(base, 'elsewhere/new.md'))).toBe(false)
  expect(existsSync(onHub('a.md'))).toBe(true)
})

test('says in one sentence what keeps it from its work', async () => {
  put(folderOf('phone'), { 'a.md': 'a' })
  const wrong = await sync('phone', [], { ATRIUM_TOKEN: `para_${'a'.repeat(32)}` })
  expect([wrong.code, wrong.err]).toEqual([1, `${server.url}: Valid API key required\n`])
  const nobody = await sync('phone', ['--url', 'http://127.0.0.1:1'])
  expect([nobody.code, nobody.err]).toEqual([1, expect.stringContaining('Cannot reach http://127.0.0.1:1')])
  expect((await sync('phone', ['--interval', 'x'])).code).toBe(78)
  await sync('phone')
  {
    using _lock = lockFolder(folderOf('phone'))
    const busy = await sync('phone')
    expect([busy.code, busy.err]).toEqual([75, 'Another atrium sync works in this folder\n'])
  }
  const both = await Promise.all([sync('new'), sync('new')])
  expect(both.map(({ code }) => code).filter((code) => code !== 75)).toContain(0)
  expect((await sync('phone')).code).toBe(0)
})

test('P44 no name of a file and no word of a hub moves the terminal', async () => {
  put(folderOf('phone'), { 'a\x1b]0;title\x07\npull  forged.md': 'a', 'b\u202ecod.exe': 'b' })
  const { out } = await sync('phone')
  expect(out.split('\n')).toEqual([
    'push  a\\u{1b}]0;title\\u{7}\\u{a}pull  forged.md',
    'push  b\\u{202e}cod.exe',
    'In step: 2 done.',
    '',
  ])
})

test('the key of the hub of this computer is told to no other address', async () => {
  const told = await sync('phone', ['--url', 'http://127.0.0.1:1'], {
    ATRIUM_TOKEN: undefined,
    ATRIUM_HOME: server.home,
  })
  expect([told.code, told.err]).toEqual([
    78,
    expect.stringContaining('There is no token for http://127.0.0.1:1: pass --token'),
  ])
})

test('P19 P51 killed again and again it comes to the same end, with no draft left', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 150 }, (_, index) => [`d${index % 7}/f${index}.md`, `${index} `.repeat(500)]),
  )
  put(folderOf('phone'), files)
  put(join(server.vault, root), { 'hub/big.bin': Buffer.alloc(5_000_000, 7), 'd0/f0.md': 'of the hub' })
  let kills = 0
  for (const [round, device] of [
    'phone',
    'laptop',
    'phone',
    'laptop',
    'phone',
    'laptop',
    'laptop',
  ].entries()) {
    mkdirSync(folderOf(device), { recursive: true })
    const child = launch(device)
    const begun = once(child.stdout as NodeJS.ReadableStream, 'data')
    await Promise.race([begun, once(child, 'exit')])
    await new Promise((resolve) => setTimeout(resolve, 30 * round))
    if (child.exitCode !== null) continue
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    kills++
  }
  expect(kills).toBeGreaterThan(1)
  for (const device of ['phone', 'laptop', 'phone', 'laptop']) expect((await sync(device)).code).toBe(0)
  const final = tree(join(server.vault, root))
  expect(tree(folderOf('phone'))).toEqual(final)
  expect(tree(folderOf('laptop'))).toEqual(final)
  expect(final['d0/f0.md']).toBe('of the hub')
  const copies = Object.keys(final).filter((name) => name.includes('(conflict'))
  expect(copies).toHaveLength(1)
  expect(Object.keys(final)).toHaveLength(152)
  expect(Object.values(final)).toContain(files['d0/f0.md'])
  for (const folder of [folderOf('phone'), folderOf('laptop'), server.vault])
    expect(
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('draft')),
    ).toEqual([])
}, 300_000)

test('with --watch sends changes at once, hears of others, and outlives the hub', async () => {
  put(folderOf('phone'), { 'a.md': 'a' })
  const child = launch('phone', ['--watch', '--interval', '1'])
  const until = (check: () => boolean) => expect.poll(check).toBe(true)
  await until(() => existsSync(onHub('a.md')))
  put(folderOf('phone'), { 'sub/new.md': 'new' })
  await until(() => existsSync(onHub('sub/new.md')))
  put(join(server.vault, root), { 'hub.md': 'hub' })
  await until(() => existsSync(join(folderOf('phone'), 'hub.md')))
  await server.kill('SIGKILL')
  put(folderOf('phone'), { 'late.md': 'late' })
  await server.again()
  await until(() => existsSync(onHub('late.md')))
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await gone).toEqual([0, null])
  using _lock = lockFolder(folderOf('phone'))
})
