import type { McpConfig, McpServer, McpTools } from '@atrium/schema'
import type { Trust } from '../../core/trusted.ts'
import type { McpAddress, McpAnswer } from '../../host/mcp-client.ts'
import { commandLine, filledIn, fillIn, type Lookup, type McpEntry, visible } from './entry.ts'
import { maskConfig, maskUrl } from './secrets.ts'

/** Fields of an answer that a client may send back with the rest; they are not part of a config. */
const derived = new Set([
  'name',
  'builtin',
  'config',
  'displayType',
  'displayCommand',
  'validationErrors',
  'approval',
  'hash',
])

/** The config of a call, whether it came in a field of its own or beside the name. */
export function configOf(input: McpConfig & { config?: McpConfig | undefined }): McpConfig {
  const { config, ...flat } = input
  return Object.fromEntries(Object.entries(config ?? flat).filter(([key]) => !derived.has(key)))
}

/** An entry as answers show it. */
export function describe(entry: McpEntry, approval: Trust): McpServer {
  const { name, kind, raw, errors, hash } = entry
  const shown = maskConfig(raw)
  const fields = Object.entries(shown).filter(
    // Fields of the wrong form are named in the errors.
    ([key, value]) => !key.startsWith('_') && !derived.has(key) && (forms[key]?.(value) ?? true),
  )
  return {
    ...Object.fromEntries(fields),
    ...(raw['type'] === undefined && kind === 'http' && { type: 'http' }),
    name,
    builtin: false,
    displayType: kind,
    displayCommand: displayOf(entry),
    ...(errors.length > 0 && { validationErrors: errors }),
    approval,
    hash,
  }
}

const isText = (value: unknown): boolean => typeof value === 'string'
const areTexts = (value: unknown): boolean => typeof value === 'object' && value !== null // masked ones are

/** The forms that a client may rely on. */
const forms: Record<string, (value: unknown) => boolean> = {
  type: isText,
  command: isText,
  args: (value) => Array.isArray(value) && value.every(isText),
  env: areTexts,
  url: isText,
  auth: isText,
  headers: areTexts,
  trust_level: isText,
}

function displayOf({ kind, raw }: McpEntry): string {
  const words = [raw['command'], ...(Array.isArray(raw['args']) ? (raw['args'] as unknown[]) : [])]
  if (kind === 'stdio') return commandLine(words.filter((word) => word !== undefined).map(text))
  return typeof raw['url'] === 'string' ? visible(maskUrl(raw['url'])) : ''
}

const text = (word: unknown): string => (typeof word === 'string' ? word : JSON.stringify(word))

/** Where a valid server is, every value filled in. */
export function addressOf(kind: McpEntry['kind'], config: McpConfig, lookup: Lookup): McpAddress {
  const all = (values: Record<string, string> = {}): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fillIn(value, lookup)]))
  if (kind === 'stdio')
    return {
      type: 'stdio',
      command: fillIn(config.command ?? '', lookup),
      args: (config.args ?? []).map((arg) => fillIn(arg, lookup)),
      env: all(config.env),
    }
  return {
    type: kind === 'sse' ? 'sse' : 'http',
    url: fillIn(config.url ?? '', lookup),
    headers: all(config.headers),
  }
}

/** What a server says of itself may repeat the secrets it was given: its own, and those that were filled in for names. */
export function without(
  answer: McpAnswer,
  address: McpAddress,
  config: McpConfig,
  lookup: Lookup,
): McpAnswer {
  if (answer.ok || answer.hint === undefined) return answer
  const own = Object.values(address.type === 'stdio' ? address.env : address.headers)
  const hint = [...own, ...filledIn(config, lookup)]
    .filter((secret) => secret.length > 3)
    .sort((a, b) => b.length - a.length) // one may be the beginning of another
    .reduce((left, secret) => left.replaceAll(secret, '…'), answer.hint)
  return { ...answer, hint: hint.slice(0, hintChars) }
}

/** As the contract has it. */
const hintChars = 500

export function toolsOf(name: string, answer: McpAnswer): McpTools {
  if (answer.ok) return { name, tools: answer.tools }
  const { error, hint } = answer
  return { name, tools: [], error, ...(hint !== undefined && { hint }) }
}
