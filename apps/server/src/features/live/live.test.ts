import { limits } from '@atrium/schema'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'

/** Reads the subscription as any client would: over SSE, with a key. */
async function listen(app: TestApp, token: string) {
  const answer = await fetch(`${app.url}/trpc/live.events`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
  })
  if (!answer.body) throw new Error('no body')
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    status: answer.status,
    text: () => text,
    async until(part: string): Promise<string> {
      while (!text.includes(part)) {
        const { done, value } = await reader.read()
        if (done) throw new Error(`ended before ${part}: ${text}`)
        text += value
      }
      return text
    },
    async ended(): Promise<void> {
      for (;;) {
        const { done } = await reader.read().catch(() => ({ done: true }))
        if (done) return
      }
    },
    stop: () => reader.cancel(),
  }
}

const keyWith = async (app: TestApp, ...scopes: string[]) =>
  (await app.rest('POST', '/api/auth/keys', { label: scopes.join(), scopes })).body as {
    id: string
    key: string
  }

test('live events are refused without a key', async () => {
  await using app = await createTestApp()
  expect((await listen(app, 'wrong')).status).toBe(401)
})

test('a change is heard by whoever may see it', async () => {
  await using app = await createTestApp()
  const { key } = await keyWith(app, 'terminal')
  const owner = await listen(app, app.token)
  const narrow = await listen(app, key)
  await Promise.all([owner.until('connected'), narrow.until('connected')])
  app.app.events.emit('chat.chat.removed', { id: 'chat-1' })
  app.app.events.emit('sessions.session.renamed', { from: 'cc-a', to: 'cc-b' })
  await owner.until('chat-1')
  const heard = await narrow.until('cc-b')
  expect(heard).toContain('"session.removed","name":"cc-a"')
  expect(heard).not.toContain('chat-1')
  await Promise.all([owner.stop(), narrow.stop()])
})

test('P6 live events end within 5 s when the key is revoked', async () => {
  await using app = await createTestApp()
  const { key, id } = await keyWith(app, 'chat')
  const stream = await listen(app, key)
  await stream.until('connected')
  const began = performance.now()
  await app.rest('DELETE', `/api/auth/keys/${id}`)
  await stream.ended()
  expect(performance.now() - began).toBeLessThan(5_000)
})

test('P9 a key of another scope is refused nothing it needs and told nothing it may not hear', async () => {
  await using app = await createTestApp()
  const { key } = await keyWith(app, 'files')
  const stream = await listen(app, key)
  await stream.until('connected')
  app.app.events.emit('chat.chat.removed', { id: 'chat-1' })
  app.app.events.emit('sessions.session.changed', { name: 'cc-a' })
  app.app.events.emit('agents.agent.changed', { name: 'claude' })
  await app.rest('GET', '/api/health')
  expect(stream.text()).not.toMatch(/chat-1|cc-a|claude/)
  await stream.stop()
})

test('P46 subscriptions count as streams of their key, however they are asked for', async () => {
  await using app = await createTestApp()
  const stop = new AbortController()
  const headers = { authorization: `Bearer ${app.token}` }
  const open = () => fetch(`${app.url}/trpc/live.events`, { headers, signal: stop.signal })
  for (let count = 0; count < limits.sseStreamsPerKey; count++) expect((await open()).status).toBe(200)
  expect((await open()).status).toBe(429)
  stop.abort()
})
