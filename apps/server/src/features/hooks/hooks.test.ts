import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, spawnServer, type TestApp } from '../../testing.ts'

let app: TestApp
let folder: string
let marks: string
beforeAll(async () => {
  app = await createTestApp({ logLevel: 'silent' })
  folder = join(app.vault, '.atrium/hooks')
  marks = join(app.vault, 'marks')
  mkdirSync(folder, { recursive: true })
  mkdirSync(marks)
})
afterAll(() => app[Symbol.asyncDispose]())

let count = 0
/** A name that no other test has. */
const fresh = (): string => `hook-${++count}`

/** A script that leaves a file behind when it is loaded, and another when it is called. */
const marking = (name: string, config: object, body = ''): string => `
import { writeFileSync } from 'node:fs'
writeFileSync(${JSON.stringify(join(marks, name))} + '.loaded', '')
export const config = ${JSON.stringify(config)}
export async function run(context) {
  ${body}
  writeFileSync(${JSON.stringify(join(marks, name))}, JSON.stringify(context))
}
`
const put = (name: string, text: string, ending = 'mjs'): void =>
  writeFileSync(join(folder, `${name}.${ending}`), text)
const hook = async (name: string) =>
  (await app.rest('GET', '/api/hooks')).body.hooks.find((one: { name: string }) => one.name === name)
const approve = (name: string, body: object = {}) => app.rest('POST', `/api/hooks/${name}/approve`, body)
const errorsOf = async (name: string) =>
  (await app.rest('GET', '/api/hooks/errors')).body.errors.filter(
    (one: { hook_name: string }) => one.hook_name === name,
  )
const mark = (name: string) => JSON.parse(readFileSync(join(marks, name), 'utf8'))
const blocking = { events: ['session.created'], blocking: true }

describe('the doors', () => {
  test('the list, the errors and the approval need a credential and their scope', async () => {
    for (const [method, path] of [
      ['GET', '/api/hooks'],
      ['GET', '/api/hooks/errors'],
      ['POST', '/api/hooks/x/approve'],
    ] as const)
      expect((await app.rest(method, path, undefined, { headers: { authorization: '' } })).status).toBe(401)
    const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'chat', scopes: ['chat'] })).body
    const headers = { authorization: `Bearer ${key}` }
    expect((await app.rest('GET', '/api/hooks', undefined, { headers })).status).toBe(200)
    expect((await app.rest('POST', '/api/hooks/x/approve', {}, { headers })).body.code).toBe('scope_missing')
  })

  test('approving what is not there is not_found', async () => {
    expect((await approve('nobody')).body).toMatchObject({
      code: 'not_found',
      message: 'Hook not found: nobody',
    })
  })
})

