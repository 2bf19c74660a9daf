import type { IncomingMessage } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { limits } from '@atrium/schema'
import type { AppError } from '../core/errors.ts'
import { headerToken } from './credentials.ts'
import type { SocketDoor } from './doors.ts'
import { errorBody } from './errors.ts'

const bearer = 'bearer.'

/** Subprotocols that the client offers, in order. */
export const protocolsOf = (request: IncomingMessage): string[] =>
  (request.headers['sec-websocket-protocol'] ?? '').split(',').flatMap((name) => name.trim() || [])

/** Token of a handshake: in a header, else in a subprotocol `bearer.<token>`. */
export function handshakeToken(request: IncomingMessage): string | null {
  const header = headerToken(request.headers)
  if (header !== null) return header
  const offer = protocolsOf(request).find((name) => name.startsWith(bearer))
  return offer === undefined ? null : offer.slice(bearer.length)
}

/**
 * Token in the query string (`?token=`), which older clients of the second API page send; it is taken out of the
 * request's address, so that nothing can write it down.
 */
export function takeQueryToken(request: IncomingMessage): string | null {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2)
  const values = new URLSearchParams(query)
  const token = values.get('token')
  values.delete('token')
  request.url = values.size > 0 ? `${path}?${values}` : path
  return token
}

/** A neutral name when there is one, so that the token is not sent back; else what was offered: browsers need an answer. */
export const selectProtocol = (offered: Iterable<string>): string | false => {
  const names = [...offered]
  return names.find((name) => !name.startsWith(bearer)) ?? names[0] ?? false
}

/** Answers a handshake that is refused with plain HTTP and closes the connection. */
export function refuseUpgrade(socket: Duplex, error: AppError, headers: Record<string, unknown>): void {
  const body = JSON.stringify(errorBody(error))
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...(error.facts.retryAfterSeconds !== undefined && { 'retry-after': error.facts.retryAfterSeconds }),
  }).map(([name, value]) => `${name}: ${String(value)}\r\n`)
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\n${lines.join('')}\r\n${body}`)
}

export type Match = { door: SocketDoor; params: Record<string, string>; query: Record<string, string> }

/** Finds the door of a path; null when there is none, or when a part cannot be decoded or is too long. */
export function createMatcher(doors: readonly SocketDoor[]): (url: string) => Match | null {
  const patterns = doors.map((door) => {
    const names = [...door.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
    const source = door.path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '([^/]+)')
    return { door, names, regex: new RegExp(`^/api${source}/?$`) }
  })
  return (url) => {
    const at = url.indexOf('?')
    const path = at < 0 ? url : url.slice(0, at)
    for (const { door, names, regex } of patterns) {
      const match = regex.exec(path)
      if (!match) continue
      const values = match.slice(1).map(decode)
      if (values.some((value) => value === null || Buffer.byteLength(value) > limits.pathParameterChars))
        return null
      return {
        door,
        params: Object.fromEntries(names.map((name, i) => [name, values[i] ?? ''])),
        query: at < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(at + 1))),
      }
    }
    return null
  }
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
