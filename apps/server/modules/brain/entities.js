// What is known of the entities: by id, by name, and who links to whom.
import { createPages } from '../pages.js'

/** @typedef {{ para_id: string, said: string, name: string, tags: string[], content: string, path: string, data: Record<string, unknown>, names: string[], links: string[], haystack: string }} Entity */
/** @typedef {{ name: string, para_id: string | null }} Link */

export const folder = 'Brain/entities'
const linkPattern = /\[\[([^\]|#\n]{1,200})(?:[|#][^\]\n]{0,200})?\]\]/g

/** @param {string} text */
export const linksIn = (text) => [
  ...new Set([...text.matchAll(linkPattern)].map(([, name = '']) => name.trim())),
]

/** @param {string} name */
const key = (name) => name.normalize('NFC').toLowerCase()

/** @param {unknown} value */
const texts = (value) =>
  (Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [])
    .filter((each) => ['string', 'number'].includes(typeof each))
    .map((each) => String(each).trim())
    .filter(Boolean)

/** @param {import('@atrium/schema/module').Hub} hub */
export function createEntities(hub) {
  const pages = createPages({ vault: hub.vault, folder, read: toEntity })
  /** @type {{ version: number, byId: Map<string, Entity>, byName: Map<string, Entity>, backlinks: Map<Entity, Entity[]> } | null} */
  let index = null

  /**
   * @param {string} text
   * @param {string} path
   * @returns {Entity}
   */
  function toEntity(text, path) {
    const { data, body } = hub.frontMatter.read(text)
    const content = body.trim()
    const stem = path.replace(/\.md$/, '')
    const heading = /^# +(.+)$/m.exec(content)?.[1]?.trim()
    const last = stem.split('/').at(-1) ?? stem
    const name =
      typeof data['name'] === 'string' && data['name'].trim() ? data['name'].trim() : (heading ?? last)
    const tags = texts(data['tags'])
    const id = data['para_id']
    const said =
      (typeof id === 'string' || typeof id === 'number') && String(id).trim() ? String(id).trim() : stem
    return {
      para_id: said,
      said,
      name,
      tags,
      content,
      path,
      data,
      names: [name, last, ...texts(data['aliases'])].map(key),
      links: linksIn(content),
      haystack: key([name, said, ...tags, content].join('\n')),
    }
  }

  function current() {
    const version = pages.version()
    if (index?.version === version) return index
    /** @type {Map<string, Entity>} */
    const byId = new Map()
    /** @type {Map<string, Entity>} */
    const byName = new Map()
    const sorted = [...pages.all().values()].sort((one, other) => (one.path < other.path ? -1 : 1))
    for (const entity of sorted) {
      // Two files of one id: the later one goes by its path.
      entity.para_id = byId.has(entity.said) ? entity.path.replace(/\.md$/, '') : entity.said
      byId.set(entity.para_id, entity)
      const own = entity.names[0] ?? ''
      if (!byName.has(own)) byName.set(own, entity)
    }
    for (const entity of sorted)
      for (const name of entity.names) if (!byName.has(name)) byName.set(name, entity)
    /** @type {Map<Entity, Entity[]>} */
    const backlinks = new Map()
    index = { version, byId, byName, backlinks }
    for (const entity of sorted)
      for (const link of entity.links) {
        const target = resolve(link)
        if (!target || target === entity) continue
        const known = backlinks.get(target)
        if (known) known.push(entity)
        else backlinks.set(target, [entity])
      }
    return index
  }

  /** By name, else by id. @param {string} name */
  function resolve(name) {
    const { byName, byId } = index ?? current()
    return byName.get(key(name)) ?? byId.get(name)
  }

  return {
    count: () => current().byId.size,
    /** @param {string} id */
    get: (id) => current().byId.get(id),
    /** @param {string} name */
    named: (name) => current().byName.get(key(name)),
    /** @param {string} name */
    resolve: (name) => (current(), resolve(name)),
    forget: () => pages.forget(),

    /** @param {Entity} entity @returns {{ links: Link[], backlinks: Link[] }} */
    around(entity) {
      const { backlinks } = current()
      return {
        links: entity.links.map((name) => ({ name, para_id: resolve(name)?.para_id ?? null })),
        backlinks: (backlinks.get(entity) ?? []).map(({ name, para_id }) => ({ name, para_id })),
      }
    },

    /** Names first, then tags and ids, then what is written. @param {string} query @param {number} limit */
    search(query, limit) {
      const wanted = key(query.trim())
      const found = [...current().byId.values()].filter(({ haystack }) => haystack.includes(wanted))
      /** @param {Entity} entity */
      const rank = ({ name, tags, para_id }) => {
        if (key(name) === wanted) return 0
        if (key(name).startsWith(wanted)) return 1
        if (key(name).includes(wanted)) return 2
        return [...tags, para_id].some((each) => key(each).includes(wanted)) ? 3 : 4
      }
      const ranked = found.map((entity) => ({ entity, at: rank(entity) }))
      ranked.sort((one, other) => one.at - other.at || (one.entity.name < other.entity.name ? -1 : 1))
      return { total: found.length, found: ranked.slice(0, limit).map(({ entity }) => entity) }
    },

    /** Entities that a text speaks of: by links, and by capitalised words and groups of them. @param {string} text */
    mentioned(text) {
      current()
      /** @type {Map<string, { para_id: string, name: string, matched_term: string, linked: boolean }>} */
      const found = new Map()
      /** @param {string} term @param {boolean} linked */
      const look = (term, linked) => {
        const entity = resolve(term)
        if (!entity || found.has(entity.para_id)) return Boolean(entity)
        found.set(entity.para_id, { para_id: entity.para_id, name: entity.name, matched_term: term, linked })
        return true
      }
      for (const name of linksIn(text)) look(name, true)
      for (const [group] of text.matchAll(/\p{Lu}[\p{L}\p{N}'’-]*(?:[ \t]+\p{Lu}[\p{L}\p{N}'’-]*){0,7}/gu)) {
        const words = group.split(/[ \t]+/)
        for (let from = 0; from < words.length; )
          from +=
            [5, 4, 3, 2, 1].find(
              (size) => size <= words.length - from && look(words.slice(from, from + size).join(' '), false),
            ) ?? 1
      }
      return [...found.values()].slice(0, 50)
    },
  }
}
