import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  AbortedError,
  ApiError,
  type ChatEvent,
  type ClientOptions,
  ConnectionError,
  type ConnectionState,
  createClient,
  RunError,
  TimeoutError,
} from '../src/index.ts'
import {
  after,
  bytesOf,
  type Frame,
  type Handler,
  misbehave,
  refuse,
  sse,
  story,
  storyOf,
} from './misbehaving.ts'

async function hub(handler: Handler, options: ClientOptions = {}) {
  const server = await misbehave(handler)
  return { ...server, client: createClient({ baseUrl: server.url, token: 'secret', ...options }) }
}

async function collect(stream: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const events: ChatEvent[] = []
  for await (const event of stream) events.push(event)
  return events
}

/** What matters to a reader: every block whole, everything else once. */
function told(events: ChatEvent[]) {
  const blocks = new Map<string, { content: string; joined: string }>()
  const others: string[] = []
  for (const event of events) {
    if (event.type !== 'text' && event.type !== 'thinking') {
      others.push(event.type)
      continue
    }
    const joined = (blocks.get(event.block)?.joined ?? '') + event.delta
    expect(event.content).toBe(joined)
    blocks.set(event.block, { content: event.content, joined })
  }
  return { blocks: [...blocks].map(([block, { content }]) => [block, content]), others }
}

const whole = {
  blocks: [
    ['1.1', 'Hmm 👋'],
    ['1.2', 'One —漢字 end'],
  ],
  others: ['session', 'user_message', 'tool_use_start', 'tool_result', 'result'],
}

const lastIdOf = (header: string | string[] | undefined) => (typeof header === 'string' ? header : undefined)
const tell = (response: ServerResponse, frames: Frame[]) => sse(response).end(bytesOf(frames))

test('send gives the events of the run, with text put together', async () => {
  await using h = await hub((_, response) => void tell(response, story))
  const stream = h.client.chat.send({ message: 'hi', runner: 'guide' })
  expect(told(await collect(stream))).toEqual(whole)
  expect(stream).toMatchObject({ chatId: 'c1', runId: 'r1', cursor: '7' })
  expect(await stream.text()).toBe('One —漢字 end')
  const [seen] = h.seen
  expect(seen).toMatchObject({ method: 'POST', path: '/api/chat' })
  expect(seen?.query.get('stream')).toBe('delta')
  expect(seen?.headers.authorization).toBe('Bearer secret')
  expect(JSON.parse(seen?.body ?? '')).toMatchObject({ message: 'hi', runner: 'guide' })
})

const manners: [string, (response: ServerResponse) => void, boolean][] = [
  ['breaks', (response) => void response.destroy(), false],
  ['ends politely', (response) => void response.end(), false],
  ['breaks, the block ending meanwhile', (response) => void response.destroy(), true],
]

test.each(manners)(
  'P52 a wire that %s at any byte loses and doubles nothing',
  async (_, cut, merged) => {
    const total = bytesOf(story).length
    let at = 0
    const worker = async () => {
      while (at < total) {
        const place = at++
        await using h = await hub((seen, response, number) => {
          const bytes = bytesOf(
            after(lastIdOf(seen.headers['last-event-id']), { merged: merged && number > 1 }),
          )
          if (number > 1) return void sse(response).end(bytes)
          sse(response).write(bytes.subarray(0, place), () => setImmediate(() => cut(response)))
        })
        const events = await collect(h.client.chat.send('hi'))
        expect(told(events), `cut at byte ${place}`).toEqual(whole)
        expect(h.seen.length, `cut at byte ${place}`).toBeLessThanOrEqual(2)
      }
    }
    await Promise.all(Array.from({ length: 100 }, worker))
  },
  60_000,
)

test('P52 a wire that breaks after every event still gives all of them', async () => {
  await using h = await hub((seen, response) => {
    const [next] = after(lastIdOf(seen.headers['last-event-id']))
    if (next) sse(response).write(bytesOf([next]), () => setImmediate(() => response.destroy()))
    else tell(response, [])
  })
  expect(told(await collect(h.client.chat.send('hi')))).toEqual(whole)
  expect(
    h.seen.slice(1).every(({ path, query }) => path === '/api/chat/c1/events' && query.get('run') === 'r1'),
  ).toBe(true)
})

