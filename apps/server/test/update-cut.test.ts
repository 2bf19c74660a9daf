// An updater that dies at any step. The hub here is a small one of a few lines, and nothing is installed, so that every step can
// be cut in seconds; `update.test.ts` updates the real one.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exec } from '../src/host/exec.ts'
import { startedWith } from './left-over.ts'

const scripts = fileURLToPath(new URL('../../../scripts', import.meta.url))

/** Starts as the hub does, answers health, and takes its own place when the journal asks for that. */
const smallHub = `
import { createServer } from 'node:http'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
const root = fileURLToPath(new URL('../../..', import.meta.url))
const { version } = JSON.parse(readFileSync(root + 'apps/server/package.json', 'utf8'))
const server = createServer((_, response) => response.end(JSON.stringify({ status: 'ok', version })))
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  const url = 'http://127.0.0.1:' + server.address().port
  mkdirSync(process.env.ATRIUM_HOME, { recursive: true })
  writeFileSync(process.env.ATRIUM_HOME + '/server.json', JSON.stringify({ pid: process.pid, url }))
  console.log(url + '/#token=x')
  setInterval(() => {
    let journal = {}
    try {
      journal = JSON.parse(readFileSync(root + '.git/atrium-update.json', 'utf8'))
    } catch {}
    if (journal.state !== 'restart' || journal.target === version) return
    process.execve(process.execPath, process.argv, { ...process.env, PORT: String(server.address().port) })
  }, 50)
})
`

let root: string
let hub: string
let before: string
const children: ChildProcess[] = []

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'atrium cut-'))) // with a space, as folders have
  hub = join(root, 'hub')
  await mkdir(join(root, 'tmp'))
  await mkdir(join(root, 'bin'))
  await writeFile(join(root, 'bin', 'npx'), '#!/bin/sh\nsleep 0.1\n', { mode: 0o755 })
  const work = join(root, 'work')
  await git(root, 'init', '--quiet', '--initial-branch=main', work)
  await cp(scripts, join(work, 'scripts'), { recursive: true, filter: (path) => !path.includes('signers') })
  await mkdir(join(work, 'apps/server/src'), { recursive: true })
  await writeFile(join(work, 'package.json'), JSON.stringify({ type: 'module', packageManager: 'pnpm@0' }))
  await writeFile(join(work, 'apps/server/src/main.js'), smallHub)
  await release(work, '1.0.0')
  await git(root, 'clone', '--quiet', work, hub)
  before = await git(hub, 'rev-parse', 'HEAD')
  await release(work, '1.0.1')
})
afterEach(async () => {
  children.length = 0
  // Also the hubs whose starter was killed before them.
  for (const pid of await startedWith(`HOME=${root}`)) process.kill(pid, 'SIGKILL')
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})

async function release(work: string, version: string): Promise<void> {
  await writeFile(join(work, 'apps/server/package.json'), JSON.stringify({ type: 'module', version }))
  await git(work, 'add', '.')
  await git(work, 'commit', '--quiet', '-m', version)
  await git(work, 'tag', `v${version}`)
}

const env = () => ({
  PATH: `${join(root, 'bin')}:${process.env['PATH']}`,
  HOME: root,
  TMPDIR: join(root, 'tmp'),
  ATRIUM_HOME: join(root, 'the home'),
  PORT: '0',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'Test'],
      [`GIT_${who}_EMAIL`, 'test@example.org'],
    ]),
  ),
})

async function git(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await exec('git', args, { cwd, env: env() })
  if (code !== 0) throw new Error(stderr.toString())
  return stdout.toString().trim()
}

function begin(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: hub, env: env(), stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  return child
}

const told = async (child: ChildProcess): Promise<string> => {
  let text = ''
  child.stderr?.on('data', (data) => (text += String(data)))
  await once(child, 'exit')
  return text
}

async function startHub(...args: string[]): Promise<string> {
  const child = begin(...(args.length > 0 ? args : ['apps/server/src/main.js']))
  if (!child.stdout) throw new Error('no output to read')
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\S+(?=\/#token)/.exec(line) ?? []
    if (url) return url
  }
  throw new Error('the hub did not start')
}

const update = (url: string): ChildProcess =>
  begin('scripts/update.mjs', '--to', '1.0.1', '--url', url, '--home', join(root, 'the home'))

type Journal = { state: string; message: string }
const journal = async (): Promise<Journal> =>
  JSON.parse(await readFile(join(hub, '.git/atrium-update.json'), 'utf8').catch(() => '{}')) as Journal
const versionAt = async (url: string): Promise<string> =>
  ((await (await fetch(`${url}/api/health`)).json()) as { version: string }).version

test.each(['Fetching', 'Installing', 'Trying', 'Putting', 'Restarting'])(
  'P60 an updater that is killed while %s leaves one whole version, and the next one succeeds and clears up',
  async (step) => {
    const url = await startHub()
    const cut = update(url)
    await expect.poll(async () => (await journal()).message, { interval: 2 }).toMatch(new RegExp(`^${step}`))
    cut.kill('SIGKILL')
    await once(cut, 'exit')
    // The hub is started again, as a person or the system does.
    for (const child of children.splice(0)) child.kill('SIGKILL')
    const again = await startHub('scripts/run.mjs', 'start')
    const version = await versionAt(again)
    expect(await git(hub, 'status', '--porcelain', '--untracked-files=no')).toBe('')
    expect(await git(hub, 'rev-parse', 'HEAD')).toBe(
      version === '1.0.0' ? before : await git(hub, 'rev-parse', 'v1.0.1^{commit}'),
    )
    if (step !== 'Restarting') expect(version).toBe('1.0.0')
    const next = update(again)
    await once(next, 'exit')
    expect(await journal()).toMatchObject({ state: 'done' })
    expect(await versionAt(again)).toBe('1.0.1')
    expect((await git(hub, 'worktree', 'list')).split('\n')).toHaveLength(1)
    expect(await readdir(join(root, 'tmp'))).toEqual([])
  },
)

test('P60 what a person changes while an update is prepared is not lost: nothing is put in place', async () => {
  const url = await startHub()
  const running = update(url)
  await expect.poll(async () => (await journal()).message, { interval: 2 }).toMatch(/^Trying/)
  await writeFile(join(hub, 'package.json'), 'mine')
  await once(running, 'exit')
  expect(await journal()).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('changed meanwhile'),
  })
  expect(await readFile(join(hub, 'package.json'), 'utf8')).toBe('mine')
  expect(await git(hub, 'rev-parse', 'HEAD')).toBe(before)
  expect(await versionAt(url)).toBe('1.0.0')
})

test('P60 a second updater is refused while one runs, and a journal that cannot be read stops nothing', async () => {
  const url = await startHub()
  const first = update(url)
  const over = once(first, 'exit')
  await expect.poll(async () => (await journal()).state, { interval: 2 }).toBe('running')
  const second = update(url)
  expect(await told(second)).toContain('under way already')
  expect(second.exitCode).toBe(3)
  await over
  expect(await journal()).toMatchObject({ state: 'done' })
  for (const text of ['', '{"state":', 'null', '{"state":"running","commit":"--help","pid":1,"at":1}']) {
    await writeFile(join(hub, '.git/atrium-update.json'), text)
    expect(await versionAt(await startHub('scripts/run.mjs', 'start'))).toBe('1.0.1')
  }
})