describe('approval', () => {
  test('P40 listing starts nothing that was not approved, and says what waits', async () => {
    const name = fresh()
    put(name, marking(name, blocking))
    expect(await hook(name)).toMatchObject({
      name,
      source: 'script',
      path: `.atrium/hooks/${name}.mjs`,
      events: [],
      status: 'pending_approval',
      approval: 'new',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    await app.app.hooks.fire('session.created', {})
    expect(existsSync(join(marks, `${name}.loaded`))).toBe(false)
  })

  test('P40 an approved script is described and called; one byte more and it is neither', async () => {
    const name = fresh()
    put(name, marking(name, { ...blocking, timeout: 5, description: 'Marks.' }))
    const { sha256 } = await hook(name)
    const { status, body } = await approve(name, { hash: sha256.slice(0, 12) })
    expect([status, body]).toMatchObject([200, { approved: true, name }])
    expect(await hook(name)).toMatchObject({
      events: ['session.created'],
      blocking: true,
      timeout: 5,
      enabled: true,
      description: 'Marks.',
      status: 'active',
      approval: 'approved',
      message: null,
    })
    await app.app.hooks.fire('session.created', { id: 'one' })
    expect(mark(name)).toMatchObject({ id: 'one', event: 'session.created', timestamp: expect.any(String) })

    put(name, `${marking(name, blocking)} `)
    await app.app.hooks.fire('session.created', { id: 'two' })
    await hook(name) // looks at the folder afresh
    await app.app.hooks.fire('session.created', { id: 'three' })
    expect(mark(name).id).not.toBe('three')
    expect(await hook(name)).toMatchObject({ status: 'pending_approval', approval: 'changed', events: [] })
  })

  test('what is approved must be what was shown', async () => {
    const name = fresh()
    put(name, marking(name, blocking))
    const { sha256 } = await hook(name)
    put(name, `${marking(name, blocking)}// other`)
    expect((await approve(name, { hash: sha256 })).body.code).toBe('conflict')
    expect((await hook(name)).status).toBe('pending_approval')
  })

  test('links, other endings and scripts of the first system are never run', async () => {
    writeFileSync(join(app.vault, 'outside.mjs'), marking('outside', blocking))
    symlinkSync(join(app.vault, 'outside.mjs'), join(folder, 'linked.mjs'))
    put('old', "HOOK_CONFIG = {'events': ['session.created']}", 'py')
    put('_private', marking('private', blocking))
    put('readme', 'text', 'md')
    expect(await hook('linked')).toMatchObject({ status: 'failed', message: expect.stringContaining('link') })
    expect((await approve('linked')).body.code).toBe('conflict')
    expect(await hook('old')).toMatchObject({
      status: 'unsupported',
      message: expect.stringContaining('Python'),
    })
    expect((await approve('old')).body.code).toBe('conflict')
    expect([await hook('_private'), await hook('readme')]).toEqual([undefined, undefined])
  })

  test('a script cannot bring in code that was not approved with it', async () => {
    const name = fresh()
    writeFileSync(join(folder, '_other.mjs'), 'export const x = 1')
    put(name, `import { x } from './_other.mjs'\n${marking(name, blocking)}`)
    const { body } = await approve(name)
    expect(body.hook).toMatchObject({
      status: 'failed',
      message: expect.stringContaining("not './_other.mjs'"),
    })
  })

  test('the copy that runs is out of the vault, and goes when nothing needs it', async () => {
    const name = fresh()
    put(name, marking(name, blocking))
    const { sha256 } = (await approve(name)).body.hook
    const copies = join(app.home, 'runtime/hooks')
    expect(readdirSync(copies)).toContain(`${sha256}.mjs`)
    put(name, marking(name, { ...blocking, description: 'new' }))
    await approve(name)
    await hook(name)
    expect(readdirSync(copies)).not.toContain(`${sha256}.mjs`)
  })
})

describe('calls', () => {
  beforeEach(() => {
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '')
  })

  const failing: [what: string, body: string, error: RegExp, timeout?: number][] = [
    ['throws', "throw new Error('no luck')", /no luck/],
    [
      'never ends',
      'await new Promise((done) => setTimeout(done, 60_000))',
      /did not finish within 0.5 s/,
      0.5,
    ],
    ['loops', 'for (;;);', /did not finish within 0.5 s/, 0.5],
    ['exits', 'process.exit(3)', /status 3/],
    ['ends itself', "process.kill(process.pid, 'SIGKILL')", /SIGKILL/],
    [
      'prints without end',
      "for (let i = 0; i < 1e4; i++) process.stdout.write('x'.repeat(1e4)); throw new Error('done')",
      /done/,
    ],
  ]
  test.each(failing)(
    'P47 a script that %s harms nobody and is listed',
    async (what, body, error, timeout) => {
      const name = fresh()
      put(name, marking(name, { ...blocking, ...(timeout !== undefined && { timeout }) }, body))
      expect((await approve(name)).body.hook.status, what).toBe('active')
      await app.app.hooks.fire('session.created', {})
      expect(await errorsOf(name)).toMatchObject([
        {
          event: 'session.created',
          error: expect.stringMatching(error),
          timestamp: expect.stringMatching(/\+00:00$/),
        },
      ])
      expect((await app.rest('GET', '/api/health')).status).toBe(200)
    },
  )

  test('P27 what a script leaves running is ended with it', async () => {
    const name = fresh()
    const body = `
      const { spawn } = await import('node:child_process')
      const child = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })
      context.pid = child.pid`
    put(name, marking(name, blocking, body))
    await approve(name)
    await app.app.hooks.fire('session.created', {})
    expect(alive(mark(name).pid)).toBe(false)
  })

  test('a script that is not blocking is not waited for', async () => {
    const name = fresh()
    const go = join(marks, `${name}.go`)
    const waits = `const { existsSync } = await import('node:fs')
      while (!existsSync(${JSON.stringify(go)})) await new Promise((done) => setTimeout(done, 20))`
    put(name, marking(name, { events: ['message.sent'] }, waits))
    await approve(name)
    await app.app.hooks.fire('message.sent', {})
    expect(existsSync(join(marks, name))).toBe(false)
    writeFileSync(go, '')
    await expect.poll(() => existsSync(join(marks, name))).toBe(true)
  })

  test('the script sees no secret of the hub and starts in the vault', async () => {
    const name = fresh()
    put(name, marking(name, blocking, 'context.env = Object.keys(process.env); context.cwd = process.cwd()'))
    await approve(name)
    await app.app.hooks.fire('session.created', {})
    const { env, cwd } = mark(name)
    expect(env.filter((each: string) => /ATRIUM_(?!HOOK$)|ANTHROPIC|CLAUDE|TOKEN|KEY/.test(each))).toEqual([])
    expect(cwd).toBe(app.vault)
  })

  test('P45 facts that are too many are cut, a thousand events at once are borne, and 50 failures are kept', async () => {
    const name = fresh()
    put(name, marking(name, { events: ['message.sent'] }, "throw new Error('always')"))
    await approve(name)
    await app.app.hooks.fire('message.sent', { text: 'x'.repeat(1_000_000), deep: [1] })
    await Promise.all(Array.from({ length: 1_000 }, () => app.app.hooks.fire('message.sent', {})))
    const { errors } = (await app.rest('GET', '/api/hooks/errors')).body
    expect(errors).toHaveLength(limits.hookErrors)
    expect(errors.some(({ error }: { error: string }) => error.includes('Too many hooks wait'))).toBe(true)
    put(name, '')
  })

  test('P27 what waits in line when the hub stops is not begun, and all that runs has ended', async () => {
    await using other = await createTestApp({ logLevel: 'silent' })
    const place = join(other.vault, '.atrium/hooks')
    mkdirSync(place, { recursive: true })
    const begun = join(other.vault, 'begun')
    writeFileSync(
      join(place, 'slow.mjs'),
      `import { appendFileSync } from 'node:fs'
      export const config = { events: ['message.sent'], blocking: true }
      export const run = async () => { appendFileSync(${JSON.stringify(begun)}, process.pid + '\\n'); await new Promise((done) => setTimeout(done, 20_000)) }`,
    )
    await other.rest('POST', '/api/hooks/slow/approve', {})
    const fired = Array.from({ length: 100 }, () => other.app.hooks.fire('message.sent', {}))
    const pids = () => (existsSync(begun) ? readFileSync(begun, 'utf8').trim().split('\n').map(Number) : [])
    await expect.poll(() => pids().length).toBe(limits.hooksAtOnce)
    const at = performance.now()
    await other.app.hooks.close()
    expect(pids().map(alive)).toEqual(pids().map(() => false))
    await Promise.all(fired)
    expect(performance.now() - at).toBeLessThan(15_000)
    expect(pids()).toHaveLength(limits.hooksAtOnce)
    expect((await other.rest('GET', '/api/hooks/errors')).body.errors).toEqual([])
  })

  test('a config that is wrong is said in one sentence', async () => {
    for (const [config, message] of [
      ['undefined', "exports no 'config'"],
      ['{ events: [] }', 'config.events'],
      ["{ events: ['nonsense'] }", 'config.events.0'],
      ["{ events: ['a.b'], timeout: -1 }", 'config.timeout'],
    ]) {
      const name = fresh()
      put(name, `export const config = ${config}\nexport const run = () => {}`)
      expect((await approve(name)).body.hook).toMatchObject({
        status: 'failed',
        message: expect.stringContaining(message ?? ''),
      })
    }
  })

  test('one that says it is not enabled is not called', async () => {
    const name = fresh()
    put(name, marking(name, { ...blocking, enabled: false }))
    expect((await approve(name)).body.hook.status).toBe('disabled')
    await app.app.hooks.fire('session.created', {})
    expect(existsSync(join(marks, name))).toBe(false)
  })
})

test('P27 a hub that is killed leaves no hook behind: the next start ends it', {
  timeout: 180_000,
}, async () => {
  await using hub = await spawnServer({ ATRIUM_LOG_LEVEL: 'silent' })
  const place = join(hub.vault, '.atrium/hooks')
  mkdirSync(place, { recursive: true })
  const file = join(hub.vault, 'pid')
  writeFileSync(
    join(place, 'stays.mjs'),
    `import { writeFileSync } from 'node:fs'
    export const config = { events: ['server.started'] }
    export const run = () => { writeFileSync(${JSON.stringify(file)}, String(process.pid)); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) }`,
  )
  await hub.rest('POST', '/api/hooks/stays/approve', {})
  await hub.kill('SIGTERM')
  await hub.again()
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8') !== '').toBe(true)
  const pid = Number(readFileSync(file, 'utf8'))
  await hub.kill('SIGKILL')
  expect(alive(pid)).toBe(true)
  writeFileSync(join(place, 'stays.mjs'), '')
  await hub.again()
  await expect.poll(() => alive(pid)).toBe(false)
})

/** One that has ended may stay in the table until its parent asks for it. */
function alive(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
