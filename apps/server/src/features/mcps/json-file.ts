/** An `.mcp.json` as it was found: its servers by name, and how to change one without touching the others. */
export type McpJson = {
  servers: Map<string, unknown>
  /** The text with one server set, or removed where `config` is null. */
  with(name: string, config: Record<string, unknown> | null): string
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads either form, `{"mcpServers": {…}}` or the servers alone, and keeps the one it finds. An empty text is an empty file
 * of the first form. Gives the reason when it cannot be read; never quotes the file, which may hold secrets.
 */
export function parseMcpJson(text: string): McpJson | { broken: string } {
  const found = parse(text.trim() === '' ? '{}' : text.replace(/^\uFEFF/, ''))
  if ('broken' in found) return found
  const { value } = found
  if (!isObject(value)) return { broken: 'it must be a JSON object' }
  const inner = value['mcpServers']
  const isEmpty = Object.keys(value).length === 0
  const isWrapped = isEmpty || Object.hasOwn(value, 'mcpServers')
  if (isWrapped && !isEmpty && !isObject(inner)) return { broken: '`mcpServers` must be a JSON object' }
  const entries = isWrapped ? (isObject(inner) ? inner : {}) : value
  // Without the outer key anything that is not an object is somebody's note, such as `$schema`.
  const servers = new Map(Object.entries(entries).filter(([, entry]) => isWrapped || isObject(entry)))
  return {
    servers,
    with(name, config) {
      const next = Object.entries(entries).filter(([known]) => known !== name || config !== null)
      const changed = next.map(([known, entry]): [string, unknown] => [
        known,
        known === name ? config : entry,
      ])
      if (config !== null && !Object.hasOwn(entries, name)) changed.push([name, config])
      // Entries, not a spread: a key such as `__proto__` stays a key.
      const all = Object.fromEntries(changed)
      const whole = isWrapped ? Object.fromEntries([...others(value), ['mcpServers', all]]) : all
      return JSON.stringify(isWrapped ? inOrderOf(value, whole) : whole, null, indentOf(text)) + endOf(text)
    },
  }
}

const others = (value: Record<string, unknown>) =>
  Object.entries(value).filter(([key]) => key !== 'mcpServers')

/** Keys of `next` in the order they had in `before`, new ones behind. */
function inOrderOf(before: Record<string, unknown>, next: Record<string, unknown>): Record<string, unknown> {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(next)])]
  return Object.fromEntries(keys.map((key) => [key, next[key]]))
}

const indentOf = (text: string): string => /^([ \t]+)(?=")/m.exec(text)?.[1] ?? '  '
const endOf = (text: string): string => (text.trim() === '' || text.endsWith('\n') ? '\n' : '')

function parse(text: string): { value: unknown } | { broken: string } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const place = /\(line (\d+) column (\d+)\)/.exec(String(error))
    return {
      broken: place ? `it is not valid JSON (line ${place[1]}, column ${place[2]})` : 'it is not valid JSON',
    }
  }
}
