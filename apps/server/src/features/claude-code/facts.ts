// What the lists show of a transcript, gathered line by line; a growing file goes on from what was gathered before.

import { fieldsOf, headOfText, isTrueAt, type Range, textAt, valueAt } from './lines.ts'
import type { TranscriptRow, UsageRow } from './store.ts'

/** Everything that lines tell, as it is kept in the index. */
export type Facts = Pick<TranscriptRow, 'cwd' | 'title' | 'titleKind' | 'firstMessage' | 'model'> & {
  createdAt: string | null
  lastAt: string | null
  count: number
}

export const noFacts: Facts = {
  cwd: null,
  title: null,
  titleKind: null,
  firstMessage: null,
  model: null,
  createdAt: null,
  lastAt: null,
  count: 0,
}

const firstChars = 500
const titleChars = 60
const longestTitle = 200
/** Lines longer than this are looked through for a sign of a message before they are read field by field. */
const longLine = 4_096

const wanted = new Set([
  'type',
  'isSidechain',
  'isMeta',
  'isCompactSummary',
  'timestamp',
  'cwd',
  'message',
  'requestId',
  'summary',
  'customTitle',
  'aiTitle',
  'relocatedCwd',
])
const ofMessage = new Set(['id', 'model', 'usage', 'content'])
const signs = ['"user"', '"assistant"', '"result"', '"summary"', '-title"', '"relocated"'].map((sign) =>
  Buffer.from(sign),
)
const titleRanks = { custom: 3, ai: 2, summary: 1, first: 0 } as const

/** What a program said in a person's name: commands and their output, reminders, notes of other agents. */
export const isNoise = (text: string): boolean =>
  /^\s*<(command-|local-command-|bash-|system-reminder|ide_|tick|task-notification|teammate-|channel|cross-session)/.test(
    text,
  ) || /^\s*(Caveat: The messages below were generated|\[Request interrupted by user)/.test(text)

export type Gatherer = ReturnType<typeof createGatherer>

export function createGatherer(sessionId: string, before: Facts = noFacts) {
  const facts = { ...before }
  const usage = new Map<string, UsageRow>()

  function entitle(kind: keyof typeof titleRanks, text: string | null): void {
    if (text === null || text.trim() === '') return
    const rank = facts.titleKind === null ? -1 : titleRanks[facts.titleKind]
    // The first message stays the first; a later name of the same kind replaces the earlier one.
    if (titleRanks[kind] < rank || (kind === 'first' && rank === 0)) return
    facts.titleKind = kind
    facts.title = oneLine(text, kind === 'first' ? titleChars : longestTitle)
  }

  function seen(at: string | null): string | null {
    if (at === null || !isTime(at)) return null
    facts.createdAt ??= at
    if (facts.lastAt === null || at > facts.lastAt) facts.lastAt = at
    return at
  }

  /** Longer than a page of them, and no word of a message in it. */
  const isBallast = (bytes: Buffer, { from, to }: Range): boolean => {
    if (to - from <= longLine) return false
    const line = bytes.subarray(from, to)
    return !signs.some((sign) => line.includes(sign))
  }

  function answer(
    bytes: Buffer,
    message: Map<string, Range>,
    requestId: string | null,
    at: string | null,
  ): void {
    const model = textAt(bytes, message.get('model'), 256)
    if (model === null || model === '' || model.startsWith('<')) return // what the CLI itself says in its place
    facts.model = model
    const id = textAt(bytes, message.get('id'), 256)
    const counted = valueAt(bytes, message.get('usage'), 16_384)
    if (id === null || at === null || typeof counted !== 'object' || counted === null) return
    const tokens = (name: string): number => {
      const value: unknown = Reflect.get(counted, name)
      return typeof value === 'number' && value >= 0 && value < 2 ** 31 ? Math.trunc(value) : 0
    }
    const key = `${id}:${requestId ?? ''}`
    const known = usage.get(key)
    usage.set(key, {
      id: key,
      sessionId,
      cwd: facts.cwd,
      at,
      model,
      inputTokens: tokens('input_tokens'),
      outputTokens: Math.max(known?.outputTokens ?? 0, tokens('output_tokens')),
      cacheReadTokens: tokens('cache_read_input_tokens'),
      cacheCreationTokens: tokens('cache_creation_input_tokens'),
    })
  }

  return {
    facts,
    usage,
    /** One line, without its end. Whatever is no line of a transcript is passed over. */
    take(bytes: Buffer, range: Range): void {
      if (isBallast(bytes, range)) return
      const fields = fieldsOf(bytes, range, wanted)
      if (!fields) return
      const field = (name: string, max?: number): string | null => textAt(bytes, fields.get(name), max)
      const type = field('type', 64) ?? ''
      const at = seen(field('timestamp', 64))
      switch (type) {
        case 'custom-title':
          return entitle('custom', field('customTitle', 16_384))
        case 'ai-title':
          return entitle('ai', field('aiTitle', 16_384))
        case 'summary':
          return entitle('summary', field('summary', 65_536))
        case 'relocated':
          facts.cwd = field('relocatedCwd', 8_192) ?? facts.cwd
          return
        case 'result':
          facts.count++
          return
        case 'user':
        case 'assistant':
          break
        default:
          return
      }
      facts.cwd ??= field('cwd', 8_192)
      const message = fieldsOf(bytes, fields.get('message') ?? { from: 0, to: 0 }, ofMessage)
      if (!message || !isContent(bytes, message.get('content'))) return
      if (type === 'assistant') answer(bytes, message, field('requestId', 256), at)
      if (isTrueAt(bytes, fields.get('isSidechain')) || isTrueAt(bytes, fields.get('isMeta'))) return
      facts.count++
      if (type === 'assistant' || facts.firstMessage !== null) return
      if (isTrueAt(bytes, fields.get('isCompactSummary'))) return
      const text = firstText(bytes, message.get('content'))
      if (text === null || text.trim() === '' || isNoise(text)) return
      facts.firstMessage = text
      entitle('first', text)
    },
  }
}

/** Text or blocks; anything else is no message. */
const isContent = (bytes: Buffer, content: Range | undefined): boolean =>
  content !== undefined && (bytes[content.from] === 0x22 || bytes[content.from] === 0x5b)

/** What a person said in a message: its text, or the first text among its blocks. */
function firstText(bytes: Buffer, content: Range | undefined): string | null {
  const head = headOfText(bytes, content, firstChars)
  if (head !== null) return head
  const blocks = valueAt(bytes, content, 4 * 1024 * 1024) // a pasted picture or two
  if (!Array.isArray(blocks)) return null
  for (const block of blocks as unknown[]) {
    if (typeof block !== 'object' || block === null || Reflect.get(block, 'type') !== 'text') continue
    const text: unknown = Reflect.get(block, 'text')
    if (typeof text === 'string' && text.trim() !== '' && !isNoise(text)) return text.slice(0, firstChars)
  }
  return null
}

/** Whether it is a time as transcripts have it: those sort as they stand. */
export const isTime = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text))

export function oneLine(text: string, chars: number): string {
  const signs = Array.from(
    text
      .slice(0, 8 * chars)
      .replace(/\s+/g, ' ')
      .trim(),
  )
  return signs.length <= chars ? signs.join('') : `${signs.slice(0, chars).join('').trimEnd()}...`
}
