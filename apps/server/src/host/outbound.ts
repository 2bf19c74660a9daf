// Owns requests to addresses that came from outside: only to where they may go, and to exactly the address that was checked.
import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { limits } from '@atrium/schema'
import { AppError } from '../core/errors.ts'

/** A host that the administrator named, with a port where it is not the usual one. It may lie in a private network. */
export type ListedHost = string

export type OutboundRules = {
  /** Whether a name may be asked at all, besides the listed ones. */
  isKnown: (hostname: string) => boolean
  listed: readonly ListedHost[]
  /** Listed hosts that may be asked over plain http: this computer's own, or any that lie in a private network. */
  plainHttp?: 'loopback' | 'private'
  /** What the address is called in the request that brought it. */
  field?: string
  /** Variable of the environment that lists hosts; told to who is refused. */
  variable?: string
}

export type OutboundRequest = {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: Uint8Array
  timeoutMs?: number
  maxBytes?: number
  /** What becomes of an answer that is longer: a refusal, or its beginning is enough. */
  longer?: 'refused' | 'cut'
  signal?: AbortSignal
}

export type OutboundAnswer = { status: number; headers: http.IncomingHttpHeaders; body: Buffer }

export type Outbound = ReturnType<typeof createOutbound>

/**
 * The one guard of outgoing requests: https, a known host and port, every resolved address public, the connection made to
 * the checked address, no redirect followed, time and size limited. For listed hosts the address may be private, and plain
 * http is enough where it is this computer's own, or in a private network where the rules say so.
 */
export function createOutbound(
  { isKnown, listed, plainHttp = 'loopback', field = 'endpoint', variable }: OutboundRules,
  resolve: typeof systemLookup = systemLookup,
) {
  const unless = variable ? `, unless ${variable} names its host` : ''
  const isListed = (url: URL): boolean => listed.includes(url.host)
  const refused = (msg: string): AppError =>
    new AppError('invalid', `The address is not allowed${unless}`, {
      detail: [{ loc: ['body', field], msg, type: 'address_error' }],
    })
  /** Of a name it is known only when it is resolved. */
  const mayBePlain = ({ hostname }: URL): boolean =>
    plainHttp === 'loopback' ? isLoopbackHost(hostname) : !isPublic(bare(hostname))

  /** The address, parsed. @throws AppError invalid */
  function check(text: string): URL {
    const url = URL.parse(text)
    if (!url) throw refused('is no address')
    if (url.username !== '' || url.password !== '') throw refused('must not carry a sign-in')
    if (isListed(url)) {
      if (url.protocol !== 'https:' && !(url.protocol === 'http:' && mayBePlain(url)))
        throw refused('must begin with https://')
      return url
    }
    if (url.protocol !== 'https:') throw refused('must begin with https://')
    if (isIP(bare(url.hostname)) !== 0 || !isKnown(url.hostname)) throw refused('address is not allowed')
    if (url.port !== '') throw refused('address is not allowed')
    return url
  }

  /** Every address of the name is looked at, and the connection goes to one of them. */
  const lookupOf =
    (isAllowed: (address: string) => boolean): LookupFunction =>
    (hostname, options, done) => {
      inTurn(resolve)(hostname, { ...options, all: true }, (error, addresses) => {
        if (error) return done(error, '')
        if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address)))
          return done(refused('address is not allowed'), '')
        const [first] = addresses
        if (options.all) done(null, addresses)
        else if (first) done(null, first.address, first.family)
      })
    }
  const publicLookup = lookupOf(isPublic)
  const privateLookup = lookupOf((address) => !isPublic(address))
  const anyLookup = lookupOf(() => true)
  const lookupFor = (url: URL): LookupFunction => {
    if (!isListed(url)) return publicLookup
    return url.protocol === 'http:' && plainHttp === 'private' ? privateLookup : anyLookup
  }

  return {
    check,
    /**
     * One request; an answer of any status is a result.
     * @throws AppError invalid, gateway_timeout, bad_gateway
     */
    async request(text: string, options: OutboundRequest): Promise<OutboundAnswer> {
      const url = check(text)
      const { method, headers, body, signal } = options
      const ends = AbortSignal.any([
        AbortSignal.timeout(options.timeoutMs ?? limits.outgoingTimeoutMs),
        ...(signal ? [signal] : []),
      ])
      const send = url.protocol === 'http:' ? http.request : https.request
      const { promise, resolve: answered, reject } = Promise.withResolvers<OutboundAnswer>()
      const request = send(url, {
        method,
        headers: { ...headers, 'content-length': String(body?.length ?? 0) },
        signal: ends,
        agent: false,
        lookup: lookupFor(url),
      })
      const connecting = setTimeout(
        () => request.destroy(new AppError('gateway_timeout', `${url.hostname} did not answer in time`)),
        limits.outgoingConnectMs,
      )
      request.once('socket', (socket) => {
        socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', () => clearTimeout(connecting))
      })
      request.on('error', reject)
      // Nobody asked for another protocol; without this neither an answer nor an error would come.
      request.once('upgrade', (_, socket) => {
        socket.destroy()
        reject(new AppError('bad_gateway', `${url.hostname} answered with another protocol`))
      })
      request.once('response', (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size <= (options.maxBytes ?? limits.outgoingReplyBytes)) return void chunks.push(chunk)
          if (options.longer === 'cut') {
            answered(answerOf(response, chunks))
            return void request.destroy()
          }
          reject(new AppError('bad_gateway', `The answer of ${url.hostname} is too long`))
          request.destroy()
        })
        response.on('error', reject)
        response.once('end', () => answered(answerOf(response, chunks)))
      })
      request.end(body)
      try {
        return await promise
      } catch (error) {
        if (error instanceof AppError) throw error
        signal?.throwIfAborted()
        if (ends.aborted)
          throw new AppError('gateway_timeout', `${url.hostname} did not answer in time`, { cause: error })
        throw new AppError('bad_gateway', `${url.hostname} could not be reached`, { cause: error })
      } finally {
        clearTimeout(connecting)
      }
    },
  }
}

