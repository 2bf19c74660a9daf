import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Caller } from '../context.ts'
import { isLoopbackAddress, isLoopbackName, parseHost } from './hosts.ts'

/** Names of the browser session's cookie: under TLS, and without. */
export const cookieNames = { secure: '__Host-atrium', plain: 'atrium_session' } as const

const forwarding = /^(forwarded|via|x-forwarded-.+|x-real-ip|x-client-ip|true-client-ip|cf-.+|cdn-loop)$/

/** Empty when nobody is there any more: `stream.pipeline` takes the socket from a request whose body it cuts. */
const peerOf = (request: IncomingMessage): string => {
  const socket: IncomingMessage['socket'] | null = request.socket
  return socket?.remoteAddress ?? ''
}

/** Client that a listed proxy speaks for: the last address of the chain that is not such a proxy itself. */
export function addressOf(request: IncomingMessage, isProxy: (address: string) => boolean): string {
  const peer = peerOf(request)
  const chain = request.headers['x-forwarded-for']
  if (typeof chain !== 'string' || !isProxy(peer)) return peer
  let client = peer
  for (const hop of chain.split(',').reverse()) {
    const address = hop.trim()
    if (isIP(address) === 0) break
    client = address
    if (!isProxy(address)) break
  }
  return client
}

/** Whether the wire to the browser is encrypted, as far as this server can know. */
export function isSecure(request: IncomingMessage, isProxy: (address: string) => boolean): boolean {
  if (!isProxy(peerOf(request))) return false
  return request.headers['x-forwarded-proto'] === 'https'
}

/** Token of a header; empty when a header carries something else, null when there is no such header. */
export function headerToken(headers: IncomingHttpHeaders): string | null {
  const { authorization } = headers
  if (authorization) {
    if (authorization.length > 7 && authorization.slice(0, 7).toLowerCase() === 'bearer ')
      return authorization.slice(7).trim()
    return ''
  }
  const key = headers['x-api-key']
  return typeof key === 'string' && key !== '' ? key : null
}

export function cookieOf(headers: IncomingHttpHeaders): string | null {
  const { cookie } = headers
  if (cookie === undefined) return null
  let plain: string | null = null
  for (const part of cookie.split(';')) {
    const at = part.indexOf('=')
    if (at < 0) continue
    const name = part.slice(0, at).trim()
    if (name === cookieNames.secure) return part.slice(at + 1).trim()
    if (name === cookieNames.plain) plain ??= part.slice(at + 1).trim()
  }
  return plain
}

const hasForwarding = (headers: IncomingHttpHeaders): boolean =>
  Object.keys(headers).some((name) => forwarding.test(name))

export type Wire = { address: string; secure: boolean }

export function callerOf(request: IncomingMessage, { address, secure }: Wire, token: string | null): Caller {
  const { headers } = request
  const jwt = headers['cf-access-jwt-assertion']
  return {
    token,
    cookie: cookieOf(headers),
    accessJwt: typeof jwt === 'string' ? jwt : null,
    address,
    secure,
    isDirect: () =>
      isLoopbackAddress(peerOf(request)) &&
      isLoopbackName(parseHost(headers.host ?? '')?.name ?? '') &&
      !hasForwarding(headers),
  }
}

/** What rates are counted by: an address, or the whole /64 network that one IPv6 household holds. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return `${[...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).join(':').toLowerCase()}::/64`
}
