import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sleep } from '../../core/clock.ts'
import { openLogFile } from '../../core/log-file.ts'
import { createTestApp, spawnServer, type TestApp } from '../../testing.ts'

const bootOf = async (server: { rest: TestApp['rest'] }): Promise<number> =>
  Number((await server.rest('GET', '/api/health')).headers.get('x-penates-boot'))

test('the hub takes its own place: the same process, address and sessions, with another boot time', async () => {
  await using server = await spawnServer()
  const { pid } = server.child
  const boot = await bootOf(server)
  await server.rest('POST', '/api/sessions', { name: 'stays', directory: '/tmp', command: 'cat' })
  const { status, body } = await server.rest('POST', '/api/server/restart')
  expect({ status, body }).toEqual({ status: 200, body: { ok: true, restarting: true, target: 'self' } })
  await expect.poll(() => bootOf(server).catch(() => boot), { timeout: 30_000 }).toBeGreaterThan(boot)
  expect(server.child.pid).toBe(pid)
  expect(server.child.exitCode).toBeNull()
  const { body: sessions } = await server.rest('GET', '/api/sessions')
  expect(sessions).toMatchObject([{ name: 'cc-stays', status: 'running' }])
})

test('P56 a fault that nobody caught is in the log, and ends the hub in order', async () => {
  // Once, and then without end: what comes after it must not keep the process.
  const faults = 'process.on("SIGUSR2",()=>setInterval(()=>{throw new Error("on purpose")},200))'
  await using server = await spawnServer({
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(faults)}`,
  })
  const headers = { authorization: `Bearer ${server.token}`, accept: 'text/event-stream' }
  const followed = await fetch(`${server.url}/api/server/logs`, { headers })
  expect(await server.kill('SIGUSR2')).toBe(1)
  expect(await followed.text()).toMatch(/on purpose[^]*"type":"server_restarting"/)
  const log = await readFile(join(server.home, 'logs/atrium.log'), 'utf8')
  expect(log).toContain('a fault that nobody caught: the hub ends')
  expect(log).toMatch(/Error: on purpose\\n {4}at /)
})

test('a third restart within five minutes is refused, and only an administrator may ask for one', async () => {
  await using app = await createTestApp()
  const { body: key } = await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['terminal'] })
  const as = { headers: { authorization: `Bearer ${key.key}` } }
  expect((await app.rest('POST', '/api/server/restart', {}, as)).status).toBe(403)
  expect((await app.rest('GET', '/api/server/logs', undefined, as)).status).toBe(403)
  for (let i = 0; i < limits.restartsPerFiveMinutes; i++)
    expect((await app.rest('POST', '/api/server/restart', {})).status).toBe(200)
  const refused = await app.rest('POST', '/api/server/restart', {})
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(200)
  const { entries } = (await app.rest('GET', '/api/audit?event=server.restart')).body
  expect(entries).toHaveLength(limits.restartsPerFiveMinutes)
  expect(entries[0]).toMatchObject({ actor: 'owner', facts: { target: expect.any(String) } })
})

test('a restart is asked of the systemd unit that started the hub, and of no other', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-systemd-'))
  try {
    // systemd cannot run here: this program answers for it.
    const said = join(folder, 'said')
    await writeFile(
      join(folder, 'systemctl'),
      `#!/bin/sh\necho "$@" >> ${said}\n[ "$2" = show ] && echo abc123\nexit 0\n`,
      { mode: 0o755 },
    )
    const hostEnv = { ...process.env, PATH: `${folder}:${process.env['PATH']}` }
    await using ours = await createTestApp({ hostEnv: { ...hostEnv, INVOCATION_ID: 'abc123' } })
    expect((await ours.rest('POST', '/api/server/restart')).body.target).toBe('atrium.service')
    const asked = () => readFile(said, 'utf8').catch(() => '')
    await expect.poll(asked).toContain('--user --no-block restart atrium.service')
    await using twice = await createTestApp({ hostEnv: { ...hostEnv, INVOCATION_ID: 'abc123' } })
    await rm(said)
    const many = await Promise.all(Array.from({ length: 5 }, () => twice.rest('POST', '/api/server/restart')))
    expect(many.filter(({ status }) => status === 200)).toHaveLength(2)
    await sleep(1_000)
    expect((await asked()).match(/ restart /g)).toHaveLength(1)
    await using other = await createTestApp({ hostEnv: { ...hostEnv, INVOCATION_ID: 'other' } })
    expect((await other.rest('POST', '/api/server/restart')).body.target).toBe('self')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('the log is read back from its end, warnings apart, and is there after a restart', async () => {
  await using app = await createTestApp({ logLevel: 'info' })
  app.app.log.info({ feature: 'test' }, 'one')
  app.app.log.warn({ feature: 'test' }, 'two')
  const messages = async (query: string): Promise<string[]> => {
    const { body } = await app.rest('GET', `/api/server/logs${query}`)
    return (body.data as string)
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { msg: string }).msg)
  }
  expect((await messages('')).slice(-2)).toEqual(['one', 'two'])
  expect((await messages('?stream=stderr')).at(-1)).toBe('two')
  expect(await messages('?lines=1')).toEqual(['two'])
  await app.restart()
  expect(await messages('')).toContain('one')
  expect((await app.rest('GET', '/api/server/logs?lines=5000')).body.lines).toBe(limits.logLinesMax)
  for (const query of ['?lines=0', '?lines=x', '?stream=all'])
    expect((await app.rest('GET', `/api/server/logs${query}`)).status).toBe(422)
})

