/** Reading what another program says, without trusting its shape. */
export type Json = Record<string, unknown>

export const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {} // checked just before
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
export const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
export const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

/** Content of a tool result as plain text. */
export function toolText(content: unknown): string {
  if (typeof content === 'string') return content
  return list(content)
    .map((part) => {
      const block = record(part)
      if (block['type'] === 'text') return text(block['text']) ?? ''
      if (block['type'] === 'image') return '[image]'
      if (block['type'] === 'tool_reference') return `[tool ${text(block['tool_name']) ?? ''}]`
      return JSON.stringify(part) ?? ''
    })
    .join('\n')
}
