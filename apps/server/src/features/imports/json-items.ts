// Finds the items of a list in JSON that comes in pieces, without holding more than one of them.
import {
  canBegin,
  closeBrace,
  closeBracket,
  colon,
  comma,
  endOfString,
  endsEscaped,
  isEndOfWord,
  isSpace,
  openBrace,
  openBracket,
  quote,
} from './json-bytes.ts'

/** What to do with a value: look into it, hand out each of its elements, hand it out whole, or pass it by. */
export type Decision = 'enter' | 'items' | 'take' | 'skip'

export type JsonItem = {
  /** Keys that lead to it, or to the list it is in. */
  path: readonly string[]
  /** Place in its list; 0 for a value of its own. */
  index: number
  /** Its text; null when it is not wanted, larger than allowed, or has too many values in it to be read safely. */
  text: Buffer | null
  bytes: number
}

export type JsonItemsOptions = {
  /** `opener` is the first character of the value. Only objects can be entered, and only lists have items. */
  decide(path: readonly string[], opener: string): Decision
  maxBytes: number
  /** Values in one item: millions of tiny ones are a hundred times as large in memory as in the text. */
  maxValues: number
  maxDepth: number
  /** Asked where an item begins: whether its text is wanted at all. Default: yes. */
  wants?: (path: readonly string[]) => boolean
}

/** The JSON is broken at this byte. */
export class BrokenJsonError extends Error {
  override readonly name = 'BrokenJsonError'
  readonly at: number

  constructor(at: number, what: string) {
    super(`Invalid JSON: ${what} at byte ${at}`)
    this.at = at
  }
}

type Frame = {
  kind: 'object' | 'list'
  path: readonly string[]
  count: number
  key: string | null
  after: After
}
/** What has come before in a frame: nothing, a key, a colon, a value, a comma. */
type After = 'open' | 'key' | 'colon' | 'value' | 'comma'

/** The value that is being passed through. */
type Value = {
  purpose: 'item' | 'key' | 'skip'
  path: readonly string[]
  index: number
  kind: 'string' | 'bracket' | 'word'
  depth: number
  values: number
  deepest: number
  inString: boolean
  escaped: boolean
  bytes: number
  kept: Buffer[] | null
}

const maxKeyBytes = 1_024

/**
 * Give it the text in pieces of any size; what it hands out is parsed by whoever takes it, so that an item that is broken
 * inside costs only itself.
 */
