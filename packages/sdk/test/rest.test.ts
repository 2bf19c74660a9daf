import { expect, test } from 'vitest'
import {
  AbortedError,
  ApiError,
  type ClientOptions,
  ConnectionError,
  createClient,
  TimeoutError,
} from '../src/index.ts'
import { type Handler, json, misbehave, refuse } from './misbehaving.ts'

async function hub(handler: Handler, options: ClientOptions = {}) {
  const server = await misbehave(handler)
  return { ...server, client: createClient({ baseUrl: server.url, token: 'secret', ...options }) }
}

test('a route is called with its path, query, body and token', async () => {
  await using h = await hub((_, response) => json(response, 200, { ok: true }))
  await h.client.rest('GET /chat/{session_id}/history', { path: { session_id: 'ü/1' }, query: { limit: 5 } })
  await h.client.rest('PUT /chat/{session_id}/config', { path: { session_id: 'c1' }, body: { title: 'T' } })
  await h.client.rest('GET /sessions')
  expect(h.seen.map(({ method, path, query, body }) => [method, path, query.toString(), body])).toEqual([
    ['GET', '/api/chat/%C3%BC%2F1/history', 'limit=5', ''],
    ['PUT', '/api/chat/c1/config', '', '{"title":"T"}'],
    ['GET', '/api/sessions', '', ''],
  ])
  expect(h.seen.every(({ headers }) => headers.authorization === 'Bearer secret')).toBe(true)
  expect(h.seen[1]?.headers['content-type']).toBe('application/json')
})

test('a token may be a function, and there may be none', async () => {
  await using h = await hub((_, response) => json(response, 200, {}))
  let count = 0
  await createClient({ baseUrl: h.url, token: async () => `t${++count}` }).rest('GET /version')
  await createClient({ baseUrl: new URL(h.url) }).rest('GET /version')
  expect(h.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', undefined])
})

test('an address may have a path, and a slash at its end', async () => {
  await using h = await hub((_, response) => json(response, 200, {}))
  await createClient({ baseUrl: `${h.url}/hub/` }).rest('GET /version')
  expect(h.seen[0]?.path).toBe('/hub/api/version')
})

test('a refusal carries everything the hub says', async () => {
  const detail = [{ loc: ['body', 'title'], msg: 'Too long', type: 'too_big' }]
  await using h = await hub((_, response) =>
    json(response, 422, {
      error: 'Unprocessable',
      message: 'Not valid',
      code: 'invalid',
      requestId: 'r9',
      detail,
      reason: 'why',
      meta: { a: 1 },
    }),
  )
  const error = await h.client.rest('GET /chat').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({
    status: 422,
    code: 'invalid',
    requestId: 'r9',
    detail,
    reason: 'why',
    meta: { a: 1 },
  })
  expect(h.seen).toHaveLength(1)
})

test('a refusal of something before the hub is an ApiError with the status', async () => {
  await using h = await hub(
    (_, response) => void response.writeHead(403, { 'content-type': 'text/html' }).end('<p>No'),
  )
  await expect(h.client.rest('GET /chat')).rejects.toMatchObject({ status: 403, code: 'http_403' })
})

test.each([429, 502, 503, 504, 408])('status %i is tried again', async (status) => {
  await using h = await hub((_, response, number) => {
    if (number < 3) refuse(response, status, 'later')
    else json(response, 200, { current: '1' })
  })
  expect(await h.client.rest('GET /version')).toEqual({ current: '1' })
})

test('a broken wire is tried again', async () => {
  await using h = await hub((_, response, number) => {
    if (number === 1) response.destroy()
    else if (number === 2)
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': '9' })
        .write('{"a', () => response.destroy())
    else json(response, 200, { current: '1' })
  })
  expect(await h.client.rest('GET /version')).toEqual({ current: '1' })
})

test('tries end, and the last reason is thrown', async () => {
  await using h = await hub((_, response) => refuse(response, 503, 'overloaded'), { retries: 2 })
  await expect(h.client.rest('GET /chat')).rejects.toMatchObject({ code: 'overloaded' })
  expect(h.seen).toHaveLength(3)
})

test('Retry-After is honoured, as seconds and as a date, and not waited for when it is long', async () => {
  const asked = ['1', new Date(Date.now() + 2_000).toUTCString(), '3600']
  const times: number[] = []
  await using h = await hub((_, response, number) => {
    times.push(Date.now())
    refuse(response, 429, 'too_many_requests', { 'retry-after': asked[number - 1] ?? '0' })
  })
  const error = await h.client.rest('GET /chat').catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ status: 429, retryAfter: 3600 })
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990)
  expect(times).toHaveLength(3)
})

