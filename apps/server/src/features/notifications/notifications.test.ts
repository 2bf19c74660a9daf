import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createTestApp, type TestApp } from '../../testing.ts'
import { openTerminal } from '../terminal/testing.ts'

type Frame = { type: string; name?: string; activity?: string; id?: string }

async function listen(app: TestApp, token = app.token) {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/api/notifications/events`, [
    `bearer.${token}`,
  ])
  const frames: Frame[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()))
    for (const check of waiting) check()
  })
  const closed = once(socket, 'close').then(([code]) => code as number)
  const hears = (match: Partial<Frame>) =>
    new Promise<Frame>((resolve) => {
      const check = () => {
        const found = frames.find((frame) =>
          Object.entries(match).every(([key, value]) => frame[key as keyof Frame] === value),
        )
        if (!found) return
        waiting.delete(check)
        resolve(found)
      }
      waiting.add(check)
      check()
    })
  return { socket, frames, closed, hears }
}

const request = { id: 'r1', chatId: 'c1', tool: 'Bash', preview: 'rm -rf build', at: 1, code: 'secret-code' }

test('hello comes first, then what sessions do', async () => {
  await using app = await createTestApp()
  const ear = await listen(app)
  await ear.hears({ type: 'hello' })
  await app.rest('POST', '/api/sessions', { name: 'x', directory: '/tmp', command: 'read x; echo y' })
  const terminal = await openTerminal(app, 'cc-x')
  await terminal.shows('cc-x')
  terminal.type('\r')
  await ear.hears({ type: 'session-ended', name: 'cc-x' })
  expect(ear.frames[0]).toEqual({ type: 'hello' })
  ear.socket.send(JSON.stringify({ type: 'presence', deviceId: 'phone', session: null, visible: true }))
  ear.socket.send('rubbish')
  app.app.events.emit('chat.request.opened', request)
  expect(await ear.hears({ type: 'tool-approval-request' })).toEqual({
    type: 'tool-approval-request',
    id: 'r1',
    name: 'c1',
    tool: 'Bash',
    preview: 'rm -rf build',
    at: 1,
  })
  app.app.events.emit('chat.request.resolved', { id: 'r1', chatId: 'c1' })
  expect(await ear.hears({ type: 'tool-approval-resolved' })).toEqual({
    type: 'tool-approval-resolved',
    id: 'r1',
    name: 'c1',
  })
})

test('output makes a session work, silence makes it rest, and long work calls for attention unless muted', async () => {
  await using app = await createTestApp()
  const ear = await listen(app)
  const command = 'i=0; while [ $i -lt 24 ]; do i=$((i+1)); echo $i; sleep 0.5; done; cat'
  for (const name of ['loud', 'muted', 'short'])
    await app.rest('POST', '/api/sessions', {
      name,
      directory: '/tmp',
      command: name === 'short' ? 'echo short; cat' : command,
    })
  await app.rest('POST', '/api/sessions/cc-muted/mute', { muted: true })
  await ear.hears({ type: 'session-activity', name: 'cc-loud', activity: 'working' })
  await ear.hears({ type: 'session-activity', name: 'cc-loud', activity: 'idle' })
  await ear.hears({ type: 'session-activity', name: 'cc-muted', activity: 'idle' })
  await ear.hears({ type: 'session-attention', name: 'cc-loud', activity: 'idle' })
  expect(ear.frames.filter(({ type }) => type === 'session-attention').map(({ name }) => name)).toEqual([
    'cc-loud',
  ])
})

test('nobody hears without a key, and a key hears only what it may see', async () => {
  await using app = await createTestApp()
  expect(await (await listen(app, 'x'.repeat(43))).closed).toBe(4001)
  const { body: key } = await app.rest('POST', '/api/auth/keys', { label: 'chat only', scopes: ['chat'] })
  const ear = await listen(app, key.key)
  await ear.hears({ type: 'hello' })
  app.app.events.emit('sessions.session.ended', { name: 'cc-x', at: 1 })
  app.app.events.emit('chat.request.opened', request)
  await ear.hears({ type: 'tool-approval-request' })
  expect(ear.frames.map(({ type }) => type)).toEqual(['hello', 'tool-approval-request'])
})
