import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eachEngine } from '@atrium/db/testing'
import { ChatContexts, ContextChain, ContextFolderList, limits } from '@atrium/schema'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chatIdOf, collect, ofType, send } from '../../../test/chat-client.ts'
import { createTestApp, type TestApp } from '../../testing.ts'
import { walkFolders } from './walk.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ claudePath: '/nowhere/claude' })
})
afterAll(() => app[Symbol.asyncDispose]())

const write = (path: string, text: string, hub = app): void => {
  mkdirSync(join(hub.vault, path, '..'), { recursive: true })
  writeFileSync(join(hub.vault, path), text)
}
const clear = (): void => {
  rmSync(app.vault, { recursive: true })
  mkdirSync(app.vault)
}
const get = async (path: string) => (await app.rest('GET', `/api/contexts/${path}`)).body
const chain = async (folders: string, more = '') =>
  ContextChain.parse(await get(`chain?folders=${encodeURIComponent(folders)}${more}`))

test('P47 a path of a thousand folders, there or not, keeps nobody waiting', async () => {
  const deep = 'a/'.repeat(1_000)
  expect(await chain(deep)).toEqual({ files: [], total_tokens: 0, truncated: false })
  const context_folders = ['b', 'c', 'd'].map((name) => `${name}/`.repeat(1_000))
  expect((await app.rest('POST', '/api/chat', { message: '/slow 1 0', context_folders })).status).toBe(200)
  write(`${deep}AGENTS.md`, 'far down')
  expect((await chain(deep)).files.map(({ level }) => level)).toEqual(['direct'])
})

describe('the folders that have instructions', () => {
  beforeEach(clear)

  test('are found nearest first, hidden and made ones skipped', async () => {
    for (const path of [
      'AGENTS.md',
      'Projects/garden/CLAUDE.md',
      'Projects/AGENTS.md',
      'Projects/CLAUDE.md',
      'Areas/big-blue_house/CLAUDE.md',
      '.hidden/AGENTS.md',
      '.atrium/agents/AGENTS.md',
      'Projects/node_modules/x/AGENTS.md',
      'venv/AGENTS.md',
      'build/AGENTS.md',
      '__pycache__/AGENTS.md',
      'notes/agents.md',
    ])
      write(path, 'x')
    mkdirSync(join(app.vault, 'odd/AGENTS.md'), { recursive: true })
    symlinkSync(join(app.vault, '..'), join(app.vault, 'way-out'))
    symlinkSync(app.vault, join(app.vault, 'loop'))
    const list = ContextFolderList.parse(await get('folders'))
    expect(list.folders).toEqual([
      {
        path: '',
        context_file: 'AGENTS.md',
        has_agents_md: true,
        has_claude_md: false,
        display_name: 'Root',
      },
      {
        path: 'Projects',
        context_file: 'AGENTS.md',
        has_agents_md: true,
        has_claude_md: true,
        display_name: 'Projects',
      },
      {
        path: 'Areas/big-blue_house',
        context_file: 'CLAUDE.md',
        has_agents_md: false,
        has_claude_md: true,
        display_name: 'Big Blue House',
      },
      {
        path: 'Projects/garden',
        context_file: 'CLAUDE.md',
        has_agents_md: false,
        has_claude_md: true,
        display_name: 'Garden',
      },
    ])
    expect(list).toMatchObject({ count: 4, truncated: false })
  })

  test('P45 are a hundred at most, and the others are said to be there', async () => {
    for (let index = 0; index < limits.contextFoldersKnown; index++) write(`f${index}/AGENTS.md`, 'x')
    expect(await get('folders')).toMatchObject({ count: limits.contextFoldersKnown, truncated: false })
    write('deep/er/AGENTS.md', 'x')
    expect(await get('folders')).toMatchObject({ count: limits.contextFoldersKnown, truncated: true })
  })

  test('are looked for within a bound of folders and of time', async () => {
    for (let index = 0; index < 40; index++)
      mkdirSync(join(app.vault, `f${index}/deep/er`), { recursive: true })
    write('f0/deep/er/AGENTS.md', 'x')
    const bounds = { found: 100, folders: 1_000, ms: 10_000 }
    expect((await walkFolders(app.vault, bounds)).folders).toHaveLength(1)
    expect(await walkFolders(app.vault, { ...bounds, folders: 30 })).toEqual({ folders: [], truncated: true })
    expect(await walkFolders(app.vault, { ...bounds, ms: -1 })).toEqual({ folders: [], truncated: true })
  })
})

