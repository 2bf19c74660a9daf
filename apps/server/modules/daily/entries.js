// What is known of the entries of the journal.
import { createPages } from '../pages.js'

/** @typedef {{ id: string, created_at: string, content: string, metadata: Record<string, unknown>, brain_links: string[], haystack: string }} Entry */

export const folder = 'Daily/entries'
const own = ['entry_id', 'created_at', 'brain_links']

/** As the first system wrote it. @param {Date} date */
export const timeOf = (date) => date.toISOString().replace('Z', '+00:00')

/** When an entry was made, by its own word, else by its name, else by its file. @param {unknown} said @param {string} id @param {Date} modified */
function createdAt(said, id, modified) {
  const named = /^(\d{4}-\d\d-\d\d)(?:-(\d\d)-(\d\d))?/.exec(id)
  const given = said instanceof Date ? said : typeof said === 'string' ? new Date(said) : null
  if (given && !Number.isNaN(given.getTime())) return typeof said === 'string' ? said : timeOf(given)
  const date = named ? new Date(`${named[1]}T${named[2] ?? '00'}:${named[3] ?? '00'}:00Z`) : modified
  return timeOf(Number.isNaN(date.getTime()) ? modified : date)
}

/** @param {import('@atrium/schema/module').Hub} hub */
export function createEntries(hub) {
  const pages = createPages({ vault: hub.vault, folder, read: toEntry })
  /** @type {{ version: number, byId: Map<string, Entry>, newest: Entry[] } | null} */
  let index = null

  /**
   * @param {string} text
   * @param {string} path
   * @param {Date} modified
   * @returns {Entry}
   */
  function toEntry(text, path, modified) {
    const { data, body } = hub.frontMatter.read(text)
    // The file's name is the id: one that is written inside may be that of another.
    const id = path.replace(/\.md$/, '')
    const links = data['brain_links']
    return {
      id,
      created_at: createdAt(data['created_at'], id, modified),
      content: body.trim(),
      metadata: Object.fromEntries(Object.entries(data).filter(([name]) => !own.includes(name))),
      brain_links: Array.isArray(links) ? links.map(String) : [],
      haystack: body.normalize('NFC').toLowerCase(),
    }
  }

  function current() {
    const version = pages.version()
    if (index?.version === version) return index
    const entries = [...pages.all()].filter(([path]) => !path.includes('/')).map(([, entry]) => entry)
    const newest = entries
      .map((entry) => ({ entry, at: Date.parse(entry.created_at) }))
      .sort((one, other) => other.at - one.at || (one.entry.id < other.entry.id ? 1 : -1))
      .map(({ entry }) => entry)
    index = { version, byId: new Map(entries.map((entry) => [entry.id, entry])), newest }
    return index
  }

  return {
    /** @param {string} id */
    get: (id) => current().byId.get(id),
    newest: () => current().newest,
    /** @param {string} query */
    search(query) {
      const wanted = query.trim().normalize('NFC').toLowerCase()
      return current().newest.filter(({ haystack }) => haystack.includes(wanted))
    },
    forget: () => pages.forget(),
  }
}
