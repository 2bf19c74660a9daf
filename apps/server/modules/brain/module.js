import { join } from 'node:path'
import { largestPage } from '../pages.js'
import { createEntities, folder } from './entities.js'

/** @typedef {import('@atrium/schema/module').Hub} Hub */
/** @typedef {ReturnType<typeof createEntities>} Entities */
/** @typedef {import('./entities.js').Entity} Entity */

/** @type {Entities | null} */
let known = null
/** @param {Hub} hub */
const entitiesOf = (hub) => (known ??= createEntities(hub))

const text = (/** @type {string} */ description, more = {}) => ({ type: 'string', description, ...more })
const result = {
  type: 'object',
  properties: {
    para_id: text('Id of the entity.'),
    name: text('Name.'),
    tags: { type: 'array', items: { type: 'string' }, description: 'Tags.' },
    snippet: text('Beginning of its text.'),
  },
}
const linkList = (/** @type {string} */ description) => ({
  type: 'array',
  description,
  items: {
    type: 'object',
    properties: {
      name: text('Name.'),
      para_id: {
        type: ['string', 'null'],
        description: 'Id of the entity; null where there is none of this name.',
      },
    },
  },
})
const entity = {
  type: 'object',
  description: 'Further keys of its front matter stand beside these.',
  properties: {
    para_id: text('Id of the entity.'),
    name: text('Name.'),
    tags: { type: 'array', items: { type: 'string' }, description: 'Tags.' },
    content: text('Its text, in Markdown.'),
    path: text('Absolute path of its file.'),
    links: linkList('Whom it links to with [[Name]].'),
    backlinks: linkList('Who links to it.'),
  },
}
const query = {
  q: text('What to look for in names, tags, ids and texts.', { maxLength: 500 }),
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 100,
    description: 'How many results at most.',
  },
}
const changes = {
  name: text('Name.', { minLength: 1, maxLength: 200 }),
  tags: { type: 'array', items: text('Tag.', { maxLength: 100 }), maxItems: 50, description: 'Tags.' },
  content: text('Its text, in Markdown; [[Name]] links to another entity.', { maxLength: 100_000 }),
}

/** @param {Hub} hub @param {Entity} one */
const shown = (hub, one) => ({
  ...one.data,
  para_id: one.para_id,
  name: one.name,
  tags: one.tags,
  content: one.content,
  path: join(hub.vault, folder, one.path),
  ...entitiesOf(hub).around(one),
})

/** @param {Hub} hub @param {string} q @param {number} limit */
function search(hub, q, limit) {
  const { total, found } = entitiesOf(hub).search(q, limit)
  const results = found.map(({ para_id, name, tags, content }) => ({
    para_id,
    name,
    tags,
    snippet: content.slice(0, 200),
  }))
  return { query: q, count: results.length, total, results }
}

/** @param {string} name */
const slugOf = (name) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80) || 'entity'

/** @param {string} id */
const isFileName = (id) =>
  id.length <= 200 &&
  id.split('/').every((part) => /^[\p{L}\p{N}_][\p{L}\p{N}_. -]*$/u.test(part) && !/[. ]$/.test(part))

/** @type {Promise<unknown>} */
let saving = Promise.resolve()

/**
 * Changes an entity, or makes a new one; keys of its front matter that nobody named stay. One at a time.
 * @param {Hub} hub
 * @param {{ para_id?: string, name?: string, tags?: string[], content?: string }} input
 */
function save(hub, input) {
  const turn = saving.then(() => saveNow(hub, input))
  saving = turn.catch(() => undefined)
  return turn
}

/**
 * @param {Hub} hub
 * @param {{ para_id?: string, name?: string, tags?: string[], content?: string }} input
 */
async function saveNow(hub, input) {
  const entities = entitiesOf(hub)
  entities.forget()
  const old =
    input.para_id === undefined
      ? input.name === undefined
        ? undefined
        : entities.named(input.name)
      : entities.get(input.para_id)
  // Who is found by another name keeps the own one.
  const isAlias =
    input.para_id === undefined && old !== undefined && old.name.toLowerCase() !== input.name?.toLowerCase()
  const name = (isAlias ? undefined : input.name) ?? old?.name ?? input.para_id ?? ''
  const id = old?.para_id ?? input.para_id ?? slugOf(name)
  if (!old && !isFileName(id))
    hub.refuse(422, `An id is made of letters, digits, '-', '_', '.' and '/': ${id.slice(0, 100)}`)
  const data = { ...old?.data, para_id: id, name, tags: input.tags ?? old?.tags ?? [] }
  const content = input.content ?? old?.content ?? ''
  const page = hub.frontMatter.write({ data, body: `${content.trim()}\n` })
  if (Buffer.byteLength(page) > largestPage) hub.refuse(413, `An entity has up to ${largestPage} bytes`)
  await hub.files.write(`${folder}/${old?.path ?? `${id}.md`}`, page, { create: !old })
  entities.forget()
  const saved = entities.get(id)
  if (!saved) throw new Error(`The entity was written and is not there: ${id}`)
  return { saved, created: !old }
}

