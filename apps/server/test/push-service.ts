import {
  createDecipheriv,
  createECDH,
  createHmac,
  createPublicKey,
  randomBytes,
  randomUUID,
  verify,
} from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the service got for a device, decrypted as the browser would. */
export type Received = {
  message: Record<string, unknown>
  ttl: number
  urgency: string | undefined
  topic: string | undefined
  /** Claims of the VAPID token, whose signature was checked. */
  claims: { aud: string; exp: number; sub: string }
  publicKey: string
  at: number
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

export type PushService = Awaited<ReturnType<typeof startPushService>>

/** A push service on loopback: checks who sends, decrypts with the device's private key, and answers as told. */
export async function startPushService() {
  const devices = new Map<string, ReturnType<typeof createDevice>>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const device = devices.get(request.url ?? '')
      if (!device) return void response.writeHead(404).end()
      device.take(request, response, Buffer.concat(chunks), origin)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    host: `127.0.0.1:${port}`,
    /** A browser that subscribed. */
    device() {
      const path = `/push/${randomUUID()}`
      const device = createDevice(`${origin}${path}`)
      devices.set(path, device)
      return device
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function createDevice(endpoint: string) {
  const key = createECDH('prime256v1')
  key.generateKeys()
  const auth = randomBytes(16)
  const received: Received[] = []
  const answers: Answer[] = []
  const waiting = new Set<() => void>()
  let requests = 0
  return {
    endpoint,
    received,
    requests: () => requests,
    subscription: {
      endpoint,
      expirationTime: null,
      keys: { p256dh: key.getPublicKey('base64url'), auth: auth.toString('base64url') },
    },
    /** What the next requests get in place of 201, in order. */
    answers(...statuses: (number | Answer)[]): void {
      answers.push(
        ...statuses.map(
          (status): Answer =>
            typeof status === 'number' ? (_request, response) => response.writeHead(status).end() : status,
        ),
      )
    },
    /** The n-th message, once it is there. */
    async message(count = 1): Promise<Received> {
      while (received.length < count) await new Promise<void>((resolve) => waiting.add(resolve))
      return received[count - 1] as Received
    },
    take(request: IncomingMessage, response: ServerResponse, body: Buffer, origin: string): void {
      requests++
      const claims = checkVapid(request.headers.authorization ?? '', origin)
      const text = decrypt(body, key, auth)
      const answer = answers.shift()
      if (answer) answer(request, response)
      else {
        received.push({
          message: JSON.parse(text) as Record<string, unknown>,
          ttl: Number(request.headers['ttl']),
          urgency: request.headers['urgency'] as string | undefined,
          topic: request.headers['topic'] as string | undefined,
          ...claims,
          at: Date.now(),
        })
        response.writeHead(201).end()
      }
      for (const wake of waiting) wake()
      waiting.clear()
    },
  }
}

/** RFC 8292: a token signed by the key that it names. */
function checkVapid(authorization: string, origin: string): Pick<Received, 'claims' | 'publicKey'> {
  const match = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(authorization)
  const [, head = '', body = '', signature = '', publicKey = ''] = match ?? []
  const point = Buffer.from(publicKey, 'base64url')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33, 65).toString('base64url'),
  }
  const good = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Received['claims']
  const now = Date.now() / 1000
  if (!good || claims.aud !== origin || claims.exp < now || claims.exp > now + 24 * 3600)
    throw new Error(`The VAPID token is not good: ${JSON.stringify(claims)}`)
  return { claims, publicKey }
}

const hmac = (key: Buffer, ...parts: (Buffer | string)[]): Buffer => {
  const mac = createHmac('sha256', key)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

/** RFC 8188 and 8291, from the device's side. */
function decrypt(body: Buffer, key: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16)
  const idLength = body.readUInt8(20)
  const sender = body.subarray(21, 21 + idLength)
  const sealed = body.subarray(21 + idLength)
  const shared = key.computeSecret(sender)
  const secret = hmac(hmac(auth, shared), 'WebPush: info\0', key.getPublicKey(), sender, '\u0001')
  const prk = hmac(salt, secret)
  const contentKey = hmac(prk, 'Content-Encoding: aes128gcm\0\u0001').subarray(0, 16)
  const nonce = hmac(prk, 'Content-Encoding: nonce\0\u0001').subarray(0, 12)
  const decipher = createDecipheriv('aes-128-gcm', contentKey, nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8')
}
