import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectRefusal, hostileValues } from '../../../test/hostile.ts'
import { createTestApp, type TestApp } from '../../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ logLevel: 'silent' })
})
afterAll(() => app[Symbol.asyncDispose]())
beforeEach(async () => {
  rmSync(join(app.vault, 'Brain'), { recursive: true, force: true })
  await app.rest('POST', '/api/brain/reload')
})

const put = (path: string, text: string): void => {
  const file = join(app.vault, 'Brain/entities', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
const get = (path: string) => app.rest('GET', `/api/brain/${path}`)
/** What changed on the disk is seen after a moment that grows with the number of files. */
const soon = (work: () => Promise<unknown>) => expect.poll(work, { interval: 20 })
const ann =
  '---\npara_id: person-ann\nname: Ann\ntags: [friend]\nborn: 1990\n---\n\nKnows [[Bob]] and [[Nobody|someone]].\n'

describe('entities', () => {
  test('have the shape of the contract, with the rest of their front matter and links both ways', async () => {
    put('people/ann.md', ann)
    put('bob.md', '# Bob the Builder\n\nWorks with [[ann]].')
    await soon(async () => (await get('entities/person-ann')).body).toEqual({
      para_id: 'person-ann',
      name: 'Ann',
      tags: ['friend'],
      born: 1990,
      content: 'Knows [[Bob]] and [[Nobody|someone]].',
      path: join(app.vault, 'Brain/entities/people/ann.md'),
      links: [
        { name: 'Bob', para_id: 'bob' },
        { name: 'Nobody', para_id: null },
      ],
      backlinks: [{ name: 'Bob the Builder', para_id: 'bob' }],
    })
    expect((await get('entities/bob')).body).toMatchObject({
      para_id: 'bob',
      name: 'Bob the Builder',
      tags: [],
      links: [{ name: 'ann', para_id: 'person-ann' }],
      backlinks: [{ name: 'Ann', para_id: 'person-ann' }],
    })
  })

  test('are found by exact name in any case, and by ids with slashes', async () => {
    put('places/home.md', 'At home.')
    put('people/ann.md', ann)
    await soon(async () => (await get('resolve/aNN')).body.para_id).toBe('person-ann')
    expect((await get('entities/places/home')).body.name).toBe('home')
    expect((await get('entities/places%2Fhome')).body.name).toBe('home')
    const missing = await get('entities/x')
    expect([missing.status, missing.body]).toMatchObject([
      404,
      { error: 'Entity not found', para_id: 'x', code: 'not_found' },
    ])
    expect((await get('resolve/x')).body).toMatchObject({ error: 'Entity not found', name: 'x' })
    expect((await get('resolve/An')).status).toBe(404)
  })

  test('are searched in names, tags, ids and texts, names first', async () => {
    put('a.md', '---\nname: Garden\n---\nBeds and a hammock')
    put('b.md', '---\nname: Ann\ntags: [garden]\n---\nx')
    put('c.md', 'We sat in the GARDEN.')
    await soon(async () => (await get('search?q=garden')).body).toMatchObject({
      query: 'garden',
      count: 3,
      total: 3,
      results: [
        { para_id: 'a', name: 'Garden', tags: [], snippet: 'Beds and a hammock' },
        { para_id: 'b' },
        { para_id: 'c' },
      ],
    })
    expect((await get('search?q=garden&limit=1')).body).toMatchObject({ count: 1, total: 3 })
    expect((await get('search')).status).toBe(422)
  })

  test('follow the files without a reload: new, changed, renamed, removed', async () => {
    const names = async () => (await get('search?q=')).body.results.map(({ name }: { name: string }) => name)
    await soon(names).toEqual([])
    put('a.md', '# One')
    await soon(names).toEqual(['One'])
    put('a.md', '# Two')
    await soon(names).toEqual(['Two'])
    put('deep/er/b.md', '# Three')
    await soon(names).toEqual(['Three', 'Two'])
    rmSync(join(app.vault, 'Brain/entities/a.md'))
    await soon(names).toEqual(['Three'])
    expect((await app.rest('POST', '/api/brain/reload')).body).toEqual({ status: 'reloaded', count: 1 })
  })

  test('survive odd files: broken front matter, one id twice, no text, odd names', async () => {
    put('a.md', '---\nname: [unclosed\n---\nText A')
    put('b.md', '---\npara_id: same\n---\n')
    put('c.md', '---\npara_id: same\nname: 5\ntags: nothing, much\n---\n')
    put('d ü ✓.md', '')
    put('e.md', '\uFEFF---\r\nname: Windows\r\n---\r\nText')
    put('.hidden.md', '# Hidden')
    put('f.txt', 'no')
    put('bad.md', Buffer.from([0xff, 0xfe, 0x00]).toString('latin1'))
    await soon(async () => (await get('search?q=')).body.count).toBe(6)
    expect((await get('entities/same')).body.path).toMatch(/b\.md$/)
    expect((await get('entities/c')).body).toMatchObject({ name: 'c', tags: ['nothing', 'much'] })
    expect((await get('resolve/windows')).body.content).toBe('Text')
    expect((await get('entities/d%20%C3%BC%20%E2%9C%93')).status).toBe(200)
  })

  test('P17 what a link leads to is not read, outside the vault or inside', async () => {
    mkdirSync(join(app.home, 'outside'), { recursive: true })
    writeFileSync(join(app.home, 'outside/secret.md'), '# Secret')
    put('real.md', '# Real')
    symlinkSync(join(app.home, 'outside/secret.md'), join(app.vault, 'Brain/entities/link.md'))
    symlinkSync(join(app.home, 'outside'), join(app.vault, 'Brain/entities/folder'))
    await soon(async () => (await get('search?q=')).body.count).toBe(1)
    rmSync(join(app.vault, 'Brain'), { recursive: true })
    mkdirSync(join(app.vault, 'Brain'))
    symlinkSync(join(app.home, 'outside'), join(app.vault, 'Brain/entities'))
    await soon(async () => (await get('search?q=')).body.count).toBe(0)
    const written = await app.rest('PUT', '/api/brain/entities/x', { content: 'y' })
    expect([written.status, written.body.code]).toEqual([403, 'outside_roots'])
  })
})

describe('writing', () => {
  const save = (id: string, body: object) => app.rest('PUT', `/api/brain/entities/${id}`, body)

  test('makes an entity, changes what is named and keeps the rest', async () => {
    const { status, body } = await save('people/ann', { name: 'Ann', tags: ['friend'], content: 'Hello' })
    expect([status, body]).toMatchObject([
      200,
      { para_id: 'people/ann', name: 'Ann', tags: ['friend'], content: 'Hello' },
    ])
    put('bob.md', '---\npara_id: bob\nname: Bob\nborn: 1980\n---\nOld')
    await soon(async () => (await get('entities/bob')).status).toBe(200)
    expect((await save('bob', { content: 'New' })).body).toMatchObject({
      name: 'Bob',
      born: 1980,
      content: 'New',
    })
    expect((await get('entities/bob')).body).toMatchObject({ name: 'Bob', born: 1980, content: 'New' })
  })

  test('refuses ids that lead elsewhere', async () => {
    for (const id of [
      '..%2F..%2Fx',
      '.hidden',
      'a%2F..%2Fb',
      'a%2F%2Fb',
      'a%00b',
      'x'.repeat(201),
      'a%2F.git%2Fx',
      '~x',
    ])
      expect([id, (await save(id, { content: 'x' })).status]).toEqual([id, 422])
  })

  test('by an alias changes what it means and keeps its name', async () => {
    put('anna.md', '---\npara_id: anna\nname: Anna Smith\naliases: [Ann]\n---\n\nOld.\n')
    await soon(async () => (await get('resolve/ann')).status).toBe(200)
    const save = (await app.app.modules.tools())['brain']?.find(({ name }) => name === 'save_entity')
    await save?.run({ name: 'Ann', content: 'New.' }, new AbortController().signal)
    expect((await get('entities/anna')).body).toMatchObject({ name: 'Anna Smith', content: 'New.' })
  })

  test('an id that was taken is free again when the other file goes', async () => {
    put('a.md', '---\npara_id: same\n---\n')
    put('b.md', '---\npara_id: same\n---\n')
    await soon(async () => (await get('entities/b')).status).toBe(200)
    rmSync(join(app.vault, 'Brain/entities/a.md'))
    await soon(async () => (await get('entities/same')).body.path).toMatch(/b\.md$/)
  })

  test('twenty at once are twenty', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => save(`n${i}`, { content: `Text ${i}` })))
    expect((await get('search?q=text&limit=100')).body.count).toBe(20)
  })

  test('agents search, read and write through tools', async () => {
    const { signal } = new AbortController()
    const run = async (name: string, input: object) =>
      JSON.parse(
        (await (
          await app.app.modules.tools()
        )['brain']
          ?.find((tool) => tool.name === name)
          ?.run({ ...input }, signal)) ?? '',
      )
    expect(await run('save_entity', { name: 'Ann Lee', content: 'Likes [[Tea]].' })).toEqual({
      status: 'created',
      para_id: 'ann-lee',
      name: 'Ann Lee',
    })
    expect(await run('save_entity', { name: 'ann lee', content: 'Likes coffee.' })).toMatchObject({
      status: 'updated',
      para_id: 'ann-lee',
    })
    expect(await run('search_entities', { q: 'coffee' })).toMatchObject({ count: 1 })
    expect(await run('get_entity', { name: 'Ann Lee' })).toMatchObject({ content: 'Likes coffee.' })
    await expect(run('get_entity', { name: 'x' })).rejects.toThrow('Entity not found: x')
  })
})

