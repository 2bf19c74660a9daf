// Reads what strangers wrote: every value may be anything.

export type Json = Record<string, unknown>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Own properties only: a key of the export must not reach what every object has. */
export const get = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined

export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
export const objectOf = (value: unknown): Json => (isObject(value) ? value : {})
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])

/** The first that is a text with something in it. */
export function firstText(value: unknown, ...keys: string[]): string | null {
  for (const key of keys) {
    const text = textOf(get(value, key))
    if (text !== null && text.trim() !== '') return text
  }
  return null
}

const labelChars = 400

/** A name, a kind, a model: one that is longer means nothing to anybody, and many rows of a chat repeat it. */
export const labelOf = (text: string): string => text.slice(0, labelChars).replaceAll('\0', '').toWellFormed()

export function firstLabel(value: unknown, ...keys: string[]): string | null {
  const text = firstText(value, ...keys)
  return text === null ? null : labelOf(text)
}

/** An id as a database takes it. */
export function idOf(value: unknown, ...keys: string[]): string | null {
  const id = firstText(value, ...keys)
    ?.replaceAll('\0', '')
    .toWellFormed()
    .trim()
  return id ? id : null
}

const [earliest, latest] = [0, Date.UTC(9999, 0)]

/** ISO 8601 in UTC, from ISO text or seconds since 1970; null for anything else. */
export function timeOf(value: unknown): string | null {
  const ms =
    typeof value === 'number' ? value * 1_000 : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return ms >= earliest && ms < latest ? new Date(ms).toISOString() : null
}