test('P52 any story, cut any number of times, is told once and whole', async () => {
  const piece = fc.record({
    block: fc.nat(3),
    delta: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 }),
  })
  const cases = fc.sample(
    fc.record({
      pieces: fc
        .array(piece, { minLength: 1, maxLength: 25 })
        .map((all) => all.sort((a, b) => a.block - b.block)),
      cuts: fc.array(fc.nat(900), { minLength: 1, maxLength: 5 }),
      merged: fc.boolean(),
      repeats: fc.nat(2),
    }),
    { numRuns: 150, seed: 52 },
  )
  const check = async ({ pieces, cuts, merged, repeats }: (typeof cases)[number]) => {
    const frames = storyOf(pieces)
    await using h = await hub((seen, response, number) => {
      const cursor = lastIdOf(seen.headers['last-event-id'])
      const again =
        cursor === undefined ? 0 : Math.max(0, frames.findIndex(({ id }) => id === cursor) + 1 - repeats)
      const rest = merged && repeats === 0 ? after(cursor, { merged, of: frames }) : frames.slice(again)
      const cut = cuts[number - 1]
      if (cut === undefined) return void tell(response, rest)
      sse(response).write(bytesOf(rest).subarray(0, cut), () => setImmediate(() => response.destroy()))
    })
    const { blocks, others } = told(await collect(h.client.chat.send('hi')))
    expect(others).toEqual(['session', 'result'])
    const whole = new Map<string, string>()
    for (const { block, delta } of pieces) whole.set(`1.${block}`, (whole.get(`1.${block}`) ?? '') + delta)
    expect(blocks).toEqual([...whole])
  }
  await Promise.all(cases.map(check))
}, 60_000)

test('what is delivered twice is told once', async () => {
  await using h = await hub((_, response, number) => {
    if (number === 1)
      return void sse(response).write(bytesOf(story.slice(0, 4)), () =>
        setImmediate(() => response.destroy()),
      )
    tell(
      response,
      story.slice(1).flatMap((frame) => [frame, frame]),
    )
  })
  expect(told(await collect(h.client.chat.send('hi')))).toEqual(whole)
})

