import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hostileValues } from '../../../test/hostile.ts'
import { readFrontMatter } from '../../core/front-matter.ts'
import { createTestApp, type TestApp } from '../../testing.ts'

let app: TestApp
const fired: [event: string, facts: Record<string, unknown>][] = []
beforeAll(async () => {
  app = await createTestApp({ logLevel: 'silent' })
  const { listeners } = app.app.modules
  app.app.hooks.listen(() => [
    ...listeners(),
    {
      name: 'test',
      path: '',
      sha256: null,
      events: ['daily.entry.created', 'daily.entry.updated'],
      call: async (event, facts) => void fired.push([event, facts]),
    },
  ])
})
afterAll(() => app[Symbol.asyncDispose]())
beforeEach(() => {
  fired.length = 0
  for (const folder of ['Daily', 'Brain']) rmSync(join(app.vault, folder), { recursive: true, force: true })
})

const get = (path: string) => app.rest('GET', `/api/daily/${path}`)
const add = (body: object) => app.rest('POST', '/api/daily/entries', body)
const put = (name: string, text: string) => {
  mkdirSync(join(app.vault, 'Daily/entries'), { recursive: true })
  writeFileSync(join(app.vault, 'Daily/entries', name), text)
}
const soon = (work: () => Promise<unknown>) => expect.poll(work, { interval: 20 })

