import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { sandboxAvailable } from '../../host/sandbox.ts'
import { createTestApp, spawnServer, type TestApp } from '../../testing.ts'
import { createModules } from './service.ts'
import { approveModule, moduleEntry, moduleProcesses, oneRoute, putModule } from './testing.ts'

const hasSandbox = (await sandboxAvailable()).available
/** Long, for what comes may come late on a busy machine. */
const patience = 20_000
/** Each module takes them as they are when it is loaded. */
const waits = { loadMs: patience, callMs: patience, quietMs: 60_000, backoffMs: 200 }
/** What never comes need not be waited for long. */
const patienceFor = (reason: RegExp): number => (reason.source.startsWith('did not') ? 1_000 : patience)
let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ logLevel: 'silent' })
  await renewModules()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  expect(moduleProcesses(app.home)).toEqual([])
})

/** The same modules with times of our own; the doors ask the app for them at each call. */
async function renewModules() {
  const { audit, trusted, tasks, problems, log, hooks } = app.app
  await app.app.modules.close()
  const assertWritable = async () => undefined
  const { vault, home } = app
  const modules = createModules({
    vault,
    home,
    trusted,
    tasks,
    problems,
    audit,
    log,
    fire: (event, facts) => hooks.fire(event, facts),
    assertWritable,
    times: waits,
  })
  const { close } = app.app
  Object.assign(app.app, {
    modules,
    close: async () => {
      await modules.close()
      await close()
    },
  })
}

const run = (name: string) => app.rest('GET', `/api/${name}/run`)

/** Nearly the longest: of few calls one in ten may be the machine's own hiccup, of many one in a hundred. */
const slowest = (times: number[]): number =>
  times[Math.floor(times.length * (times.length < 100 ? 0.9 : 0.99))] ?? 0

/** Calls the hub's other routes until `work` is over; gives their times. */
async function meanwhile(work: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  let over = false
  void work.finally(() => (over = true))
  while (!over) {
    const begun = performance.now()
    expect((await app.rest('GET', '/api/chat?limit=10')).status).toBe(200)
    times.push(performance.now() - begun)
    await new Promise((done) => setTimeout(done, 10))
  }
  return times.sort((one, other) => one - other)
}

const atLoad: [what: string, code: string, reason: RegExp][] = [
  ['throws', "throw new Error('no luck')", /no luck/],
  [
    'rejects later',
    "setTimeout(() => { throw new Error('later') }, 50); await new Promise((done) => setTimeout(done, 60_000))",
    /later/,
  ],
  ['loops', 'for (;;);', /did not load within 1 s/],
  ['never ends', 'await new Promise((done) => setTimeout(done, 60_000))', /did not load within 1 s/],
  ['exits', 'process.exit(7)', /status 7/],
  ['ends itself', "process.kill(process.pid, 'SIGKILL')", /SIGKILL/],
  ['allocates without end', 'const all = []; for (;;) all.push(new Array(1e6).fill(0.5))', /memory/],
  [
    'talks rubbish on the wire',
    "import { writeSync } from 'node:fs'; for (let i = 0; i < 100; i++) writeSync(3, 'rubbish\\n'); await new Promise(() => {})",
    /no message|hung up/,
  ],
]
const inCall: [what: string, body: string, reason: RegExp][] = [
  ['loops', 'for (;;);', /did not answer within 1 s/],
  ['answers late', 'await new Promise((done) => setTimeout(done, 60_000))', /did not answer within 1 s/],
  ['exits', 'process.exit(0)', /status 0/],
  [
    'crashes in the background',
    "setTimeout(() => { throw new Error('behind') }, 10); await new Promise((done) => setTimeout(done, 1_000))",
    /behind/,
  ],
  ['allocates without end', 'const all = []; for (;;) all.push(new Array(1e6).fill(0.5))', /memory/],
  ['sends an answer that is too large', `return 'x'.repeat(${limits.moduleMessageBytes} + 10)`, /too large/],
  [
    'sends what is neither text nor number',
    `const { writeSync } = await import('node:fs')
    const odd = '{"toString":1,"valueOf":1}'
    const deep = '['.repeat(1e5) + ']'.repeat(1e5)
    for (const one of ['{"log":"info","message":' + odd + '}', '{"done":' + odd + '}', '{"fire":' + deep + '}', '{"ask":1,"what":' + odd + '}'])
      writeSync(3, one + '\\n')
    await new Promise(() => {})`,
    /no message|hung up/,
  ],
  [
    'floods the wire with the smallest messages',
    `const { writeSync } = await import('node:fs')
    const lines = '{"ask":1}\\n'.repeat(5000)
    let rest = ''
    for (;;) try { rest = (rest || lines).slice(writeSync(3, rest || lines)) } catch {}`,
    /did not answer/,
  ],
  [
    'floods its standard error',
    "const { writeSync } = await import('node:fs'); const text = 'x'.repeat(60000); for (;;) try { writeSync(2, text) } catch {}",
    /did not answer/,
  ],
  [
    'floods the wire',
    "const { writeSync } = await import('node:fs'); const line = JSON.stringify({ log: 'info', message: 'x'.repeat(1000) }) + '\\n'; for (;;) try { writeSync(3, line) } catch {}",
    /did not answer/,
  ],
]