/** The system resolves names in the four threads that files are read in, and a name may take it many seconds. */
const namesAtOnce = 2
let resolving = 0
const inLine: (() => void)[] = []

/** Resolves as before, a few names at once. Whose connection gave up before its turn came is not asked for. */
function inTurn(resolve: typeof systemLookup) {
  return (hostname: string, options: LookupAllOptions, done: LookupAllDone): void => {
    const late = performance.now() + limits.outgoingConnectMs
    inLine.push(() => {
      if (performance.now() > late) return done(new Error('The name was not resolved in time'), [])
      resolving++
      resolve(hostname, options, (error, addresses) => {
        resolving--
        nextNames()
        done(error, addresses)
      })
    })
    nextNames()
  }
}

function nextNames(): void {
  while (resolving < namesAtOnce && inLine.length > 0) inLine.shift()?.()
}

type LookupAllDone = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void

const answerOf = ({ statusCode, headers }: http.IncomingMessage, chunks: Buffer[]): OutboundAnswer => ({
  status: statusCode ?? 0,
  headers,
  body: Buffer.concat(chunks),
})

/** An IPv6 address without its brackets. */
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')

const isLoopbackHost = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)

const notPublic = new BlockList()
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
])
  addRange(range, 'ipv4')
// Of IPv6 only 2000::/3 is given out; tunnels and documentation inside it are not anybody's own address.
for (const range of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']) addRange(range, 'ipv6')
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')

function addRange(range: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', bits = ''] = range.split('/')
  notPublic.addSubnet(address, Number(bits), family)
}

/** Whether an address belongs to the internet at large. */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !notPublic.check(address, 'ipv4')
  if (family !== 6 || address.includes('%')) return false
  return globalUnicast.check(address, 'ipv6') && !notPublic.check(address, 'ipv6')
}
