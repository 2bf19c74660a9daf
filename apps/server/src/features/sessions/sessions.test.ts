import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'
import { openTerminal } from '../terminal/testing.ts'
import { createSessionsStore } from './store.ts'

const tmux = (app: Pick<TestApp, 'tmuxSocket'>, ...args: string[]): string =>
  execFileSync('tmux', ['-L', app.tmuxSocket, ...args], { env: { ...process.env, TMUX: '' } }).toString()
const names = async (app: TestApp): Promise<string[]> =>
  (await app.rest('GET', '/api/sessions')).body.map(
    (row: { name: string; status: string }) => `${row.name} ${row.status}`,
  )
const path = (name: string, rest = '') => `/api/sessions/${encodeURIComponent(name)}${rest}`

/** Waits for the list to say so; the hub hears of foreign changes by event, at most a second later. */
async function listed<T>(
  app: TestApp,
  found: (rows: Record<string, unknown>[]) => T | undefined | false,
): Promise<T> {
  const until = Date.now() + 8_000
  for (;;) {
    const { body } = await app.rest('GET', '/api/sessions')
    const value = found(body)
    if (value !== undefined && value !== false) return value
    if (Date.now() > until) throw new Error(`not listed: ${JSON.stringify(body)}`)
    const heard = Promise.withResolvers<void>()
    const off = ['sessions.session.changed', 'sessions.session.removed'].map((event) =>
      app.app.events.on(event as 'sessions.session.changed', () => heard.resolve()),
    )
    const timer = setTimeout(() => heard.resolve(), 500)
    await heard.promise
    clearTimeout(timer)
    for (const stop of off) stop()
  }
}

test('every door of sessions refuses without a key', async () => {
  await using app = await createTestApp()
  const none = { headers: { authorization: '' } }
  for (const [method, at] of [
    ['GET', '/api/sessions'],
    ['POST', '/api/sessions'],
    ['DELETE', path('cc-x')],
    ['PATCH', path('cc-x')],
    ['POST', path('cc-x', '/adopt')],
    ['POST', path('cc-x', '/restore')],
    ['POST', path('cc-x', '/mute')],
    ['POST', path('cc-x', '/pin')],
    ['DELETE', path('cc-x', '/known')],
    ['GET', path('cc-x', '/scrollback')],
  ] as const)
    expect([method, at, (await app.rest(method, at, undefined, none)).status]).toEqual([method, at, 401])
})

test('what cannot be started is refused before anything starts', async () => {
  await using app = await createTestApp()
  const make = async (body: unknown) => {
    const { status, body: answer } = await app.rest('POST', '/api/sessions', body)
    return [status, answer.detail?.[0]?.loc ?? answer.code]
  }
  expect(await make({ name: 'x', directory: '/does/not/exist' })).toEqual([422, ['body', 'directory']])
  expect(await make({ name: 'x', directory: 'relative' })).toEqual([422, ['body', 'directory']])
  expect(await make({ name: 'x', directory: '/etc/passwd' })).toEqual([422, ['body', 'directory']])
  expect(await make({ name: 'a:b' })).toEqual([422, ['body', 'name']])
  expect(await make({ name: 'x'.repeat(62) })).toEqual([422, ['body', 'name']])
  expect(await make({ name: 'x', command: 'a\nb' })).toEqual([422, ['body', 'command']])
  expect(await make({ name: 'x', command: 'a '.repeat(65) })).toEqual([422, ['body', 'command']])
  expect(await make({ name: 'x', command: 'y'.repeat(4097) })).toEqual([422, ['body', 'command']])
  expect(await make({})).toEqual([422, ['body', 'name']])
  expect(await names(app)).toEqual([])
  expect(app.app.sessions.list()).toEqual([])
  for (const [method, rest] of [
    ['DELETE', ''],
    ['POST', '/restore'],
    ['POST', '/adopt'],
    ['POST', '/pin'],
    ['POST', '/mute'],
    ['DELETE', '/known'],
    ['GET', '/scrollback'],
  ] as const)
    expect([
      method,
      rest,
      (await app.rest(method, path('cc-none', rest), method === 'POST' ? {} : undefined)).status,
    ]).toEqual([method, rest, 404])
  expect((await app.rest('PATCH', path('cc-none'), { newName: 'y' })).body).toMatchObject({
    message: 'Session not found: cc-none',
  })
})