describe('P41 a module harms nobody else', () => {
  test.each(atLoad)('P41 one that %s at load', async (_, code, reason) => {
    waits.loadMs = patienceFor(reason)
    onTestFinished(() => void (waits.loadMs = patience))
    putModule(app.vault, 'bad', code)
    const quiet = await meanwhile(new Promise((done) => setTimeout(done, 300)))
    const approving = approveModule(app, 'bad')
    const times = await meanwhile(approving)
    expect((await approving).body).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(reason),
    })
    const { status, body, headers } = await run('bad')
    expect([status, body]).toMatchObject([
      503,
      {
        error: 'Service Unavailable',
        message: expect.stringMatching(/^Module 'bad' is not running: /),
        code: 'unavailable',
      },
    ])
    expect(body.message).toMatch(reason)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(slowest(times)).toBeLessThan(250 + 3 * slowest(quiet))
    expect((await app.rest('GET', '/api/brain/search?q=a')).status).toBe(200)
    rmSync(join(app.vault, '.atrium/modules/bad'), { recursive: true })
    await app.rest('GET', '/api/modules')
    expect(running('bad')).toEqual([])
  })

  test.each(inCall)('P41 one that %s in a call', async (_, body, reason) => {
    waits.callMs = patienceFor(reason)
    onTestFinished(() => void (waits.callMs = patience))
    putModule(app.vault, 'bad', `${oneRoute(body)}`)
    expect((await approveModule(app, 'bad')).body.status).toBe('loaded')
    const quiet = await meanwhile(new Promise((done) => setTimeout(done, 300)))
    const call = run('bad')
    const times = await meanwhile(call)
    expect((await call).status).toBe(503)
    expect((await call).body.message).toMatch(reason)
    expect(slowest(times)).toBeLessThan(250 + 3 * slowest(quiet))
    expect((await app.rest('GET', '/api/health')).status).toBe(200)
    rmSync(join(app.vault, '.atrium/modules/bad'), { recursive: true })
    await app.rest('GET', '/api/modules')
    expect(running('bad')).toEqual([])
  })

  test('P41 memory outside the heap is counted, too', async () => {
    putModule(
      app.vault,
      'fat',
      oneRoute(
        'globalThis.kept = []; for (let i = 0; i < 60; i++) { kept.push(Buffer.alloc(1e7, 1)); await new Promise((done) => setTimeout(done, 5)) } return 1',
      ),
    )
    await approveModule(app, 'fat')
    await run('fat')
    await expect.poll(async () => (await moduleEntry(app, 'fat')).message).toMatch(/512 MB of memory/)
    rmSync(join(app.vault, '.atrium/modules/fat'), { recursive: true })
  })

  test('P41 one slow call costs itself, not the others of the module', async () => {
    waits.callMs = 1_500
    onTestFinished(() => void (waits.callMs = patience))
    const wait = 'if (input.slow) await new Promise((done) => setTimeout(done, 60_000)); return process.pid'
    putModule(app.vault, 'slow', oneRoute(wait))
    await approveModule(app, 'slow')
    const slow = app.rest('GET', '/api/slow/run?slow=1')
    const before = (await run('slow')).body
    expect((await slow).status).toBe(503)
    expect((await run('slow')).body).toBe(before)
  })

  test('P41 after a failure it is started again, with growing pauses, and all is forgotten when it is well', async () => {
    const file = join(app.vault, 'well')
    putModule(
      app.vault,
      'weak',
      oneRoute(
        `return 'well'`,
        `import { existsSync } from 'node:fs'\nif (!existsSync(${JSON.stringify(file)})) throw new Error('not yet')`,
      ),
    )
    await approveModule(app, 'weak')
    for (let i = 0; i < 3; i++)
      await expect.poll(async () => (await run('weak')).body.message, { interval: 20 }).toMatch(/not yet/)
    expect((await run('weak')).status).toBe(503)
    const { problems } = (await app.rest('GET', '/api/health?detailed=true')).body
    expect(problems).toContainEqual({
      code: 'module_failed',
      message: expect.stringContaining("Module 'weak'"),
      subject: 'weak',
    })
    writeFileSync(file, '')
    await expect.poll(async () => (await run('weak')).body).toBe('well')
    expect((await app.rest('GET', '/api/health?detailed=true')).body.problems).toEqual([])
  })

  test('P45 more calls at once than a module may have are refused, and those before them answered', async () => {
    putModule(app.vault, 'busy', oneRoute('await new Promise((done) => setTimeout(done, 1_000)); return 1'))
    await approveModule(app, 'busy')
    await run('busy')
    const answers = await Promise.all(
      Array.from({ length: limits.moduleCallsAtOnce + 20 }, () => run('busy')),
    )
    const count = (status: number) => answers.filter((answer) => answer.status === status).length
    // On a busy machine the last ones may come when the first are done.
    expect(count(200) + count(503)).toBe(limits.moduleCallsAtOnce + 20)
    expect(count(200)).toBeGreaterThanOrEqual(limits.moduleCallsAtOnce)
    expect(count(503)).toBeGreaterThan(0)
    expect(answers.find(({ status }) => status === 503)?.body.code).toBe('overloaded')
  })

  test('what a module prints and says too often does not fill the log', async () => {
    putModule(
      app.vault,
      'loud',
      oneRoute(
        "for (let i = 0; i < 1e4; i++) { hub.log.info('x'); hub.fire('e', {}); console.log('y') } return 1",
      ),
    )
    await approveModule(app, 'loud')
    expect((await run('loud')).status).toBeLessThan(504)
    expect((await app.rest('GET', '/api/health')).status).toBe(200)
  })
})

