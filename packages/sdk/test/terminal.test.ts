import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { type WebSocket, WebSocketServer, WebSocket as Ws } from 'ws'
import {
  AbortedError,
  ApiError,
  type ClientOptions,
  type ConnectionState,
  createClient,
  type Terminal,
} from '../src/index.ts'

type Visit = {
  socket: WebSocket
  number: number
  url: URL
  request: IncomingMessage
  frames: Record<string, unknown>[]
}

/** A terminal door that does what a test tells it. */
async function door(visit: (visit: Visit) => void, options: ClientOptions & { pong?: boolean } = {}) {
  const visits: Visit[] = []
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: (offered) => [...offered][0] ?? false,
  })
  server.on('connection', (socket, request) => {
    const frames: Record<string, unknown>[] = []
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Record<string, unknown>
      if (frame['type'] === 'ping') return options.pong !== false && socket.send('{"type":"pong"}')
      frames.push(frame)
      socket.emit('frame', frame)
    })
    const one = {
      socket,
      request,
      frames,
      number: visits.length + 1,
      url: new URL(request.url ?? '', 'http://x'),
    }
    visits.push(one)
    visit(one)
  })
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    visits,
    client: createClient({ baseUrl: url, token: 'secret', ...options }),
    async [Symbol.asyncDispose]() {
      for (const socket of server.clients) socket.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}

async function screen(terminal: Terminal): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of terminal) text += decoder.decode(bytes, { stream: true })
  return text
}

const nextFrame = async (socket: WebSocket) => (await once(socket, 'frame'))[0] as unknown

test('bytes come out as they were sent, and the end says how the program ended', async () => {
  await using d = await door(({ socket }) => {
    const bytes = Buffer.from('Grüße 漢字\r\n')
    socket.send(bytes.subarray(0, 3))
    socket.send(bytes.subarray(3))
    socket.close(4010, 'exit 3')
  })
  const terminal = d.client.terminal.attach('cc shop', { cols: 100, rows: 30 })
  expect(await screen(terminal)).toBe('Grüße 漢字\r\n')
  expect(await terminal.ended).toEqual({ reason: 'exited', exitCode: 3, signal: null })
  const [visit] = d.visits
  expect(visit?.url.pathname).toBe('/api/terminal/cc%20shop')
  expect(Object.fromEntries(visit?.url.searchParams ?? [])).toEqual({ cols: '100', rows: '30' })
  expect(visit?.request.headers['sec-websocket-protocol']).toBe('bearer.secret')
})

test.each([
  ['signal SIGKILL', { reason: 'exited', exitCode: null, signal: 'SIGKILL' }],
  ['The session ended', { reason: 'exited', exitCode: null, signal: null }],
])('an end told as "%s" is typed', async (reason, end) => {
  await using d = await door(({ socket }) => socket.close(4010, reason))
  expect(await d.client.terminal.attach('a').ended).toEqual(end)
})

test('a person who detaches inside the terminal is not attached again', async () => {
  await using d = await door(({ socket }) => socket.close(1000, 'Detached'))
  const terminal = d.client.terminal.attach('a')
  await screen(terminal)
  expect(await terminal.ended).toEqual({ reason: 'detached', exitCode: null, signal: null })
  expect(d.visits).toHaveLength(1)
})

test('keys and sizes go in, long text in pieces that keep characters whole', async () => {
  const text = `${'x'.repeat(65_535)}👋${'y'.repeat(70_000)}`
  await using d = await door(({ socket, frames }) => {
    socket.on(
      'frame',
      ({ type }: { type: string }) => type === 'resize' && frames.length > 2 && socket.close(4010, ''),
    )
  })
  const terminal = d.client.terminal.attach('a', {
    onState: (state) => {
      if (state !== 'open') return
      expect(terminal.write(text)).toBe(true)
      terminal.resize(0, 9_999)
      terminal.resize(90, 20)
    },
  })
  await terminal.ended
  const frames = d.visits[0]?.frames ?? []
  const input = frames.filter(({ type }) => type === 'input').map(({ data }) => String(data))
  expect(input.join('')).toBe(text)
  expect(input.every((data) => data.length <= 65_536 && data.isWellFormed())).toBe(true)
  expect(frames.filter(({ type }) => type === 'resize')).toEqual([
    { type: 'resize', cols: 2, rows: 300 },
    { type: 'resize', cols: 90, rows: 20 },
  ])
})

test.each<[number, number, string]>([
  [4001, 401, 'unauthorized'],
  [4004, 404, 'not_found'],
])('close code %i is an ApiError and no second visit', async (code, status, name) => {
  await using d = await door(({ socket }) => socket.close(code, 'No'))
  const terminal = d.client.terminal.attach('a')
  await expect(screen(terminal)).rejects.toMatchObject({
    name: 'ApiError',
    status,
    code: name,
    message: 'No',
  })
  await expect(terminal.ended).rejects.toThrow(ApiError)
  expect(d.visits).toHaveLength(1)
})

test.each([1001, 1011, 1012, 4008, 4009, 4029])(
  'after close code %i it comes back with the size of now',
  async (code) => {
    await using d = await door(({ socket, number }) => {
      socket.send(Buffer.from(`screen ${number}\n`))
      if (number === 2) return socket.close(4010, '')
      socket.once('frame', () => socket.close(code, 'later'))
    })
    const states: ConnectionState[] = []
    const terminal = d.client.terminal.attach('a', { onState: (state) => states.push(state) })
    let seen = ''
    for await (const bytes of terminal) {
      seen += new TextDecoder().decode(bytes)
      if (seen === 'screen 1\n') terminal.resize(77, 22)
    }
    expect(seen).toBe('screen 1\nscreen 2\n')
    expect(states).toEqual(['connecting', 'open', 'reconnecting', 'open', 'closed'])
    expect(d.visits[1]?.url.search).toBe('?cols=77&rows=22')
  },
)