test('a POST carries one Idempotency-Key through all its tries, and another one the next time', async () => {
  await using h = await hub((_, response, number) => {
    if (number === 1) response.destroy()
    else json(response, 200, {})
  })
  await h.client.rest('POST /sessions', { body: { name: 'a' } })
  await h.client.rest('POST /sessions', { body: { name: 'a' } })
  await h.client.rest('POST /sessions', { body: { name: 'a' }, idempotencyKey: 'mine' })
  const keys = h.seen.map(({ headers }) => headers['idempotency-key'])
  expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
  expect(keys[3]).toBe('mine')
})

test('what may not be repeated is not', async () => {
  await using h = await hub((_, response) => void response.destroy())
  await expect(h.client.rest('DELETE /chat/{session_id}', { path: { session_id: 'c1' } })).rejects.toThrow(
    ConnectionError,
  )
  expect(h.seen).toHaveLength(1)
})

test('silence is a TimeoutError, before the answer and inside it', async () => {
  await using h = await hub(
    ({ path }, response) => {
      if (path === '/api/version') response.writeHead(200, { 'content-type': 'application/json' }).write('{')
    },
    { timeoutMs: 50 },
  )
  await expect(h.client.rest('GET /chat')).rejects.toThrow(TimeoutError)
  await expect(h.client.rest('GET /version')).rejects.toThrow(TimeoutError)
  await expect(h.client.rest('GET /version', { timeoutMs: 20 })).rejects.toThrow('within 20 ms')
})

test('the signal ends a call, also between two tries', async () => {
  await using h = await hub((_, response) => refuse(response, 503, 'draining', { 'retry-after': '30' }))
  const stop = new AbortController()
  const call = h.client.rest('GET /chat', { signal: stop.signal })
  setTimeout(() => stop.abort(new Error('enough')), 100)
  const error = await call.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(AbortedError)
  expect(error).toMatchObject({ cause: { message: 'enough' } })
})

test('an answer that is not JSON says that this is no hub', async () => {
  await using h = await hub(
    (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
  )
  await expect(h.client.rest('GET /chat')).rejects.toThrow('not JSON: is it an Atrium hub?')
  expect(h.seen).toHaveLength(1)
})

test('a redirect is not followed', async () => {
  await using h = await hub(
    (_, response) => void response.writeHead(302, { location: 'https://login.example/' }).end(),
  )
  await expect(h.client.rest('GET /chat')).rejects.toThrow('redirects to https://login.example/')
  expect(h.seen).toHaveLength(1)
})

test('names that a URL would swallow are refused', async () => {
  const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
  for (const name of ['.', '..', ''])
    await expect(async () => client.rest('DELETE /sessions/{name}', { path: { name } })).rejects.toThrow(
      TypeError,
    )
})

test('fetch adds the sign-in and nothing else', async () => {
  await using h = await hub((_, response) => refuse(response, 404, 'not_found'))
  const response = await h.client.fetch('/metrics')
  expect(response.status).toBe(404)
  expect(h.seen[0]?.headers.authorization).toBe('Bearer secret')
})

test('outside a page an address is needed', () => {
  expect(() => createClient()).toThrow('needs a baseUrl')
  expect(() => createClient({ baseUrl: '127.0.0.1:3333' })).toThrow('needs a baseUrl')
})

const form = () => {
  const body = new FormData()
  body.append('file', new Blob(['{"a": 1}']), 'a.json')
  return body
}

test('a form travels as a form, with the boundary that the runtime chose', async () => {
  await using h = await hub((_, response) => json(response, 200, {}))
  await h.client.rest('POST /skills/upload', { body: form() })
  expect(h.seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; ?boundary=/)
  expect(h.seen[0]?.body).toContain('filename="a.json"')
  expect(h.seen[0]?.body).toContain('{"a": 1}')
})

test('an upload is sent again where the hub refused it for now, and never when the wire broke', async () => {
  await using busy = await hub((_, response, number) =>
    number === 1 ? refuse(response, 503, 'draining') : json(response, 200, {}),
  )
  await busy.client.rest('POST /skills/upload', { body: form() })
  expect(busy.seen).toHaveLength(2)
  await using broken = await hub((_, response) => void response.destroy())
  await expect(broken.client.rest('POST /skills/upload', { body: form() })).rejects.toThrow('Cannot reach')
  expect(broken.seen).toHaveLength(1)
})

test('a stream of a route tells each event, and says when the wire breaks instead of asking again', async () => {
  await using h = await hub((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(': ping\n\ndata: {"type":"build_progress","line":"one"}\n\n')
    response.write('data: {"type":"build_progress","line":"two"}\n\n', () => response.destroy())
  })
  const lines: string[] = []
  await expect(
    (async () => {
      for await (const event of h.client.stream('POST /sandbox/build'))
        if (event.type === 'build_progress') lines.push(event.line)
    })(),
  ).rejects.toMatchObject({ name: 'ConnectionError' })
  expect(lines).toEqual(['one', 'two'])
  expect(h.seen).toHaveLength(1)
})
