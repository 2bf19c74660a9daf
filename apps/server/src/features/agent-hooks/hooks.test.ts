import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'
import { openTerminal } from '../terminal/testing.ts'

const quiet = 'sleep 600'

async function begin(app: TestApp, name: string): Promise<string> {
  const made = await app.rest('POST', '/api/sessions', { name, directory: app.vault, command: quiet })
  expect(made.status).toBe(201)
  return made.body.name as string
}
const row = async (app: TestApp, name: string) =>
  (await app.rest('GET', '/api/sessions')).body.find((one: { name: string }) => one.name === name)
const call = (
  app: TestApp,
  event: string,
  name: string | null,
  body: unknown = {},
  headers: Record<string, string> = { 'x-atrium-hooks': '1' },
  signal?: AbortSignal,
) =>
  app.rest('POST', `/api/hooks/${event}`, body, {
    headers: { ...(name !== null && { 'x-penates-session': name }), ...headers },
    ...(signal && { signal }),
  })
const waiting = async (app: TestApp): Promise<Record<string, string>[]> =>
  (await app.rest('GET', '/api/approvals')).body.approvals.filter(
    ({ state }: { state: string }) => state === 'waiting',
  )

test('P35 every hook of the page moves the state of its session and answers as the page says', async () => {
  await using app = await createTestApp()
  const name = await begin(app, 'shop')
  const other = await begin(app, 'other')
  const before = await row(app, other)
  const steps: [event: string, body: object, activity: string, tool: string | null][] = [
    ['SessionStart', { source: 'startup' }, 'unknown', null],
    ['UserPromptSubmit', { prompt: 'hi' }, 'working', null],
    ['pre-tool-use', { tool_name: 'Bash', tool_input: { command: 'ls' } }, 'working', 'Bash'],
    ['PostToolUse', { tool_name: 'Bash', tool_input: { command: 'ls' } }, 'working', null],
    ['Notification', { message: 'Claude needs you' }, 'waiting', null],
    ['SubagentStop', {}, 'waiting', null],
    ['UserPromptSubmit', {}, 'working', null],
    ['SubagentStop', {}, 'working', null],
    ['Stop', {}, 'idle', null],
    ['Notification', { notification_type: 'idle_prompt' }, 'idle', null],
    ['PostToolUse', { tool_name: 'Bash' }, 'idle', null],
  ]
  for (const [event, body, activity, tool] of steps) {
    const answer = await call(app, event, name, body)
    expect([event, answer.status]).toEqual([event, 200])
    if (event === 'pre-tool-use') expect(answer.body).toBe('')
    else expect(answer.body).toEqual({ ok: true, name, event })
    const now = await row(app, name)
    if (activity !== 'unknown') expect(now).toMatchObject({ activity, tool, activitySource: 'hooks' })
  }
  await call(app, 'SessionEnd', name, { reason: 'other' })
  expect((await row(app, name)).activitySource).not.toBe('hooks')
  const { activity, activitySource, tool } = await row(app, other)
  expect({ activitySource, tool }).toEqual({ activitySource: before.activitySource, tool: before.tool })
  expect(activity).not.toBe('waiting')
  expect((await call(app, 'PreCompact', name)).status).toBe(204)
})

test('P35 the firehose tells what the agent does, with its tool, and calls for attention no more than it should', async () => {
  await using app = await createTestApp()
  const name = await begin(app, 'shop')
  const heard: unknown[] = []
  app.app.events.on('sessions.activity.changed', (event) => heard.push({ ...event, at: 0 }))
  app.app.events.on('sessions.attention.raised', (event) => heard.push({ attention: { ...event, at: 0 } }))
  app.app.events.on('sessions.agent.ended', ({ name: ended }) => heard.push({ ended }))
  await call(app, 'pre-tool-use', name, { tool_name: 'Bash' })
  await call(app, 'Stop', name)
  await call(app, 'Notification', name)
  await call(app, 'SessionEnd', name)
  expect(heard).toEqual([
    { name, activity: 'working', tool: 'Bash', at: 0 },
    { name, activity: 'idle', at: 0 },
    { attention: { name, activity: 'idle', at: 0 } },
    { name, activity: 'waiting', at: 0 },
    { ended: name },
  ])
  await app.rest('POST', `/api/sessions/${name}/mute`, { muted: true })
  const other = await begin(app, 'muted')
  await app.rest('POST', `/api/sessions/${other}/mute`, { muted: true })
  heard.length = 0
  await call(app, 'Stop', other)
  expect(heard).toEqual([{ name: other, activity: 'idle', at: 0 }])
})

