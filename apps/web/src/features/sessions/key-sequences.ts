/** Keys that a phone keyboard lacks. */
export const barKeys = [
  'escape',
  'tab',
  'left',
  'down',
  'up',
  'right',
  'home',
  'end',
  'pageUp',
  'pageDown',
] as const
export type BarKey = (typeof barKeys)[number]
export type Modifiers = { ctrl: boolean; alt: boolean }

const finals: Partial<Record<BarKey, string>> = {
  up: 'A',
  down: 'B',
  right: 'C',
  left: 'D',
  home: 'H',
  end: 'F',
}

/** What a key of the bar sends. Programs that asked for application cursor keys get those. */
export function keySequence(key: BarKey, { ctrl, alt }: Modifiers, applicationCursor: boolean): string {
  const modifier = 1 + (alt ? 2 : 0) + (ctrl ? 4 : 0)
  const final = finals[key]
  if (final) {
    if (modifier > 1) return `\x1b[1;${modifier}${final}`
    return applicationCursor ? `\x1bO${final}` : `\x1b[${final}`
  }
  if (key === 'pageUp' || key === 'pageDown') {
    const number = key === 'pageUp' ? 5 : 6
    return modifier > 1 ? `\x1b[${number};${modifier}~` : `\x1b[${number}~`
  }
  const plain = key === 'escape' ? '\x1b' : '\t'
  return alt ? `\x1b${plain}` : plain
}

/** What typed text becomes while Ctrl or Alt of the bar is held: the first character only. */
export function withModifiers(text: string, { ctrl, alt }: Modifiers): string {
  const [first, ...rest] = Array.from(text)
  if (first === undefined) return text
  const key = ctrl ? controlOf(first) : first
  return (alt ? `\x1b${key}` : key) + rest.join('')
}

function controlOf(key: string): string {
  if (key === ' ') return '\0'
  if (key === '?') return '\x7f'
  const code = key.toUpperCase().charCodeAt(0)
  return key.length === 1 && code >= 0x40 && code <= 0x5f ? String.fromCharCode(code - 0x40) : key
}
