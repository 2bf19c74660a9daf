// Owns the door of previews: requests whose Host names one go here before anything else of the hub sees them.
import http, { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { limits } from '@atrium/schema'
import type { App } from '../app.ts'
import { AppError } from '../core/errors.ts'
import { refusalOf } from '../core/refusals.ts'
import { errorBody } from './errors.ts'
import type { Gate } from './gate.ts'
import { parseHost } from './hosts.ts'
import { previewPage, previewPagePolicy } from './preview-page.ts'
import { type Ends, previewCookies, requestHeaders, responseHeaders } from './proxy-headers.ts'
import { refuseUpgrade } from './upgrade.ts'

export type PreviewDoor = ReturnType<typeof createPreviewDoor>

const enterPath = '/__atrium/enter'

/** Where a request came in, by its Host. */
type Place = { name: string; host: string; origin: string; port: number | null; secure: boolean }

export function createPreviewDoor({ app, gate }: { app: App; gate: Gate }) {
  const { preview, log } = app
  /** Sockets of browsers, open or about to be, so that a stop and a revoked credential end them. */
  const upgraded = new Set<Duplex>()
  let stopped = false

  function placeOf(request: IncomingMessage): Place | null {
    const parsed = parseHost(request.headers.host ?? '')
    const named = parsed && preview.nameOf(parsed.name)
    if (!named) return null
    const secure = gate.isSecure(request) && !parsed.name.endsWith('.localhost')
    const usual = parsed.port === null || parsed.port === (secure ? 443 : 80)
    const host = usual ? parsed.name : `${parsed.name}:${parsed.port}`
    return { ...named, name: parsed.name, host, secure, origin: `${secure ? 'https' : 'http'}://${host}` }
  }

  /** Syntax, origin and sign-in. @throws AppError */
  function admit(request: IncomingMessage, place: Place, upgrade: boolean): AbortSignal | null {
    if (stopped) throw new AppError('draining', 'The server is restarting', { retryAfterSeconds: 5 })
    const { url = '', rawHeaders, method } = request
    if (!url.startsWith('/')) throw new AppError('bad_request', 'The request target must be a path')
    if (rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length !== 1)
      throw new AppError('bad_request', 'Exactly one Host header is needed')
    const { origin, 'sec-fetch-site': site } = request.headers
    const changes = upgrade || !(method === 'GET' || method === 'HEAD' || method === 'OPTIONS')
    const isOwn =
      origin === undefined ? !upgrade && (site ?? 'same-origin') === 'same-origin' : origin === place.origin
    if (changes && !isOwn) throw new AppError('origin_not_allowed', 'Origin not allowed')
    if (!preview.signIn) return null
    const visit = preview.visit(cookieOf(request, place.secure), place.name)
    if (!visit) throw new AppError('unauthorized', 'Open this preview from Atrium to sign in')
    return visit.signal
  }

  function enter(request: IncomingMessage, response: ServerResponse, place: Place): boolean {
    const url = URL.parse(request.url ?? '', place.origin)
    if (url?.pathname !== enterPath || request.method !== 'GET') return false
    const cookie = preview.enter(url.searchParams.get('ticket') ?? '', place.name)
    if (cookie === null)
      throw new AppError(
        'unauthorized',
        'This link was used already or is too old; open the preview from Atrium again',
      )
    response.writeHead(303, {
      ...gate.headersFor(request),
      location: '/',
      'set-cookie': `${place.secure ? previewCookies.secure : previewCookies.plain}=${cookie}; Path=/; Max-Age=${limits.previewVisitMs / 1000}; HttpOnly; SameSite=Lax${place.secure ? '; Secure' : ''}`,
    })
    response.end()
    return true
  }

  async function endsOf(request: IncomingMessage, { host, origin, port }: Place) {
    const target = await preview.target(port)
    const ends: Ends = {
      host,
      origin,
      upstream: `localhost:${target.port}`,
      address: gate.addressOf(request),
    }
    return { ends, target: { host: target.address, port: target.port } }
  }

  async function forward(request: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
    if (enter(request, response, place)) return
    const visit = admit(request, place, false)
    const { ends, target } = await endsOf(request, place)
    if (response.destroyed) return
    const upstream = http.request({
      ...target,
      method: request.method,
      path: request.url,
      headers: requestHeaders(request, ends),
      agent: false,
    })
    const end = () => void response.destroy()
    visit?.addEventListener('abort', end, { once: true })
    response.once('close', () => {
      visit?.removeEventListener('abort', end)
      upstream.destroy()
    })
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      upstream.once('response', resolve)
      upstream.on('error', reject)
      upstream.once('upgrade', (_, peer) => {
        peer.destroy()
        reject(new Error('another protocol that nobody asked for'))
      })
    })
    // A program may answer before it has read all, and leave the rest.
    if (hasBody(request)) pipeline(request, upstream).catch(() => undefined)
    else upstream.end()
    const failed = (cause: unknown): never => {
      upstream.destroy()
      throw new AppError('bad_gateway', `The program on port ${target.port} did not answer`, { cause })
    }
    const answer = await answered.catch(failed)
    try {
      response.writeHead(
        answer.statusCode ?? 502,
        answer.statusMessage,
        responseHeaders(answer.headers, ends),
      )
    } catch (cause) {
      failed(cause) // the parser lets through what may not be said again
    }
    response.flushHeaders()
    await pipeline(answer, response)
  }

  async function tunnel(request: IncomingMessage, socket: Duplex, head: Buffer, place: Place): Promise<void> {
    const visit = admit(request, place, true)
    if (upgraded.size >= limits.previewSockets)
      throw new AppError('overloaded', 'Too many previews are open', { retryAfterSeconds: 5 })
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    const { ends, target } = await endsOf(request, place)
    // A handshake has no body, whatever it says: what follows are frames.
    const { 'content-length': _, 'transfer-encoding': __, ...headers } = requestHeaders(request, ends)
    const upstream = http.request({
      ...target,
      method: 'GET',
      path: request.url,
      headers: {
        ...headers,
        connection: 'Upgrade',
        upgrade: request.headers.upgrade ?? 'websocket',
      },
      agent: false,
      timeout: limits.outgoingTimeoutMs,
    })
    const opened = await new Promise<[IncomingMessage, Duplex, Buffer]>((resolve, reject) => {
      upstream.once('upgrade', (answer, peer, rest) => resolve([answer, peer, rest]))
      upstream.once('response', (answer) => {
        answer.destroy()
        reject(
          new AppError(
            'bad_gateway',
            `The program on port ${target.port} opened no socket (${answer.statusCode})`,
          ),
        )
      })
      upstream.once('timeout', () => upstream.destroy())
      upstream.once('error', (cause) =>
        reject(new AppError('bad_gateway', `The program on port ${target.port} did not answer`, { cause })),
      )
      socket.once('close', () => upstream.destroy())
      upstream.end()
    })
    const [answer, peer, rest] = opened
    peer.on('error', () => socket.destroy())
    if (socket.destroyed) return void peer.destroy()
    const lines = Object.entries({
      ...responseHeaders(answer.headers, ends),
      connection: 'Upgrade',
      upgrade: answer.headers.upgrade ?? 'websocket',
    }).flatMap(([name, value]) => [value].flat().map((each) => `${name}: ${String(each)}\r\n`))
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`, 'latin1')
    if (rest.length > 0) socket.write(rest)
    if (head.length > 0) peer.write(head)
    const end = () => {
      socket.destroy()
      peer.destroy()
    }
    visit?.addEventListener('abort', end, { once: true })
    socket.once('close', () => {
      visit?.removeEventListener('abort', end)
      peer.destroy()
    })
    peer.once('close', () => socket.destroy())
    socket.pipe(peer).pipe(socket)
  }

  const asRefusal = (error: unknown): AppError => {
    const known = refusalOf(error)
    if (known) return known
    log.error({ err: error, feature: 'preview' }, 'preview failed')
    return new AppError('internal', 'Something went wrong')
  }

  return {
    /** Whether the Host of this request is one of previews. */
    owns: (request: IncomingMessage): boolean => placeOf(request) !== null,
    handle(request: IncomingMessage, response: ServerResponse): void {
      const place = placeOf(request)
      if (!place) return void response.destroy()
      const headers = gate.headersFor(request) // one that is cut in the middle knows its peer no more
      forward(request, response, place).catch((error: unknown) => {
        if (response.headersSent || response.destroyed) return void response.destroy()
        const refusal = asRefusal(error)
        const wantsPage = request.headers.accept?.includes('text/html') ?? false
        const body = wantsPage
          ? previewPage(refusal, preview.consoleUrl())
          : JSON.stringify(errorBody(refusal))
        const { retryAfterSeconds } = refusal.facts
        response.writeHead(refusal.status, {
          ...headers,
          ...(wantsPage && { 'content-security-policy': previewPagePolicy }),
          'content-type': `${wantsPage ? 'text/html' : 'application/json'}; charset=utf-8`,
          'content-length': Buffer.byteLength(body),
          ...(!request.complete && { connection: 'close' }),
          ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
        } satisfies OutgoingHttpHeaders)
        response.end(request.method === 'HEAD' ? undefined : body)
      })
    },
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      socket.on('error', () => socket.destroy())
      const place = placeOf(request)
      if (!place) return void socket.destroy()
      tunnel(request, socket, head, place).catch((error: unknown) => {
        if (!socket.destroyed) refuseUpgrade(socket, asRefusal(error), gate.headersFor(request))
      })
    },
    stop(): void {
      stopped = true
      for (const socket of upgraded) socket.destroy()
    },
  }
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined

function cookieOf(request: IncomingMessage, secure: boolean): string {
  const wanted = secure ? previewCookies.secure : previewCookies.plain
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name = '', value = ''] = part.split('=', 2)
    if (name.trim() === wanted) return value.trim()
  }
  return ''
}