describe('entries', () => {
  test('are written as Markdown with what the contract puts into the front matter', async () => {
    mkdirSync(join(app.vault, 'Brain/entities'), { recursive: true })
    writeFileSync(join(app.vault, 'Brain/entities/ann.md'), '---\npara_id: person-ann\n---\n# Ann')
    writeFileSync(join(app.vault, 'Brain/entities/bob.md'), '# Bob')
    const { status, body } = await add({ content: 'Met Ann, wrote to [[bob]].', metadata: { mood: 'good' } })
    expect([status, body]).toEqual([
      200,
      {
        id: expect.stringMatching(/^\d{4}-\d\d-\d\d-\d\d-\d\d$/),
        path: join(app.vault, 'Daily/entries', `${body.id}.md`),
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
        brain_suggestions: [
          { para_id: 'bob', name: 'Bob', matched_term: 'bob' },
          { para_id: 'person-ann', name: 'Ann', matched_term: 'Ann' },
        ],
      },
    ])
    const page = readFrontMatter(readFileSync(body.path, 'utf8'))
    expect(page.data).toEqual({
      mood: 'good',
      entry_id: body.id,
      created_at: body.created_at,
      brain_links: ['bob'],
    })
    expect(page.body.trim()).toBe('Met Ann, wrote to [[bob]].')
    expect((await get(`entries/${body.id}`)).body).toEqual({
      id: body.id,
      created_at: body.created_at,
      content: 'Met Ann, wrote to [[bob]].',
      metadata: { mood: 'good' },
      brain_links: ['bob'],
    })
    expect(fired).toMatchObject([
      [
        'daily.entry.created',
        { id: body.id, event: 'daily.entry.created', path: `Daily/entries/${body.id}.md` },
      ],
    ])
  })

  test('thirty in one minute are thirty, with ids of their own', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => add({ content: `Entry ${i}` })))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(30)
    expect(readdirSync(join(app.vault, 'Daily/entries'))).toHaveLength(30)
    const { entries } = (await get('entries?limit=100')).body
    expect(entries.map(({ snippet }: { snippet: string }) => snippet).sort()).toEqual(
      Array.from({ length: 30 }, (_, i) => `Entry ${i}`).sort(),
    )
  })

  test('a call that is repeated under its Idempotency-Key makes one entry', async () => {
    const keyed = (content: string) =>
      app.rest('POST', '/api/daily/entries', { content }, { headers: { 'idempotency-key': 'k1' } })
    const [one, two] = await Promise.all([keyed('x'), keyed('x')])
    expect([two?.status, two?.body]).toEqual([200, one?.body])
    expect((await keyed('y')).body.code).toBe('idempotency_mismatch')
    expect(readdirSync(join(app.vault, 'Daily/entries'))).toHaveLength(1)
  })

  test('given metadata never replaces what makes the entry', async () => {
    const { body } = await add({
      content: 'x',
      metadata: { entry_id: 'forged', created_at: '1970', brain_links: ['y'] },
    })
    expect(readFrontMatter(readFileSync(body.path, 'utf8')).data).toEqual({
      entry_id: body.id,
      created_at: body.created_at,
      brain_links: [],
    })
  })

  test('P45 an entry that grows too large to be read again is refused', async () => {
    const many = Array.from({ length: 9_000 }, () => ({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8 }))
    const nested = { a: { b: { c: { d: { e: { f: { g: { h: many } } } } } } } }
    expect((await add({ content: 'x', metadata: nested })).status).toBe(413)
    expect((await get('entries')).body.total).toBe(0)
  })

  test('are listed the newest first, in pages, and by day', async () => {
    for (const day of ['01', '02', '03'])
      put(`2026-02-${day}-10-00.md`, `---\ncreated_at: 2026-02-${day}T10:00:00+00:00\n---\nDay ${day}`)
    put('2026-02-02-12-00.md', 'Without front matter')
    const ids = async (query: string) =>
      (await get(`entries?${query}`)).body.entries.map(({ id }: { id: string }) => id)
    await soon(() => ids('')).toEqual([
      '2026-02-03-10-00',
      '2026-02-02-12-00',
      '2026-02-02-10-00',
      '2026-02-01-10-00',
    ])
    expect((await get('entries?limit=2&offset=1')).body).toMatchObject({ count: 2, offset: 1, total: 4 })
    expect(await ids('limit=2&offset=1')).toEqual(['2026-02-02-12-00', '2026-02-02-10-00'])
    expect(await ids('date=2026-02-02')).toEqual(['2026-02-02-12-00', '2026-02-02-10-00'])
    for (const query of ['limit=0', 'limit=101', 'offset=-1', 'limit=x', 'date=soon'])
      expect([query, (await get(`entries?${query}`)).status]).toEqual([query, 422])
  })

  test('are searched, the newest first', async () => {
    put('2026-02-01-10-00.md', 'We planted TOMATOES.')
    put('2026-02-02-10-00.md', 'Tomatoes again')
    put('2026-02-03-10-00.md', 'Rain')
    await soon(async () => (await get('search?q=tomato')).body).toMatchObject({
      query: 'tomato',
      count: 2,
      entries: [{ id: '2026-02-02-10-00' }, { id: '2026-02-01-10-00', snippet: 'We planted TOMATOES.' }],
    })
    expect((await get('search')).status).toBe(422)
  })

  test('are changed, and what was not named stays', async () => {
    const { id } = (await add({ content: 'old', metadata: { mood: 'good' } })).body
    const changed = await app.rest('PUT', `/api/daily/entries/${id}`, { content: 'new' })
    expect(changed.body).toMatchObject({ id, content: 'new', metadata: { mood: 'good' } })
    expect(fired.at(-1)).toMatchObject(['daily.entry.updated', { id }])
    expect((await app.rest('PUT', '/api/daily/entries/none', { content: 'x' })).status).toBe(404)
  })

  test('that are missing are said as the contract says it; no content is refused', async () => {
    const { status, body } = await get('entries/none')
    expect([status, body]).toMatchObject([404, { error: 'Entry not found', id: 'none', code: 'not_found' }])
    expect((await add({})).status).toBe(422)
    expect((await add({ content: 'x'.repeat(100_001) })).status).toBe(422)
  })

  test('P17 entries behind links are not read, and none is written through one', async () => {
    mkdirSync(join(app.home, 'journal'), { recursive: true })
    writeFileSync(join(app.home, 'journal/2026-01-01-10-00.md'), 'Secret')
    put('2026-02-01-10-00.md', 'Mine')
    symlinkSync(
      join(app.home, 'journal/2026-01-01-10-00.md'),
      join(app.vault, 'Daily/entries/2026-01-01-10-00.md'),
    )
    await soon(async () => (await get('entries')).body.total).toBe(1)
    rmSync(join(app.vault, 'Daily'), { recursive: true })
    mkdirSync(join(app.vault, 'Daily'))
    symlinkSync(join(app.home, 'journal'), join(app.vault, 'Daily/entries'))
    await soon(async () => (await get('entries')).body.total).toBe(0)
    expect((await add({ content: 'x' })).body.code).toBe('outside_roots')
    expect(readdirSync(join(app.home, 'journal'))).toHaveLength(1)
  })
})

