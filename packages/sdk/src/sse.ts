import { ConnectionError } from './errors.ts'

/** One event of a `text/event-stream`. */
export type SseMessage = {
  /** Name of the event; `message` when the stream gives none. */
  event: string
  /** Its `data:` lines, joined by line feeds. */
  data: string
  /** Last `id:` of the stream so far. */
  id: string | undefined
}

/** Far above anything a hub sends (1 MiB an event), far below what would hurt. */
const maxChars = 8 * 1024 * 1024

/** Bytes to events. Chunks may be cut anywhere, inside a character and between CR and LF included. */
export function createSseParser(limit = maxChars) {
  const decoder = new TextDecoder()
  let rest = ''
  let afterCr = false
  let id: string | undefined
  let event = ''
  let data: string[] = []
  let size = 0
  let retryMs: number | undefined

  function line(text: string, out: SseMessage[]): void {
    if (text === '') {
      if (data.length > 0) out.push({ event: event || 'message', data: data.join('\n'), id })
      event = ''
      data = []
      size = 0
      return
    }
    const colon = text.indexOf(':')
    const field = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(text[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'data') {
      data.push(value)
      size += value.length + 1
      bounded(size)
    } else if (field === 'event') event = value
    else if (field === 'id' && !value.includes('\0')) id = value
    else if (field === 'retry' && /^\d+$/.test(value)) retryMs = Number(value)
  }

  function bounded(chars: number): void {
    if (chars > limit) throw new ConnectionError(`The stream sent an event of more than ${limit} characters`)
  }

  return {
    /** What the server asked to wait before reconnecting. */
    get retryMs() {
      return retryMs
    },
    /** @throws ConnectionError when a line or an event is over the limit */
    push(bytes: Uint8Array): SseMessage[] {
      const out: SseMessage[] = []
      const text = decoder.decode(bytes, { stream: true })
      let start = 0
      for (let at = 0; at < text.length; at++) {
        const char = text.charCodeAt(at)
        if (char !== 10 && char !== 13) {
          afterCr = false
          continue
        }
        if (char === 10 && afterCr) {
          afterCr = false
          start = at + 1
          continue
        }
        afterCr = char === 13
        const whole = rest + text.slice(start, at)
        rest = ''
        start = at + 1
        line(whole, out)
      }
      rest += text.slice(start)
      bounded(rest.length)
      return out
    },
  }
}
