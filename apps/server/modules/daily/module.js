import { join } from 'node:path'
import { largestPage } from '../pages.js'
import { createEntries, folder, timeOf } from './entries.js'

/** @typedef {import('@atrium/schema/module').Hub} Hub */
/** @typedef {import('./entries.js').Entry} Entry */
/** @typedef {{ para_id: string, name: string, matched_term: string, linked?: boolean }} Suggestion */
/** @typedef {{ content: string, metadata?: Record<string, unknown>, audio?: { data: string, mimeType: string } }} NewEntry */

/** @type {ReturnType<typeof createEntries> | null} */
let known = null
/** @param {Hub} hub */
const entriesOf = (hub) => (known ??= createEntries(hub))

const text = (/** @type {string} */ description, more = {}) => ({ type: 'string', description, ...more })
const whole = (/** @type {string} */ description, more = {}) => ({ type: 'integer', description, ...more })
const audioTypes = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/webm': 'webm',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/flac': 'flac',
}

const metadata = {
  type: 'object',
  description: 'Kept in the front matter; `audio` is the path of a voice note in the vault.',
  additionalProperties: true,
  maxProperties: 100,
}
const brainLinks = {
  type: 'array',
  items: { type: 'string' },
  description: 'Ids of the entities it links to.',
}
const entry = {
  id: text('Id: the minute it was made in, in UTC.'),
  created_at: text('When it was made, in ISO 8601.'),
  content: text('Its text.'),
  metadata: { ...metadata, description: 'What else stands in its front matter.' },
  brain_links: brainLinks,
}
const listed = {
  type: 'object',
  properties: {
    id: entry.id,
    created_at: entry.created_at,
    snippet: text('Beginning of its text.'),
    brain_links: brainLinks,
  },
}
const suggestions = {
  type: 'array',
  description: 'Entities of the brain that the text speaks of.',
  items: {
    type: 'object',
    properties: {
      para_id: text('Id of the entity.'),
      name: text('Name.'),
      matched_term: text('What stands in the text.'),
    },
  },
}
const content = text('Its text, in Markdown.', { maxLength: 100_000 })
const page = {
  limit: whole('How many at most.', { minimum: 1, maximum: 100, default: 20 }),
  offset: whole('How many newer ones are left out.', { minimum: 0, maximum: 1_000_000, default: 0 }),
}

/** An entry does not wait for a brain that hangs. */
const suggestMs = 5_000

/** Without a brain an entry has no suggestions. @param {Hub} hub @param {string} words @returns {Promise<Suggestion[]>} */
async function suggest(hub, words) {
  try {
    const answer = await Promise.race([
      hub.modules.call('brain', 'POST /suggest', { text: words }),
      new Promise((_, fail) => setTimeout(() => fail(new Error('it did not answer')), suggestMs).unref()),
    ])
    return /** @type {{ suggestions: Suggestion[] }} */ (answer).suggestions
  } catch {
    return []
  }
}

/** @param {Entry} one */
const brief = ({ id, created_at, content: words, brain_links }) => ({
  id,
  created_at,
  snippet: words.slice(0, 200),
  brain_links,
})

/** @param {Hub} hub @param {string} id @param {{ data: string, mimeType: string }} audio */
async function keepAudio(hub, id, { data, mimeType }) {
  const type = /** @type {keyof typeof audioTypes} */ (mimeType.split(';')[0]?.trim().toLowerCase() ?? '')
  const path = `Daily/assets/${id}.${audioTypes[type]}`
  return hub.files.write(path, Buffer.from(data, 'base64'), { create: true })
}

/** @param {Record<string, unknown>} audio @param {Hub} hub */
function checkAudio(audio, hub) {
  const type = String(audio['mimeType']).split(';')[0]?.trim().toLowerCase() ?? ''
  if (!Object.hasOwn(audioTypes, type))
    hub.refuse(422, `A voice note is one of ${Object.keys(audioTypes).join(', ')}`)
  if (Buffer.from(String(audio['data']), 'base64').length === 0) hub.refuse(422, 'The voice note is empty')
}