describe('voice notes', () => {
  const sound = Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3])

  test('are kept beside the entries and named in them', async () => {
    const { body } = await add({
      content: 'Spoken',
      audio: { data: sound.toString('base64'), mimeType: 'audio/webm;codecs=opus' },
    })
    expect((await get(`entries/${body.id}`)).body.metadata).toEqual({ audio: `Daily/assets/${body.id}.webm` })
    expect(readFileSync(join(app.vault, `Daily/assets/${body.id}.webm`))).toEqual(sound)
    const second = (await add({ content: 'Again', audio: { data: 'AAAA', mimeType: 'audio/webm' } })).body
    expect(second.id).not.toBe(body.id)
    expect(readFileSync(join(app.vault, `Daily/assets/${body.id}.webm`))).toEqual(sound)
  })

  test('that lie in the vault already are named by their path', async () => {
    const { body } = await add({ content: 'Spoken', metadata: { audio: 'Daily/assets/mine.wav' } })
    expect((await get(`entries/${body.id}`)).body.metadata).toEqual({ audio: 'Daily/assets/mine.wav' })
  })

  test('of another kind, empty, broken or too large are refused, and nothing is written', async () => {
    for (const audio of [
      { data: 'AAAA', mimeType: 'text/html' },
      { data: 'AAAA', mimeType: '__proto__' },
      { data: '', mimeType: 'audio/wav' },
      { data: '<script>', mimeType: 'audio/wav' },
      { data: 'AAAA' },
    ])
      expect([audio, (await add({ content: 'x', audio })).status]).toEqual([audio, 422])
    const large = { data: 'A'.repeat(1_200_000), mimeType: 'audio/wav' }
    expect((await add({ content: 'x', audio: large })).status).toBe(413)
    expect(existsSync(join(app.vault, 'Daily'))).toBe(false)
  })
})

test('agents write, search and read through tools', async () => {
  const { signal } = new AbortController()
  const run = async (name: string, input: object) =>
    JSON.parse(
      (await (
        await app.app.modules.tools()
      )['daily']
        ?.find((tool) => tool.name === name)
        ?.run({ ...input }, signal)) ?? '',
    )
  const { id } = await run('write_entry', { content: 'By the agent' })
  expect(await run('search_entries', { q: 'agent' })).toMatchObject({ count: 1, entries: [{ id }] })
  expect(await run('search_entries', { q: '' })).toMatchObject({ count: 1 })
  expect(await run('read_entry', { id })).toMatchObject({ content: 'By the agent' })
})

test('P45 hostile values in every field: below 500', async () => {
  for (const value of hostileValues) {
    for (const body of [
      { content: value },
      { content: 'x', metadata: value },
      { content: 'x', metadata: { a: value } },
      { content: 'x', audio: value },
    ]) {
      const answer = await add(body)
      expect([JSON.stringify(body).slice(0, 100), answer.status < 500], JSON.stringify(answer.body)).toEqual([
        JSON.stringify(body).slice(0, 100),
        true,
      ])
    }
    if (typeof value !== 'string' || !value.isWellFormed()) continue
    for (const path of ['entries?limit=', 'entries?date=', 'entries/', 'search?q='])
      expect((await get(path + encodeURIComponent(value))).status).toBeLessThan(500)
  }
}, 120_000)
