import { type Document, isScalar, parseDocument, stringify, visit } from 'yaml'

export type FrontMatter = { data: Record<string, unknown>; body: string }

/** Longer ones would keep everybody else waiting while they are read; nobody writes such by hand. */
export const maxYamlChars = 64 * 1024
const maxAliases = 100

const fence = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)(?:(?<=\n)|\r?\n)---[ \t]*(?:\r?\n|$)/

/**
 * The YAML between the two `---` lines at the very beginning of a Markdown text, and what follows. Front matter that is not
 * a YAML map is no front matter: the text is then its own body.
 */
export function readFrontMatter(text: string): FrontMatter {
  const found = fence.exec(text)
  if (!found) return { data: {}, body: text }
  const data = readYaml(found[1] ?? '')
  return data === null ? { data: {}, body: text } : { data, body: text.slice(found[0].length) }
}

export function writeFrontMatter({ data, body }: FrontMatter): string {
  return `---\n${stringify(data, { lineWidth: 0 })}---\n\n${body.replace(/^\n+/, '')}`
}

/** A YAML map, whoever wrote it; null when it is broken or something else. */
export function readYaml(text: string): Record<string, unknown> | null {
  try {
    const data: unknown = openYaml(text)?.toJS({ maxAliasCount: 50 })
    if (data === null) return {}
    return typeof data === 'object' && !Array.isArray(data) ? (data as Record<string, unknown>) : null
  } catch {
    return null // aliases of aliases
  }
}

/** The text with all that is in it, comments too, to be changed and written again; null when it is broken. */
export function openYaml(text: string): Document.Parsed | null {
  if (text.length > maxYamlChars) return null
  try {
    // The parser's own search for keys that are there twice takes the square of their number, and so do aliases.
    const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' })
    return document.errors.length === 0 && isPlain(document) ? document : null
  } catch {
    return null // too deep
  }
}

function isPlain(document: Document.Parsed): boolean {
  let aliases = 0
  let twice = false
  visit(document, {
    Alias() {
      aliases++
    },
    Map(_, { items }) {
      const keys = items.map(({ key }) => (isScalar(key) ? key.value : key))
      twice ||= new Set(keys).size < keys.length
    },
  })
  return !twice && aliases <= maxAliases
}