test('a program that ends at once is told with its status and leaves no session', async () => {
  await using app = await createTestApp()
  const failed = await app.rest('POST', '/api/sessions', {
    name: 'x',
    directory: '/tmp',
    command: 'no-such-program-here',
  })
  expect(failed).toMatchObject({
    status: 422,
    body: {
      detail: [
        {
          loc: ['body', 'command'],
          msg: expect.stringContaining('ended with status 127 (command not found) at once'),
        },
      ],
    },
  })
  const killed = await app.rest('POST', '/api/sessions', {
    name: 'x',
    directory: '/tmp',
    command: 'kill -9 $$',
  })
  expect(killed.body.detail[0].msg).toContain('ended by SIGKILL')
  expect(await names(app)).toEqual([])
})

test('the prefix is put in front only where it is not there, and a name is taken once', async () => {
  await using app = await createTestApp()
  const make = (name: string) => app.rest('POST', '/api/sessions', { name, directory: '~', command: 'cat' })
  expect((await make('x')).body).toMatchObject({ name: 'cc-x', path: homedir() })
  expect((await make('cc-x')).body).toMatchObject({
    code: 'already_exists',
    message: 'A session with this name exists: cc-x',
  })
  const both = await Promise.all([make('twice'), make('twice'), make('cc-twice')])
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
  expect((await make('y'.repeat(61))).status).toBe(201)
  expect((await app.rest('DELETE', path(`cc-${'y'.repeat(61)}`))).status).toBe(200)
})

test('a session is deleted, dormant, restored and forgotten', async () => {
  await using app = await createTestApp()
  const folder = mkdtempSync(join(tmpdir(), 'atrium-s-'))
  await app.rest('POST', '/api/sessions', { name: 'shop', directory: folder, command: 'cat' })
  expect(await app.rest('POST', path('cc-shop', '/restore'))).toMatchObject({ status: 409 })
  expect(await app.rest('DELETE', path('cc-shop'))).toMatchObject({ status: 200, body: { success: true } })
  expect((await app.rest('GET', '/api/sessions')).body).toMatchObject([
    {
      name: 'cc-shop',
      status: 'dormant',
      windows: 0,
      attached: false,
      command: 'cat',
      path: folder,
      lastSeenAt: expect.stringMatching(/Z$/),
    },
  ])
  expect((await app.rest('DELETE', path('cc-shop'))).status).toBe(200)
  expect(await app.rest('POST', path('cc-shop', '/restore'))).toMatchObject({
    status: 201,
    body: { name: 'cc-shop', status: 'running', path: folder },
  })
  await app.rest('DELETE', path('cc-shop'))
  rmSync(folder, { recursive: true })
  expect(await app.rest('POST', path('cc-shop', '/restore'))).toMatchObject({
    status: 409,
    body: { message: `The folder of this session is gone: ${folder}` },
  })
  expect((await app.rest('DELETE', path('cc-shop', '/known'))).status).toBe(200)
  expect(await names(app)).toEqual([])
  expect((await app.rest('POST', path('cc-shop', '/restore'))).status).toBe(404)
})

test('mute and pin take the value that is sent, and survive a rename and a restart', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/sessions', { name: 'shop', directory: '/tmp', command: 'cat' })
  expect((await app.rest('POST', path('cc-shop', '/mute'), { muted: true })).body).toEqual({
    success: true,
    name: 'cc-shop',
    muted: true,
  })
  expect((await app.rest('POST', path('cc-shop', '/pin'), { pinned: true })).body).toEqual({
    success: true,
    name: 'cc-shop',
    pinned: true,
  })
  expect((await app.rest('POST', path('cc-shop', '/pin'), {})).body).toMatchObject({ pinned: false })
  expect((await app.rest('PATCH', path('cc-shop'), { newName: 'cc-store' })).body).toEqual({
    success: true,
    name: 'cc-store',
  })
  await app.restart()
  expect((await app.rest('GET', '/api/sessions')).body).toMatchObject([
    { name: 'cc-store', status: 'running', muted: true, pinned: false, command: 'cat' },
  ])
})

