// Owns which headers pass between a browser and a program behind the preview: nothing of ours goes in, nothing that reaches
// beyond its own origin comes out.
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { cookieNames } from './credentials.ts'

/** Names of the preview's cookie: under TLS, and without. */
export const previewCookies = { secure: '__Host-atrium-preview', plain: 'atrium_preview' } as const

const ours: readonly string[] = [...Object.values(cookieNames), ...Object.values(previewCookies)]

/** Of one wire alone (RFC 9110, 7.6.1), besides what `Connection` names. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]
/** Credentials, and what proxies in front say of the person. */
const secrets =
  /^(authorization|x-api-key|cookie|cookie2|forwarded|via|expect|x-forwarded-.+|x-real-ip|x-client-ip|true-client-ip|cf-.+|cdn-loop|x-atrium-.+)$/
/** What a program could say about more than its own origin. */
const reaching = ['alt-svc', 'clear-site-data', 'strict-transport-security', 'public-key-pins']

function hops(headers: IncomingHttpHeaders): Set<string> {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const gone = new Set([...hopByHop, ...named])
  gone.delete('content-length') // it frames the body: without it the next bytes would be another request
  return gone
}

export type Ends = {
  /** Host and origin that the browser sees, and those of the program. */
  host: string
  origin: string
  upstream: string
  address: string
}

/** Headers of a request, as the program gets them. */
export function requestHeaders(request: IncomingMessage, ends: Ends): OutgoingHttpHeaders {
  const { headers } = request
  const gone = hops(headers)
  const out: OutgoingHttpHeaders = {}
  for (const [name, value] of Object.entries(headers))
    if (!gone.has(name) && !secrets.test(name) && name !== 'host') out[name] = value
  const cookie = otherCookies(headers.cookie)
  if (cookie !== '') out['cookie'] = cookie
  if (headers.origin === ends.origin) out['origin'] = `http://${ends.upstream}`
  if (headers.referer?.startsWith(`${ends.origin}/`))
    out['referer'] = `http://${ends.upstream}${headers.referer.slice(ends.origin.length)}`
  const protocols = otherProtocols(headers['sec-websocket-protocol'])
  delete out['sec-websocket-protocol']
  if (protocols !== '') out['sec-websocket-protocol'] = protocols
  // A body without a length keeps its form; the parser has taken the chunks apart.
  if (headers['transfer-encoding'] !== undefined && headers['content-length'] === undefined)
    out['transfer-encoding'] = 'chunked'
  return {
    ...out,
    host: ends.upstream,
    'x-forwarded-host': ends.host,
    'x-forwarded-proto': ends.origin.startsWith('https:') ? 'https' : 'http',
    'x-forwarded-for': ends.address,
  }
}

/** Headers of an answer, as the browser gets them. */
export function responseHeaders(headers: IncomingHttpHeaders, ends: Ends): OutgoingHttpHeaders {
  const gone = hops(headers)
  const out: OutgoingHttpHeaders = {}
  for (const [name, value] of Object.entries(headers))
    if (!gone.has(name) && !reaching.includes(name)) out[name] = value
  if (headers['set-cookie']) {
    const kept = headers['set-cookie'].filter((text) => !ours.includes(nameOf(text))).map(withoutDomain)
    if (kept.length > 0) out['set-cookie'] = kept
    else delete out['set-cookie']
  }
  if (headers.location !== undefined) out['location'] = ownLocation(headers.location, ends)
  return out
}

const nameOf = (cookie: string): string => (cookie.split('=')[0] ?? '').trim()
const withoutDomain = (cookie: string): string => cookie.replace(/;\s*domain\s*=?[^;]*/gi, '')

const otherCookies = (header: string | undefined): string =>
  (header ?? '')
    .split(';')
    .filter((part) => part.trim() !== '' && !ours.includes(nameOf(part)))
    .join(';')
    .trim()

const otherProtocols = (header: string | undefined): string =>
  (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('bearer.'))
    .join(', ')

/** A program that redirects to where it believes to be means the preview. */
function ownLocation(location: string, { upstream, origin }: Ends): string {
  const port = upstream.slice(upstream.lastIndexOf(':'))
  for (const host of ['localhost', '127.0.0.1', '[::1]']) {
    const there = `http://${host}${port}`
    if (location === there || location.startsWith(`${there}/`))
      return `${origin}${location.slice(there.length)}`
  }
  return location
}