describe('the chain of folders', () => {
  beforeAll(() => {
    clear()
    write('AGENTS.md', 'r'.repeat(400))
    write('Projects/CLAUDE.md', 'p'.repeat(200))
    write('Projects/garden/AGENTS.md', 'g'.repeat(100))
    write('Projects/garden/CLAUDE.md', 'not this')
    write('Areas/home/CLAUDE.md', 'h'.repeat(40))
    mkdirSync(join(app.vault, 'Projects/garden/beds'))
  })

  test('has the instructions of a folder and of those above it, with their tokens', async () => {
    expect(await chain('Projects/garden')).toEqual({
      files: [
        { path: 'AGENTS.md', folder_path: '', level: 'root', tokens: 100, exists: true },
        { path: 'Projects/CLAUDE.md', folder_path: 'Projects', level: 'parent', tokens: 50, exists: true },
        {
          path: 'Projects/garden/AGENTS.md',
          folder_path: 'Projects/garden',
          level: 'direct',
          tokens: 25,
          exists: true,
        },
      ],
      total_tokens: 175,
      truncated: false,
    })
  })

  test.each([
    ['', ['AGENTS.md direct']],
    ['.', ['AGENTS.md direct']],
    [
      './Projects//garden/',
      ['AGENTS.md root', 'Projects/CLAUDE.md parent', 'Projects/garden/AGENTS.md direct'],
    ],
    [
      'Projects/garden/beds',
      ['AGENTS.md root', 'Projects/CLAUDE.md parent', 'Projects/garden/AGENTS.md parent'],
    ],
    ['Projects,Projects', ['AGENTS.md root', 'Projects/CLAUDE.md direct']],
    ['Areas/home,Projects', ['AGENTS.md root', 'Projects/CLAUDE.md direct', 'Areas/home/CLAUDE.md direct']],
    [',Areas/home', ['AGENTS.md direct', 'Areas/home/CLAUDE.md direct']],
    ['not/there', ['AGENTS.md root']],
  ])('of %j is %j', async (folders, expected) => {
    const { files } = await chain(folders)
    expect(files.map(({ path, level }) => `${path} ${level}`)).toEqual(expected)
  })

  test('is cut to fit: what was asked for comes first, and little is not worth its place', async () => {
    const cut = await chain('Projects/garden', '&max_tokens=60')
    expect(cut).toMatchObject({ truncated: true })
    expect(cut.files.map(({ path, tokens }) => [path, tokens])).toEqual([
      ['AGENTS.md', 35],
      ['Projects/garden/AGENTS.md', 25],
    ])
    expect(cut.total_tokens).toBeLessThanOrEqual(60)
    const { files } = await chain('Projects/garden', '&max_tokens=45')
    expect(files.map(({ path }) => path)).toEqual(['Projects/garden/AGENTS.md'])
  })

  test('P17 P45 refuses what leads out, what is guarded, and too many', async () => {
    symlinkSync(join(app.vault, 'Areas'), join(app.vault, 'way'))
    for (const folders of [
      '..',
      'a/../..',
      '/etc',
      '~',
      'way',
      'way/home',
      '.git',
      '.atrium',
      'a/.claude/b',
      '.ENV',
    ])
      expect(await get(`chain?folders=${encodeURIComponent(folders)}`), folders).toMatchObject({
        code: 'outside_roots',
      })
    expect(await get(`chain?folders=${'a,'.repeat(limits.contextFoldersPerChat)}`)).toMatchObject({
      detail: [{ loc: ['query', 'folders'] }],
    })
    expect((await get('chain')).detail[0].loc).toEqual(['query', 'folders'])
    expect((await get('chain?folders=a&max_tokens=0')).detail[0].loc).toEqual(['query', 'max_tokens'])
    rmSync(join(app.vault, 'way'))
  })
})

