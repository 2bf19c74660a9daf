import type { lookup } from 'node:dns'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createOutbound, isPublic } from './outbound.ts'

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) }
const known = createOutbound({ isKnown: (host) => host === 'push.example.com', listed: [] })

/** A resolver of our own: what each name resolves to, one answer after the other. */
const resolver = (...answers: string[][]) => {
  let calls = 0
  const resolve = ((_name: string, _options: object, done: (error: null, found: object[]) => void) =>
    done(
      null,
      (answers[Math.min(calls++, answers.length - 1)] ?? []).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
    )) as unknown as typeof lookup
  return { resolve, calls: () => calls }
}

test('P32 a known name that leads into a private network is refused when it is asked', async () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '::1',
    'fe80::1',
    'fc00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '0.0.0.0',
  ]) {
    const { resolve, calls } = resolver(['93.184.216.34', address])
    const guard = createOutbound({ isKnown: () => true, listed: [] }, resolve)
    await expect(
      guard.request('https://push.example.com/x', { method: 'POST', headers: {} }),
    ).rejects.toMatchObject({
      code: 'invalid',
      facts: { detail: [{ type: 'address_error' }] },
    })
    expect(calls()).toBe(1)
  }
})

test('P32 a name is resolved once for a connection, so a second answer changes nothing', async () => {
  // The first answer is a public address where nobody listens for us, the second would be this computer.
  const { resolve, calls } = resolver(['192.0.2.1'], ['127.0.0.1'])
  const guard = createOutbound({ isKnown: () => true, listed: [] }, resolve)
  await expect(
    guard.request('https://push.example.com/x', { method: 'POST', headers: {} }),
  ).rejects.toMatchObject({ code: 'invalid' })
  expect(calls()).toBe(1)
})

test('P47 names that nobody resolves leave room for whatever else the system reads', async () => {
  const asked: (() => void)[] = []
  const never = ((_name: string, _options: object, done: (error: Error) => void) =>
    void asked.push(() => done(new Error('ENOTFOUND')))) as unknown as typeof lookup
  const calls = Array.from({ length: 6 }, (_, n) =>
    createOutbound({ isKnown: () => true, listed: [] }, never)
      .request(`https://name-${n}.example.com`, { method: 'GET', headers: {} })
      .catch(({ code }: { code: string }) => code),
  )
  await expect.poll(() => asked.length).toBe(2)
  for (let turn = 0; turn < calls.length; turn++) {
    await expect.poll(() => asked.length).toBe(Math.min(turn + 2, calls.length))
    asked[turn]?.()
  }
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['bad_gateway']))
})

test('P32 no spelling of an address that is not public passes for one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      if (!isPublic(address)) return
      expect(address).not.toMatch(/^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|22[4-9]|2[3-5]\d)\./)
      if (address.includes(':')) expect(address).toMatch(/^[23]/)
    }),
    runs,
  )
  for (const spelling of ['127.1', '0177.0.0.1', '0x7f.1', '1.2.3', '', 'localhost', '::1%lo'])
    expect(isPublic(spelling)).toBe(false)
  expect(isPublic('93.184.216.34')).toBe(true)
  expect(isPublic('2606:2800:220:1::1')).toBe(true)
})

test('P32 an address with random names, ports and sign-ins is refused unless it is the known one', () => {
  fc.assert(
    fc.property(
      fc.webUrl({
        withQueryParameters: true,
        withFragments: true,
        authoritySettings: { withPort: true, withUserInfo: true },
      }),
      (url) => {
        expect(() => known.check(url)).toThrow('The address is not allowed')
      },
    ),
    runs,
  )
  expect(known.check('https://PUSH.example.com/x').hostname).toBe('push.example.com')
})

test('time and size are limited, and a redirect is an answer like any other', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/slow') return
    if (request.url === '/large') response.end('x'.repeat(2_000))
    else response.writeHead(302, { location: 'https://evil.example' }).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const guard = createOutbound({ isKnown: () => false, listed: [host] })
  const ask = (path: string) =>
    guard.request(`http://${host}${path}`, { method: 'POST', headers: {}, timeoutMs: 300, maxBytes: 1_000 })
  await expect(ask('/slow')).rejects.toMatchObject({ code: 'gateway_timeout' })
  await expect(ask('/large')).rejects.toMatchObject({ code: 'bad_gateway' })
  expect((await ask('/there')).status).toBe(302)
  server.closeAllConnections()
  server.close()
})

test('P47 a service that changes the protocol, or ends in the middle of its answer, is a refusal and no wait without end', async () => {
  const server = createSocketServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (data) => {
      if (String(data).startsWith('POST /upgrade'))
        socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: x\r\n\r\n')
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const guard = createOutbound({ isKnown: () => false, listed: [host] })
  for (const path of ['/upgrade', '/half'])
    await expect(
      guard.request(`http://${host}${path}`, { method: 'POST', headers: {}, timeoutMs: 2_000 }),
    ).rejects.toMatchObject({ code: 'bad_gateway' })
  server.close()
})

test('P32 plain http goes to a listed host only while every address of its name is private', async () => {
  const server = createServer((_, response) => response.end('x'.repeat(2_000)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const host = `receiver.lan:${port}`
  const rules = {
    isKnown: () => true,
    listed: [host, '93.184.216.34:80'],
    plainHttp: 'private',
    field: 'url',
  } as const
  const ask = (...answers: string[][]) =>
    createOutbound(rules, resolver(...answers).resolve).request(`http://${host}/`, {
      method: 'POST',
      headers: {},
      maxBytes: 100,
      longer: 'cut',
    })
  const cut = await ask(['127.0.0.1'])
  expect(cut.status).toBe(200)
  expect(cut.body.length).toBeLessThanOrEqual(2_000)
  for (const answers of [['93.184.216.34'], ['127.0.0.1', '93.184.216.34'], []])
    await expect(ask(answers)).rejects.toMatchObject({
      code: 'invalid',
      facts: { detail: [{ loc: ['body', 'url'], type: 'address_error' }] },
    })
  const guard = createOutbound(rules)
  expect(() => guard.check('http://93.184.216.34:80/x')).toThrow('not allowed')
  expect(() => guard.check('http://elsewhere.lan/x')).toThrow('not allowed')
  expect(() => createOutbound({ ...rules, plainHttp: 'loopback' }).check(`http://${host}/`)).toThrow(
    'not allowed',
  )
  server.closeAllConnections()
  server.close()
})
