import type { Button, Outgoing } from '../platform.ts'
import type { Content } from './api.ts'
import { escapeHtml } from './html.ts'

/** Matrix has no buttons: choices are numbered, and taken by a reaction or by a reply with the number. */
const digits = ['1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣', '6️⃣', '7️⃣', '8️⃣', '9️⃣'] as const
export const choicesAtMost = digits.length
/** What a message offers, in the event itself, so that it can be read after a crash: the kind of each choice, in order. */
const field = 'dev.atrium.choices'

type Kind = NonNullable<Button['style']> | ''

/** Signs that people use in place of a number. */
const meant: Readonly<Record<string, Kind>> = {
  '👍': 'primary',
  '✅': 'primary',
  '👎': 'danger',
  '❌': 'danger',
}

/** Without the signs of how an emoji is drawn, which differ between clients. */
const bare = (sign: string): string => sign.replace(/\ufe0f|\p{Emoji_Modifier}/gu, '')

/** The signs that stand for the choices of a message, in order. */
export const signsOf = ({ buttons }: Outgoing): string[] => digits.slice(0, buttons.flat().length)

export function withChoices(message: Outgoing): { plain: string; rich: string; content: Content } {
  const { plain, rich } = message.text
  const buttons = message.buttons.flat().slice(0, choicesAtMost)
  if (buttons.length === 0) return { plain, rich, content: {} }
  const how = 'React with the number, or reply with it.'
  const lines = buttons.map(({ label }, index) => `${digits[index]} ${label}`)
  return {
    plain: [plain, lines.join('\n'), how].join('\n\n'),
    rich: `${rich}<p>${lines.map(escapeHtml).join('<br>')}</p><p><em>${how}</em></p>`,
    content: { [field]: buttons.map(({ style }): Kind => style ?? '') },
  }
}

/** The kinds of what a message offers now; empty when it offers nothing. */
export function choicesIn(content: Content): string[] {
  const kinds = content[field]
  return Array.isArray(kinds) ? kinds.slice(0, choicesAtMost).map(String) : []
}

/** Which choice a reaction means; null when it means none. */
export function choiceOfSign(sign: string, kinds: readonly string[]): number | null {
  const index = digits.findIndex((digit) => bare(digit) === bare(sign))
  if (index >= 0) return index < kinds.length ? index : null
  const kind = Object.entries(meant).find(([known]) => bare(known) === bare(sign))?.[1]
  const found = kind ? kinds.indexOf(kind) : -1
  return found >= 0 ? found : null
}

/** Which choice a text means that is a number and nothing else. */
export function choiceOfText(text: string, count: number): number | null {
  const number = /^\s*([1-9])\s*[.)]?\s*$/.exec(text)?.[1]
  return number !== undefined && Number(number) <= count ? Number(number) - 1 : null
}