test('P35 what is unknown, unreadable or of another kind is taken without effect, and what is too large is refused', async () => {
  await using app = await createTestApp()
  const name = await begin(app, 'shop')
  const rows = async () => JSON.stringify((await app.rest('GET', '/api/sessions')).body.map(named))
  const named = (one: Record<string, unknown>) => [one['name'], one['status'], one['activitySource']]
  const before = await rows()
  for (const unknown of ['cc-nobody', 'cc', 'cc-sho', 'cc-shop2']) {
    const answer = await call(app, 'Stop', unknown, {})
    expect([unknown, answer.status]).toEqual([unknown, 200])
    expect((await call(app, 'pre-tool-use', unknown, { tool_name: 'Bash' })).body).toBe('')
  }
  expect(await rows()).toBe(before)

  const raw = (body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/api/hooks/UserPromptSubmit`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.token}`, 'x-atrium-session': name, ...headers },
      body: new Uint8Array(Buffer.from(body)),
    })
  for (const [body, type] of [
    ['{not json', 'application/json'],
    ['', 'application/json'],
    ['[1,2]', 'text/plain'],
    ['null', 'application/x-www-form-urlencoded'],
    ['{"__proto__":{"a":1}}', 'nonsense'],
    [Buffer.from([0xff, 0xfe, 0x00]), 'multipart/form-data; boundary=x'],
    ['['.repeat(100_000), 'application/json'],
  ] as const)
    expect([String(body).slice(0, 20), (await raw(body, { 'content-type': type })).status]).toEqual([
      String(body).slice(0, 20),
      200,
    ])
  expect((await row(app, name)).activity).toBe('working')
  expect((await raw('x'.repeat(limits.sessionHookBytes + 1))).status).toBe(413)
  expect((await raw('{}', { authorization: 'Bearer nobody' })).status).toBe(401)
  expect((await call(app, 'Stop', null)).status).toBe(400)
  expect((await call(app, 'Stop', 'a/b')).status).toBe(400)
})

test('P36 an approval that cannot be read is denied, in the words of the agent', async () => {
  await using app = await createTestApp()
  const name = await begin(app, 'shop')
  const pre = await call(app, 'pre-tool-use', name, '{broken')
  expect(pre.body).toMatchObject({
    hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny' },
  })
  const request = await call(app, 'PermissionRequest', name, '{broken')
  expect(request.body).toMatchObject({
    hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'deny' } },
  })
})

test('P9 P35 a session speaks only for itself, under its old name, too', async () => {
  await using app = await createTestApp()
  const name = await begin(app, 'shop')
  const other = await begin(app, 'other')
  const token = await app.app.auth.sessionKeys.issue(name)
  const headers = { authorization: `Bearer ${token}` }
  expect((await call(app, 'UserPromptSubmit', null, {}, headers)).body).toMatchObject({ name })
  expect((await row(app, name)).activity).toBe('working')
  await call(app, 'Stop', other, {}, headers)
  expect((await row(app, other)).activitySource).not.toBe('hooks')
  expect((await row(app, name)).activity).toBe('working')

  await app.rest('PATCH', `/api/sessions/${name}`, { newName: 'store' })
  expect((await row(app, 'cc-store')).activity).toBe('working')
  await call(app, 'Stop', name, {}, headers)
  expect((await row(app, 'cc-store')).activity).toBe('idle')
  // The old name is taken by another session: its hooks are its own, and those of the first still find the first.
  const second = await begin(app, 'shop')
  await call(app, 'UserPromptSubmit', second)
  expect((await row(app, second)).activity).toBe('working')
  expect((await row(app, 'cc-store')).activity).toBe('idle')
  await call(app, 'Notification', name, {}, headers)
  expect((await row(app, 'cc-store')).activity).toBe('waiting')
  expect((await row(app, second)).activity).toBe('working')
})