eachEngine('the folders of a chat', (engine) => {
  let hub: TestApp
  let id: string
  const path = (more = '') => `/api/contexts/session/${id}${more}`
  const say = (more: object = {}) => collect(send(hub, { message: '/slow 1 0', ...more }))
  const filesOf = async (more: object = {}) =>
    ofType(await say({ session_id: id, ...more }), 'prompt_metadata')[0]?.context_files
  const change = async (method: string, action: string, folder: string) =>
    hub.rest(method, path(`/${action}?folder_path=${encodeURIComponent(folder)}`))

  beforeAll(async () => {
    hub = await createTestApp({ claudePath: '/nowhere/claude', engine })
    for (const folder of ['a', 'b', 'b/c', 'd']) write(`${folder}/AGENTS.md`, `of ${folder}`, hub)
  })
  afterAll(() => hub[Symbol.asyncDispose]())
  beforeEach(async () => {
    id = chatIdOf(await say())
  })

  test('are set, added to, taken from and told', async () => {
    expect((await hub.rest('GET', path())).body).toEqual({ session_id: id, folder_paths: [], chain: null })
    const set = await hub.rest('PUT', path(), { folder_paths: ['b/', './a', 'b', '', '.'] })
    expect(ChatContexts.parse(set.body)).toEqual({
      session_id: id,
      folder_paths: ['b', 'a', ''],
      chain: null,
    })
    expect((await hub.rest('GET', path())).body.folder_paths).toEqual(['', 'a', 'b'])
    expect((await change('POST', 'add', 'b/c')).body.folder_paths).toEqual(['', 'a', 'b', 'b/c'])
    expect((await change('POST', 'add', 'b/c')).body.folder_paths).toEqual(['', 'a', 'b', 'b/c'])
    expect((await change('DELETE', 'remove', '')).body.folder_paths).toEqual(['a', 'b', 'b/c'])
    expect((await change('DELETE', 'remove', 'nowhere')).body.folder_paths).toEqual(['a', 'b', 'b/c'])
    const { chain: told } = (await hub.rest('GET', path('?include_chain=true'))).body
    expect(ContextChain.parse(told).files.map((file) => file.path)).toEqual([
      'a/AGENTS.md',
      'b/AGENTS.md',
      'b/c/AGENTS.md',
    ])
    expect((await hub.rest('PUT', path(), { folder_paths: [] })).body.folder_paths).toEqual([])
  })

  test('reach its prompts; a message that names some wins, for itself', async () => {
    await hub.rest('PUT', path(), { folder_paths: ['b/c'] })
    expect(await filesOf()).toEqual(['b/AGENTS.md', 'b/c/AGENTS.md'])
    expect(await filesOf({ context_folders: ['a'] })).toEqual(['a/AGENTS.md'])
    expect(await filesOf()).toEqual(['b/AGENTS.md', 'b/c/AGENTS.md'])
    expect(await filesOf({ context_folders: [] })).toEqual([])
    await change('DELETE', 'remove', 'b/c')
    expect(await filesOf()).toEqual([])
  })

  test('that are gone, or are links now, stop no message', async () => {
    await hub.rest('PUT', path(), { folder_paths: ['d', 'a', 'never'] })
    rmSync(join(hub.vault, 'd'), { recursive: true })
    symlinkSync(join(hub.vault, 'b'), join(hub.vault, 'd'))
    expect(await filesOf()).toEqual(['a/AGENTS.md'])
    const { chain: told } = (await hub.rest('GET', path('?include_chain=true'))).body
    expect(told.files).toHaveLength(1)
    rmSync(join(hub.vault, 'd'))
    write('d/AGENTS.md', 'of d', hub)
  })

  test('P17 never lead out of the vault, into what is guarded, or through a link', async () => {
    symlinkSync(join(hub.vault, 'a'), join(hub.vault, `link-${id}`))
    for (const folder of [
      '..',
      'a/../../x',
      '/etc',
      '~/x',
      '.git',
      'a/.claude',
      `link-${id}`,
      `link-${id}/x`,
    ]) {
      const answers = [
        await hub.rest('PUT', path(), { folder_paths: ['a', folder] }),
        await change('POST', 'add', folder),
      ]
      for (const { status, body } of answers)
        expect([status, body.code], folder).toEqual([403, 'outside_roots'])
    }
    expect((await hub.rest('GET', path())).body.folder_paths).toEqual([])
  })

  test('P45 are fifty at most, also when many are added at once', async () => {
    const many = Array.from({ length: limits.contextFoldersPerChat + 1 }, (_, index) => `f${index}`)
    expect((await hub.rest('PUT', path(), { folder_paths: many })).status).toBe(422)
    await hub.rest('PUT', path(), { folder_paths: many.slice(0, -10) })
    const added = await Promise.all(
      Array.from({ length: 20 }, (_, index) => change('POST', 'add', `g${index}`)),
    )
    expect(added.filter(({ status }) => status === 200)).toHaveLength(9)
    expect(added.filter(({ body }) => body.code === 'limit_reached')).toHaveLength(11)
    expect((await hub.rest('GET', path())).body.folder_paths).toHaveLength(limits.contextFoldersPerChat)
  })

  test('of a chat that is not there are 404, and go with their chat', async () => {
    await hub.rest('PUT', path(), { folder_paths: ['a'] })
    await hub.rest('DELETE', `/api/chat/${id}`)
    expect(
      await hub.app.database.db.selectFrom('chatContext').selectAll().where('chatId', '=', id).execute(),
    ).toEqual([])
    for (const answer of [
      await hub.rest('GET', path()),
      await hub.rest('PUT', path(), { folder_paths: [] }),
      await change('POST', 'add', 'a'),
      await change('DELETE', 'remove', 'a'),
    ])
      expect([answer.status, answer.body.message]).toEqual([404, `Session not found: ${id}`])
  })
})
