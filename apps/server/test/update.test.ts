import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { exec } from '../src/host/exec.ts'

const source = fileURLToPath(new URL('../../..', import.meta.url))

async function run(cwd: string, program: string, ...args: string[]): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.org',
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.org',
  }
  const { code, stdout, stderr } = await exec(program, args, { cwd, env, timeoutMs: 120_000 })
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.toString()}`)
  return stdout.toString().trim()
}

/** A console that says of which version it is. Each release has to build it anew, and the real one takes as long as all else. */
const smallConsole = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
const { version } = JSON.parse(readFileSync('../server/package.json', 'utf8'))
mkdirSync('dist', { recursive: true })
writeFileSync('dist/index.html', '<title>console of ' + version + '</title>')
`

/** The hub installed as a person does it: cloned from an origin of its own, and started from there. */
async function install(root: string) {
  const origin = join(root, 'origin.git')
  const hub = join(root, 'hub')
  const work = join(root, 'work')
  await run(root, 'git', 'clone', '--quiet', '--bare', source, origin)
  await run(root, 'git', 'clone', '--quiet', origin, work)
  const web = join(work, 'apps/web')
  const webFacts = JSON.parse(await readFile(join(web, 'package.json'), 'utf8')) as { scripts: object }
  const scripts = { ...webFacts.scripts, build: 'node build.mjs' }
  await writeFile(join(web, 'package.json'), JSON.stringify({ ...webFacts, scripts }, null, 2))
  await writeFile(join(web, 'build.mjs'), smallConsole)
  await run(work, 'git', 'add', '.')
  await run(work, 'git', 'commit', '--quiet', '-m', 'a small console')
  await run(work, 'git', 'push', '--quiet', 'origin', 'HEAD')
  await run(root, 'git', 'clone', '--quiet', origin, hub)
  const { packageManager } = JSON.parse(await readFile(join(hub, 'package.json'), 'utf8')) as Record<
    string,
    string
  >
  await run(
    hub,
    'npx',
    '--prefer-offline',
    '-y',
    packageManager ?? '',
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
  )
  return {
    hub,
    /** Publishes a version whose start is what the line says. */
    async release(version: string, line: string): Promise<void> {
      const packageFile = join(work, 'apps/server/package.json')
      const main = join(work, 'apps/server/src/main.js')
      const facts = JSON.parse(await readFile(packageFile, 'utf8')) as Record<string, unknown>
      await writeFile(packageFile, `${JSON.stringify({ ...facts, version }, null, 2)}\n`)
      const text = await readFile(main, 'utf8')
      await writeFile(main, `${line}// release\n${text.replace(/^.*\/\/ release\n/, '')}`)
      await run(work, 'git', 'commit', '--quiet', '--all', '-m', `release: ${version}`)
      await run(work, 'git', 'tag', `v${version}`)
      await run(work, 'git', 'push', '--quiet', 'origin', 'HEAD', `v${version}`)
    },
  }
}

async function start(hub: string, root: string, socket: string) {
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    LANG: 'C.UTF-8',
    PORT: '0',
    ATRIUM_HOME: join(root, 'home'),
    ATRIUM_VAULT: join(root, 'vault'),
    ATRIUM_TMUX_SOCKET: socket,
    ATRIUM_MIN_FREE_MB: '0',
    ATRIUM_LOG_LEVEL: 'error',
  }
  const child: ChildProcess = spawn(join(hub, 'node_modules/.bin/node'), ['apps/server/src/main.js'], {
    cwd: hub,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('no output to read')
  const gone = once(child, 'exit').then(() => {
    throw new Error('the hub ended before it was up')
  })
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), gone])) as [
    string,
  ]
  const link = new URL(line)
  const token = link.hash.slice('#token='.length)
  return {
    child,
    console: async (): Promise<string> => (await fetch(link.origin)).text(),
    async rest(method: string, path: string, body?: unknown) {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      }
      const answer = await fetch(new URL(path, link.origin), {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
      return { status: answer.status, body: (await answer.json()) as any }
    },
  }
}

test('P60 the hub updates itself from where it came from; a version that is not well never takes its place, or gives it back', async () => {
  const root = await mkdtemp(join(tmpdir(), 'atrium-update-test-'))
  const socket = `atrium-update-test-${process.pid}`
  const { hub, ...origin } = await install(root)
  const server = await start(hub, root, socket)
  try {
    const facts = async () => (await server.rest('GET', '/api/updates')).body.hub
    const outcome = async (to: string): Promise<string> => {
      const last = await facts().then(
        (now) => now.lastUpdate,
        () => null, // it restarts just now
      )
      return last?.to === to ? `${last.state}: ${last.message}` : 'not yet'
    }
    const update = async (to: string, expected: RegExp): Promise<void> => {
      const { body: checked } = await server.rest('POST', '/api/version/check', {})
      expect(checked).toMatchObject({ latest: to, isNewer: true, error: null })
      const begun = await server.rest('POST', '/api/updates/hub', {})
      expect(begun).toEqual({ status: 200, body: { session: 'cc-update-hub' } })
      await expect.poll(() => outcome(to), { timeout: 300_000, interval: 500 }).toMatch(expected)
      await server.rest('DELETE', '/api/sessions/cc-update-hub')
    }

    const { body: before } = await server.rest('POST', '/api/version/check', {})
    expect(before).toMatchObject({ latest: null, isNewer: false, error: null })
    expect((await server.rest('POST', '/api/updates/hub', {})).body).toMatchObject({ reason: 'up-to-date' })
    const old = before.current as string

    await origin.release('9.0.1', "throw new Error('this version cannot start') ")
    await writeFile(join(hub, 'README.md'), 'changed here')
    expect((await server.rest('POST', '/api/updates/hub', {})).body).toMatchObject({ reason: 'dirty-tree' })
    await run(hub, 'git', 'checkout', '--quiet', 'README.md')

    await server.rest('POST', '/api/sessions', { name: 'stays', directory: '/tmp', command: 'cat' })
    const boot = (await server.rest('GET', '/api/health')).body.timestamp as number
    await update('9.0.1', /^failed: .*did not|^failed: .*ended before/)
    expect((await server.rest('GET', '/api/version')).body.current).toBe(old)

    await origin.release(
      '9.0.2',
      "if (!process.env.ATRIUM_HOME.includes('trial')) throw new Error('not in this place') ",
    )
    await update('9.0.2', /^rolled-back: /)
    expect((await server.rest('GET', '/api/version')).body.current).toBe(old)
    expect(await server.console()).toContain(`console of ${old}`)

    await origin.release('9.0.3', '')
    await update('9.0.3', /^done: /)
    expect((await server.rest('GET', '/api/version')).body.current).toBe('9.0.3')
    expect(await server.console()).toContain('console of 9.0.3')
    expect((await server.rest('GET', '/api/health')).body.timestamp).toBeGreaterThan(boot)
    const { body: sessions } = await server.rest('GET', '/api/sessions')
    expect(sessions).toContainEqual(expect.objectContaining({ name: 'cc-stays', status: 'running' }))
    expect(await run(hub, 'git', 'status', '--porcelain')).toBe('')
  } finally {
    const { pid } = JSON.parse(await readFile(join(root, 'home', 'server.json'), 'utf8')) as { pid: number }
    process.kill(pid, 'SIGKILL')
    await exec('tmux', ['-L', socket, 'kill-server'])
    await rm(root, { recursive: true, force: true, maxRetries: 5 })
  }
}, 1_200_000)
