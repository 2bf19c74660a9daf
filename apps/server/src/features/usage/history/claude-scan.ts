// Takes the few fields that count out of a line's bytes, without a text or an object for the rest. It knows the form that the
// program writes: whatever is not exactly of it is left to the parser, which decides alone what a line says.
import { type Entry, hashOf } from './entries.ts'

const code = (sign: string): number => sign.charCodeAt(0)
const [quote, backslash, comma, colon] = [code('"'), code('\\'), code(','), code(':')]
const [openBrace, closeBrace, openBracket, closeBracket] = [code('{'), code('}'), code('['), code(']')]
const [zero, nine, minus] = [code('0'), code('9'), code('-')]
const maxToken = 2 ** 32 - 1
const maxDigits = 15
const maxDepth = 8

const sign = (text: string): Buffer => Buffer.from(text)
const advisor = sign('advisor_message')
const top = {
  cwd: sign('cwd'),
  version: sign('version'),
  sessionId: sign('sessionId'),
  requestId: sign('requestId'),
  timestamp: sign('timestamp'),
  isSidechain: sign('isSidechain'),
  costUSD: sign('costUSD'),
  message: sign('message'),
}
const inMessage = {
  id: sign('id'),
  model: sign('model'),
  stop: sign('stop_reason'),
  content: sign('content'),
  usage: sign('usage'),
}
const inUsage = {
  input: sign('input_tokens'),
  output: sign('output_tokens'),
  created: sign('cache_creation_input_tokens'),
  read: sign('cache_read_input_tokens'),
  split: sign('cache_creation'),
  speed: sign('speed'),
  iterations: sign('iterations'),
}
const inSplit = { short: sign('ephemeral_5m_input_tokens'), long: sign('ephemeral_1h_input_tokens') }
const literals = ['true', 'false', 'null'].map(sign)
const words = {
  tool_use: sign('tool_use'),
  end_turn: sign('end_turn'),
  fast: sign('fast'),
  standard: sign('standard'),
}

/** What was said: where it begins, and the bracket that ends it. */
export type Cut = { from: number; end: number }

/** Not of the form: the parser is asked. */
const unknown = new Error('Not of the form')