/** Processes of one module. */
const running = (name: string) =>
  moduleProcesses(app.home).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`/runtime/modules/${name}-`)
    } catch {
      return false
    }
  })

describe('how far a module is trusted', () => {
  const probe = `
    const { readFileSync, writeFileSync, readdirSync } = await import('node:fs')
    const attempt = (work) => { try { work(); return 'yes' } catch (error) { return error.code ?? error.message } }
    const { spawnSync } = await import('node:child_process')
    const net = await fetch('http://127.0.0.1:' + input.port + '/api/health').then(() => 'yes', () => 'no')
    return {
      env: Object.keys(process.env).sort(),
      hub: attempt(() => readFileSync(${JSON.stringify('HOME')} + '/atrium.db')),
      passwd: attempt(() => readFileSync('/etc/passwd')),
      vault: attempt(() => readdirSync(hub.vault)),
      write: attempt(() => writeFileSync(hub.vault + '/direct.txt', 'x')),
      spawn: attempt(() => { const { error } = spawnSync('true'); if (error) throw error }),
      net,
      viaHub: await hub.files.write('via-hub.txt', 'x').then(() => 'yes', (error) => error.code),
    }`
  const probed = async (trust_level: string) => {
    const name = `probe-${trust_level}`
    putModule(app.vault, name, oneRoute(probe.replace('HOME', app.home)), { trust_level })
    await approveModule(app, name)
    return (await app.rest('GET', `/api/${name}/run?port=${new URL(app.url).port}`)).body
  }

  test('P28 full: what the person may', async () => {
    expect(await probed('full')).toMatchObject({
      passwd: 'yes',
      vault: 'yes',
      write: 'yes',
      spawn: 'yes',
      net: 'yes',
    })
  })

  test('P28 vault: it reads the vault and itself, writes through the hub, starts nothing', async () => {
    const denied = 'ERR_ACCESS_DENIED'
    expect(await probed('vault')).toMatchObject({
      hub: denied,
      passwd: denied,
      vault: 'yes',
      write: denied,
      spawn: denied,
      viaHub: 'yes',
    })
  })

  test.skipIf(!hasSandbox)('P28 sandboxed: the hub alone, nothing of this machine', async () => {
    const found = await probed('sandboxed')
    expect(found).toMatchObject({ net: 'no', viaHub: 'yes' })
    expect([found.hub, found.vault, found.write]).toEqual(['ENOENT', 'ENOENT', 'ENOENT'])
  })

  test('P41 P28 a module of the vault reaches no other process, and no file through SQLite', async () => {
    const body = `
      const attempt = async (work) => { try { await work(); return 'yes' } catch (error) { return error.code ?? error.message } }
      const os = await import('node:os')
      const { kill } = await import('node:process')
      const { createRequire } = await import('node:module')
      return {
        kill: await attempt(() => process.kill(process.ppid, 0)),
        named: await attempt(() => kill(process.ppid, 0)),
        text: await attempt(() => process.kill(String(process.ppid), 0)),
        group: await attempt(() => process.kill(-1, 0)),
        debug: await attempt(() => process._debugProcess(process.ppid)),
        priority: await attempt(() => os.setPriority(process.ppid, 5)),
        sqlite: await attempt(() => import('node:sqlite')),
        required: await attempt(() => createRequire(import.meta.url)('node:sqlite')),
        builtin: process.getBuiltinModule('node:sqlite') === undefined ? 'none' : 'yes',
        inspector: await attempt(async () => (await import('node:inspector')).open(0)),
        own: await attempt(() => process.kill(process.pid, 0)),
      }`
    putModule(app.vault, 'reaching', oneRoute(body))
    await approveModule(app, 'reaching')
    expect((await run('reaching')).body).toEqual({
      kill: 'EPERM',
      named: 'EPERM',
      text: 'EPERM',
      group: 'EPERM',
      debug: 'ERR_ACCESS_DENIED',
      priority: 'ERR_ACCESS_DENIED',
      sqlite: 'ERR_UNKNOWN_BUILTIN_MODULE',
      required: 'ERR_UNKNOWN_BUILTIN_MODULE',
      builtin: 'none',
      inspector: 'ERR_ACCESS_DENIED',
      own: 'yes',
    })
  })

  test('P42 no level sees a secret in its environment', async () => {
    for (const level of ['full', 'vault', ...(hasSandbox ? ['sandboxed'] : [])]) {
      const { env } = await probed(level)
      expect(
        env.filter((name: string) => /^(ATRIUM_(?!MODULE$)|ANTHROPIC|CLAUDE|AWS)|TOKEN|SECRET/.test(name)),
      ).toEqual([])
    }
  })
})

