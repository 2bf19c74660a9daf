import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { expect, test } from 'vitest'
import { openRelay } from './sandbox-relay.ts'

const allowed = [/^POST \/v1\/messages$/, /^GET \/v1\/models(\/[\w.:-]+)?$/]

async function openService() {
  const seen: { path: string; headers: Record<string, unknown>; body: string; cut: Promise<void> }[] = []
  const server = createServer((incoming, outgoing) => {
    let body = ''
    incoming.on('data', (chunk) => (body += String(chunk)))
    const cut = new Promise<void>((done) => outgoing.on('close', () => done()))
    incoming.on('end', () => {
      seen.push({ path: incoming.url ?? '', headers: incoming.headers, body, cut })
      outgoing.writeHead(200, { 'content-type': 'text/plain', 'retry-after': '7' })
      if (body === 'hang') outgoing.write('first')
      else outgoing.end('answer')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    seen,
    url: `http://127.0.0.1:${port}/prefix`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function ask(socketPath: string, method: string, path: string, body = '', headers = {}) {
  const call = request({ socketPath, method, path, headers })
  call.end(body)
  const [answer] = await once(call, 'response')
  let text = ''
  for await (const chunk of answer) text += String(chunk)
  return { status: answer.statusCode as number, headers: answer.headers, text }
}

test('P34 a service that answers with a status that is none costs that call alone', async () => {
  const service = createSocketServer((socket) =>
    socket
      .on('error', () => undefined)
      .once('data', () => socket.end('HTTP/1.1 099 No\r\ncontent-length: 0\r\n\r\n')),
  )
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const { port } = service.address() as AddressInfo // it listens on a port
  const relay = await openRelay({ baseUrl: `http://127.0.0.1:${port}`, allowed, headers: {} })
  expect(await ask(relay.socketPath, 'POST', '/v1/messages', 'hello')).toMatchObject({ status: 502 })
  await relay.close()
  service.close()
})

test('P28 the relay lets a call to the model pass, with the credential put in here', async () => {
  await using service = await openService()
  const relay = await openRelay({ baseUrl: service.url, allowed, headers: { 'x-api-key': 'real' } })
  const headers = {
    'x-api-key': 'held',
    authorization: 'Bearer held',
    cookie: 'a=b',
    'anthropic-version': 'v',
  }
  const answer = await ask(relay.socketPath, 'POST', '/v1/messages?beta=true', 'hello', headers)
  expect(answer).toMatchObject({ status: 200, text: 'answer', headers: { 'retry-after': '7' } })
  expect(service.seen[0]).toMatchObject({
    path: '/prefix/v1/messages?beta=true',
    body: 'hello',
    headers: { 'x-api-key': 'real', 'anthropic-version': 'v' },
  })
  expect(service.seen[0]?.headers).not.toHaveProperty('authorization')
  expect(service.seen[0]?.headers).not.toHaveProperty('cookie')
  await relay.close()
})

test.for([
  ['POST', '/v1/files'],
  ['GET', '/v1/messages'],
  ['POST', '/v1/messages/../files'],
  ['GET', '/v1/models/%2e%2e/organizations'],
  ['GET', '/v1/models//x'],
  ['POST', 'http://elsewhere.test/v1/messages'],
  ['DELETE', '/v1/models/x'],
] as const)('P28 the relay refuses %s %s', async ([method, path]) => {
  await using service = await openService()
  const relay = await openRelay({ baseUrl: service.url, allowed, headers: {} })
  expect((await ask(relay.socketPath, method, path)).status).toBe(403)
  expect(service.seen).toEqual([])
  await relay.close()
})

test('a call that the agent gives up is given up outside too, and a dead service is a 502', async () => {
  const service = await openService()
  const relay = await openRelay({ baseUrl: service.url, allowed, headers: {} })
  const call = request({ socketPath: relay.socketPath, method: 'POST', path: '/v1/messages' })
  call.on('error', () => undefined)
  call.end('hang')
  const [answer] = await once(call, 'response')
  await once(answer, 'data')
  call.destroy()
  await service.seen[0]?.cut
  await service[Symbol.asyncDispose]()
  expect((await ask(relay.socketPath, 'GET', '/v1/models')).status).toBe(502)
  await relay.close()
})