/** `isForbidden` names fields that make a line unfinished when they are null. */
export function createClaudeScan(pathSession: string, isForbidden: (field: string) => boolean) {
  let bytes: Buffer = Buffer.alloc(0)
  let at = 0
  let cut: Cut | null = null
  let keyFrom = 0
  let keyEnd = 0
  // What the line says, by where it stands: texts that are the same as in the line before are not made again.
  const session = createText()
  const model = createText()
  const cwd = createText()
  const version = createText()
  let time = Number.NaN
  let request = 0
  let message = 0
  let sidechain = false
  let stop: Entry['stop'] = null
  let [input, output, created, read, short, long] = [-1, -1, 0, 0, -1, -1]
  let speed: 'fast' | 'standard' | null = null
  let said = false
  let used = false

  function fail(): never {
    throw unknown
  }
  function expectByte(byte: number): void {
    if (bytes[at++] !== byte) fail()
  }
  /** Leaves `at` behind the quote; @returns where the text ends. Control characters are the parser's. */
  function text(): number {
    const all = bytes
    let place = at
    if (all[place++] !== quote) fail()
    for (;;) {
      const byte = all[place++] as number // past the end it is undefined, which is no byte of a text
      if (byte === quote) break
      if (byte === backslash) {
        if (!isEscape(all[place++])) fail()
      } else if (!(byte >= 0x20)) fail()
    }
    at = place
    return place - 1
  }
  /** One that is as it stands there, and not empty; @returns where it begins, and `at` is behind its quote. */
  function asciiText(): number {
    const all = bytes
    const from = at + 1
    let place = from
    if (all[at] !== quote) fail()
    for (;;) {
      const byte = all[place++] as number
      if (byte === quote) break
      if (byte === backslash || !(byte >= 0x20 && byte <= 0x7e)) fail()
    }
    if (place === from + 1) fail()
    at = place
    return from
  }
  function whole(): number {
    const from = at
    let value = 0
    for (; ; at++) {
      const byte = bytes[at] as number
      if (!(byte >= zero && byte <= nine)) break
      value = value * 10 + byte - zero
    }
    const digits = at - from
    if (digits === 0 || digits > maxDigits || (digits > 1 && bytes[from] === zero)) fail()
    if (bytes[at] !== comma && bytes[at] !== closeBrace && bytes[at] !== closeBracket) fail()
    return value
  }
  const token = (): number => Math.min(whole(), maxToken)
  function is(word: Buffer, from: number, end: number): boolean {
    const { length } = word
    if (end - from !== length) return false
    const all = bytes
    for (let index = 0; index < length; index++) if (all[from + index] !== word[index]) return false
    return true
  }
  function skip(depth: number): void {
    const byte = bytes[at]
    if (byte === quote) text()
    else if (byte === openBrace) object(skipValue, depth + 1)
    else if (byte === openBracket) {
      if (depth >= maxDepth) fail()
      at++
      if (bytes[at] !== closeBracket)
        for (;;) {
          skip(depth + 1)
          if (bytes[at] !== comma) break
          at++
        }
      expectByte(closeBracket)
    } else if (byte === minus) {
      at++
      whole()
    } else if (byte !== undefined && byte >= zero && byte <= nine) whole()
    else literal()
  }
  function literal(): void {
    for (const word of literals)
      if (is(word, at, at + word.length)) {
        at += word.length
        if (word === literals[2] && isForbidden(bytes.toString('latin1', keyFrom, keyEnd))) fail()
        return
      }
    fail()
  }
  const skipValue = (depth: number): void => skip(depth)
  function object(value: (depth: number) => void, depth: number): void {
    if (depth >= maxDepth) fail()
    expectByte(openBrace)
    if (bytes[at] === closeBrace) {
      at++
      return
    }
    for (;;) {
      keyFrom = at + 1
      keyEnd = text()
      expectByte(colon)
      value(depth)
      if (bytes[at] !== comma) break
      at++
    }
    expectByte(closeBrace)
  }
  const isKey = (word: Buffer): boolean => is(word, keyFrom, keyEnd)

  function topValue(depth: number): void {
    switch (keyEnd - keyFrom) {
      case 3:
        if (isKey(top.cwd)) return cwd.take(bytes, asciiText(), at - 1)
        break
      case 7:
        if (isKey(top.message)) {
          if (said) fail()
          said = true
          return object(messageValue, depth + 1)
        }
        if (isKey(top.version)) return version.take(bytes, asciiText(), at - 1)
        if (isKey(top.costUSD)) fail()
        break
      case 9:
        if (isKey(top.sessionId)) return session.take(bytes, asciiText(), at - 1)
        if (isKey(top.requestId)) {
          request = hashOf(bytes.toString('latin1', asciiText(), at - 1))
          return
        }
        if (isKey(top.timestamp)) {
          time = timeOf(bytes.toString('latin1', asciiText(), at - 1))
          return
        }
        break
      case 11:
        if (isKey(top.isSidechain)) {
          sidechain = is(literals[0] as Buffer, at, at + 4)
          if (!sidechain && !is(literals[1] as Buffer, at, at + 5)) fail()
          at += sidechain ? 4 : 5
          return
        }
    }
    skip(depth)
  }
  function messageValue(depth: number): void {
    switch (keyEnd - keyFrom) {
      case 2:
        if (isKey(inMessage.id)) {
          message = hashOf(bytes.toString('latin1', asciiText(), at - 1))
          return
        }
        break
      case 5:
        if (isKey(inMessage.model)) return model.take(bytes, asciiText(), at - 1)
        if (isKey(inMessage.usage)) {
          if (used) fail()
          used = true
          return object(usageValue, depth + 1)
        }
        break
      case 7:
        if (cut?.from === at && isKey(inMessage.content)) {
          at = cut.end + 1
          return
        }
        break
      case 11:
        if (isKey(inMessage.stop) && bytes[at] === quote) {
          const from = at + 1
          const end = text()
          stop = is(words.tool_use, from, end)
            ? 'tool_use'
            : is(words.end_turn, from, end)
              ? 'end_turn'
              : 'other'
          return
        }
        if (isKey(inMessage.stop)) stop = null
    }
    skip(depth)
  }
  function usageValue(depth: number): void {
    switch (keyEnd - keyFrom) {
      case 5:
        if (isKey(inUsage.speed)) {
          const from = asciiText()
          speed = is(words.fast, from, at - 1)
            ? 'fast'
            : is(words.standard, from, at - 1)
              ? 'standard'
              : fail()
          return
        }
        break
      case 10:
        if (isKey(inUsage.iterations)) {
          const from = at
          skip(depth)
          if (at - from > 2 && bytes.subarray(from, at).includes(advisor)) fail()
          return
        }
        break
      case 12:
        if (isKey(inUsage.input)) {
          input = token()
          return
        }
        break
      case 13:
        if (isKey(inUsage.output)) {
          output = token()
          return
        }
        break
      case 14:
        if (isKey(inUsage.split)) {
          if (short >= 0) fail()
          short = 0
          long = 0
          return object(splitValue, depth + 1)
        }
        break
      case 23:
        if (isKey(inUsage.read)) {
          read = token()
          return
        }
        break
      case 27:
        if (isKey(inUsage.created)) {
          created = token()
          return
        }
    }
    skip(depth)
  }
  function splitValue(depth: number): void {
    if (isKey(inSplit.short)) short = token()
    else if (isKey(inSplit.long)) long = token()
    else skip(depth)
  }

  /** @returns what a line says of an answer, its own folder with it, or null when the parser is to be asked */
  return function scan(line: Buffer, without: Cut | null): Entry | null {
    bytes = line
    cut = without
    at = 0
    for (const each of [session, model, cwd, version]) each.clear()
    time = Number.NaN
    request = 0
    message = 0
    sidechain = false
    stop = null
    input = output = short = long = -1
    created = read = 0
    speed = null
    said = used = false
    try {
      object(topValue, 0)
    } catch (error) {
      if (error === unknown) return null
      throw error
    }
    if (at !== line.length || !used || !(time >= 0) || input < 0 || output < 0) return null
    if (version.value !== null && !/^\d+\.\d+\.\d/.test(version.value)) return null
    return {
      at: time,
      message,
      request,
      session: session.value ?? pathSession,
      project: cwd.value,
      model: model.value,
      input,
      output,
      cacheCreation: short < 0 ? created : short + long,
      cache5m: short < 0 ? created : short,
      cache1h: short < 0 ? 0 : long,
      cacheRead: read,
      fast: speed === 'fast',
      speedTold: speed !== null,
      costUsd: null,
      sidechain,
      standard: false,
      error: false,
      stop,
      tools: '',
    }
  }
}

/** `\\u` is the parser's. */
const escapes = new Set(Buffer.from('"\\\\/bfnrt'))
const isEscape = (byte: number | undefined): boolean => byte !== undefined && escapes.has(byte)

/** A text that is nearly always the one before. */
function createText() {
  let last = ''
  let value: string | null = null
  return {
    get value() {
      return value
    },
    clear(): void {
      value = null
    },
    take(bytes: Buffer, from: number, end: number): void {
      let same = end - from === last.length
      for (let index = 0; same && index < last.length; index++)
        same = bytes[from + index] === last.charCodeAt(index)
      if (!same) last = bytes.toString('latin1', from, end)
      value = last
    },
  }
}

/** Both programs write times in these forms; another one is somebody else's line. */
const timeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?(?:Z|[+-]\d\d:\d\d)$/
export const timeOf = (text: string): number => (timeForm.test(text) ? Date.parse(text) : Number.NaN)