test('a wire that breaks is mended, and what was typed meanwhile arrives', async () => {
  await using d = await door(({ socket, number }) => {
    socket.send(Buffer.from('$ '))
    if (number === 1) socket.once('frame', () => socket.terminate())
    else void nextFrame(socket).then((frame) => socket.close(4010, JSON.stringify(frame)))
  })
  const terminal = d.client.terminal.attach('a', {
    onState: (state) => state === 'reconnecting' && expect(terminal.write('typed in the dark\r')).toBe(true),
  })
  for await (const _ of terminal) if (d.visits.length === 1) terminal.write('x')
  expect(d.visits[1]?.frames).toEqual([{ type: 'input', data: 'typed in the dark\r' }])
})

test('what waits for the wire is bounded, and nothing is taken after the end', async () => {
  await using d = await door(({ socket }) => socket.close(4010, ''))
  const terminal = d.client.terminal.attach('a')
  expect(terminal.write('x'.repeat(60_000))).toBe(true)
  expect(terminal.write('x'.repeat(60_000))).toBe(false)
  await terminal.ended
  expect(terminal.write('x')).toBe(false)
})

test('a wire without a sign of life is dropped and made anew', async () => {
  await using d = await door(
    ({ socket, number }) => (number === 1 ? socket.send(Buffer.from('$ ')) : socket.close(4010, '')),
    { silenceMs: 150, pong: false },
  )
  await screen(d.client.terminal.attach('a'))
  expect(d.visits).toHaveLength(2)
})

test('a quiet terminal whose hub answers pings stays as it is', async () => {
  await using d = await door(({ socket }) => void setTimeout(() => socket.close(4010, ''), 3_000), {
    silenceMs: 1_000,
  })
  await screen(d.client.terminal.attach('a'))
  expect(d.visits).toHaveLength(1)
})

test('a reader that does not read holds a few megabytes, then attaches again when it reads', async () => {
  const mebibyte = Buffer.alloc(1024 * 1024, 'x')
  await using d = await door(({ socket, number }) => {
    if (number === 2) {
      socket.send(Buffer.from('now'))
      return socket.close(4010, '')
    }
    for (let i = 0; i < 16; i++) socket.send(mebibyte)
  })
  const reconnecting = Promise.withResolvers<void>()
  const terminal = d.client.terminal.attach('a', {
    onState: (state) => state === 'reconnecting' && reconnecting.resolve(),
  })
  await reconnecting.promise
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(d.visits).toHaveLength(1)
  expect(await screen(terminal)).toBe('now')
})

test('leaving the loop detaches', async () => {
  await using d = await door(({ socket }) => socket.send(Buffer.from('$ ')))
  const terminal = d.client.terminal.attach('a')
  for await (const _ of terminal) break
  expect(await terminal.ended).toEqual({ reason: 'detached', exitCode: null, signal: null })
  if (d.visits[0]?.socket.readyState !== 3) await once(d.visits[0]!.socket, 'close')
})

test('the signal detaches too, as an AbortedError', async () => {
  await using d = await door(({ socket }) => socket.send(Buffer.from('$ ')))
  const stop = new AbortController()
  const terminal = d.client.terminal.attach('a', { signal: stop.signal })
  const reading = screen(terminal)
  stop.abort()
  await expect(reading).rejects.toThrow(AbortedError)
  await expect(screen(d.client.terminal.attach('a', { signal: stop.signal }))).rejects.toThrow(AbortedError)
})

test('closing while the wire is down is an ordinary end', async () => {
  await using d = await door(({ socket }) => socket.close(1011, ''))
  const terminal = d.client.terminal.attach('a', { onState: (_, cause) => cause && terminal.close() })
  expect(await screen(terminal)).toBe('')
  expect(await terminal.ended).toEqual({ reason: 'detached', exitCode: null, signal: null })
})

test('nobody listening is a ConnectionError after a few tries', async () => {
  const d = await door(() => {})
  await d[Symbol.asyncDispose]()
  await expect(screen(d.client.terminal.attach('a'))).rejects.toThrow('closed with code 1006')
})

test('what the hub says about a frame is heard', async () => {
  await using d = await door(({ socket }) => {
    socket.send('not json')
    socket.send('{"type":"error","message":"cols must be 2..500"}')
    socket.close(4010, '')
  })
  const notices: string[] = []
  await screen(d.client.terminal.attach('a', { onNotice: (message) => notices.push(message) }))
  expect(notices).toEqual(['cols must be 2..500'])
})

test('without a WebSocket the mistake is named at once', () => {
  const before = globalThis.WebSocket
  // @ts-expect-error: an old Node has none
  globalThis.WebSocket = undefined
  try {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    expect(() => client.terminal.attach('a')).toThrow('There is no WebSocket here')
  } finally {
    globalThis.WebSocket = before
  }
})

test('a size that changes while the wire is being opened reaches the hub', async () => {
  await using d = await door(() => {})
  const connecting = Promise.withResolvers<void>()
  class SlowSocket extends Ws {
    constructor(url: string, protocols: string[]) {
      super(url, protocols)
      connecting.resolve()
    }
  }
  const client = createClient({ baseUrl: d.client.baseUrl, token: 'secret', WebSocket: SlowSocket })
  const terminal = client.terminal.attach('shop', { cols: 100, rows: 30 })
  await connecting.promise
  terminal.resize(80, 24)
  await expect.poll(() => d.visits[0]?.frames).toEqual([{ type: 'resize', cols: 80, rows: 24 }])
  terminal.close()
})
