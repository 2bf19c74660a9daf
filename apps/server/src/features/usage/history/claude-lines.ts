// Lines of Claude Code's transcripts that tell of an answer. What a person or a tool said is stepped over, not parsed.
import { type Cut, createClaudeScan, timeOf } from './claude-scan.ts'
import { type Entry, hashOf } from './entries.ts'
import { costOf } from './prices.ts'

const usageSign = Buffer.from('"usage":{')
const contentSign = Buffer.from('"content":')
/** A line tells of one block, so that a tool stands at the beginning of its content. */
const toolSign = Buffer.from('[{"type":"tool_use"')
const nameSign = Buffer.from('"name":"')
const nullSign = ':null'
const stepsSign = '"iterations":['
const typeSign = Buffer.from('"type":"')
const typeOf = (text: string): number => Buffer.from(text).readUInt32LE(0)
/** What a person or a tool said, which is most of all bytes. */
const userType = typeOf('user')
const attachmentType = typeOf('atta')
const systemType = typeOf('syst')
const errorSign = '"api_error"'
const newline = 10
const quote = 0x22
const closeBracket = 0x5d
const maxToken = 2 ** 32 - 1
const maxTools = 32
/** Content below this is parsed with the rest of its line: cutting it out would cost more. */
const shortContent = 256

type Found = {
  timestamp: string
  message: { id?: string; model?: string; stop_reason?: unknown; usage: Usage }
  version?: string
  sessionId?: string
  costUSD?: number
  requestId?: string
  isSidechain?: boolean
  cwd?: unknown
}
type Usage = Record<string, unknown> & { iterations?: unknown }

/** Takes the lines of one file in their order; the same answer told in several lines is one entry. */
export function createClaudeLines(pathSession: string, before: { project: string | null } | null) {
  const entries: Entry[] = []
  /** Where an answer is among the entries, by its message; by all its ids where others have the same message. */
  const places = new Map<number, number>()
  const others = new Map<string, number>()
  const scan = createClaudeScan(pathSession, (field) => forbidden.has(field))
  let project = before?.project ?? null

  /** The place of the same answer told before; -1 where there is none, and then this is it. */
  function placeOf(entry: Entry): number {
    if (entry.message === 0) return -1
    const first = places.get(entry.message)
    if (first === undefined) {
      places.set(entry.message, entries.length)
      return -1
    }
    if (isSame(entries[first] as Entry, entry)) return first // places are those of entries
    const key = `${entry.message} ${entry.request === 0 ? `@${entry.at}` : entry.request} ${entry.session}`
    const other = others.get(key)
    if (other === undefined) others.set(key, entries.length)
    return other ?? -1
  }

  function add(entry: Entry): void {
    const place = placeOf(entry)
    const known = entries[place]
    if (!known) {
      entries.push(entry)
      return
    }
    const tools = joined(known.tools, entry.tools)
    const stop = entry.stop ?? known.stop
    if (replaces(entry, known)) entries[place] = { ...entry, tools, stop }
    else {
      known.tools = tools
      known.stop = stop
    }
  }

  function take(line: Buffer, usageAt: number): void {
    const cut = cutOf(line, usageAt)
    // Only a tool's input can have fields of its own; in what was said they would be escaped.
    const isTool = cut !== null && startsWith(line, cut.from, toolSign)
    if (isTool && hasForbiddenNull(line.subarray(cut.from, cut.end))) return
    const scanned = scan(line, cut)
    if (scanned) {
      project = scanned.project ?? project
      scanned.project = project
      scanned.tools = toolOf(line)
      add(scanned)
      return
    }
    const found = (cut && cutParse(line, cut)) ?? wholeParse(line)
    if (!found) return
    const entry = entryOf(found, pathSession)
    if (!entry) return
    if (typeof found.cwd === 'string' && found.cwd !== '') project = found.cwd
    entry.project = project
    entry.tools = toolOf(line)
    const { id } = found.message
    add(entry)
    for (const [index, advisor] of advisorsOf(found.message.usage).entries()) {
      const own = usageOf(advisor)
      if (!own || typeof advisor['model'] !== 'string' || advisor['model'] === '') continue
      add({
        ...entry,
        ...own,
        model: advisor['model'],
        costUsd: null,
        message: id === undefined ? 0 : hashOf(`${id}:advisor:${index}`),
        tools: '',
        stop: null,
      })
    }
  }

  return {
    entries,
    get project() {
      return project
    },
    /** A part of the file that ends with a line. */
    takeAll(bytes: Buffer, to: number): void {
      let typeAt = -1
      for (let from = 0, end = 0; from < to; from = end + 1) {
        const next = bytes.indexOf(newline, from)
        end = next < 0 || next > to ? to : next
        if (typeAt >= 0 && typeAt < from) typeAt = bytes.indexOf(typeSign, from)
        else if (from === 0) typeAt = bytes.indexOf(typeSign)
        // The first type of a line is its own, or that of the message in it.
        const type = typeAt < 0 || typeAt >= end ? 0 : bytes.readUInt32LE(typeAt + typeSign.length)
        if (type === userType || type === attachmentType) continue
        if (type === systemType) {
          const error = errorOf(bytes.subarray(from, end), pathSession)
          if (error) entries.push({ ...error, project })
          continue
        }
        const line = bytes.subarray(from, end)
        const usageAt = line.lastIndexOf(usageSign) // it stands behind what was said
        if (usageAt >= 0) take(line, usageAt)
      }
    },
  }
}