test('foreign sessions are listed last, adopted under their own name, renamed with the prefix, and never ended', async () => {
  await using app = await createTestApp()
  tmux(app, 'new-session', '-d', '-s', 'mine', '-c', '/tmp', 'cat')
  tmux(app, 'new-session', '-d', '-s', 'büro 1!', 'cat')
  await app.app.sessions.create({ name: 'z', directory: '/tmp', command: 'cat' })
  await listed(app, (rows) => rows.length === 3)
  const all = await names(app)
  expect(all[0]).toBe('cc-z running')
  expect(all).toContain('mine foreign')
  expect(all.find((name) => name.startsWith('b_ro 1_-'))).toBeDefined()
  expect(await app.rest('DELETE', path('mine'))).toMatchObject({ status: 409, body: { code: 'conflict' } })
  expect((await app.rest('POST', path('mine', '/pin'), { pinned: true })).status).toBe(404)
  expect((await app.rest('POST', path('mine', '/adopt'))).body).toEqual({ success: true, name: 'mine' })
  expect((await app.rest('POST', path('mine', '/adopt'))).status).toBe(200)
  expect(await names(app)).toContain('mine running')
  expect((await app.rest('PATCH', path('mine'), { newName: 'ours' })).body).toEqual({
    success: true,
    name: 'cc-ours',
  })
  expect(tmux(app, 'list-sessions', '-F', '#{session_name}')).toContain('cc-ours')
  expect((await app.rest('DELETE', path('cc-ours'))).status).toBe(200)
  expect(tmux(app, 'list-sessions', '-F', '#{session_name}')).toContain('büro 1!')
})

test('a session renamed inside tmux keeps its entry', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/sessions', { name: 'old', directory: '/tmp', command: 'cat' })
  await app.rest('POST', path('cc-old', '/pin'), { pinned: true })
  tmux(app, 'rename-session', '-t', '=cc-old:', 'elsewhere')
  await listed(app, (rows) =>
    rows.find((row) => row['name'] === 'elsewhere' && row['pinned'] === true && row['status'] === 'running'),
  )
  await app.restart()
  expect(await names(app)).toEqual(['elsewhere running'])
})

test('the hub itself shows up nowhere, keeps no tmux alive and starts none to look', async () => {
  await using app = await createTestApp()
  expect(await names(app)).toEqual([])
  expect(() => tmux(app, 'list-sessions')).toThrow()
  await app.rest('POST', '/api/sessions', { name: 'x', directory: '/tmp', command: 'cat' })
  expect(await names(app)).toEqual(['cc-x running'])
  expect(tmux(app, 'display-message', '-p', '-t', '=cc-x:', '#{session_attached}').trim()).toBe('0')
  await app.rest('DELETE', path('cc-x'))
  await expect
    .poll(() => {
      try {
        return tmux(app, 'list-sessions')
      } catch {
        return 'none'
      }
    })
    .toBe('none')
})

test('P57 living sessions are found again after a restart, and nothing is started by itself', async () => {
  await using app = await createTestApp()
  for (const name of ['a', 'b.c', 'd'])
    await app.rest('POST', '/api/sessions', { name, directory: '/tmp', command: 'cat' })
  tmux(app, 'kill-session', '-t', '=cc-d:')
  await app.restart()
  expect(await names(app)).toEqual(['cc-a running', 'cc-b.c running', 'cc-d dormant'])
  tmux(app, 'kill-server')
  await listed(app, (rows) => rows.every((row) => row['status'] === 'dormant'))
  await app.restart()
  expect(await names(app)).toEqual(['cc-a dormant', 'cc-b.c dormant', 'cc-d dormant'])
  expect(() => tmux(app, 'list-sessions')).toThrow()
})