/** @type {Promise<unknown>} */
let writing = Promise.resolve()
/** One after the other: two entries of one minute must not have one name. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
function inOrder(work) {
  const turn = writing.then(work)
  writing = turn.catch(() => undefined)
  return turn
}

/** @param {Hub} hub @param {{ id: string, created_at: string, brain_links: string[], metadata: Record<string, unknown>, content: string }} one @param {boolean} create */
function write(hub, one, create) {
  const page = hub.frontMatter.write({
    // What makes the entry is its own: given metadata never replaces it.
    data: { ...one.metadata, entry_id: one.id, created_at: one.created_at, brain_links: one.brain_links },
    body: `${one.content.trim()}\n`,
  })
  if (Buffer.byteLength(page) > largestPage) hub.refuse(413, `An entry has up to ${largestPage} bytes`)
  return hub.files.write(`${folder}/${one.id}.md`, page, { create })
}

/** @param {Hub} hub @param {Record<string, unknown>} input */
function add(hub, input) {
  const {
    content: words,
    metadata: given = {},
    audio,
  } = /** @type {NewEntry} */ (/** @type {unknown} */ (input))
  if (audio) checkAudio(audio, hub)
  const suggested = suggest(hub, words)
  return inOrder(async () => {
    const found = await suggested
    entriesOf(hub).forget()
    const now = new Date()
    const minute = now.toISOString().slice(0, 16).replace(/[T:]/g, '-')
    const created_at = timeOf(now)
    const brain_links = found.filter(({ linked }) => linked).map(({ para_id }) => para_id)
    for (let count = 1; count < 1_000; count++) {
      const id = count === 1 ? minute : `${minute}-${count}`
      if (entriesOf(hub).get(id)) continue
      try {
        const extra = audio ? { audio: await keepAudio(hub, id, audio) } : {}
        const path = await write(
          hub,
          { id, created_at, brain_links, metadata: { ...given, ...extra }, content: words },
          true,
        )
        entriesOf(hub).forget()
        hub.fire('entry.created', { id, path, created_at })
        const brain_suggestions = found.map(({ para_id, name, matched_term }) => ({
          para_id,
          name,
          matched_term,
        }))
        return { id, path: join(hub.vault, path), created_at, brain_suggestions }
      } catch (error) {
        if (/** @type {{ code?: string }} */ (error).code !== 'already_exists') throw error
      }
    }
    return hub.refuse(409, 'Too many entries were made in this minute')
  })
}

/** @param {Hub} hub @param {string} id @returns {Entry} */
const existing = (hub, id) =>
  entriesOf(hub).get(id) ?? hub.refuse(404, `Entry not found: ${id}`, { error: 'Entry not found', id })

/** @param {Hub} hub @param {string} id @param {Record<string, unknown>} input */
const change = (hub, id, input) =>
  inOrder(async () => {
    entriesOf(hub).forget()
    const old = existing(hub, id)
    const words = typeof input['content'] === 'string' ? input['content'] : old.content
    const given = /** @type {Record<string, unknown>} */ (input['metadata'] ?? old.metadata)
    const links = typeof input['content'] === 'string' ? await suggest(hub, words) : null
    const brain_links = links?.filter(({ linked }) => linked).map(({ para_id }) => para_id) ?? old.brain_links
    const path = await write(hub, { ...old, metadata: given, brain_links, content: words }, false)
    entriesOf(hub).forget()
    hub.fire('entry.updated', { id, path })
    return shown(existing(hub, id))
  })

/** @param {Entry} one */
const shown = ({ id, created_at, content: words, metadata: more, brain_links }) => ({
  id,
  created_at,
  content: words,
  metadata: more,
  brain_links,
})

/** @param {Hub} hub @param {Record<string, unknown>} input */
function search(hub, input) {
  const found = entriesOf(hub).search(String(input['q']))
  const offset = Number(input['offset'] ?? 0)
  const entries = found.slice(offset, offset + Number(input['limit'])).map(brief)
  return { query: input['q'], entries, count: entries.length, total: found.length, offset }
}