test('a send that was cut before its first event is posted again as the same message', async () => {
  await using h = await hub((_, response, number) => {
    if (number === 1) response.destroy()
    else if (number === 2) sse(response).write(': ping\n\n', () => setImmediate(() => response.destroy()))
    else tell(response, story)
  })
  expect(told(await collect(h.client.chat.send('hi')))).toEqual(whole)
  expect(h.seen.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST'])
  expect(new Set(h.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  expect(new Set(h.seen.map(({ body }) => body)).size).toBe(1)
  expect(JSON.parse(h.seen[0]?.body ?? '')).toHaveProperty('message_id')
})

test('two sends are two messages', async () => {
  await using h = await hub((_, response) => void tell(response, story))
  await Promise.all([h.client.chat.send('hi').text(), h.client.chat.send('hi').text()])
  expect(new Set(h.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(2)
  expect(new Set(h.seen.map(({ body }) => body)).size).toBe(2)
})

test('Retry-After is honoured', async () => {
  let first = 0
  await using h = await hub((_, response, number) => {
    first ||= Date.now()
    if (number === 1) refuse(response, 429, 'too_many_requests', { 'retry-after': '1' })
    else tell(response, story)
  })
  await h.client.chat.send('hi').text()
  expect(Date.now() - first).toBeGreaterThanOrEqual(990)
})

test('a hub that restarts is waited for', async () => {
  await using h = await hub((_, response, number) => {
    if (number < 3) refuse(response, 503, 'draining')
    else tell(response, story)
  })
  expect(await h.client.chat.send('hi').text()).toBe('One —漢字 end')
})

test('a refusal is thrown where the stream is read', async () => {
  await using h = await hub((_, response) => refuse(response, 404, 'not_found'))
  const stream = h.client.chat.send({ message: 'hi', session_id: 'gone' })
  const error = await collect(stream).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({
    status: 404,
    code: 'not_found',
    requestId: 'r-1',
    message: 'Refused: not_found',
  })
  expect(h.seen).toHaveLength(1)
})

test('a refusal that stays is not asked for again', async () => {
  await using h = await hub((_, response) => refuse(response, 503, 'sandbox_unavailable'))
  await expect(h.client.chat.send('hi').result()).rejects.toMatchObject({ code: 'sandbox_unavailable' })
  expect(h.seen).toHaveLength(1)
})

test('nobody listening is a ConnectionError after a few tries', async () => {
  const h = await hub(() => {})
  await h[Symbol.asyncDispose]()
  const states: ConnectionState[] = []
  const stream = createClient({ baseUrl: h.url, retries: 2 }).chat.send('hi', {
    onState: (state) => states.push(state),
  })
  await expect(stream.text()).rejects.toThrow(ConnectionError)
  expect(states).toEqual(['connecting', 'connecting', 'connecting', 'closed'])
})

test('a hub that never answers is a TimeoutError', async () => {
  await using h = await hub(() => {}, { timeoutMs: 50, retries: 1 })
  await expect(h.client.chat.send('hi').text()).rejects.toThrow(TimeoutError)
  expect(h.seen).toHaveLength(2)
})

test('a stream that falls silent is taken up again', async () => {
  await using h = await hub(
    (seen, response) => {
      const cursor = lastIdOf(seen.headers['last-event-id'])
      if (cursor) tell(response, after(cursor))
      else sse(response).write(bytesOf(story.slice(0, 7)))
    },
    { silenceMs: 100 },
  )
  expect(told(await collect(h.client.chat.send('hi')))).toEqual(whole)
})

test('a page that is no stream is refused at once', async () => {
  await using h = await hub(
    (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
  )
  await expect(h.client.chat.send('hi').text()).rejects.toThrow(
    'answered with text/html, not an event stream',
  )
  expect(h.seen).toHaveLength(1)
})

test('a redirect is not followed, so the token goes nowhere else', async () => {
  await using other = await hub((_, response) => void tell(response, story))
  await using h = await hub(
    (_, response) => void response.writeHead(307, { location: `${other.url}/api/chat` }).end(),
  )
  await expect(h.client.chat.send('hi').text()).rejects.toThrow(`redirects to ${other.url}/api/chat`)
  expect(other.seen).toHaveLength(0)
})

test('a line that is not JSON is a ConnectionError', async () => {
  await using h = await hub((_, response) => void sse(response).end('data: nope\n\n'))
  await expect(h.client.chat.send('hi').text()).rejects.toThrow(ConnectionError)
})

test('types of a newer hub are passed on', async () => {
  await using h = await hub(
    (_, response) =>
      void tell(response, [{ id: '0', event: { type: 'from_the_future', run_id: 'r1' } }, ...story]),
  )
  const [first] = await collect(h.client.chat.send('hi'))
  expect(first).toEqual({ type: 'from_the_future', run_id: 'r1' })
})

test.each<[string, Frame['event']]>([
  ['restarts', { type: 'server_restarting' }],
  ['finds the reader slow', { type: 'stream_end', code: 'slow_reader', message: 'Too slow' }],
])('a hub that %s and ends the stream is come back to', async (_, event) => {
  await using h = await hub((seen, response) => {
    const cursor = lastIdOf(seen.headers['last-event-id'])
    if (cursor) return void tell(response, after(cursor))
    sse(response).end(
      Buffer.concat([bytesOf(story.slice(0, 5)), Buffer.from(`data: ${JSON.stringify(event)}\n\n`)]),
    )
  })
  expect(told(await collect(h.client.chat.attach('c1')))).toEqual(whole)
  expect(h.seen).toHaveLength(2)
})

test.each([
  ['credential_revoked', 401],
  ['not_found', 404],
])('a stream that ends with %s is an ApiError', async (code, status) => {
  await using h = await hub(
    (_, response) =>
      void sse(response).end(`data: ${JSON.stringify({ type: 'stream_end', code, message: 'Over' })}\n\n`),
  )
  const stream = h.client.chat.attach('c1', { follow: true })
  await expect(collect(stream)).rejects.toMatchObject({ name: 'ApiError', status, code, message: 'Over' })
})

test('a reset is told, and the text begins anew', async () => {
  await using h = await hub((seen, response) => {
    if (!seen.headers['last-event-id'])
      return void sse(response).write(bytesOf(story.slice(0, 7)), () =>
        setImmediate(() => response.destroy()),
      )
    const reset = { type: 'reset', reason: 'unknown_cursor', transcript: '/api/chat/c1/transcript' }
    sse(response).end(Buffer.concat([Buffer.from(`data: ${JSON.stringify(reset)}\n\n`), bytesOf(story)]))
  })
  const events = await collect(h.client.chat.attach('c1'))
  const at = events.findIndex(({ type }) => type === 'reset')
  expect(at).toBe(7)
  expect(told(events.slice(at + 1))).toEqual(whole)
})

test('a block that a crash shortened is replaced', async () => {
  await using h = await hub((seen, response) => {
    if (!seen.headers['last-event-id'])
      return void sse(response).write(bytesOf(story.slice(0, 8)), () =>
        setImmediate(() => response.destroy()),
      )
    const kept = { type: 'text', run_id: 'r1', block: '1.2', content: 'One', delta: '', replace: true }
    const error = {
      type: 'error',
      run_id: 'r1',
      session_id: 'c1',
      code: 'interrupted',
      title: 'Cut',
      message: 'Cut off',
    }
    tell(response, [
      { id: '6', event: kept },
      { id: '7', event: error },
    ])
  })
  const stream = h.client.chat.send('hi')
  const events = await collect(stream)
  expect(events.findLast(({ type }) => type === 'text')).toMatchObject({ content: 'One', replace: true })
  const error = await stream.result().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(RunError)
  expect(error).toMatchObject({ code: 'interrupted', message: 'Cut off', text: 'One' })
})

test('attach goes on after a cursor and ends with the hub', async () => {
  await using h = await hub(
    (seen, response) => void tell(response, after(lastIdOf(seen.headers['last-event-id']))),
  )
  const stream = h.client.chat.attach('c1', { after: '5' })
  expect((await collect(stream)).map(({ type }) => type)).toEqual(['text', 'text', 'text', 'result'])
  expect(Object.fromEntries(h.seen[0]?.query ?? [])).toEqual({ until: 'outcome', stream: 'delta' })
})

test('attach inside a growing block asks for whole texts, then for deltas', async () => {
  await using h = await hub((seen, response, number) => {
    const rest = after(lastIdOf(seen.headers['last-event-id']))
    if (number > 1) return void tell(response, rest)
    const full = { id: '5~1.2~8', event: { ...story[7]?.event, type: 'text', content: 'One —漢字 ' } }
    sse(response).write(bytesOf([full]), () => setImmediate(() => response.destroy()))
  })
  const events = await collect(h.client.chat.attach('c1', { after: '5~1.2~3' }))
  expect(events.map((event) => ('content' in event ? event.content : event.type))).toEqual([
    'One —漢字 ',
    'One —漢字 end',
    'result',
  ])
  expect(h.seen.map(({ query }) => query.get('stream'))).toEqual(['full', 'delta'])
})

test('a viewer inside a block that first hears of something else asks for the whole text again', async () => {
  await using h = await hub((seen, response, number) => {
    const other = {
      id: '6~1.2~3',
      event: { type: 'user_message', run_id: 'r2', content: 'me too', message_id: 'm2' },
    }
    if (number === 1)
      return void sse(response).write(bytesOf([other]), () => setImmediate(() => response.destroy()))
    const full = seen.query.get('stream') === 'full'
    const event = {
      type: 'text',
      run_id: 'r1',
      block: '1.2',
      delta: ' end',
      ...(full && { content: 'One end' }),
    }
    tell(response, [{ id: '6~1.2~7', event }, { ...story[9], id: '8' } as Frame])
  })
  const events = await collect(h.client.chat.attach('c1', { after: '5~1.2~3' }))
  expect(events[1]).toMatchObject({ type: 'text', content: 'One end' })
})

test.each<[string, (response: ServerResponse) => void]>([
  ['an internal error', (response) => refuse(response, 500, 'internal')],
  ['an error of a proxy', (response) => void response.writeHead(522).end()],
  ['a login page', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')],
  ['a redirect', (response) => void response.writeHead(302, { location: 'https://login.example/' }).end()],
])('a stream that stood before outlives %s', async (_, answer) => {
  await using h = await hub((seen, response, number) => {
    if (number === 1)
      sse(response).write(bytesOf(story.slice(0, 4)), () => setImmediate(() => response.destroy()))
    else if (number === 2) answer(response)
    else tell(response, after(lastIdOf(seen.headers['last-event-id'])))
  })
  expect(told(await collect(h.client.chat.send('hi')))).toEqual(whole)
})

test('attach to a chat where nothing is to be told ends at once', async () => {
  await using h = await hub((_, response) => void tell(response, []))
  const stream = h.client.chat.attach('c1', { after: '7' })
  expect(await collect(stream)).toEqual([])
  await expect(stream.result()).rejects.toThrow('No run ended in this stream')
})

test('following stays after an outcome, and result() takes the next one', async () => {
  await using h = await hub((_, response) => void sse(response).write(bytesOf(story)))
  const stop = new AbortController()
  const stream = h.client.chat.attach('c1', { follow: true, signal: stop.signal })
  expect(await stream.result()).toMatchObject({ type: 'result', response: 'One —漢字 end' })
  expect(h.seen[0]?.query.get('until')).toBe('never')
  stop.abort()
  await expect(collect(stream)).rejects.toThrow(AbortedError)
})

test('result() and text() work while a loop reads', async () => {
  await using h = await hub((_, response) => void tell(response, story))
  const stream = h.client.chat.send('hi')
  const [events, result, text] = await Promise.all([collect(stream), stream.result(), stream.text()])
  expect(told(events)).toEqual(whole)
  expect(result.response).toBe(text)
})

test('a second loop goes on where the first was left, and two at once are refused', async () => {
  await using h = await hub(
    (seen, response) => void tell(response, after(lastIdOf(seen.headers['last-event-id']))),
  )
  const stream = h.client.chat.send('hi')
  const before: ChatEvent[] = []
  for await (const event of stream) {
    before.push(event)
    if (event.type === 'thinking') break
  }
  const [rest, second] = await Promise.allSettled([collect(stream), collect(stream)])
  expect(second).toMatchObject({ status: 'rejected' })
  expect(rest.status === 'fulfilled' && told([...before, ...rest.value])).toEqual(whole)
})

test('leaving the loop or aborting the signal closes the wire and stops no run', async () => {
  const closed: Promise<unknown>[] = []
  await using h = await hub((_, response) => {
    closed.push(once(response, 'close'))
    sse(response).write(bytesOf(story.slice(0, 4)))
  })
  for await (const event of h.client.chat.send('hi')) if (event.type === 'thinking') break
  const stop = new AbortController()
  const reading = collect(
    h.client.chat.send('hi', { signal: stop.signal, onState: (s) => s === 'open' && stop.abort('enough') }),
  )
  await expect(reading).rejects.toMatchObject({ name: 'AbortedError', cause: 'enough' })
  await Promise.all(closed)
  expect(h.seen.map(({ path }) => path)).toEqual(['/api/chat', '/api/chat'])
})

test('a signal that ended before sends nothing', async () => {
  await using h = await hub((_, response) => void tell(response, story))
  const stream = h.client.chat.send('hi', { signal: AbortSignal.abort() })
  await expect(stream.text()).rejects.toThrow(AbortedError)
  expect(h.seen).toHaveLength(0)
})

test('the state is told: connecting, open, reconnecting with its cause, closed', async () => {
  await using h = await hub((seen, response, number) => {
    const frames = after(lastIdOf(seen.headers['last-event-id']))
    if (number === 1)
      sse(response).write(bytesOf(frames.slice(0, 3)), () => setImmediate(() => response.destroy()))
    else tell(response, frames)
  })
  const states: [ConnectionState, string | undefined][] = []
  await h.client.chat.send('hi', { onState: (state, cause) => states.push([state, cause?.name]) }).text()
  expect(states).toEqual([
    ['connecting', undefined],
    ['open', undefined],
    ['reconnecting', 'ConnectionError'],
    ['open', undefined],
    ['closed', undefined],
  ])
})

test('a stopped run throws from text() with what was said', async () => {
  const aborted = {
    type: 'aborted',
    run_id: 'r1',
    session_id: 'c1',
    message: 'Stopped',
    partial_response: 'One',
  }
  await using h = await hub(
    (_, response) => void tell(response, [...story.slice(0, 7), { id: '6', event: aborted }]),
  )
  await expect(h.client.chat.send('hi').text()).rejects.toMatchObject({
    name: 'RunError',
    code: 'aborted',
    text: 'One',
  })
})

test('answer and abort name the chat in the path, escaped', async () => {
  await using h = await hub(
    (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
  )
  await h.client.chat.answer('a/b', { request_id: 'q1', decision: 'allow' })
  await h.client.chat.abort('c 1')
  expect(h.seen.map(({ path, body }) => [path, body])).toEqual([
    ['/api/chat/a%2Fb/answer', '{"request_id":"q1","decision":"allow"}'],
    ['/api/chat/c%201/abort', ''],
  ])
  await expect(h.client.chat.abort('..')).rejects.toThrow(TypeError)
})