test('P25 pairs of like names stay two sessions', async () => {
  await using app = await createTestApp()
  const make = (name: string) =>
    app.rest('POST', '/api/sessions', { name, directory: '/tmp', command: 'cat' })
  for (const name of ['proj', 'project', 'a.b', 'a_b', '-dash', ' space ', 'a.b.c', 'a_b.c'])
    expect((await make(name)).status).toBe(201)
  expect((await app.rest('DELETE', path('cc-pro'))).status).toBe(404)
  expect((await app.rest('DELETE', path('cc-proj'))).status).toBe(200)
  expect((await app.rest('DELETE', path('cc-a.b'))).status).toBe(200)
  expect(await names(app)).toEqual(
    ['cc- space ', 'cc--dash', 'cc-a.b.c', 'cc-a_b', 'cc-a_b.c', 'cc-project']
      .map((name) => `${name} running`)
      .concat(['cc-a.b dormant', 'cc-proj dormant']),
  )
  expect((await app.rest('PATCH', path('cc-a_b'), { newName: 'a.b' })).status).toBe(409)
  expect((await app.rest('PATCH', path('cc-project'), { newName: 'pro.ject' })).body.name).toBe('cc-pro.ject')
  expect(await names(app)).toContain('cc-pro.ject running')
})

test('P25 random operations agree with a model of the session list', async () => {
  await using app = await createTestApp()
  const name = fc.constantFrom('p', 'p.q', 'p_q', 'pq', '-p', 'cc-p', 'p q', '.', '..')
  const step = fc.oneof(
    fc.record({ do: fc.constant('create' as const), name }),
    fc.record({ do: fc.constant('remove' as const), name }),
    fc.record({ do: fc.constant('restore' as const), name }),
    fc.record({ do: fc.constant('forget' as const), name }),
    fc.record({ do: fc.constant('rename' as const), name, to: name }),
  )
  const full = (text: string) => (text.startsWith('cc-') ? text : `cc-${text}`)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 12 }), async (steps) => {
      const model = new Map<string, 'running' | 'dormant'>()
      for (const one of steps) {
        const key = full(one.name)
        const state = model.get(key)
        if (one.do === 'create') {
          const { status } = await app.rest('POST', '/api/sessions', {
            name: one.name,
            directory: '/tmp',
            command: 'cat',
          })
          expect(status).toBe(state === 'running' ? 409 : 201)
          model.set(key, 'running')
        } else if (one.do === 'remove') {
          expect((await app.rest('DELETE', path(key))).status).toBe(state ? 200 : 404)
          if (state) model.set(key, 'dormant')
        } else if (one.do === 'restore') {
          expect((await app.rest('POST', path(key, '/restore'))).status).toBe(
            state ? (state === 'running' ? 409 : 201) : 404,
          )
          if (state) model.set(key, 'running')
        } else if (one.do === 'forget') {
          if (state === 'running') continue
          expect((await app.rest('DELETE', path(key, '/known'))).status).toBe(state ? 200 : 404)
          model.delete(key)
        } else {
          const to = full(one.to)
          const expected = !state ? 404 : to === key || !model.has(to) ? 200 : 409
          expect((await app.rest('PATCH', path(key), { newName: one.to })).status).toBe(expected)
          if (state && expected === 200) {
            model.delete(key)
            model.set(to, state)
          }
        }
        expect((await names(app)).toSorted()).toEqual([...model].map(([at, is]) => `${at} ${is}`).toSorted())
      }
      for (const key of model.keys()) {
        await app.rest('DELETE', path(key))
        await app.rest('DELETE', path(key, '/known'))
      }
    }),
    { numRuns: 6 },
  )
}, 90_000)

test('P26 folders and commands named like tmux formats leave no marker', async () => {
  await using app = await createTestApp()
  const base = mkdtempSync(join(tmpdir(), 'atrium-f-'))
  const marker = join(base, 'marker')
  const folder = join(base, `#(touch ${marker.replaceAll('/', '\u2215')})#{pid} ;$HOME 'q" \\`)
  mkdirSync(folder)
  const made = await app.rest('POST', '/api/sessions', {
    name: 'f',
    directory: folder,
    command: "printf '%s\\n' 'a;#{b}$c'; pwd; cat",
  })
  expect(made).toMatchObject({ status: 201, body: { path: folder } })
  const terminal = await openTerminal(app, 'cc-f')
  await terminal.shows('a;#{b}$c')
  await terminal.close()
  tmux(app, 'kill-session', '-t', '=cc-f:')
  expect((await app.rest('POST', path('cc-f', '/restore'))).body.path).toBe(folder)
  expect(existsSync(marker)).toBe(false)
  rmSync(base, { recursive: true })
})