/** @type {import('@atrium/schema/module').Module} */
const module = {
  routes: [
    {
      method: 'POST',
      path: '/entries',
      summary: 'Write an entry of the journal, with a voice note if there is one',
      input: {
        properties: {
          content,
          metadata,
          audio: {
            type: 'object',
            description:
              'A short voice note; longer ones are put into the vault first and named in metadata.audio.',
            properties: {
              data: text('Base64.', { maxLength: 1_000_000, pattern: '^[A-Za-z0-9+/]*={0,2}$' }),
              mimeType: text('Such as audio/webm.', { maxLength: 100 }),
            },
            required: ['data', 'mimeType'],
          },
        },
        required: ['content'],
      },
      output: {
        type: 'object',
        properties: {
          id: entry.id,
          path: text('Absolute path of its file.'),
          created_at: entry.created_at,
          brain_suggestions: suggestions,
        },
      },
      handler: ({ input, hub }) => add(hub, input),
    },
    {
      method: 'GET',
      path: '/entries',
      summary: 'List entries, the newest first',
      input: {
        properties: {
          ...page,
          date: text('Only those of this day (UTC), as 2026-02-09.', { pattern: '^\\d{4}-\\d\\d-\\d\\d$' }),
        },
      },
      output: {
        type: 'object',
        properties: {
          entries: { type: 'array', items: listed, description: 'The newest first.' },
          count: whole('How many follow.'),
          total: whole('How many there are.'),
          offset: whole('How many newer ones were left out.'),
        },
      },
      handler({ input, hub }) {
        const { limit, offset } = input
        const date = typeof input['date'] === 'string' ? input['date'] : undefined
        const all = entriesOf(hub).newest()
        const of =
          date === undefined
            ? all
            : all.filter(({ created_at }) => new Date(created_at).toISOString().startsWith(date))
        const entries = of.slice(Number(offset), Number(offset) + Number(limit)).map(brief)
        return { entries, count: entries.length, total: of.length, offset }
      },
    },
    {
      method: 'GET',
      path: '/search',
      summary: 'Search the journal, the newest entries first',
      input: { properties: { q: text('What to look for.', { maxLength: 500 }), ...page }, required: ['q'] },
      output: {
        type: 'object',
        properties: {
          query: text('What was looked for.'),
          entries: { type: 'array', items: listed, description: 'The newest first.' },
          count: whole('How many follow.'),
          total: whole('How many there are.'),
          offset: whole('How many newer ones were left out.'),
        },
      },
      handler: ({ input, hub }) => search(hub, input),
    },
    {
      method: 'GET',
      path: '/entries/{id}',
      summary: 'Read an entry',
      input: { properties: { id: entry.id } },
      output: { type: 'object', properties: entry },
      handler: ({ input, hub }) => shown(existing(hub, String(input['id']))),
    },
    {
      method: 'PUT',
      path: '/entries/{id}',
      summary: 'Change the text or the metadata of an entry',
      input: { properties: { id: entry.id, content, metadata } },
      output: { type: 'object', properties: entry },
      handler: ({ input, hub }) => change(hub, String(input['id']), input),
    },
  ],

  tools: [
    {
      name: 'write_entry',
      description: "Write an entry into the person's journal, now. Only when they ask for it.",
      inputSchema: { properties: { content }, required: ['content'] },
      run: ({ input, hub }) => add(hub, { content: input['content'] }),
    },
    {
      name: 'search_entries',
      description: "Search the person's journal; the newest entries come first. Read one with read_entry.",
      inputSchema: {
        properties: {
          q: text('What to look for; empty gives the newest.', { maxLength: 500 }),
          limit: { ...page.limit, default: 10 },
        },
        required: ['q'],
      },
      readOnly: true,
      run: ({ input, hub }) => search(hub, input),
    },
    {
      name: 'read_entry',
      description: 'Read one entry of the journal by its id.',
      inputSchema: { properties: { id: entry.id }, required: ['id'] },
      readOnly: true,
      run: ({ input, hub }) => shown(existing(hub, String(input['id']))),
    },
  ],
}
export default module