/** Else a slow machine is given back as much as it sends. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
}

test('hooks count in no ordinary rate, but a session may not tell without end', {
  timeout: 90_000,
}, async () => {
  await using app = await createTestApp({ readsPerMinute: 300, writesPerMinute: 60 })
  const name = await begin(app, 'shop')
  const token = await app.app.auth.sessionKeys.issue(name)
  const headers = { authorization: `Bearer ${token}` }
  const statuses = new Map<number, number>()
  stopClock()
  for (let sent = 0; sent < 10 * limits.sessionHooksPerMinute && !statuses.has(429); sent += 50)
    for (const { status } of await Promise.all(
      Array.from({ length: 50 }, () => call(app, 'UserPromptSubmit', null, {}, headers)),
    ))
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
  expect(new Set(statuses.keys())).toEqual(new Set([200, 429]))
  expect(statuses.get(200)).toBeGreaterThanOrEqual(limits.sessionHooksPerMinute)
  expect((await app.rest('GET', '/api/sessions')).status).toBe(200)
})

test('P47 names of sessions that are not there make no room for more calls', {
  timeout: 90_000,
}, async () => {
  await using app = await createTestApp()
  stopClock()
  const statuses = new Set<number>()
  let sent = 0
  while (sent < 10 * limits.sessionHooksPerMinute && !statuses.has(429))
    for (const { status } of await Promise.all(
      Array.from({ length: 50 }, () => call(app, 'Stop', `cc-nobody-${sent++}`)),
    ))
      statuses.add(status)
  expect(statuses).toEqual(new Set([200, 429]))
  // Those of a session that is there are counted by themselves.
  expect((await call(app, 'Stop', await begin(app, 'shop'))).status).toBe(200)
})

test('P35 random, late, repeated and reordered calls never fail, make nothing and touch only their own session', async () => {
  await using app = await createTestApp()
  const mine = [await begin(app, 'one'), await begin(app, 'two')]
  const names = [...mine, 'cc-ghost']
  const event = fc.constantFrom(
    'UserPromptSubmit',
    'pre-tool-use',
    'PostToolUse',
    'PermissionRequest',
    'Notification',
    'Stop',
    'SubagentStop',
    'SessionStart',
    'SessionEnd',
    'PostToolUseFailure',
    'PostToolBatch',
    'Interrupt',
    'Unheard',
  )
  const body = fc.oneof(
    fc.record(
      { tool_name: fc.constantFrom('Bash', 'Edit', ''), tool_input: fc.dictionary(fc.string(), fc.string()) },
      { requiredKeys: [] },
    ),
    fc.record({
      notification_type: fc.constantFrom('idle_prompt', 'permission_prompt', 'auth_success', 'x'),
    }),
    fc.json().map((text) => text.slice(0, -1)),
    fc.anything(),
  )
  const calls = fc.array(fc.tuple(fc.constantFrom(...names), event, body), { minLength: 1, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(calls, async (sequence) => {
      for (const [name, at, what] of sequence) {
        const others = mine.filter((one) => one !== name)
        const told = async () =>
          Promise.all(others.map(async (one) => JSON.stringify(hooked(await row(app, one)))))
        const before = await told()
        const text = typeof what === 'string' ? what : (JSON.stringify(what) ?? 'undefined')
        // What would be waited for is left again at once.
        const left = AbortSignal.timeout(at === 'PermissionRequest' || at === 'pre-tool-use' ? 150 : 20_000)
        const answer = await call(app, at, name, text, {}, left).catch((error: unknown) => {
          if (left.aborted) return { status: 200 }
          throw error
        })
        expect([200, 204]).toContain(answer.status)
        expect(await told()).toEqual(before)
      }
      const { body: rows } = await app.rest('GET', '/api/sessions')
      expect(rows.map((one: { name: string }) => one.name)).toEqual(mine)
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 15) },
  )
})

/** What hooks alone decide; what the output tells may change at any time. */
const hooked = (one: Record<string, unknown>) =>
  one['activitySource'] === 'hooks' ? [one['activity'], one['tool']] : null

const question = { tool_name: 'Bash', tool_input: { command: 'make' }, permission_mode: 'default' }
const answerOf = (app: TestApp, event: string, name: string, headers?: Record<string, string>) =>
  call(app, event, name, question, headers).then(({ body }) => body.hookSpecificOutput ?? body)

test('P36 a dialog of the agent is answered by whoever is first, here or in the terminal, and by nobody after the session went on', async () => {
  await using app = await createTestApp()
  const name = await begin(app, 'shop')
  const decide = async (answer: object) => {
    await expect.poll(async () => (await waiting(app)).length).toBe(1)
    expect(await row(app, name)).toMatchObject({ activity: 'waiting', tool: 'Bash' })
    const [request] = await waiting(app)
    expect((await app.rest('POST', `/api/approvals/${request?.['id']}`, answer)).status).toBe(200)
  }
  const allowed = answerOf(app, 'PermissionRequest', name)
  await decide({ decision: 'allow' })
  expect(await allowed).toEqual({ hookEventName: 'PermissionRequest', decision: { behavior: 'allow' } })
  expect(await row(app, name)).toMatchObject({ activity: 'working' })
  const denied = answerOf(app, 'PermissionRequest', name)
  await decide({ decision: 'deny', message: 'not today' })
  expect(await denied).toEqual({
    hookEventName: 'PermissionRequest',
    decision: { behavior: 'deny', message: 'not today' },
  })
  for (const [event, body] of [
    ['PostToolUse', question],
    ['PostToolUseFailure', question],
    ['PostToolBatch', {}],
    ['Stop', {}],
    ['UserPromptSubmit', {}],
    ['SessionEnd', {}],
  ] as const) {
    const open = answerOf(app, 'PermissionRequest', name)
    await expect.poll(async () => (await waiting(app)).length).toBe(1)
    await call(app, event, name, body)
    expect([event, await open]).toEqual([event, ''])
    expect(await waiting(app)).toEqual([])
  }
  const left = new AbortController()
  const open = call(app, 'PermissionRequest', name, question, {}, left.signal).catch(() => 'left')
  await expect.poll(async () => (await waiting(app)).length).toBe(1)
  left.abort()
  expect(await open).toBe('left')
  await expect.poll(async () => (await waiting(app)).length).toBe(0)
  const other = answerOf(app, 'PermissionRequest', name)
  await expect.poll(async () => (await waiting(app)).length).toBe(1)
  await call(app, 'PostToolUse', name, { ...question, tool_input: { command: 'another' } })
  expect(await waiting(app)).toHaveLength(1)
  await app.rest('DELETE', `/api/sessions/${name}`)
  expect(await other).toBe('')
})