test('a session has a clean environment, its name, and no token anywhere', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/sessions', { name: 'e', directory: '/tmp', command: 'env | sort; cat' })
  const terminal = await openTerminal(app, 'cc-e', { query: '?cols=200&rows=100' })
  await terminal.shows('ATRIUM_SESSION=cc-e')
  await terminal.close()
  const { body } = await app.rest('GET', path('cc-e', '/scrollback'))
  const seen = terminal.text() + body.data
  expect(seen).toMatch(/ATRIUM_URL=http:\/\/127\.0\.0\.1:/)
  expect(seen).not.toContain(app.token)
  expect(seen).toMatch(/ATRIUM_TOKEN=atrs_/)
  expect(seen).not.toMatch(/npm_|ATRIUM_(HOME|VAULT)|node_modules\/\.bin|VITEST/)
  expect(execFileSync('ps', ['axww', '-o', 'args']).toString()).not.toContain(app.token)
})

test('scrollback has only lines above the screen', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/sessions', { name: 'none', directory: '/tmp', command: 'echo few; cat' })
  await app.rest('POST', '/api/sessions', {
    name: 'many',
    directory: '/tmp',
    command: 'seq 1 300; printf "\\033[31mred\\033[0m\\n"; seq 301 340; cat',
  })
  const look = async (name: string, query = '') =>
    (await app.rest('GET', path(name, `/scrollback${query}`))).body
  expect(await look('cc-none')).toEqual({ data: '', truncated: false })
  await expect.poll(async () => (await look('cc-many')).data).toContain('\n300\n')
  const all = await look('cc-many')
  expect(all.truncated).toBe(false)
  expect(all.data.startsWith('1\n2\n')).toBe(true)
  expect(all.data).not.toContain('340')
  const some = await look('cc-many', '?lines=5')
  expect(some.data.split('\n')).toHaveLength(6)
  expect(some.truncated).toBe(true)
  expect((await look('cc-many', '?lines=10001')).truncated).toBe(false)
  expect((await app.rest('GET', path('cc-many', '/scrollback?lines=0'))).status).toBe(422)
  expect((await app.rest('GET', path('cc-many', '/scrollback?lines=x'))).status).toBe(422)
})

test('activity follows output and says that it does', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/sessions', { name: 'quiet', directory: '/tmp', command: 'cat' })
  await app.rest('POST', '/api/sessions', {
    name: 'busy',
    directory: '/tmp',
    command: 'while :; do echo x; sleep 0.2; done',
  })
  await listed(app, (rows) =>
    rows.find(
      (row) =>
        row['name'] === 'cc-busy' && row['activity'] === 'working' && row['activitySource'] === 'output',
    ),
  )
  expect(
    (await app.rest('GET', '/api/sessions')).body.find((row: { name: string }) => row.name === 'cc-quiet'),
  ).toMatchObject({ activity: 'unknown', activitySource: 'none' })
  const terminal = await openTerminal(app, 'cc-busy')
  terminal.type('\u0003')
  await listed(app, (rows) =>
    rows.find(
      (row) =>
        row['name'] === 'cc-busy' &&
        row['status'] === 'dormant' &&
        (row['exit'] as { signal: string } | null) !== null,
    ),
  )
})

test('P27 a program that ignores the hang-up is killed', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/sessions', {
    name: 'deaf',
    directory: '/tmp',
    command: `trap '' HUP TERM; echo deaf-$$; while :; do sleep 1; done`,
  })
  const terminal = await openTerminal(app, 'cc-deaf')
  const pid = await terminal.until('pid', () => /deaf-(\d+)/.exec(terminal.text())?.[1])
  expect((await app.rest('DELETE', path('cc-deaf'))).status).toBe(200)
  expect(await terminal.closed).toMatchObject({ code: 4010 })
  await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false)
})

test('fifty sessions are listed in order and cost no process a question', async () => {
  await using app = await createTestApp()
  const wanted = Array.from({ length: 50 }, (_, i) => `s${String(i).padStart(2, '0')}`)
  const made = await Promise.all(
    wanted.map((name) => app.rest('POST', '/api/sessions', { name, directory: '/tmp', command: 'cat' })),
  )
  expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]))
  expect(await names(app)).toEqual(wanted.map((name) => `cc-${name} running`))
  const before = process.cpuUsage()
  const started = performance.now()
  for (let i = 0; i < 200; i++) await app.rest('GET', '/api/sessions')
  const { user, system } = process.cpuUsage(before)
  console.log(
    `200 lists of 50: ${(performance.now() - started).toFixed(0)} ms, ${((user + system) / 1000).toFixed(0)} ms CPU with the client`,
  )
})