test('the log is followed live, and no entry comes twice or is missing', async () => {
  await using app = await createTestApp({ logLevel: 'info' })
  for (let i = 0; i < 20; i++) app.app.log.info(`before ${i}`)
  const over = new AbortController()
  const answer = await fetch(`${app.url}/api/server/logs`, {
    headers: { authorization: `Bearer ${app.token}`, accept: 'text/event-stream' },
    signal: over.signal,
  })
  const seen: string[] = []
  const reading = (async () => {
    let text = ''
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk).toString()
      const frames = text.split('\n\n')
      text = frames.pop() ?? ''
      for (const frame of frames)
        if (frame.startsWith('data: ')) seen.push((JSON.parse(frame.slice(6)) as { msg: string }).msg)
    }
  })().catch(() => undefined)
  for (let i = 0; i < 20; i++) app.app.log.info(`after ${i}`)
  await expect.poll(() => seen.includes('after 19')).toBe(true)
  over.abort()
  await reading
  const ours = seen.filter((msg) => /^(before|after) /.test(msg))
  expect(ours).toEqual(
    [...Array(20).keys()].map((i) => `before ${i}`).concat([...Array(20).keys()].map((i) => `after ${i}`)),
  )
})

test('whatever is logged, the youngest entries come back as they were written, over all files that are kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-log-'))
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 200 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 80 }),
        async (texts, lines) => {
          await rm(folder, { recursive: true })
          const file = openLogFile(folder, 2_000)
          const entries = texts.map((text) => JSON.stringify({ level: 30, msg: text }))
          for (const entry of entries) file.write(`${entry}\n`)
          const tail = await file.tail(lines, () => true)
          file.close()
          // What the oldest file held is gone; nothing in between is.
          expect(entries.slice(-tail.length)).toEqual(tail)
          expect(tail.length).toBeLessThanOrEqual(lines)
          if (entries.join('\n').length < 8_000) expect(tail.length).toBe(Math.min(lines, entries.length))
          expect((await readdir(folder)).length).toBeLessThanOrEqual(limits.logFiles)
        },
      ),
      { numRuns: 40 },
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('P47 an entry without end is cut, and the log stays one object a line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-log-'))
  const file = openLogFile(folder)
  file.write(
    `${JSON.stringify({ level: 30, time: 'now', event: 'big', msg: 'x'.repeat(100_000), more: 'y' })}\n`,
  )
  file.write(`${JSON.stringify({ level: 30, msg: 'next' })}\n`)
  const lines = (await file.tail(10, () => true)).map((line) => JSON.parse(line) as Record<string, string>)
  expect(lines.map(({ event, msg }) => ({ event, length: msg?.length }))).toEqual([
    { event: 'big', length: 1_006 },
    { event: undefined, length: 4 },
  ])
  file.close()
  await rm(folder, { recursive: true })
})
