import { request as httpRequest } from 'node:http'
import { limits } from '@atrium/schema'
import { LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'
import { call, connectMcp, initialize, keyOf, post } from './testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }

/** A raw request, whose Host and Origin are as given. */
const raw = (headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const url = new URL(app.url)
    const request = httpRequest(
      {
        host: url.hostname,
        port: url.port,
        path: '/api/mcp',
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${app.token}`, ...headers },
      },
      (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      },
    )
    request.on('error', reject)
    request.end(JSON.stringify(list))
  })

test('P1 P5 without a key, or with a wrong one, the answer is the same 401 that names Bearer', async () => {
  const answers = await Promise.all(
    [
      { authorization: '' },
      { authorization: 'Bearer para_' },
      { authorization: `Bearer para_${'x'.repeat(32)}` },
    ].map(async (headers) => {
      const response = await post(app, list, headers)
      return [response.status, response.headers.get('www-authenticate'), await response.text()]
    }),
  )
  expect(answers[0]?.slice(0, 2)).toEqual([401, 'Bearer realm="Atrium"'])
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  const deleted = await app.rest('DELETE', '/api/mcp', undefined, { headers: { authorization: '' } })
  expect(deleted.status).toBe(401)
})

test('P10 P11 a Host or Origin that is not this hub is refused, with the right key too', async () => {
  expect(await raw({})).toBe(200)
  expect(await raw({ host: 'evil.example' })).toBe(403)
  expect(await raw({ origin: 'https://evil.example' })).toBe(403)
  expect(await raw({ origin: 'null' })).toBe(403)
})

test('where a client looks for a sign-in by OAuth it is told that there is none', async () => {
  for (const path of [
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/api/mcp',
    '/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration',
  ])
    for (const accept of ['application/json', '*/*', 'text/html'])
      expect([path, (await fetch(app.url + path, { headers: { accept } })).status]).toEqual([path, 404])
})

test('the version of the protocol is agreed on, and one that nobody knows is refused', async () => {
  for (const version of SUPPORTED_PROTOCOL_VERSIONS) {
    const { result } = await (await post(app, initialize(version))).json()
    expect(result).toMatchObject({ protocolVersion: version, serverInfo: { name: 'atrium' } })
    expect((await post(app, list, { 'mcp-protocol-version': version })).status).toBe(200)
  }
  const { result } = await (await post(app, initialize('1999-01-01'))).json()
  expect(result.protocolVersion).toBe(LATEST_PROTOCOL_VERSION)
  expect((await post(app, list, { 'mcp-protocol-version': '1999-01-01' })).status).toBe(400)
})

test('a session ends when its client says so, and ends nothing else', async () => {
  const session = (await post(app, initialize())).headers.get('mcp-session-id') ?? ''
  const headers = { 'mcp-session-id': session }
  expect((await post(app, { jsonrpc: '2.0', method: 'notifications/initialized' }, headers)).status).toBe(202)
  expect((await post(app, list, headers)).status).toBe(200)
  const end = () =>
    fetch(`${app.url}/api/mcp`, {
      method: 'DELETE',
      headers: { ...headers, authorization: `Bearer ${app.token}` },
    })
  expect((await end()).status).toBe(204)
  const gone = await post(app, list, headers)
  expect([gone.status, (await gone.json()).error.data.code]).toEqual([404, 'not_found'])
  expect((await end()).status).toBe(404)
  expect((await post(app, list)).status).toBe(200)
  expect((await post(app, list, { 'mcp-session-id': 'made up' })).status).toBe(404)
})

test('there is nothing to listen to by GET, and it says so', async () => {
  const response = await app.rest('GET', '/api/mcp', undefined, { headers: { accept: 'text/event-stream' } })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, DELETE'])
})

test('a client gets the kind of answer that it takes', async () => {
  const typeOf = async (accept: string, body: unknown) => {
    const response = await post(app, body, { accept })
    await response.text()
    return [response.status, response.headers.get('content-type')?.split(';')[0]]
  }
  const start = call('start_chat', { message: '/think hi', runner: 'guide' })
  expect(await typeOf('application/json', list)).toEqual([200, 'application/json'])
  expect(await typeOf('*/*', list)).toEqual([200, 'application/json'])
  expect(await typeOf('text/event-stream', list)).toEqual([200, 'text/event-stream'])
  expect(await typeOf('application/json, text/event-stream', start)).toEqual([200, 'text/event-stream'])
  expect(await typeOf('application/json', start)).toEqual([200, 'application/json'])
  expect(await typeOf('text/html', list)).toEqual([400, 'application/json'])
  expect((await post(app, list, { authorization: '', 'x-api-key': app.token })).status).toBe(200)
})

test('a refusal is an error of JSON-RPC that holds what a REST caller would get', async () => {
  const errorOf = async (body: unknown, headers?: Record<string, string>) => {
    const response = await post(app, body, headers)
    const { error } = await response.json()
    return [response.status, error.code, error.data?.code]
  }
  expect(await errorOf('{')).toEqual([400, -32700, 'bad_request'])
  expect(await errorOf([list, list])).toEqual([422, -32600, 'invalid'])
  expect(await errorOf({ jsonrpc: '2.0', id: 1 })).toEqual([422, -32600, 'invalid'])
  expect(await errorOf({ ...list, jsonrpc: '1.0' })).toEqual([422, -32600, 'invalid'])
  expect(await errorOf('x', { 'content-type': 'text/plain' })).toEqual([
    415,
    -32600,
    'unsupported_media_type',
  ])
  expect(await errorOf({ ...list, params: { x: 'y'.repeat(limits.jsonBodyBytes) } })).toEqual([
    413,
    -32600,
    'payload_too_large',
  ])
  expect(await errorOf(call('no_such_tool'))).toEqual([200, -32602, 'not_found'])
  for (const method of ['no/such', 'constructor', '__proto__'])
    expect(await errorOf({ jsonrpc: '2.0', id: 1, method })).toEqual([200, -32601, undefined])
})

const byScope: Record<string, string[]> = {
  chat: [
    'list_chats',
    'search_chats',
    'get_chat',
    'read_transcript',
    'start_chat',
    'send_message',
    'wait_for_chat',
    'stop_chat',
    'get_usage',
  ],
  terminal: [
    'list_sessions',
    'create_session',
    'read_terminal',
    'send_to_terminal',
    'list_cards',
    'create_card',
    'update_card',
    'implement_card',
  ],
  files: ['list_projects', 'search_files'],
  hooks: [],
  bots: [],
}

test('P9 a key sees the tools of its scopes, and is refused every other one', async () => {
  const owner = await connectMcp(app)
  for (const [scope, own] of Object.entries(byScope)) {
    const { key } = await keyOf(app, scope)
    await using mcp = await connectMcp(app, key)
    expect([scope, mcp.names.toSorted()]).toEqual([scope, [...own, 'list_approvals'].toSorted()])
    for (const name of owner.names.filter((one) => !mcp.names.includes(one))) {
      const response = await post(app, call(name), {
        authorization: `Bearer ${key}`,
        accept: 'application/json',
      })
      const { error } = await response.json()
      expect([scope, name, error?.data?.code]).toEqual([scope, name, 'scope_missing'])
    }
    if (scope !== 'chat') {
      expect((await mcp.client.listResources()).resources).toEqual([])
      await expect(mcp.client.readResource({ uri: 'atrium://chat/x' })).rejects.toThrow('no such resource')
    }
  }
  await owner[Symbol.asyncDispose]()
})

test('P9 full trust needs the terminal permission over MCP, too', async () => {
  const { key } = await keyOf(app, 'chat')
  await using mcp = await connectMcp(app, key)
  const refused = await mcp.refusal('start_chat', { message: 'x', runner: 'guide', trust_level: 'full' })
  expect(refused).toMatchObject({ code: 'scope_missing' })
})

test('no tool gives a permission or answers for a person', async () => {
  await using mcp = await connectMcp(app)
  for (const name of mcp.names) expect(name).not.toMatch(/approve|grant|decide|answer|permission|key|setting/)
  for (const { name, inputSchema, annotations, description } of mcp.tools) {
    expect([name, (description ?? '').length > 20]).toEqual([name, true])
    expect(annotations).toMatchObject({ openWorldHint: false })
    expect(JSON.stringify(inputSchema)).not.toContain('$ref')
    for (const [field, schema] of Object.entries(inputSchema.properties ?? {}))
      expect([name, field, 'description' in schema]).toEqual([name, field, true])
  }
})

test('what a chat does is told while it is waited for, and the answer comes with the same call', async () => {
  await using mcp = await connectMcp(app)
  const told: string[] = []
  const result = await mcp.client.callTool(
    { name: 'start_chat', arguments: { message: '/read nothing.md', runner: 'guide' } },
    undefined,
    { onprogress: ({ message }) => told.push(message ?? '') },
  )
  expect(result.structuredContent).toMatchObject({ status: 'completed' })
  expect(told).toContain('Uses Read')
})

test('a call that is cancelled ends at once, and the chat works on', async () => {
  await using mcp = await connectMcp(app)
  const stop = new AbortController()
  const waiting = mcp.client.callTool(
    { name: 'start_chat', arguments: { message: '/slow 400 50', runner: 'guide', wait_seconds: 300 } },
    undefined,
    { signal: stop.signal, onprogress: () => stop.abort('enough') },
  )
  await expect(waiting).rejects.toThrow('enough')
  await vi.waitFor(() => expect(app.server.streams.size()).toBe(0), 10_000)
  const { chats } = await mcp.use('list_chats', { limit: 1 })
  const [chat] = chats as { id: string; state: string }[]
  expect(chat?.state).toBe('working')
  await mcp.use('stop_chat', { session_id: chat?.id })
})

test('a cancellation of one client takes nothing back from another with the same key', async () => {
  const sessions = await Promise.all(
    [1, 2].map(async () => (await post(app, initialize())).headers.get('mcp-session-id') ?? ''),
  )
  const [mine = '', other = ''] = sessions
  const start = call('start_chat', { message: '/slow 20 50', runner: 'guide' }, 7)
  const running = post(app, start, { 'mcp-session-id': mine, accept: 'application/json' })
  await vi.waitFor(() => expect(app.server.streams.size()).toBe(1), 10_000)
  const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } }
  for (const session of [other, ''])
    expect((await post(app, cancel, session ? { 'mcp-session-id': session } : {})).status).toBe(202)
  expect((await (await running).json()).result.structuredContent.status).toBe('completed')
})

test('P6 a key that is revoked ends what waits with it, and its next call is refused', async () => {
  const { id, key } = await keyOf(app, 'chat')
  const authorization = `Bearer ${key}`
  const start = call('start_chat', { message: '/slow 400 50', runner: 'guide' })
  const streamed = await post(app, start, { authorization })
  const whole = post(app, { ...start, id: 2 }, { authorization, accept: 'application/json' })
  await vi.waitFor(() => expect(app.server.streams.size()).toBe(2), 10_000)
  await app.rest('DELETE', `/api/auth/keys/${id}`)
  const said = await streamed.text()
  expect(said).not.toContain('"result"')
  expect(said).toContain('"code":"unauthorized"')
  expect((await whole).status).toBe(401)
  expect((await post(app, list, { authorization })).status).toBe(401)
  await vi.waitFor(() => expect(app.server.streams.size()).toBe(0), 10_000)
  for (const { session_id } of (await app.rest('GET', '/api/chat/active-streams')).body.streams)
    await app.rest('POST', `/api/chat/${session_id}/abort`)
})

test('P56 a call that waits when the hub stops is told so, however it is answered', async () => {
  const own = await createTestApp()
  const start = call('start_chat', { message: '/slow 400 50', runner: 'guide' }, 'mine')
  const streamed = await post(own, start)
  const whole = post(own, start, { accept: 'application/json' })
  await vi.waitFor(() => expect(own.server.streams.size()).toBe(2), 10_000)
  const stopped = own[Symbol.asyncDispose]()
  const line = /^data: (.*"error".*)$/m.exec(await streamed.text())?.[1] ?? '{}'
  expect(JSON.parse(line)).toMatchObject({ id: 'mine', error: { data: { code: 'draining' } } })
  const { status, headers } = await whole
  expect([status, headers.get('retry-after')]).toEqual([503, '5'])
  await stopped
})

test('P46 a hundred calls at once are all answered, and more of them than a key may have open are refused', async () => {
  await using mcp = await connectMcp(app)
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => mcp.use('list_chats', { limit: 1 + (index % 5) })),
  )
  expect(answers).toHaveLength(100)
  const { key } = await keyOf(app, 'chat')
  const authorization = `Bearer ${key}`
  const started = await mcp.use('start_chat', { message: '/slow 400 50', runner: 'guide', wait_seconds: 0 })
  const waits = call('wait_for_chat', { session_id: started['session_id'] })
  const open = await Promise.all(
    Array.from({ length: limits.sseStreamsPerKey + 3 }, () => post(app, waits, { authorization })),
  )
  expect(open.filter(({ status }) => status === 429)).toHaveLength(3)
  await Promise.all(open.map(async (response) => response.body?.cancel()))
  await vi.waitFor(() => expect(app.server.streams.size()).toBe(0), 10_000)
  for (const { session_id } of (await app.rest('GET', '/api/chat/active-streams')).body.streams)
    await app.rest('POST', `/api/chat/${session_id}/abort`)
})

const anything = fc.oneof(
  fc
    .anything({ withNullPrototype: false, maxDepth: 4 })
    .filter((value) => JSON.stringify(value) !== undefined),
  fc.constantFrom('../../etc/passwd', '__proto__', '\u0000', '\ud800', -1, 1e308, 'x'.repeat(5_000), null),
)

test('P45 no message, however malformed, is an error inside or ends the hub', async () => {
  await using mcp = await connectMcp(app)
  const fieldsOf = new Map(
    mcp.tools.map(({ name, inputSchema }) => [name, Object.keys(inputSchema.properties ?? {})]),
  )
  const harmless = mcp.names.filter(
    (name) => !['create_session', 'start_chat', 'send_message'].includes(name),
  )
  const hostileCall = fc
    .constantFrom(...harmless)
    .chain((name) =>
      fc.record({
        name: fc.constant(name),
        args: fc.oneof(
          anything,
          fc.dictionary(fc.constantFrom(...(fieldsOf.get(name) ?? []), 'x'), anything, { maxKeys: 5 }),
        ),
        id: fc.oneof(fc.string(), fc.integer(), anything),
      }),
    )
    .map(({ name, args, id }) => call(name, args, id, undefined))
  const hostile = fc.oneof(
    hostileCall,
    anything,
    fc.record({
      jsonrpc: fc.constantFrom('2.0', '2', 2),
      id: anything,
      method: fc.constantFrom(
        'initialize',
        'tools/list',
        'tools/call',
        'resources/list',
        'resources/read',
        'ping',
        'notifications/cancelled',
        'logging/setLevel',
        'tasks/get',
        'completion/complete',
        'toString',
      ),
      params: anything,
    }),
  )
  await fc.assert(
    fc.asyncProperty(hostile, async (body) => {
      const response = await post(app, JSON.stringify(body))
      const text = await response.text()
      expect([response.status < 500, text.includes('-32603'), text.includes('"internal"')]).toEqual([
        true,
        false,
        false,
      ])
    }),
    { numRuns: Number(process.env['ATRIUM_TEST_RUNS'] ?? 300) },
  )
  expect((await post(app, list)).status).toBe(200)
}, 120_000)
