// Reads the messages of one transcript, from its end backwards, in pages of bounded size.
import type { FileHandle } from 'node:fs/promises'
import type { ClaudeMessage } from '@atrium/schema'
import { isNoise, isTime } from './facts.ts'
import { fieldsOf, headOfText, isTrueAt, type Range, textAt, valueAt } from './lines.ts'
import { readBackward } from './reading.ts'

const contentChars = 100_000
const summaryChars = 1_000
const pageChars = 1_000_000
const pageBytes = 32 * 1024 * 1024
/** Longer lines are not parsed as a whole: their text is cut out of them. */
const parsedBytes = 2 * 1024 * 1024

const wanted = new Set(['type', 'isSidechain', 'isMeta', 'isCompactSummary', 'uuid', 'timestamp', 'message'])
const ofMessage = new Set(['id', 'content'])

export type Page = {
  messages: ClaudeMessage[]
  /** Place to go on before; null at the beginning. */
  before: number | null
}

type Options = {
  before: number
  limit: number
  /** Only what was said counts for the limit: calls of tools and their results come along. */
  spoken?: boolean
  signal: AbortSignal
}

/** The last messages before a place, oldest first. Lines of one answer are one message. */
export async function readMessages(handle: FileHandle, options: Options): Promise<Page> {
  const { limit, spoken = false, signal } = options
  const found: Line[] = []
  let chars = 0
  let count = 0
  const reached = await readBackward(handle, {
    before: options.before,
    maxBytes: pageBytes,
    signal,
    take(bytes, range) {
      const line = toMessage(bytes, range)
      if (!line) return true
      const next = found.at(-1)
      const joined = line.answer !== null && next?.answer === line.answer
      if (!joined && (count >= limit || chars > pageChars)) return false
      chars += sizeOf(line.message)
      if (joined && next) join(line.message, next.message)
      else {
        found.push(line)
        if (!spoken || line.message.content.trim() !== '') count++
      }
      return true
    },
  })
  return {
    messages: found.reverse().map((line) => line.message),
    before: reached > 0 ? reached : null,
  }
}

/** A message, and the answer of the model that it is a part of. */
type Line = { message: ClaudeMessage; answer: string | null }

/** Puts an earlier line of the same answer before what is known of it. */
function join(line: ClaudeMessage, into: ClaudeMessage): void {
  into.content = [line.content, into.content].filter((text) => text !== '').join('\n\n')
  into.tools.unshift(...line.tools)
  into.uuid = line.uuid
  into.timestamp = line.timestamp
  into.truncated ||= line.truncated
}

const sizeOf = ({ content, tools, toolResults }: ClaudeMessage): number =>
  content.length +
  tools.reduce((sum, { input }) => sum + input.length, 200) +
  toolResults.reduce((sum, { text }) => sum + text.length, 200)

function toMessage(bytes: Buffer, range: Range): Line | null {
  const fields = fieldsOf(bytes, range, wanted)
  const type = fields && textAt(bytes, fields.get('type'), 64)
  if (!fields || (type !== 'user' && type !== 'assistant')) return null
  for (const mark of ['isSidechain', 'isMeta', 'isCompactSummary'])
    if (isTrueAt(bytes, fields.get(mark))) return null
  const message = fieldsOf(bytes, fields.get('message') ?? { from: 0, to: 0 }, ofMessage)
  const content = message?.get('content')
  if (!message || !content) return null
  const timestamp = textAt(bytes, fields.get('timestamp'), 64)
  const line: ClaudeMessage = {
    type,
    content: '',
    timestamp: timestamp !== null && isTime(timestamp) ? timestamp : null,
    uuid: textAt(bytes, fields.get('uuid'), 128),
    tools: [],
    toolResults: [],
    truncated: false,
  }
  readContent(line, bytes, content)
  const empty = line.content === '' && line.tools.length === 0 && line.toolResults.length === 0
  if ((empty && !line.truncated) || (type === 'user' && isNoise(line.content))) return null
  return { message: line, answer: type === 'assistant' ? textAt(bytes, message.get('id'), 256) : null }
}

function readContent(line: ClaudeMessage, bytes: Buffer, content: Range): void {
  const add = (text: string): void => {
    const room = contentChars - line.content.length
    if (text.length > room) line.truncated = true
    line.content += (line.content === '' ? '' : '\n\n') + text.slice(0, Math.max(0, room))
  }
  const head = headOfText(bytes, content, contentChars)
  if (head !== null) {
    if (head.length === contentChars) line.truncated = true
    return add(head)
  }
  line.truncated = content.to - content.from > parsedBytes
  const blocks = line.truncated ? null : valueAt(bytes, content, parsedBytes)
  if (!Array.isArray(blocks)) return
  for (const block of blocks as unknown[]) {
    const { type, text, id, name, input, tool_use_id, is_error, content: inner } = record(block)
    if (type === 'text' && typeof text === 'string') add(text)
    else if (type === 'image') add('[image]')
    else if (type === 'document') add('[document]')
    else if (type === 'tool_use')
      line.tools.push({ id: String(id), name: String(name), input: cut(line, JSON.stringify(input ?? {})) })
    else if (type === 'tool_result')
      line.toolResults.push({
        id: String(tool_use_id),
        isError: is_error === true,
        text: cut(line, textOf(inner)),
      })
  }
}

function cut(line: ClaudeMessage, text: string): string {
  if (text.length <= summaryChars) return text
  line.truncated = true
  return text.slice(0, summaryChars)
}

/** Text of a tool's result, which is a string or blocks. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return (content as unknown[])
    .map((block) => {
      const { type, text } = record(block)
      return type === 'text' ? String(text) : `[${String(type)}]`
    })
    .join('\n')
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
