import { writeSync } from 'node:fs'
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'

export type Log = Logger
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof logLevels)[number]

/** Field names whose values never reach the log, at any of the first three depths. */
const secret = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'cf-access-jwt-assertion',
  'sec-websocket-protocol',
  'token',
  'key',
  'password',
  'secret',
  'apiKey',
]
const paths = secret.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])

/** JSON lines on standard error: UTC time, level, message and facts; secrets are cut out by field name. */
export function createLog(level: LogLevel, ...destinations: DestinationStream[]): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths, censor: '[secret]' },
  }
  const [first = standardError(), ...more] = destinations
  if (more.length === 0) return pino(options, first)
  return pino(options, pino.multistream([first, ...more].map((stream) => ({ stream, level: 'trace' }))))
}

/**
 * Standard output is for the sign-in link. A disk that is full or a terminal that is gone costs the entry, not the hub: pino's
 * own destination would throw at whoever logs.
 */
export const standardError = (file = 2): DestinationStream => ({
  write(line) {
    const bytes = Buffer.from(line)
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    } catch {
      // The log file has it.
    }
  },
})
