import { McpConfig, McpName, type TrustLevel } from '@atrium/schema'
import type { z } from 'zod'
import { hashOf } from '../../core/trusted.ts'
import { leftMask } from './secrets.ts'

/** What the hub makes of one entry of the file. */
export type McpEntry = {
  name: string
  kind: 'stdio' | 'http' | 'sse' | 'unknown'
  /** As it stands in the file. */
  raw: Record<string, unknown>
  /** Its checked fields; null when they have the wrong form. */
  config: McpConfig | null
  trustLevel: TrustLevel
  errors: string[]
  hash: string
}

/** Name of the hub's own server. */
export const builtinName = 'atrium'

const kinds = new Map<string, McpEntry['kind']>([
  ['stdio', 'stdio'],
  ['command', 'stdio'],
  ['http', 'http'],
  ['https', 'http'],
  ['streamable-http', 'http'],
  ['streamablehttp', 'http'],
  ['sse', 'sse'],
])

function kindOf(raw: Record<string, unknown>): McpEntry['kind'] {
  const type = raw['type']
  if (typeof type === 'string') return kinds.get(type.toLowerCase()) ?? 'unknown'
  if (type !== undefined) return 'unknown'
  if (raw['command'] !== undefined) return 'stdio'
  return raw['url'] === undefined ? 'unknown' : 'http'
}

/** `lookup` gives the value of a variable of the hub's environment. */
export type Lookup = (name: string) => string | undefined

export function readEntry(name: string, value: unknown, lookup: Lookup): McpEntry {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const raw = isObject ? (value as Record<string, unknown>) : {}
  const kind = kindOf(raw)
  const parsed = McpConfig.safeParse(plainNumbers(raw))
  const errors = isObject ? [] : ['it is not a JSON object']
  if (!McpName.safeParse(name).success)
    errors.push(
      'the name must be 1 to 64 lower-case letters, digits, - or _, beginning with a letter or digit',
    )
  if (name === builtinName) errors.push(`the name '${builtinName}' is the hub's own`)
  for (const issue of parsed.error?.issues ?? [])
    errors.push(`${issue.path.join('.') || 'the entry'}: ${sentenceOf(issue)}`)
  const config = parsed.success ? parsed.data : null
  if (config) errors.push(...faultsOf(kind, config, lookup))
  const mask = leftMask(raw)
  if (mask) errors.push(`${mask.join('.')}: a masked value stands where the value should`)
  const trustLevel = config?.trust_level ?? 'vault'
  return { name, kind, raw, config, trustLevel, errors, hash: hashOfEntry(kind, raw) }
}

const sentenceOf = (issue: z.core.$ZodIssue): string =>
  (issue.code === 'invalid_key' && issue.issues[0]?.message) || issue.message

/** `"PORT": 3000` is written often and means its text. */
function plainNumbers(raw: Record<string, unknown>): Record<string, unknown> {
  const env = raw['env']
  if (typeof env !== 'object' || env === null || Array.isArray(env)) return raw
  const texts = Object.entries(env).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'number' || typeof value === 'boolean' ? String(value) : value,
  ])
  return { ...raw, env: Object.fromEntries(texts) as unknown }
}

function faultsOf(kind: McpEntry['kind'], config: McpConfig, lookup: Lookup): string[] {
  if (kind === 'unknown')
    return [
      config.type === undefined ? 'it has neither command nor url' : 'its type is none of stdio, http, sse',
    ]
  if (kind === 'stdio') return config.command?.trim() ? [] : ['command is missing']
  const faults: string[] = []
  if (!config.url?.trim()) faults.push('url is missing')
  else {
    const url = URL.parse(fillIn(config.url, lookup))
    if (!url || !/^https?:$/.test(url.protocol)) faults.push('url must be an http:// or https:// address')
    else if (url.username !== '' || url.password !== '')
      faults.push('url must not hold a name or password; use headers')
  }
  const hasAuthorization = Object.keys(config.headers ?? {}).some(
    (header) => header.toLowerCase() === 'authorization',
  )
  if (config.auth === 'bearer' && !hasAuthorization) faults.push('auth bearer needs an Authorization header')
  return faults
}

/** All that decides what runs, who is called, what is told to them, and where the server may be used. */
function hashOfEntry(kind: McpEntry['kind'], raw: Record<string, unknown>): string {
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
      : value
  const { command, args, env, url, auth, headers, trust_level } = raw
  const all = [kind, command, args, sorted(env), url, auth, sorted(headers), trust_level]
  return hashOf(all.map((value) => value ?? null))
}

const variable = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}|\$([A-Za-z_]\w*)/g

/** `${NAME}`, `${NAME:-default}` and `$NAME` replaced; a name that is not known stays as it is written. */
export function fillIn(text: string, lookup: Lookup): string {
  return text.replace(
    variable,
    (whole, braced: string | undefined, fallback: string | undefined, plain: string | undefined) =>
      lookup(braced ?? plain ?? '') ?? fallback ?? whole,
  )
}

const textsIn = (config: McpConfig): string[] =>
  [
    config.command,
    config.url,
    ...(config.args ?? []),
    ...Object.values(config.env ?? {}),
    ...Object.values(config.headers ?? {}),
  ].filter((text) => text !== undefined)

/** Values of the hub's environment that stand in `config` once it is filled in. */
export const filledIn = (config: McpConfig, lookup: Lookup): string[] =>
  textsIn(config).flatMap((text) =>
    [...text.matchAll(variable)].flatMap(([, braced, , plain]) => lookup(braced ?? plain ?? '') ?? []),
  )

/** Names in `config` that nothing is known for. */
export function unknownVariables(config: McpConfig, lookup: Lookup): string[] {
  const names = textsIn(config).flatMap((text) =>
    [...text.matchAll(/\$\{([A-Za-z_]\w*)\}/g)].map(([, name = '']) => name),
  )
  return [...new Set(names)].filter((name) => lookup(name) === undefined)
}

/** Control characters, and those that turn the direction of writing or cannot be seen. */
const hidden = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** Text with nothing in it that an eye would miss. */
export const visible = (text: string): string =>
  text.replace(hidden, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)

/** A command line as a person reads it, arguments kept apart by quotes. */
export const commandLine = (words: readonly string[]): string =>
  words
    .map((word) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${visible(word).replaceAll("'", `'\\''`)}'`))
    .join(' ')