/** Whether one telling of an answer is better than another: its own before a copy of it, then the more. */
export function replaces(candidate: Entry, existing: Entry): boolean {
  if (candidate.sidechain !== existing.sidechain) return existing.sidechain
  const more = totalOf(candidate) - totalOf(existing)
  if (more !== 0) return more > 0
  const dearer = costOf(candidate) - costOf(existing)
  if (dearer !== 0) return dearer > 0
  return candidate.speedTold && !existing.speedTold
}

const totalOf = (entry: Entry): number => entry.input + entry.output + entry.cacheCreation + entry.cacheRead

const isSame = (one: Entry, other: Entry): boolean =>
  one.request === other.request && one.session === other.session && (one.request !== 0 || one.at === other.at)

/** Where what was said begins, and the bracket that ends it; null when it is too short to cut it out, or not found. */
function cutOf(line: Buffer, usageAt: number): Cut | null {
  const contentAt = line.indexOf(contentSign)
  if (contentAt < 0 || contentAt > usageAt) return null
  const from = contentAt + contentSign.length
  const end = line.lastIndexOf(closeBracket, usageAt)
  return end - from < shortContent ? null : { from, end }
}

/** Its head and its tail with the content cut out; null when the line is not of that form. */
function cutParse(line: Buffer, { from: valueAt, end: contentEnd }: Cut): Found | null {
  const text = `${line.toString('latin1', 0, valueAt)}0${line.toString('latin1', contentEnd + 1)}`
  const found = asFound(parsed(text))
  if (found === null) return null
  if (hasForbiddenNull(text)) return null
  // It was read as one byte a character, which only these can show.
  if ([found.cwd, found.message.model, found.sessionId].every(isAscii)) return found
  return asFound(parsed(`${line.toString('utf8', 0, valueAt)}0${line.toString('utf8', contentEnd + 1)}`))
}

const startsWith = (bytes: Buffer, at: number, sign: Buffer): boolean =>
  bytes.subarray(at, at + sign.length).equals(sign)

// oxlint-disable-next-line no-control-regex -- exactly these
const isAscii = (text: unknown): boolean => typeof text !== 'string' || !/[^\x00-\x7f]/.test(text)

function wholeParse(line: Buffer): Found | null {
  if (hasForbiddenNull(line)) return null
  const value = parsed(line.toString('utf8', 0, line.length))
  return asFound(value) ?? asFound(progressOf(value))
}