test('names, words and groups of words of a text are suggested, the longest first', async () => {
  put('a.md', '# Ann')
  put('b.md', '# Ann Lee')
  put('c.md', '---\nname: Garden Project\naliases: [The Plot]\n---\n')
  const { suggestions } = (
    await app.rest('POST', '/api/brain/suggest', {
      text: 'Saw Ann Lee, and ann, at The Plot with Ann. [[Garden project]]!',
    })
  ).body
  expect(suggestions).toEqual([
    { para_id: 'c', name: 'Garden Project', matched_term: 'Garden project', linked: true },
    { para_id: 'b', name: 'Ann Lee', matched_term: 'Ann Lee', linked: false },
    { para_id: 'a', name: 'Ann', matched_term: 'Ann', linked: false },
  ])
})

test('five thousand entities are read once, then searched and followed quickly', async () => {
  for (let i = 0; i < 5_000; i++)
    put(
      `m/${i % 50}/e${i}.md`,
      `---\nname: Entity ${i}\ntags: [t${i % 7}]\n---\n\nSee [[Entity ${(i * 31) % 5_000}]]. ${'word '.repeat(100)}`,
    )
  await soon(async () => (await get('search?q=entity%204999')).body.total).toBe(2)
  const times: number[] = []
  for (let i = 0; i < 50; i++) {
    const begun = performance.now()
    expect((await get(`search?q=entity%20${i}`)).status).toBe(200)
    times.push(performance.now() - begun)
  }
  expect(times.sort((one, other) => one - other)[25]).toBeLessThan(250)
  const { backlinks } = (await get('resolve/entity%2031')).body
  expect(backlinks).toContainEqual({ name: 'Entity 1', para_id: 'm/1/e1' })
  put('m/new.md', '# Fresh')
  await soon(async () => (await get('resolve/fresh')).status).toBe(200)
})

test('P45 hostile values in every field: below 500, and said in our words', async () => {
  put('a.md', ann)
  const odd = hostileValues.filter((value) => typeof value === 'string' && value.isWellFormed()).map(String)
  for (const value of odd) {
    const text = encodeURIComponent(value)
    for (const path of [
      `search?q=${text}`,
      `search?q=a&limit=${text}`,
      `entities/${text}`,
      `resolve/${text}`,
    ]) {
      const answer = await get(path)
      expect([path.slice(0, 100), answer.status < 500]).toEqual([path.slice(0, 100), true])
      if (answer.status >= 400 && answer.body.error !== 'Entity not found') expectRefusal(answer, path)
    }
  }
  for (const value of hostileValues)
    for (const body of [
      { text: value },
      { name: value, content: 'x' },
      { tags: value },
      { content: value },
    ]) {
      const answer =
        'text' in body
          ? await app.rest('POST', '/api/brain/suggest', body)
          : await app.rest('PUT', '/api/brain/entities/a', body)
      expect([JSON.stringify(body).slice(0, 100), answer.status < 500]).toEqual([
        JSON.stringify(body).slice(0, 100),
        true,
      ])
    }
})