describe('P27 nothing is left behind', () => {
  const family = oneRoute(
    'return [process.pid, child.pid]',
    `import { spawn } from 'node:child_process'
    process.on('SIGTERM', () => undefined)
    const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6)"], { detached: true, stdio: 'ignore' })`,
  )
  const alive = (pid: number) => {
    try {
      return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
    } catch {
      return false
    }
  }

  test('P27 a module that is unloaded goes with all it has started', async () => {
    putModule(app.vault, 'family', family, { trust_level: 'full' })
    await approveModule(app, 'family')
    const pids: number[] = (await run('family')).body
    expect(pids.map(alive)).toEqual([true, true])
    rmSync(join(app.vault, '.atrium/modules/family'), { recursive: true })
    await app.rest('GET', '/api/modules')
    await expect.poll(() => pids.map(alive)).toEqual([false, false])
  })

  test('P27 a hub that stops or is killed leaves none: else the next start ends them', async () => {
    await using hub = await spawnServer({ ATRIUM_LOG_LEVEL: 'silent' })
    putModule(hub.vault, 'family', family, { trust_level: 'full' })
    await hub.rest('POST', '/api/modules/family/approve', {})
    const first: number[] = (await hub.rest('GET', '/api/family/run')).body
    expect(first.map(alive)).toEqual([true, true])
    await hub.kill('SIGTERM')
    expect(first.map(alive)).toEqual([false, false])
    await hub.again()
    const second: number[] = (await hub.rest('GET', '/api/family/run')).body
    await hub.kill('SIGKILL')
    await hub.again()
    await expect.poll(() => second.map(alive)).toEqual([false, false])
    expect((await hub.rest('GET', '/api/family/run')).status).toBe(200)
    await hub.kill('SIGTERM')
  })

  test('P27 a hub that stops does not wait for a module that hangs while it loads', async () => {
    await using other = await createTestApp({ logLevel: 'silent' })
    putModule(other.vault, 'hangs', 'await new Promise((done) => setTimeout(done, 60_000))')
    void approveModule(other, 'hangs').catch(() => undefined)
    await expect.poll(() => moduleProcesses(other.home).length).toBe(1)
    const begun = performance.now()
    await other.app.modules.close()
    expect(performance.now() - begun).toBeLessThan(15_000)
    expect(moduleProcesses(other.home)).toEqual([])
  })

  test('SIGUSR1 opens no debugger in the hub', async () => {
    await using hub = await spawnServer({ ATRIUM_LOG_LEVEL: 'silent' })
    hub.child.kill('SIGUSR1')
    await new Promise((done) => setTimeout(done, 500))
    await expect(fetch('http://127.0.0.1:9229/json/list')).rejects.toThrow()
  })

  test('a module that nobody uses rests, and comes back when it is asked', async () => {
    const old = app.app.modules
    waits.quietMs = 300
    await renewModules()
    expect(app.app.modules).not.toBe(old)
    await app.rest('GET', '/api/brain/search?q=a')
    expect((await moduleEntry(app, 'brain', 'bundled')).running).toBe(true)
    await expect.poll(async () => (await moduleEntry(app, 'brain', 'bundled')).running).toBe(false)
    expect((await app.rest('GET', '/api/brain/search?q=a')).status).toBe(200)
    expect(existsSync(join(app.home, 'runtime'))).toBe(true)
    mkdirSync(join(app.vault, 'x'))
  })
})
