import { parse, stringify } from 'yaml'

export type FrontMatter = { data: Record<string, unknown>; body: string }

const fence = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)(?:^|\r?\n)---[ \t]*(?:\r?\n|$)/m

/**
 * The YAML between the two `---` lines at the very beginning of a Markdown text, and what follows. Front matter that is not
 * a YAML map is no front matter: the text is then its own body.
 */
export function readFrontMatter(text: string): FrontMatter {
  const found = fence.exec(text)
  if (found?.index !== 0) return { data: {}, body: text }
  const data = readYaml(found[1] ?? '')
  return data === null ? { data: {}, body: text } : { data, body: text.slice(found[0].length) }
}

export function writeFrontMatter({ data, body }: FrontMatter): string {
  return `---\n${stringify(data, { lineWidth: 0 })}---\n\n${body.replace(/^\n+/, '')}`
}

/** A YAML map, whoever wrote it; null when it is broken or something else. Aliases are bounded by the parser. */
export function readYaml(text: string): Record<string, unknown> | null {
  try {
    // Not 'silent', which takes what is broken for whatever could be made of it.
    const data: unknown = parse(text, { maxAliasCount: 50, logLevel: 'error' })
    if (data === null || data === undefined) return {}
    return typeof data === 'object' && !Array.isArray(data) ? (data as Record<string, unknown>) : null
  } catch {
    return null
  }
}