export function createJsonItems(options: JsonItemsOptions) {
  const frames: Frame[] = []
  let value: Value | null = null
  let isOver = false
  let offset = 0
  /** Where the open value begins in this piece. */
  let from = 0
  let found: JsonItem[] = []

  const broken = (at: number, what: string): never => {
    throw new BrokenJsonError(offset + at, what)
  }

  function begin(
    byte: number,
    at: number,
    purpose: Value['purpose'],
    path: readonly string[],
    index: number,
  ): void {
    const kind = byte === quote ? 'string' : byte === openBrace || byte === openBracket ? 'bracket' : 'word'
    from = at
    value = {
      purpose,
      path,
      index,
      kind,
      depth: kind === 'bracket' ? 1 : 0,
      values: 1,
      deepest: 1,
      inString: kind === 'string',
      escaped: false,
      bytes: 0,
      kept: purpose === 'skip' || (purpose === 'item' && options.wants?.(path) === false) ? null : [],
    }
  }

  /** Takes what there is of the open value up to `end`. */
  function take(piece: Buffer, end: number): void {
    if (!value) return
    value.bytes += end - from
    const max = value.purpose === 'key' ? maxKeyBytes : options.maxBytes
    const isTooMuch =
      value.bytes > max || value.values > options.maxValues || value.deepest > options.maxDepth
    if (isTooMuch) value.kept = null
    else value.kept?.push(piece.subarray(from, end))
    from = end
  }

  function finish(piece: Buffer, end: number): void {
    take(piece, end)
    const done = value
    value = null
    if (!done) return
    const frame = frames.at(-1)
    if (done.purpose === 'key') {
      if (frame) {
        frame.key = done.kept ? keyOf(Buffer.concat(done.kept), end) : ''
        frame.after = 'key'
      }
      return
    }
    if (done.purpose === 'item') {
      const { path, index, bytes, kept } = done
      found.push({
        path,
        index,
        bytes,
        text: kept && (kept.length === 1 ? (kept[0] ?? null) : Buffer.concat(kept)),
      })
    }
    if (frame) frame.after = 'value'
    else isOver = true
  }

  const keyOf = (text: Buffer, end: number): string => {
    try {
      return JSON.parse(text.toString('utf8')) as string // it begins and ends with a quote
    } catch {
      return broken(end, 'a key that cannot be read')
    }
  }

  /** Goes on through the open value; gives where it left off. */
  function pass(piece: Buffer, at: number, open: Value): number {
    if (open.inString) return passString(piece, at, open)
    if (open.kind === 'word') {
      let end = at
      while (end < piece.length && !isEndOfWord(piece[end] ?? 0)) end++
      if (end < piece.length) finish(piece, end)
      return end
    }
    for (let next = at; next < piece.length; next++) {
      const byte = piece[next]
      if (byte === quote) {
        open.inString = true
        return next + 1
      }
      if (byte === comma) open.values++
      else if (byte === openBrace || byte === openBracket) {
        open.values++
        open.depth++
        if (open.depth > open.deepest) open.deepest = open.depth
      } else if (byte === closeBrace || byte === closeBracket) {
        open.depth--
        if (open.depth === 0) {
          finish(piece, next + 1)
          return next + 1
        }
      }
    }
    return piece.length
  }

  function passString(piece: Buffer, at: number, open: Value): number {
    let next = at
    if (open.escaped && next < piece.length) {
      open.escaped = false
      next++
    }
    const end = endOfString(piece, next)
    if (end < 0) {
      open.escaped = endsEscaped(piece, next)
      return piece.length
    }
    open.inString = false
    if (open.kind === 'string') finish(piece, end + 1)
    return end + 1
  }

  function open(byte: number, at: number, path: readonly string[]): void {
    const decision = options.decide(path, String.fromCharCode(byte))
    const frame = (kind: Frame['kind']) => frames.push({ kind, path, count: 0, key: null, after: 'open' })
    if (decision === 'enter' && byte === openBrace) frame('object')
    else if (decision === 'items' && byte === openBracket) frame('list')
    else begin(byte, at, decision === 'take' ? 'item' : 'skip', path, 0)
  }

  function leave(): void {
    frames.pop()
    const frame = frames.at(-1)
    if (frame) frame.after = 'value'
    else isOver = true
  }

  /** One character between values. */
  function step(byte: number, at: number): void {
    const frame = frames.at(-1)
    if (!frame) {
      if (isOver) broken(at, 'more than one value')
      if (!canBegin(byte)) broken(at, 'no value')
      return open(byte, at, [])
    }
    const { kind, after } = frame
    const mayEnd = after === 'value' || after === 'open'
    if (byte === (kind === 'list' ? closeBracket : closeBrace)) {
      if (!mayEnd) broken(at, 'an unexpected end of a list or object')
      return leave()
    }
    if (byte === comma) {
      if (after !== 'value') broken(at, 'an unexpected comma')
      frame.after = 'comma'
      return
    }
    if (after === 'value') broken(at, 'a missing comma')
    if (!canBegin(byte) && byte !== colon) broken(at, 'an unexpected character')
    if (kind === 'list') {
      if (byte === colon) broken(at, 'an unexpected colon')
      return begin(byte, at, 'item', frame.path, frame.count++)
    }
    if (after === 'colon') {
      if (byte === colon) broken(at, 'an unexpected colon')
      return open(byte, at, [...frame.path, frame.key ?? ''])
    }
    if (after === 'key') {
      if (byte !== colon) broken(at, 'a missing colon')
      frame.after = 'colon'
      return
    }
    if (byte !== quote) broken(at, 'a missing key')
    begin(byte, at, 'key', frame.path, 0)
  }

  return {
    /** The items that are complete with this piece. @throws BrokenJsonError */
    push(piece: Buffer): JsonItem[] {
      found = []
      from = 0
      let at = offset === 0 && piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? 3 : 0
      while (at < piece.length) {
        if (value) {
          at = pass(piece, at, value)
          continue
        }
        const byte = piece[at] ?? 0
        if (!isSpace(byte)) step(byte, at)
        // What begins here is passed through from its second character on; a word from its first.
        at += value && (value as Value).kind === 'word' ? 0 : 1
      }
      take(piece, piece.length)
      offset += piece.length
      return found
    },
    /** @throws BrokenJsonError when it is not complete */
    end(): JsonItem[] {
      found = []
      if (value && (value as Value).kind === 'word') finish(Buffer.alloc(0), 0)
      if (!isOver || value) broken(0, offset === 0 ? 'nothing' : 'an early end')
      return found
    },
  }
}