/** Older versions told what an agent of an agent said in lines of the one that waits for it. */
function progressOf(value: unknown): unknown {
  const data = isRecord(value) && isRecord(value['data']) ? value['data']['message'] : null
  if (!isRecord(data)) return null
  return {
    ...data,
    version: undefined,
    sessionId: (value as Record<string, unknown>)['sessionId'], // a record, above
    cwd: (value as Record<string, unknown>)['cwd'],
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string'

/** The fields that count, of the kinds they must have. */
function asFound(value: unknown): Found | null {
  if (!isRecord(value)) return null
  const message = value['message']
  if (!isRecord(message) || !isRecord(message['usage'])) return null
  if (typeof value['timestamp'] !== 'string') return null
  const { version, sessionId, requestId, costUSD, isSidechain } = value
  if (![version, sessionId, requestId, message['id'], message['model']].every(isText)) return null
  if (costUSD !== undefined && costUSD !== null && typeof costUSD !== 'number') return null
  if (isSidechain !== undefined && isSidechain !== null && typeof isSidechain !== 'boolean') return null
  if (typeof version === 'string' && !/^\d+\.\d+\.\d/.test(version)) return null
  if ([sessionId, requestId, message['id'], message['model']].includes('')) return null
  return value as unknown as Found // checked above
}

function entryOf(found: Found, pathSession: string): Entry | null {
  const at = timeOf(found.timestamp)
  const usage = usageOf(found.message.usage)
  if (!Number.isFinite(at) || at < 0 || !usage) return null
  const { id, model, stop_reason: stop } = found.message
  return {
    at,
    message: id === undefined ? 0 : hashOf(id),
    request: found.requestId === undefined ? 0 : hashOf(found.requestId),
    session: found.sessionId ?? pathSession,
    project: null,
    model: model ?? null,
    ...usage,
    costUsd: typeof found.costUSD === 'number' ? found.costUSD : null,
    sidechain: found.isSidechain === true,
    standard: false,
    error: false,
    stop: stop === 'tool_use' || stop === 'end_turn' ? stop : typeof stop === 'string' ? 'other' : null,
    tools: '',
  }
}

const tokenOf = (value: unknown, absent: number | null = 0): number | null => {
  if (value === undefined) return absent
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? Math.min(value, maxToken) : null
}

function usageOf(usage: Usage) {
  const input = tokenOf(usage['input_tokens'], null)
  const output = tokenOf(usage['output_tokens'], null)
  const created = tokenOf(usage['cache_creation_input_tokens'])
  const cacheRead = tokenOf(usage['cache_read_input_tokens'])
  if (input === null || output === null || created === null || cacheRead === null) return null
  const speed = usage['speed']
  if (speed !== undefined && speed !== 'fast' && speed !== 'standard') return null
  const split = usage['cache_creation']
  let cache5m = created
  let cache1h = 0
  let cacheCreation = created
  if (isRecord(split)) {
    const short = tokenOf(split['ephemeral_5m_input_tokens'])
    const long = tokenOf(split['ephemeral_1h_input_tokens'])
    if (short === null || long === null) return null
    cache5m = short
    cache1h = long
    cacheCreation = short + long
  } else if (split !== undefined && split !== null) return null
  return {
    input,
    output,
    cacheCreation,
    cache5m,
    cache1h,
    cacheRead,
    fast: speed === 'fast',
    speedTold: speed !== undefined,
  }
}

/** What another model was asked in passing. */
function advisorsOf(usage: Usage): Usage[] {
  const { iterations } = usage
  if (!Array.isArray(iterations)) return []
  const steps = iterations.filter(isRecord)
  const whole = steps.every((step) => typeof step['type'] === 'string' && usageOf(step) !== null)
  return whole ? steps.filter((step) => step['type'] === 'advisor_message') : []
}

/** Name of the tool that a line uses, or nothing. */
function toolOf(line: Buffer): string {
  const at = line.indexOf(contentSign) + contentSign.length
  if (!startsWith(line, at, toolSign)) return ''
  const from = line.indexOf(nameSign, at) + nameSign.length
  const end = line.indexOf(quote, from)
  return from > at && end > from && end - from <= 200 ? line.toString('utf8', from, end) : ''
}

const joined = (one: string, other: string): string =>
  one === '' ? other : other === '' ? one : `${one}\n${other}`.split('\n').slice(0, maxTools).join('\n')

const forbidden = new Set([
  'id',
  'cwd',
  'model',
  'speed',
  'costUSD',
  'version',
  'sessionId',
  'requestId',
  'isApiErrorMessage',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
])

/** A line in which one of these is null was not finished by its writer, and counts nothing. */
function hasForbiddenNull(line: Buffer | string): boolean {
  for (let at = line.indexOf(nullSign); at >= 0; at = line.indexOf(nullSign, at + 1)) {
    const field = /"([A-Za-z_]{2,40})"$/.exec(
      typeof line === 'string'
        ? line.slice(Math.max(0, at - 42), at)
        : line.toString('latin1', Math.max(0, at - 42), at),
    )?.[1]
    if (field === undefined || !forbidden.has(field)) continue
    // A step of an answer may leave its model to the answer.
    const steps = field === 'model' ? line.lastIndexOf(stepsSign, at) : -1
    if (steps < 0 || line.indexOf(']', steps) < at) return true
  }
  return false
}

function errorOf(line: Buffer, pathSession: string): Entry | null {
  if (line.length > 1024 * 1024 || !line.includes(errorSign)) return null
  const value = parsed(line.toString('utf8', 0, line.length))
  if (!isRecord(value) || value['type'] !== 'system' || value['subtype'] !== 'api_error') return null
  const at = Date.parse(String(value['timestamp']))
  const uuid = value['uuid']
  if (!Number.isFinite(at) || at < 0) return null
  return {
    at,
    message: typeof uuid === 'string' ? hashOf(uuid) : 0,
    request: 0,
    session: typeof value['sessionId'] === 'string' ? value['sessionId'] : pathSession,
    project: null,
    model: null,
    input: 0,
    output: 0,
    cacheCreation: 0,
    cache5m: 0,
    cache1h: 0,
    cacheRead: 0,
    costUsd: null,
    sidechain: false,
    fast: false,
    speedTold: false,
    standard: false,
    error: true,
    stop: null,
    tools: '',
  }
}
