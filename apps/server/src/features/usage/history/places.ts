// Lists the transcripts of both programs by readdir and stat alone. Links are not followed: what they lead to is not theirs.
import { lstatSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Provider } from './entries.ts'
import type { Place } from './read-file.ts'

export type Root = { provider: Provider; folder: string }

/** Where both programs keep transcripts: `variables` name other folders, as they do for the programs. */
export function rootsOf(home: string, variables: Readonly<Record<string, string | undefined>>): Root[] {
  const named = (value: string | undefined): string[] =>
    (value ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part.startsWith('/'))
      .map((part) => (basename(part) === 'projects' ? join(part, '..') : part))
  const claude = named(variables['CLAUDE_CONFIG_DIR'])
  const config = variables['XDG_CONFIG_HOME'] ?? join(home, '.config')
  const codex = named(variables['CODEX_HOME'])[0] ?? join(home, '.codex')
  const folders = claude.length > 0 ? claude : [join(config, 'claude'), join(home, '.claude')]
  return [...new Set(folders.map((folder) => join(folder, 'projects')))]
    .map((folder): Root => ({ provider: 'claude', folder }))
    .concat(
      ['sessions', 'archived_sessions'].map((name) => ({ provider: 'codex', folder: join(codex, name) })),
    )
}

const maxDepth = 8

/** At most `maxFiles`; a folder that cannot be read is passed over. */
export function listPlaces(roots: readonly Root[], maxFiles: number): Place[] {
  const places: Place[] = []
  const walk = (folder: string, provider: Provider, depth: number): void => {
    let entries
    try {
      entries = readdirSync(folder, { withFileTypes: true })
    } catch {
      return
    }
    for (const entry of entries) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && depth < maxDepth) walk(path, provider, depth + 1)
      else if (entry.isFile() && entry.name.endsWith('.jsonl') && places.length < maxFiles) {
        const info = lstatSync(path, { throwIfNoEntry: false })
        if (info?.isFile())
          places.push({ path, provider, size: info.size, mtimeMs: info.mtimeMs, inode: info.ino })
      }
    }
  }
  for (const { folder, provider } of roots) walk(folder, provider, 0)
  return places
}