test('a helper that works on does not close the dialog of another one', async () => {
  await using app = await createTestApp()
  const name = await begin(app, 'shop')
  const asked = { ...question, agent_id: 'helper-1' }
  const open = call(app, 'PermissionRequest', name, asked).then(({ body }) => body)
  await expect.poll(async () => (await waiting(app)).length).toBe(1)
  const other = { agent_id: 'helper-2', tool_name: 'Bash', tool_input: { command: 'ls' } }
  for (const [event, body] of [
    ['pre-tool-use', other],
    ['PostToolUse', other],
    ['PostToolBatch', other],
    ['SubagentStop', other],
    ['Stop', {}],
    ['UserPromptSubmit', { prompt: '<task-notification>' }],
  ] as const) {
    await call(app, event, name, body)
    expect([event, (await waiting(app)).length, (await row(app, name)).activity]).toEqual([
      event,
      1,
      'waiting',
    ])
  }
  await call(app, 'PostToolBatch', name, { agent_id: 'helper-1' })
  expect(await open).toBe('')
  expect(await waiting(app)).toEqual([])
  expect((await row(app, name)).activity).toBe('working')
})

test('P36 without an answer in time it is a no, but whoever sits before the dialog itself is not hurried', async () => {
  await using app = await createTestApp()
  const name = await begin(app, 'shop')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const timeUp = async () => {
    await expect.poll(async () => (await waiting(app)).length).toBe(1)
    vi.advanceTimersByTime(limits.requestLifetimeMs)
  }
  const alone = answerOf(app, 'PermissionRequest', name)
  await timeUp()
  expect(await alone).toMatchObject({ decision: { behavior: 'deny', message: 'No answer within 300 s' } })
  vi.useRealTimers()
  const terminal = await openTerminal(app, name)
  await expect.poll(async () => (await row(app, name)).attached).toBe(true)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const attended = answerOf(app, 'PermissionRequest', name)
  await timeUp()
  expect(await attended).toBe('')
  vi.useRealTimers()
  expect(await row(app, name)).toMatchObject({ activity: 'waiting', tool: 'Bash' })
  expect(await waiting(app)).toEqual([])
  await terminal.close()
})

test('scripts of older hubs hear of no dialog: the tool itself is held, where the original held it', async () => {
  await using app = await createTestApp()
  const name = await begin(app, 'shop')
  const older = {}
  const held = answerOf(app, 'pre-tool-use', name, older)
  await expect.poll(async () => (await waiting(app)).length).toBe(1)
  const [request] = await waiting(app)
  await app.rest('POST', `/api/approvals/${request?.['id']}`, { decision: 'allow' })
  expect(await held).toMatchObject({ hookEventName: 'PreToolUse', permissionDecision: 'allow' })
  const denied = answerOf(app, 'pre-tool-use', name, older)
  await expect.poll(async () => (await waiting(app)).length).toBe(1)
  await app.rest('POST', `/api/approvals/${(await waiting(app))[0]?.['id']}`, { decision: 'deny' })
  expect(await denied).toMatchObject({ hookEventName: 'PreToolUse', permissionDecision: 'deny' })

  for (const body of [
    { ...question, permission_mode: 'acceptEdits' },
    { ...question, tool_name: 'Read' },
  ])
    expect((await call(app, 'pre-tool-use', name, body, older)).body).toBe('')
  const terminal = await openTerminal(app, name)
  await expect.poll(async () => (await row(app, name)).attached).toBe(true)
  expect(await answerOf(app, 'pre-tool-use', name, older)).toBe('')
  await terminal.close()
  await app.rest('POST', '/api/approvals/config', { enabled: false })
  expect(await answerOf(app, 'pre-tool-use', name, older)).toBe('')
  expect(await answerOf(app, 'PermissionRequest', name)).toBe('')
})

test('P36 a hub that stops leaves the question to the agent, and does not wait for it', async () => {
  await using app = await createTestApp()
  const name = await begin(app, 'shop')
  const open = answerOf(app, 'PermissionRequest', name)
  await expect.poll(async () => (await waiting(app)).length).toBe(1)
  await app.restart()
  expect(await open).toBe('')
})
