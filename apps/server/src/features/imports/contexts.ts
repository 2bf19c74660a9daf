// Reads `Chat/contexts/*.md`: what a person, or another assistant, wrote down about them.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type ImportContext, type ImportContexts, limits } from '@atrium/schema'
import { openInside, readTextInside, resolveInside } from '../../host/paths.ts'

const folder = join('Chat', 'contexts')

/** Sections that make the native form. */
const sections = { facts: 'facts', 'current focus': 'focus', history: 'history' } as const
type Section = (typeof sections)[keyof typeof sections]

export type ParsedContext = { name: string | null; description: string | null } & Record<Section, number> & {
    isNative: boolean
  }

export function parseContext(text: string): ParsedContext {
  const parsed: ParsedContext = {
    name: null,
    description: null,
    facts: 0,
    focus: 0,
    history: 0,
    isNative: false,
  }
  let section: Section | null = null
  for (const line of text.split(/\r?\n/)) {
    const [, marks, rest = ''] = /^(#{1,6})[ \t](.*)$/.exec(line) ?? []
    const heading = rest.trim()
    if (marks === '#') {
      parsed.name ??= heading === '' ? null : heading
      section = null
    } else if (marks === '##') {
      const known = heading.toLowerCase()
      section = Object.hasOwn(sections, known) ? sections[known as keyof typeof sections] : null
      if (section) parsed.isNative = true
    } else if (section && /^[-*+][ \t]+\S/.test(line)) parsed[section]++
    else if (!section && parsed.description === null) {
      const quoted = /^>[ \t]?(.*)$/.exec(line)?.[1]?.trim()
      if (quoted) parsed.description = quoted
    }
  }
  return parsed
}

export function createImportContexts({ vault }: { vault: string }) {
  const roots = [vault]

  async function names(real: string): Promise<string[]> {
    const entries = await readdir(real, { withFileTypes: true }).catch(() => []) // nobody has made it yet
    return entries
      .filter((entry) => !entry.name.startsWith('.') && /\.md$/i.test(entry.name) && !entry.isDirectory())
      .map(({ name }) => name)
      .sort()
      .slice(0, limits.folderPage)
  }

  /** Null for what is no text of ours: a folder, a link to elsewhere, something too large. */
  async function read(name: string): Promise<ImportContext | null> {
    const path = join(folder, name)
    try {
      const { text } = await readTextInside(path, roots, limits.textFileBytes)
      await using file = await openInside(path, roots)
      const { name: title, description, facts, focus, history, isNative } = parseContext(text)
      return {
        path: path.split(/[\\/]/).join('/'),
        name: title ?? name.replace(/\.md$/i, ''),
        description,
        facts_count: facts,
        focus_count: focus,
        history_count: history,
        is_native_format: isNative,
        last_modified: file.info.mtime.toISOString(),
      }
    } catch {
      return null
    }
  }

  return async function contexts(): Promise<ImportContexts> {
    const real = await resolveInside(folder, roots).catch(() => null)
    const files: ImportContext[] = []
    // One after the other: together they may be larger than the memory.
    for (const name of real === null ? [] : await names(real)) {
      const file = await read(name)
      if (file) files.push(file)
    }
    return {
      files,
      total_facts: files.reduce((sum, file) => sum + file.facts_count, 0),
      total_history_entries: files.reduce((sum, file) => sum + file.history_count, 0),
    }
  }
}
