import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { openPty } from '../../host/pty.ts'
import { createInput, createResizer, sendOutput } from './attach.ts'
import { readFrame } from './frames.ts'

/** A real program in a real terminal behind a real socket. */
async function serve(command: string, stuckMs: number) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(server, 'listening')
  const pty = openPty({
    file: '/bin/sh',
    args: ['-c', command],
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
    cols: 80,
    rows: 24,
  })
  const accepted = once(server, 'connection') as Promise<[WebSocket]>
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [socket] = await accepted
  if (client.readyState !== client.OPEN) await once(client, 'open')
  const paused: boolean[] = []
  const gaveUp = Promise.withResolvers<void>()
  sendOutput(
    {
      ...pty,
      pause() {
        paused.push(true)
        pty.pause()
      },
      resume() {
        paused.push(false)
        pty.resume()
      },
    },
    socket,
    () => gaveUp.resolve(),
    stuckMs,
  )
  return {
    pty,
    socket,
    client,
    paused,
    gaveUp: gaveUp.promise,
    async [Symbol.asyncDispose]() {
      pty.close()
      await pty.exited
      client.terminate()
      server.close()
    },
  }
}

test('P54 a reader that stops pauses its terminal at 1 MiB, and is given up when it stays so', async () => {
  await using at = await serve('exec yes', 500)
  at.client.pause()
  await at.gaveUp
  expect(at.paused).toEqual([true])
  expect(at.socket.bufferedAmount).toBeGreaterThanOrEqual(1024 * 1024)
  expect(at.socket.bufferedAmount).toBeLessThan(1024 * 1024 + 256 * 1024)
})

test('P54 a reader that is only slow gets every byte in order', async () => {
  await using at = await serve('stty -onlcr; read x; exec seq 1 1500000', 60_000)
  let size = 0
  const chunks: Buffer[] = []
  at.client.on('message', (data: Buffer) => {
    chunks.push(data)
    size += data.length
  })
  at.client.pause()
  at.pty.write('\n')
  await expect.poll(() => at.paused).toContain(true)
  at.client.resume()
  await at.pty.exited
  const wanted = `${Array.from({ length: 1_500_000 }, (_, i) => i + 1).join('\n')}\n`
  // The echo of the first key comes before it.
  await expect
    .poll(() => size > wanted.length && chunks.at(-1)?.toString().endsWith('1500000\n'), { timeout: 30_000 })
    .toBe(true)
  expect(Buffer.concat(chunks).toString().trimStart() === wanted).toBe(true)
  expect(at.paused).toContain(false)
})

test('the first chunk after silence comes alone and at once', async () => {
  await using at = await serve('stty -echo; while read x; do printf a; sleep 0.05; done', 60_000)
  for (let round = 0; round < 5; round++) {
    const next = once(at.client, 'message') as Promise<[Buffer]>
    at.pty.write('\n')
    const [data] = await next
    if (round > 0) expect(data.toString()).toBe('a')
    await new Promise((done) => setTimeout(done, 80))
  }
})

test('keys wait behind text that is being pasted', async () => {
  const done: string[] = []
  const pastes: (() => void)[] = []
  const flow: string[] = []
  const input = createInput(
    {
      write: (data) => void done.push(data),
      paste: (text, bracketed) =>
        new Promise((resolve) => {
          pastes.push(() => {
            done.push(`${bracketed ? 'pasted' : 'text'}:${text.length}`)
            resolve()
          })
        }),
    },
    { pause: () => void flow.push('pause'), resume: () => void flow.push('resume') },
    (error) => expect(error).toBeUndefined(),
  )
  input('a')
  input('\u001b[200~bc\u001b[201~')
  input('d')
  input('x'.repeat(2_000_000))
  input('e')
  expect(done).toEqual(['a'])
  expect(flow.at(-1)).toBe('pause')
  for (const expected of [
    ['a', 'pasted:2', 'd'],
    ['a', 'pasted:2', 'd', 'text:2000000', 'e'],
  ]) {
    await expect.poll(() => pastes.length).toBeGreaterThan(0)
    pastes.shift()?.()
    await expect.poll(() => done).toEqual(expected)
  }
  await expect.poll(() => flow.at(-1)).toBe('resume')
  input('f')
  expect(done.at(-1)).toBe('f')
})

test('text that does not reach the program is told, and what follows it goes on', async () => {
  const told: unknown[] = []
  const done: string[] = []
  const full = new Error('Too many operations at once')
  const input = createInput(
    { write: (data) => void done.push(data), paste: () => Promise.reject(full) },
    { pause: () => undefined, resume: () => undefined },
    (error) => told.push(error),
  )
  input('\u001b[200~bc\u001b[201~')
  input('d')
  await expect.poll(() => done).toEqual(['d'])
  expect(told).toEqual([full])
})

test('sizes are applied at most ten times a second, the last one always', async () => {
  const sizes: number[] = []
  const resizer = createResizer({ resize: ({ cols }) => void sizes.push(cols) })
  for (let cols = 10; cols < 60; cols++) resizer.resize({ cols, rows: 10 })
  await expect.poll(() => sizes).toEqual([10, 59])
  resizer.close()
})

test('a clock that is set back holds up no size', async () => {
  const sizes: number[] = []
  const resizer = createResizer({ resize: ({ cols }) => void sizes.push(cols) })
  resizer.resize({ cols: 10, rows: 10 })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 })
  try {
    resizer.resize({ cols: 11, rows: 10 })
  } finally {
    vi.useRealTimers()
  }
  await expect.poll(() => sizes).toEqual([10, 11])
  resizer.close()
})

test.each([
  ['{"type":"input","data":"ls\\r"}', { type: 'input', data: 'ls\r' }],
  ['{"type":"resize","cols":2,"rows":1}', { type: 'resize', cols: 2, rows: 1 }],
  ['{"type":"resize","cols":500,"rows":300}', { type: 'resize', cols: 500, rows: 300 }],
  ['{"type":"ping"}', { type: 'ping' }],
  ['{"type":"resize","cols":501,"rows":300}', 'cols must be 2..500, rows 1..300'],
  ['{"type":"resize"}', 'cols must be 2..500, rows 1..300'],
  ['{"type":"inputs","data":"x"}', 'Unknown message'],
  ['', 'Unknown message'],
  ['ls', 'Unknown message'],
])('the message %s is read as %j', (message, expected) => {
  expect(readFrame(message)).toEqual(expected)
})
