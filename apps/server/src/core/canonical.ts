import { hash } from 'node:crypto'

/** JSON with the keys of every object in order, so that the same value is always the same text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const pairs = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${pairs.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}

/** Ties an answer to exactly one call: its tool and every byte of its input. */
export const callHash = (tool: string, input: unknown): string =>
  hash('sha256', `${tool}\n${canonical(input)}`)
