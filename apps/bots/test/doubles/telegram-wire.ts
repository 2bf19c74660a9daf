// What goes over the wire of Telegram's double: shapes, refusals, rates, and how a call is read.
import type { IncomingMessage } from 'node:http'
import { type Entity, parseHtml } from './telegram-html.ts'

export type Person = { id: number; is_bot: false; first_name: string; username?: string; language_code: 'en' }
export type Chat = {
  id: number
  type: 'private' | 'supergroup'
  title?: string
  first_name?: string
  is_forum?: boolean
}
export type Keyboard = { inline_keyboard: { text: string; callback_data: string }[][] }
export type Params = Record<string, unknown>
export type StoredFile = { name: string; mimeType: string; bytes: Uint8Array }

/** A message of the bot, as people see it now. */
export type Shown = {
  id: number
  chatId: number
  threadId: number | null
  text: string
  html: string | null
  entities: Entity[]
  buttons: { text: string; callback_data: string }[]
  replyTo: number | null
  file: StoredFile | null
  edits: number
  deleted: boolean
}
export type Call = { method: string; params: Params; at: number; status: number }
export type Answer =
  | { ok: true; result: unknown }
  | { ok: false; error_code: number; description: string; parameters?: object }

export type TelegramOptions = {
  /** Messages that a private chat takes at once, before one a second counts. */
  chatBurst?: number
  perMinuteInGroup?: number
  perSecond?: number
}

export const refuse = (code: number, description: string, parameters?: object): Answer => ({
  ok: false,
  error_code: code,
  description,
  ...(parameters && { parameters }),
})
export const bad = (description: string) => refuse(400, `Bad Request: ${description}`)
export const ok = (result: unknown): Answer => ({ ok: true, result })

/** The refusal of a call that comes too soon; null when it may come. */
export function createRates({ chatBurst = 3, perMinuteInGroup = 20, perSecond = 30 }: TelegramOptions) {
  const rates = new Map<number, { tokens: number; at: number; times: number[] }>()
  let allTimes: number[] = []
  const tooMany = (seconds: number) =>
    refuse(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })

  return function limited(chatId: number): Answer | null {
    const now = performance.now()
    allTimes = allTimes.filter((at) => now - at < 1_000)
    if (allTimes.length >= perSecond) return tooMany(1)
    const rate = rates.get(chatId) ?? { tokens: chatBurst, at: now, times: [] }
    rates.set(chatId, rate)
    if (chatId < 0) {
      rate.times = rate.times.filter((at) => now - at < 60_000)
      if (rate.times.length >= perMinuteInGroup)
        return tooMany(Math.ceil((60_000 - (now - (rate.times[0] ?? now))) / 1_000))
      rate.times.push(now)
    } else {
      rate.tokens = Math.min(chatBurst, rate.tokens + (now - rate.at) / 1_000)
      rate.at = now
      if (rate.tokens < 1) return tooMany(1)
      rate.tokens--
    }
    allTimes.push(now)
    return null
  }
}

/** A field as text; what was sent as JSON is JSON again. */
export const wordsIn = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)

/** The text of a message, its marks read. @throws ParseError */
export const textIn = (
  params: Params,
  field: 'text' | 'caption',
): { text: string; entities: Entity[]; html: string | null } => {
  const raw = wordsIn(params[field])
  if (params['parse_mode'] !== 'HTML') return { text: raw, entities: [], html: null }
  return { ...parseHtml(raw), html: raw }
}

export const keyboardIn = (params: Params): Shown['buttons'] | Answer => {
  const markup = params['reply_markup'] as Keyboard | string | undefined
  const keyboard = typeof markup === 'string' ? (JSON.parse(markup) as Keyboard) : markup
  const buttons = keyboard?.inline_keyboard.flat() ?? []
  if (buttons.some(({ callback_data: data }) => Buffer.byteLength(data) > 64 || data === ''))
    return bad('BUTTON_DATA_INVALID')
  return buttons
}

/** Parameters in JSON, in a form, in a form with files, or behind the question mark. */
export async function readCall(
  request: IncomingMessage,
  url: URL,
): Promise<{ params: Params; uploads: Map<string, StoredFile> }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const type = request.headers['content-type'] ?? ''
  const uploads = new Map<string, StoredFile>()
  const params: Params = Object.fromEntries(url.searchParams)
  const body = Buffer.concat(chunks)
  if (type.includes('json'))
    return { params: { ...params, ...(JSON.parse(body.toString() || '{}') as Params) }, uploads }
  if (type === '') return { params, uploads }
  const form = await new Response(body, { headers: { 'content-type': type } }).formData()
  for (const [name, value] of form) {
    if (typeof value === 'string') params[name] = value
    else
      uploads.set(name, {
        name: value.name,
        mimeType: value.type,
        bytes: new Uint8Array(await value.arrayBuffer()),
      })
  }
  return { params, uploads }
}
