import { randomInt } from 'node:crypto'
import { createTestApp, spawnServer, type TestApp } from '@atrium/server/testing'
import { expect, test } from 'vitest'
import {
  type ChatEvent,
  type ChatStream,
  createClient,
  type PermissionRequestEvent,
  RunError,
} from '../src/index.ts'
import { cuttableWire } from './wire.ts'

const clientOf = (app: TestApp, url = app.url) => createClient({ baseUrl: url, token: app.token })
const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i + 1}`).join(' ')

/** Reads a stream whole and checks what holds for every one: blocks grow without a gap, one outcome, nothing after it. */
async function read(stream: ChatStream): Promise<{ events: ChatEvent[]; text: string }> {
  const events: ChatEvent[] = []
  const blocks = new Map<string, string>()
  for await (const event of stream) {
    events.push(event)
    if (event.type !== 'text' && event.type !== 'thinking') continue
    const joined = (blocks.get(event.block) ?? '') + event.delta
    expect(event.content).toBe(joined)
    blocks.set(event.block, joined)
  }
  const outcomes = events.filter(({ type }) => ['result', 'aborted', 'error'].includes(type))
  expect(outcomes).toEqual([events.at(-1)])
  return { events, text: [...blocks.values()].join('\n') }
}

test('a message is sent, its words arrive, and a second one goes on in the same chat', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  const run = client.chat.send({ message: '/slow 30', runner: 'guide' })
  const { events, text } = await read(run)
  expect(text).toBe(words(30))
  expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(5)
  expect(await run.text()).toBe(text)
  const session_id = run.chatId ?? ''
  expect(await client.chat.send({ message: '/slow 3', session_id }).text()).toBe(words(3))
  const chat = await client.rest('GET /chat/{session_id}', { path: { session_id } })
  expect(chat.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant'])
})

test('P52 cuts in the middle of a growing block lose nothing, double nothing, and post nothing twice', async () => {
  await using app = await createTestApp()
  const round = async () => {
    await using wire = await cuttableWire(app.url)
    wire.cutAfter(...Array.from({ length: 4 }, () => randomInt(1, 6_000)))
    const { events, text } = await read(
      clientOf(app, wire.url).chat.send({ message: '/slow 100', runner: 'guide' }),
    )
    expect(text).toBe(words(100))
    expect(events.filter(({ type }) => type === 'user_message')).toHaveLength(1)
    expect(wire.connections).toBeGreaterThan(1)
  }
  await Promise.all(Array.from({ length: 8 }, round))
  const { sessions } = await clientOf(app).rest('GET /chat')
  expect(sessions.map(({ messageCount }) => messageCount)).toEqual(Array.from({ length: 8 }, () => 2))
}, 60_000)

test('P52 the hub restarting in the middle is waited for, and the cut run ends as interrupted', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  const run = client.chat.send({ message: '/slow 2000', runner: 'guide' })
  const seen: string[] = []
  let restarted: Promise<void> | undefined
  for await (const event of run) {
    seen.push(event.type)
    if (event.type === 'text' && event.content.includes('word20 ')) restarted ??= app.restart()
  }
  await restarted
  expect(seen.at(-1)).toMatch(/^(error|aborted)$/)
  const error = await run.result().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(RunError)
  expect(error).toMatchObject({ text: expect.stringContaining('word20 ') })
}, 60_000)

test('P52 a hub killed in the middle of an answer: its readers come back and hear how the run ended', async () => {
  await using server = await spawnServer()
  const client = createClient({ baseUrl: server.url, token: server.token })
  const run = client.chat.send({ message: '/slow 2000', runner: 'guide' })
  const text = new Map<string, string>()
  const types: string[] = []
  let killed = false
  for await (const event of run) {
    types.push(event.type)
    if (event.type !== 'text') continue
    text.set(event.block, event.content)
    if (killed || !event.content.includes('word40 ')) continue
    killed = true
    await server.kill('SIGKILL')
    await server.again()
  }
  expect(types.filter((type) => type === 'user_message')).toHaveLength(1)
  expect(types.at(-1)).toBe('error')
  await expect(run.result()).rejects.toMatchObject({ code: 'interrupted' })
  // What the reader shows now is what the hub kept, no more and no less.
  const fresh = client.chat.attach(run.chatId ?? '')
  const kept = new Map<string, string>()
  for await (const event of fresh) if (event.type === 'text') kept.set(event.block, event.content)
  expect([...text]).toEqual([...kept])
  expect([...kept.values()].join('')).toContain('word1 word2')
  const again = await client.chat.send({ message: '/slow 3', session_id: run.chatId ?? '' }).text()
  expect(again).toBe(words(3))
}, 60_000)

test('a viewer attaches in the middle of a run, by cursor or from the start, and has the whole answer', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  const run = client.chat.send({ message: '/slow 120', runner: 'guide' })
  let before = ''
  for await (const event of run) {
    if (event.type === 'text') before += event.delta
    if (before.length > 100) break
  }
  const chatId = run.chatId ?? ''
  const byCursor = client.chat.attach(chatId, { after: run.cursor })
  const [late, fresh] = await Promise.all([read(fromMiddle(byCursor)), read(client.chat.attach(chatId))])
  expect(fresh.text).toBe(words(120))
  expect(before + late.text).toBe(words(120))
  expect(await byCursor.text()).toBe(words(120))
  expect(await run.text()).toBe(words(120))
})

/** A stream that began inside a block tells the whole block in `content`; what is checked here is the rest alone. */
function fromMiddle(stream: ChatStream): ChatStream {
  async function* events() {
    let known: number | undefined
    for await (const event of stream) {
      if (event.type !== 'text') yield event
      else {
        known ??= event.content.length - event.delta.length
        yield { ...event, content: event.content.slice(known) }
      }
    }
  }
  return { ...stream, [Symbol.asyncIterator]: events } as ChatStream // only the loop is used
}

test('a follower sees a run of somebody else from its beginning to its end', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  const first = client.chat.send({ message: '/slow 2', runner: 'guide' })
  await first.result()
  const stop = new AbortController()
  const follower = client.chat.attach(first.chatId ?? '', {
    follow: true,
    after: first.cursor,
    signal: stop.signal,
  })
  const told: string[] = []
  const following = (async () => {
    for await (const event of follower) {
      told.push(event.type)
      if (event.type === 'result') break
    }
  })()
  await clientOf(app)
    .chat.send({ message: '/slow 5', session_id: first.chatId ?? '' })
    .text()
  await following
  expect(told[0]).toBe('session')
  expect(told).toContain('text')
  stop.abort()
})

test('aborting ends the run at once, for the sender and for a viewer', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  const run = client.chat.send({ message: '/slow 5000', runner: 'guide' })
  let said = ''
  for await (const event of run) {
    if (event.type === 'text') said = event.content
    if (said.length > 50 && event.type === 'text') {
      const viewer = clientOf(app).chat.attach(run.chatId ?? '')
      const stopped = expect(viewer.result()).rejects.toMatchObject({ name: 'RunError', code: 'aborted' })
      await client.chat.abort(run.chatId ?? '')
      await stopped
      break
    }
  }
  const error = await run.text().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(RunError)
  expect(error).toMatchObject({ code: 'aborted', text: expect.stringContaining(said.trim()) })
})

test('leaving the loop does not end the run', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  const stop = new AbortController()
  const run = client.chat.send({ message: '/slow 60', runner: 'guide' }, { signal: stop.signal })
  await expect(
    (async () => {
      for await (const event of run) if (event.type === 'text') stop.abort()
    })(),
  ).rejects.toMatchObject({ name: 'AbortedError' })
  expect(await client.chat.attach(run.chatId ?? '').text()).toBe(words(60))
})

test('a permission is given by a second client, and the first one sees it', async () => {
  await using app = await createTestApp()
  const run = clientOf(app).chat.send({ message: '/run echo hello', runner: 'guide' })
  const second = clientOf(app)
  const events: ChatEvent[] = []
  for await (const event of run) {
    events.push(event)
    if (event.type === 'permission_request') await answer(event)
  }
  async function answer({ request_id }: PermissionRequestEvent) {
    const chatId = run.chatId ?? ''
    const { pending } = await second.rest('GET /chat/{session_id}/permissions', {
      path: { session_id: chatId },
    })
    expect(pending.map(({ id }) => id)).toEqual([request_id])
    await second.chat.answer(chatId, { request_id, decision: 'allow' })
    await expect(second.chat.answer(chatId, { request_id, decision: 'deny' })).rejects.toMatchObject({
      status: 409,
    })
  }
  const types = events.map(({ type }) => type)
  expect(types).toContain('permission_request')
  expect(types.indexOf('request_resolved')).toBeGreaterThan(types.indexOf('permission_request'))
  expect(types.at(-1)).toBe('result')
})

test('a question is answered', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  const run = client.chat.send({ message: '/ask Tea or coffee?', runner: 'guide' })
  for await (const event of run) {
    if (event.type !== 'user_question') continue
    const answers = Object.fromEntries(event.questions.map(({ question }) => [question, 'Tea']))
    await client.chat.answer(run.chatId ?? '', { request_id: event.request_id, answers })
  }
  expect(await run.text()).toContain('Tea')
})

test('refusals come as errors: an unknown chat, a key without the scope, no key', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  const unknown = client.chat.send({ message: 'hi', session_id: '019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10' })
  await expect(unknown.result()).rejects.toMatchObject({ name: 'ApiError', status: 404, code: 'not_found' })
  await expect(client.chat.attach('nope').text()).rejects.toMatchObject({ status: 404 })
  const { key } = await client.rest('POST /auth/keys', { body: { label: 't', scopes: ['terminal'] } })
  const terminalOnly = createClient({ baseUrl: app.url, token: key })
  await expect(terminalOnly.chat.send('hi').text()).rejects.toMatchObject({ code: 'scope_missing' })
  await expect(createClient({ baseUrl: app.url }).chat.send('hi').text()).rejects.toMatchObject({
    status: 401,
  })
})

test('revoking the key ends an open stream with the reason', async () => {
  await using app = await createTestApp()
  const owner = clientOf(app)
  const { id: key_id, key } = await owner.rest('POST /auth/keys', { body: { label: 'p', scopes: ['chat'] } })
  const run = createClient({ baseUrl: app.url, token: key }).chat.send({
    message: '/slow 5000',
    runner: 'guide',
  })
  let revoked: Promise<unknown> | undefined
  const reading = (async () => {
    for await (const event of run)
      if (event.type === 'text') revoked ??= owner.rest('DELETE /auth/keys/{key_id}', { path: { key_id } })
  })()
  await expect(reading).rejects.toMatchObject({ name: 'ApiError', status: 401 })
  await revoked
  await owner.chat.abort(run.chatId ?? '')
})

test('a message with a key of its own is one message, also when another process sends it again', async () => {
  await using app = await createTestApp()
  const send = () =>
    createClient({ baseUrl: app.url, token: app.token }).chat.send(
      { message: 'once', runner: 'guide' },
      { idempotencyKey: 'order-17' },
    )
  const [first, second] = [send(), send()]
  expect(await first.text()).toBe(await second.text())
  const third = send()
  expect(await third.text()).toBe(await first.text())
  expect(new Set([first.chatId, second.chatId, third.chatId]).size).toBe(1)
  const { sessions } = await createClient({ baseUrl: app.url, token: app.token }).rest('GET /chat')
  expect(sessions).toHaveLength(1)
})
