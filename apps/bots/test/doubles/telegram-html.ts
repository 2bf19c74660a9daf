// Telegram's reading of HTML in messages: core.telegram.org/bots/api#html-style; the sentences of its refusals are those of
// td/telegram/MessageEntity.cpp (github.com/tdlib/td), which the Bot API server passes on.

export type Entity = { type: string; offset: number; length: number; url?: string; language?: string }

const types: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  a: 'text_link',
  'tg-emoji': 'custom_emoji',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
}
const known: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

export class ParseError extends Error {}

/** The text as people read it, and what is marked in it. */
export function parseHtml(html: string): { text: string; entities: Entity[] } {
  const open: { tag: string; at: number; url?: string; language?: string }[] = []
  const entities: Entity[] = []
  let text = ''
  for (let i = 0; i < html.length; ) {
    const sign = html[i] ?? ''
    const bytes = () => Buffer.byteLength(html.slice(0, i))
    if (sign === '&') {
      const [whole, name, decimal, hex] =
        /^&(?:([a-z]+)|#(\d+)|#x([0-9a-f]+));/i.exec(html.slice(i, i + 12)) ?? []
      const value =
        name !== undefined
          ? known[name]
          : decimal !== undefined
            ? String.fromCodePoint(Number(decimal))
            : hex !== undefined
              ? String.fromCodePoint(Number.parseInt(hex, 16))
              : undefined
      text += value ?? sign
      i += value === undefined || whole === undefined ? 1 : whole.length
    } else if (sign !== '<') {
      text += sign
      i++
    } else if (html[i + 1] === '/') {
      const [whole, name] = /^<\/([a-z-]*)\s*>/i.exec(html.slice(i)) ?? []
      const last = open.pop()
      if (whole === undefined) throw new ParseError(`Unclosed end tag at byte offset ${bytes()}`)
      if (!last) throw new ParseError(`Unexpected end tag at byte offset ${bytes()}`)
      if (name !== '' && name?.toLowerCase() !== last.tag)
        throw new ParseError(
          `Unmatched end tag at byte offset ${bytes()}, expected "</${last.tag}>", found "${whole}"`,
        )
      const { tag, at, ...more } = last
      if (text.length > at)
        entities.push({ type: types[tag] ?? tag, offset: at, length: text.length - at, ...more })
      i += whole.length
    } else {
      const [whole, name = '', attributes = ''] =
        /^<([a-z-]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/i.exec(html.slice(i)) ?? []
      if (whole === undefined || types[name.toLowerCase()] === undefined)
        throw new ParseError(
          `Unsupported start tag "${/^<([^\s>]*)/.exec(html.slice(i))?.[1] ?? ''}" at byte offset ${bytes()}`,
        )
      const url = /href="([^"]*)"/.exec(attributes)?.[1]
      const language = /class="language-([^"]*)"/.exec(attributes)?.[1]
      open.push({
        tag: name.toLowerCase(),
        at: text.length,
        ...(url !== undefined && { url: parseHtml(url).text }),
        ...(language !== undefined && { language }),
      })
      i += whole.length
    }
  }
  const left = open.at(-1)
  if (left) throw new ParseError(`Can't find end tag corresponding to start tag "${left.tag}"`)
  return { text, entities }
}
