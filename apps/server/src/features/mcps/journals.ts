// Owns the reading of journal entries for the built-in tools: Markdown files of the vault whose names begin with a day.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { readTextInside } from '../../host/paths.ts'

export type Journals = ReturnType<typeof createJournals>

const folders = ['Daily/entries', 'Daily/journals']
/** How far back a search goes. */
const maxSearched = 2_000
const snippetChars = 200
const dayChars = 50_000

type JournalFile = { name: string; date: string; path: string }

export function createJournals({ vault }: { vault: string }) {
  /** Newest first. */
  async function list(): Promise<JournalFile[]> {
    const found = await Promise.all(
      folders.map(async (folder) => {
        const names = await readdir(join(vault, folder)).catch((): string[] => [])
        return names
          .filter((name) => /^\d{4}-\d{2}-\d{2}.*\.md$/.test(name))
          .map((name): JournalFile => ({ name, date: name.slice(0, 10), path: join(folder, name) }))
      }),
    )
    return found.flat().sort((a, b) => (a.name < b.name ? 1 : -1))
  }

  /** Null where it cannot be read: one bad file hides no other. */
  const read = (path: string): Promise<string | null> =>
    readTextInside(join(vault, path), [vault], limits.textFileBytes).then(
      ({ text }) => text,
      () => null,
    )

  return {
    async recent(limit: number) {
      const files = (await list()).slice(0, limit)
      const texts = await Promise.all(files.map(({ path }) => read(path)))
      return files.map(({ date, path }, index) => ({
        date,
        path,
        snippet: snippet(texts[index] ?? '', 0),
      }))
    },

    async search(query: string, limit: number, signal: AbortSignal) {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean)
      const results: { date: string; path: string; snippet: string }[] = []
      for (const { date, path } of (await list()).slice(0, maxSearched)) {
        signal.throwIfAborted()
        if (results.length >= limit) break
        const text = await read(path)
        const lower = text?.toLowerCase() ?? ''
        if (text === null || !words.every((word) => lower.includes(word))) continue
        results.push({ date, path, snippet: snippet(text, lower.indexOf(words[0] ?? '')) })
      }
      return results
    },

    /** @throws Error when nothing was written that day */
    async day(date: string) {
      const files = (await list()).filter((file) => file.date === date).reverse()
      const entries = await Promise.all(
        files.map(async ({ path }) => ({ path, content: ((await read(path)) ?? '').slice(0, dayChars) })),
      )
      if (entries.length === 0) throw new Error(`There is no journal entry of ${date}`)
      return { date, entries }
    },
  }
}

/** Text around a place, on one line, without front matter. */
function snippet(text: string, at: number): string {
  const start = Math.max(0, at - snippetChars / 2)
  const part =
    at === 0
      ? text.replace(/^---\n[\s\S]*?\n---\n/, '').slice(0, snippetChars)
      : text.slice(start, start + snippetChars)
  return part.replaceAll(/\s+/g, ' ').trim()
}