test('the bounds on running sessions hold', async () => {
  await using app = await createTestApp()
  await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      app.rest('POST', '/api/sessions', { name: `n${i}`, directory: '/', command: 'cat' }),
    ),
  )
  expect(
    await app.rest('POST', '/api/sessions', { name: 'more', directory: '/', command: 'cat' }),
  ).toMatchObject({ status: 409, body: { code: 'limit_reached' } })
})

test('a repeated call with one key starts one session, and names are taken once whatever comes together', async () => {
  await using app = await createTestApp()
  const headers = { 'idempotency-key': 'one-two-three' }
  const body = { name: 'x', directory: '/tmp', command: 'cat' }
  const twice = await Promise.all([1, 2].map(() => app.rest('POST', '/api/sessions', body, { headers })))
  expect(twice.map(({ status }) => status)).toEqual([201, 201])
  expect((await app.rest('POST', '/api/sessions', { ...body, name: 'y' }, { headers })).body.code).toBe(
    'idempotency_mismatch',
  )
  await app.rest('POST', '/api/sessions', { ...body, name: 'y' })
  const moved = await Promise.all([
    app.rest('PATCH', path('cc-x'), { newName: 'z' }),
    app.rest('PATCH', path('cc-y'), { newName: 'z' }),
    app.rest('POST', '/api/sessions', { ...body, name: 'z' }),
  ])
  expect(moved.map(({ status }) => status).filter((status) => status < 300)).toHaveLength(1)
  expect(moved.map(({ status }) => status).filter((status) => status === 409)).toHaveLength(2)
})

test('the bound on known sessions holds, and old names may come back', async () => {
  await using app = await createTestApp()
  const store = createSessionsStore(app.app.database.db)
  const at = new Date().toISOString()
  for (let i = 0; i < 1000; i++)
    await store.save({
      name: `cc-n${i}`,
      tmuxName: `cc-n${i}`,
      directory: '/tmp',
      command: 'cat',
      createdAt: at,
      lastSeenAt: at,
      pinned: false,
      muted: false,
      manuallyStopped: true,
      exit: null,
    })
  await app.restart()
  expect(
    await app.rest('POST', '/api/sessions', { name: 'new', directory: '/', command: 'cat' }),
  ).toMatchObject({ status: 409, body: { code: 'limit_reached' } })
  expect(
    (await app.rest('POST', '/api/sessions', { name: 'n1', directory: '/', command: 'cat' })).status,
  ).toBe(201)
})

test('P50 a damaged entry is told in the health answer, and the others are served', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/sessions', { name: 'good', directory: '/tmp', command: 'cat' })
  const { db } = app.app.database
  await db
    .insertInto('knownSession')
    .values({
      name: 'bad:name',
      tmuxName: 'x',
      directory: '/',
      command: null,
      createdAt: 'x',
      lastSeenAt: 'x',
      pinned: 0,
      muted: 0,
      manuallyStopped: 0,
      exit: null,
    })
    .execute()
  await app.restart()
  expect(await names(app)).toEqual(['cc-good running'])
  expect(app.app.problems.list()).toContainEqual({
    code: 'record_quarantined',
    message: 'The entry of a session could not be read: bad:name',
    subject: 'bad:name',
  })
})

test('a session finds the programs that the hub finds, though its tmux server is older than they are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'atrium-programs-'))
  try {
    await using app = await createTestApp()
    await app.rest('POST', '/api/sessions', { name: 'old', directory: '/tmp', command: 'cat' })
    writeFileSync(join(folder, 'late-program'), '#!/bin/sh\necho found\ncat\n', { mode: 0o755 })
    await app.restart({ hostEnv: { ...process.env, PATH: `${folder}:${process.env['PATH']}` } })
    const { status } = await app.rest('POST', '/api/sessions', {
      name: 'new',
      directory: '/tmp',
      command: 'late-program',
    })
    expect(status).toBe(201)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
