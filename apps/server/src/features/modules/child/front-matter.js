import { parse, stringify } from 'yaml'

const fence = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)(?:(?<=\n)|\r?\n)---[ \t]*(?:\r?\n|$)/

/**
 * The same as the hub's own reading (`core/front-matter.ts`), without the compiler that TypeScript files need.
 * @param {string} text
 * @returns {{ data: Record<string, unknown>, body: string }}
 */
export function readFrontMatter(text) {
  const found = fence.exec(text)
  if (!found) return { data: {}, body: text }
  const data = readYaml(found[1] ?? '')
  return data === null ? { data: {}, body: text } : { data, body: text.slice(found[0].length) }
}

/** @param {{ data: Record<string, unknown>, body: string }} page */
export const writeFrontMatter = ({ data, body }) =>
  `---\n${stringify(data, { lineWidth: 0 })}---\n\n${body.replace(/^\n+/, '')}`

/**
 * @param {string} text
 * @returns {Record<string, unknown> | null}
 */
function readYaml(text) {
  try {
    // Not 'silent', which takes what is broken for whatever could be made of it.
    const data = parse(text, { maxAliasCount: 50, logLevel: 'error' })
    if (data === null || data === undefined) return {}
    return typeof data === 'object' && !Array.isArray(data) ? data : null
  } catch {
    return null
  }
}