/** @param {Hub} hub @param {Entity | undefined} one @param {Record<string, string>} asked @returns {Entity} */
function found(hub, one, asked) {
  return (
    one ??
    hub.refuse(404, `Entity not found: ${Object.values(asked)[0]}`, { error: 'Entity not found', ...asked })
  )
}

/** @type {import('@atrium/schema/module').Module} */
const module = {
  routes: [
    {
      method: 'GET',
      path: '/search',
      summary: 'Search the entities',
      input: { properties: query, required: ['q'] },
      output: {
        type: 'object',
        properties: {
          query: text('What was looked for.'),
          count: { type: 'integer', description: 'How many results follow.' },
          total: { type: 'integer', description: 'How many there are.' },
          results: { type: 'array', items: result, description: 'The best first.' },
        },
      },
      handler: ({ input, hub }) => search(hub, String(input['q']), Number(input['limit'])),
    },
    {
      method: 'GET',
      path: '/entities/{para_id+}',
      summary: 'Read one entity, with who it links to and who links to it',
      input: { properties: { para_id: text('Id of the entity; it may have slashes.') } },
      output: entity,
      handler({ input, hub }) {
        const para_id = String(input['para_id'])
        return shown(hub, found(hub, entitiesOf(hub).get(para_id), { para_id }))
      },
    },
    {
      method: 'PUT',
      path: '/entities/{para_id+}',
      summary: 'Write an entity, or change what is named of it',
      input: { properties: { para_id: text('Id of the entity.', { maxLength: 200 }), ...changes } },
      output: entity,
      handler: async ({ input, hub }) => shown(hub, (await save(hub, input)).saved),
    },
    {
      method: 'GET',
      path: '/resolve/{name+}',
      summary: 'Find the entity of a name, whatever its case',
      input: { properties: { name: text('Name.') } },
      output: entity,
      handler({ input, hub }) {
        const name = String(input['name'])
        return shown(hub, found(hub, entitiesOf(hub).named(name), { name }))
      },
    },
    {
      method: 'POST',
      path: '/suggest',
      summary: 'Find the entities that a text speaks of',
      input: { properties: { text: text('Any text.', { maxLength: 102_400 }) }, required: ['text'] },
      output: {
        type: 'object',
        properties: {
          suggestions: {
            type: 'array',
            description: 'At most 50.',
            items: {
              type: 'object',
              properties: {
                para_id: text('Id of the entity.'),
                name: text('Name.'),
                matched_term: text('What stands in the text.'),
                linked: { type: 'boolean', description: 'Whether it stands there as [[link]].' },
              },
            },
          },
        },
      },
      handler: ({ input, hub }) => ({ suggestions: entitiesOf(hub).mentioned(String(input['text'])) }),
    },
    {
      method: 'POST',
      path: '/reload',
      summary: 'Look at all files at once; changes are seen without it, too',
      output: {
        type: 'object',
        properties: {
          status: text('reloaded'),
          count: { type: 'integer', description: 'How many entities there are.' },
        },
      },
      handler({ hub }) {
        known = null
        return { status: 'reloaded', count: entitiesOf(hub).count() }
      },
    },
  ],

  tools: [
    {
      name: 'search_entities',
      description:
        "Search the person's notes about people, projects and ideas. Gives ids, names, tags and beginnings; read one with get_entity.",
      inputSchema: {
        properties: { q: query.q, limit: { ...query.limit, maximum: 50, default: 10 } },
        required: ['q'],
      },
      readOnly: true,
      run: ({ input, hub }) => search(hub, String(input['q']), Number(input['limit'])),
    },
    {
      name: 'get_entity',
      description: 'Read one note by its id or name, with the notes it links to and those that link to it.',
      inputSchema: { properties: { name: text('Id or name.') }, required: ['name'] },
      readOnly: true,
      run({ input, hub }) {
        const name = String(input['name'])
        const entities = entitiesOf(hub)
        return shown(hub, found(hub, entities.get(name) ?? entities.resolve(name), { name }))
      },
    },
    {
      name: 'save_entity',
      description:
        'Write a note about a person, project or idea, or change an existing one of the same name. Search first. Link others as [[Name]].',
      inputSchema: { properties: changes, required: ['name', 'content'] },
      async run({ input, hub }) {
        const { saved, created } = await save(hub, input)
        return { status: created ? 'created' : 'updated', para_id: saved.para_id, name: saved.name }
      },
    },
  ],
}
export default module
