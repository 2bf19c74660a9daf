import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { eachEngine } from '@atrium/db/testing'
import { limits, Workspace } from '@atrium/schema'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chatIdOf, collect, ofType, send } from '../../../test/chat-client.ts'
import { createTestApp, type TestApp } from '../../testing.ts'

let app: TestApp
const place = () => join(app.vault, '.atrium/workspaces')
const older = () => join(app.vault, '.parachute/workspaces')
const fileOf = (slug: string, folder = place()) => join(folder, slug, 'config.yaml')
const byHand = (slug: string, text: string, folder = place()): void => {
  mkdirSync(join(folder, slug), { recursive: true })
  writeFileSync(fileOf(slug, folder), text)
}
const create = async (body: object) => {
  const { status, body: answer } = await app.rest('POST', '/api/workspaces', body)
  expect([status, answer], JSON.stringify(answer)).toEqual([201, { workspace: expect.anything() }])
  return Workspace.parse(answer.workspace)
}
const get = async (slug: string) => (await app.rest('GET', `/api/workspaces/${slug}`)).body.workspace
const put = (slug: string, body: object) => app.rest('PUT', `/api/workspaces/${slug}`, body)
const slugs = async (): Promise<string[]> =>
  (await app.rest('GET', '/api/workspaces')).body.workspaces.map(({ slug }: Workspace) => slug)
const problems = async (): Promise<{ code: string; message: string }[]> =>
  (await app.rest('GET', '/api/health?detailed=true')).body.problems
const everything = {
  mcps: 'all',
  skills: 'all',
  agents: 'all',
  plugins: { include_user: true, dirs: [] },
}

beforeAll(async () => {
  app = await createTestApp({ claudePath: '/nowhere/claude' })
})
afterAll(() => app[Symbol.asyncDispose]())
beforeEach(() => {
  for (const folder of ['.atrium', '.parachute'])
    rmSync(join(app.vault, folder), { recursive: true, force: true })
})

describe('a workspace', () => {
  test('is refused without a key, and to a key without the scope', async () => {
    const headers = { authorization: '' }
    expect((await app.rest('GET', '/api/workspaces', undefined, { headers })).status).toBe(401)
    const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['files'] })).body
    const other = { headers: { authorization: `Bearer ${key}` } }
    expect((await app.rest('POST', '/api/workspaces', { name: 'x' }, other)).body.code).toBe('scope_missing')
  })

  test('is made with its defaults, and its file has the published form', async () => {
    expect(await create({ name: 'Garden' })).toEqual({
      name: 'Garden',
      slug: 'garden',
      description: '',
      trust_level: 'full',
      working_directory: null,
      model: null,
      capabilities: everything,
      sandbox: null,
    })
    expect(readFileSync(fileOf('garden'), 'utf8')).toBe(
      `name: Garden\ndescription: ""\ntrust_level: full\ncapabilities:\n  mcps: all\n  skills: all\n  agents: all\n  plugins:\n    include_user: true\n    dirs: []\n`,
    )
    expect(await slugs()).toEqual(['garden'])
    expect(readdirSync(join(place(), 'garden'))).toEqual(['config.yaml'])
  })

  test('takes the older words of trust, and a list of names', async () => {
    const made = await create({
      name: 'Old words',
      default_trust_level: 'Untrusted',
      capabilities: { mcps: ['parachute'], skills: 'none', plugins: 'none' },
      sandbox: { timeout: 60 },
    })
    expect(made).toMatchObject({
      trust_level: 'sandboxed',
      capabilities: {
        mcps: ['parachute'],
        skills: 'none',
        agents: 'all',
        plugins: { include_user: false, dirs: [] },
      },
      sandbox: { memory: '512m', cpu: '1.0', timeout: 60 },
    })
    expect(await get('old-words')).toEqual(made)
  })

  test.each([
    [{}, 'name'],
    [{ name: '  ' }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 'x', trust_level: 'loose' }, 'trust_level'],
    [{ name: 'x', trust_level: '__proto__' }, 'trust_level'],
    [{ name: 'x', capabilities: { mcps: 'some' } }, 'capabilities'],
    [{ name: 'x', capabilities: { agents: [''] } }, 'capabilities'],
    [{ name: 'x', sandbox: { memory: '; rm -rf /' } }, 'sandbox'],
    [{ name: 'x', sandbox: { timeout: 0 } }, 'sandbox'],
  ])('P45 %j is refused, and %s is named', async (body, field) => {
    const { status, body: answer } = await app.rest('POST', '/api/workspaces', body)
    expect([status, answer.detail?.[0]?.loc.slice(0, 2)]).toEqual([422, ['body', field]])
    expect(existsSync(place())).toBe(false)
  })

  test.each(['../..', '/etc', '~', '~/.ssh'])(
    'P17 whose folder would be %s is refused when no chat may work there',
    async (path) => {
      const { status, body } = await app.rest('POST', '/api/workspaces', {
        name: 'x',
        working_directory: path,
      })
      if (status === 201) return // the home folder itself is allowed to chats
      expect([status, body.code]).toEqual([403, 'outside_roots'])
    },
  )

  test('P9 with plugin folders is an administrator’s, since plugins bring programs', async () => {
    const body = { name: 'x', capabilities: { plugins: { dirs: ['plugins/one'] } } }
    const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'c', scopes: ['chat'] })).body
    const headers = { authorization: `Bearer ${key}` }
    expect((await app.rest('POST', '/api/workspaces', body, { headers })).body.code).toBe('scope_missing')
    await create(body)
    const change = (to: object) => app.rest('PUT', '/api/workspaces/x', to, { headers })
    expect((await change(body)).status).toBe(200)
    const more = { capabilities: { plugins: { dirs: ['plugins/one', 'two'] } } }
    expect((await change(more)).body.code).toBe('scope_missing')
  })

  test('two of one name get two slugs, also when made at once, and a stranger’s folder is left alone', async () => {
    mkdirSync(join(place(), 'garden'), { recursive: true })
    writeFileSync(join(place(), 'garden', 'notes.md'), 'mine')
    mkdirSync(join(older(), 'garden-3'), { recursive: true })
    writeFileSync(join(older(), 'garden-3', 'notes.md'), 'mine')
    const made = await Promise.all(Array.from({ length: 5 }, () => create({ name: 'Garden' })))
    expect(made.map(({ slug }) => slug).sort()).toEqual([
      'garden-2',
      'garden-4',
      'garden-5',
      'garden-6',
      'garden-7',
    ])
    expect(readFileSync(join(place(), 'garden', 'notes.md'), 'utf8')).toBe('mine')
    // Empty, as a crash may leave it.
    mkdirSync(join(place(), 'shed'))
    expect((await create({ name: 'Shed' })).slug).toBe('shed')
  })

  test('P45 longer than what is read again is refused, and the one that is there stays', async () => {
    const names = (count: number) => Array.from({ length: count }, (_, at) => `${at}`.padEnd(250, 'x'))
    const capabilities = { mcps: names(400) }
    expect((await app.rest('POST', '/api/workspaces', { name: 'Long', capabilities })).status).toBe(413)
    expect(await slugs()).toEqual([])
    const { slug } = await create({ name: 'Long', capabilities: { mcps: names(200) } })
    const { status, body } = await put(slug, { capabilities })
    expect([status, body.code]).toEqual([413, 'payload_too_large'])
    expect((await get(slug)).capabilities.mcps).toHaveLength(200)
  })

  test('P45 is one of a thousand at most', async () => {
    for (let index = 0; index < limits.workspaces; index++) byHand(`w${index}`, 'name: x\n')
    const { status, body } = await app.rest('POST', '/api/workspaces', { name: 'one more' })
    expect([status, body.code]).toEqual([409, 'limit_reached'])
    rmSync(join(place(), 'w0'), { recursive: true })
    await create({ name: 'one more' })
    expect(await slugs()).toHaveLength(limits.workspaces)
  })

  test('P49 made twice under one Idempotency-Key is made once', async () => {
    const headers = { 'idempotency-key': 'once' }
    const made = await Promise.all(
      [1, 2].map(() => app.rest('POST', '/api/workspaces', { name: 'Once' }, { headers })),
    )
    expect(made.map(({ body }) => body.workspace.slug)).toEqual(['once', 'once'])
    expect(await slugs()).toEqual(['once'])
    const other = await app.rest('POST', '/api/workspaces', { name: 'Other' }, { headers })
    expect(other.body.code).toBe('idempotency_mismatch')
  })

  test('is changed field by field: null clears, absent keeps', async () => {
    await create({ name: 'Garden', model: 'sonnet', working_directory: 'Projects', sandbox: { timeout: 9 } })
    const { body } = await put('garden', { description: 'herbs', model: null })
    expect(body.workspace).toMatchObject({
      name: 'Garden',
      slug: 'garden',
      description: 'herbs',
      model: null,
      working_directory: 'Projects',
      sandbox: { timeout: 9 },
    })
    await put('garden', { name: 'Orchard', working_directory: null, sandbox: null })
    const { body: set } = await put('garden', { capabilities: { mcps: 'none' } })
    expect(set.workspace).toMatchObject({ name: 'Orchard', capabilities: { ...everything, mcps: 'none' } })
    await put('garden', { capabilities: null, description: null })
    expect(await get('garden')).toEqual({
      ...body.workspace,
      name: 'Orchard',
      description: '',
      working_directory: null,
      sandbox: null,
      capabilities: everything,
    })
  })

  test('of twenty changes at once each is there in the end', async () => {
    await create({ name: 'Garden' })
    const fields = [{ name: 'G' }, { description: 'd' }, { model: 'm' }, { trust_level: 'vault' }]
    const answers = await Promise.all(
      [...fields, ...fields, ...fields, ...fields, ...fields].map((body) => put('garden', body)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await get('garden')).toMatchObject(Object.assign({}, ...fields))
  })

  test('that is not there is 404, and what is no slug is 400', async () => {
    expect((await app.rest('GET', '/api/workspaces/nobody')).body).toMatchObject({
      code: 'not_found',
      message: 'Workspace not found: nobody',
    })
    for (const slug of ['Bad_Slug', '-x', 'x-', '..%2f..', 'a/b', 'x'.repeat(64), 'сад'])
      for (const [method, more] of [
        ['GET', ''],
        ['PUT', ''],
        ['DELETE', ''],
        ['GET', '/sessions'],
      ]) {
        const path = `/api/workspaces/${slug.includes('%') ? slug : encodeURIComponent(slug)}${more}`
        const { status } = await app.rest(method ?? '', path, method === 'PUT' ? {} : undefined)
        expect([400, 404, 405], `${method} ${path}`).toContain(status)
      }
    expect((await app.rest('GET', '/api/workspaces/Bad_Slug')).body).toMatchObject({
      error: 'Bad Request',
      message: "Invalid workspace slug: 'Bad_Slug'",
    })
  })
})

describe('files that people write', () => {
  test('are there at once, in the first system’s folder too, and a change is seen by the next call', async () => {
    byHand('zoo', 'name: Zoo\n')
    byHand('garden', 'name: Garden\ntrust_level: vault\n', older())
    expect(await slugs()).toEqual(['garden', 'zoo'])
    writeFileSync(fileOf('garden', older()), 'name: Garten\ntrust_level: vault\n')
    expect((await get('garden')).name).toBe('Garten')
    byHand('garden', 'name: First\n')
    expect((await get('garden')).name).toBe('First')
    rmSync(join(place(), 'garden'), { recursive: true })
    expect((await get('garden')).name).toBe('Garten')
    expect(await slugs()).toEqual(['garden', 'zoo'])
  })

  test('are changed where they lie, and what is not ours in them stays', async () => {
    byHand('garden', '# hand-made\nname: Garden\nowner: Ann\nplants: [basil, dill]\n', older())
    expect((await put('garden', { trust_level: 'vault' })).status).toBe(200)
    const text = readFileSync(fileOf('garden', older()), 'utf8')
    expect(text).toContain('# hand-made')
    expect(text).toContain('owner: Ann')
    expect(text).toContain('plants: [ basil, dill ]')
    expect(text).toContain('trust_level: vault')
    expect(existsSync(place())).toBe(false)
  })

  test('P50 that cannot be read cost only themselves: said as a problem, refused, and never written over', async () => {
    byHand('fine', 'name: Fine\n')
    for (const [slug, text] of Object.entries({
      broken: 'name: [',
      empty: '',
      nul: '\0'.repeat(100),
      list: '- name: x',
      word: 'name: x\ntrust_level: everything',
    }))
      byHand(slug, text)
    byHand('Not_A_Slug', 'name: x')
    mkdirSync(fileOf('folder'), { recursive: true })
    expect(await slugs()).toEqual(['fine'])
    const damaged = ['Not_A_Slug', 'broken', 'empty', 'folder', 'list', 'nul', 'word']
    const said = (await problems()).filter(({ code }) => code === 'workspace_unreadable')
    expect(said.map(({ message }) => /: (\S+)/.exec(message)?.[1] ?? '').sort()).toEqual(damaged)
    expect((await app.rest('GET', '/api/workspaces/broken')).body.code).toBe('record_damaged')
    expect((await put('broken', { name: 'y' })).body.code).toBe('record_damaged')
    expect(readFileSync(fileOf('broken'), 'utf8')).toBe('name: [')
    const refused = await app.rest('POST', '/api/chat', { message: '/slow 1 0', workspace_id: 'broken' })
    expect(refused.body.code).toBe('record_damaged')
    writeFileSync(fileOf('broken'), 'name: Mended\n')
    expect((await get('broken')).name).toBe('Mended')
    for (const slug of damaged) rmSync(join(place(), slug), { recursive: true })
    expect(await slugs()).toEqual(['fine'])
    expect((await problems()).filter(({ code }) => code === 'workspace_unreadable')).toEqual([])
  })

  test('P17 behind links are not read, not written and not deleted', async () => {
    const outside = join(app.vault, '..', 'elsewhere')
    mkdirSync(outside, { recursive: true })
    writeFileSync(join(outside, 'config.yaml'), 'name: SECRET\n')
    writeFileSync(join(app.vault, 'notes.yaml'), 'name: Note\n')
    mkdirSync(join(place(), 'file'), { recursive: true })
    symlinkSync(outside, join(place(), 'folder'))
    symlinkSync(join(app.vault, 'notes.yaml'), fileOf('file'))
    expect(await slugs()).toEqual([])
    for (const slug of ['folder', 'file']) {
      const answer = await app.rest('GET', `/api/workspaces/${slug}`)
      expect([answer.status, answer.body.code]).toEqual([500, 'record_damaged'])
      expect((await put(slug, { name: 'mine' })).status).toBe(500)
      expect((await app.rest('DELETE', `/api/workspaces/${slug}`)).status).toBe(200)
    }
    expect(readFileSync(join(outside, 'config.yaml'), 'utf8')).toBe('name: SECRET\n')
    expect(readFileSync(join(app.vault, 'notes.yaml'), 'utf8')).toBe('name: Note\n')
    expect(existsSync(join(place(), 'folder'))).toBe(false)
    rmSync(join(app.vault, '.atrium'), { recursive: true })
    symlinkSync(outside, join(app.vault, '.atrium'))
    mkdirSync(join(outside, 'workspaces/x'), { recursive: true })
    writeFileSync(join(outside, 'workspaces/x/config.yaml'), 'name: SECRET\n')
    expect(await slugs()).toEqual([])
    expect((await app.rest('POST', '/api/workspaces', { name: 'x' })).body.code).toBe('outside_roots')
    expect(readdirSync(join(outside, 'workspaces'))).toEqual(['x'])
    rmSync(join(app.vault, '.atrium'))
  })

  test('P19 that a crash has left half-written are gone at the next start', async () => {
    byHand('garden', 'name: Garden\n')
    writeFileSync(join(place(), 'garden', '.atrium-draft-1'), 'name: Gar')
    await app.restart()
    expect(readdirSync(join(place(), 'garden'))).toEqual(['config.yaml'])
  })

  test('P20 that are changed while the hub changes them keep what the hub did not change', async () => {
    byHand('garden', 'name: Garden\n')
    const writes = Array.from({ length: 30 }, async (_, index) => {
      await put('garden', { description: `d${index}` })
    })
    const editor = (async () => {
      for (let index = 0; index < 30; index++) {
        const draft = join(place(), `../draft-${index}`)
        const text = readFileSync(fileOf('garden'), 'utf8')
        writeFileSync(
          draft,
          text.includes('mine:') ? text.replace(/mine: \d+/, `mine: ${index}`) : `${text}mine: ${index}\n`,
        )
        renameSync(draft, fileOf('garden'))
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    await Promise.all([...writes, editor])
    expect(readFileSync(fileOf('garden'), 'utf8')).toContain('mine:')
    expect((await get('garden')).name).toBe('Garden')
  })

  test('an edit that keeps size and second of the file is seen', async () => {
    byHand('garden', 'name: One\n')
    const at = new Date(1_700_000_000_000)
    utimesSync(fileOf('garden'), at, at)
    expect((await get('garden')).name).toBe('One')
    writeFileSync(fileOf('garden'), 'name: Two\n')
    utimesSync(fileOf('garden'), at, new Date(at.getTime() + 1))
    expect((await get('garden')).name).toBe('Two')
  })
})

test('P21 deletion is to be had back by hand', async () => {
  await create({ name: 'Garden' })
  expect((await app.rest('DELETE', '/api/workspaces/garden')).body).toEqual({ deleted: 'garden' })
  expect((await app.rest('DELETE', '/api/workspaces/garden')).status).toBe(404)
  const [kept = ''] = readdirSync(join(app.vault, '.atrium/trash/workspaces'))
  expect(kept).toMatch(/^garden\./)
  renameSync(join(app.vault, '.atrium/trash/workspaces', kept), join(place(), 'garden'))
  expect(await slugs()).toEqual(['garden'])
  expect(lstatSync(fileOf('garden')).isFile()).toBe(true)
})

eachEngine('the chats of a workspace', (engine) => {
  let hub: TestApp
  beforeAll(async () => {
    hub = await createTestApp({ claudePath: '/nowhere/claude', engine })
    await hub.rest('POST', '/api/workspaces', { name: 'Garden' })
  })
  afterAll(() => hub[Symbol.asyncDispose]())
  const say = async (more: object = {}) =>
    chatIdOf(await collect(send(hub, { message: '/slow 1 0', workspace_id: 'garden', ...more })))
  const listed = async (query = ''): Promise<string[]> =>
    (await hub.rest('GET', `/api/workspaces/garden/sessions${query}`)).body.sessions.map(
      ({ id }: { id: string }) => id,
    )

  test('are listed newest first, archived or not or both, in pages', async () => {
    const one = await say()
    const two = await say()
    const three = await say()
    await say({ workspace_id: undefined })
    await hub.rest('POST', `/api/chat/${two}/archive`)
    expect(await listed()).toEqual([two, three, one])
    expect(await listed('?archived=false')).toEqual([three, one])
    expect(await listed('?archived=true')).toEqual([two])
    expect(await listed('?limit=1&offset=1')).toEqual([three])
    expect((await hub.rest('GET', '/api/workspaces/garden/sessions?limit=501')).status).toBe(422)
    expect((await hub.rest('GET', '/api/workspaces/garden/sessions')).body.workspace.name).toBe('Garden')
  })

  test('P49 stay when it is deleted, in no workspace, also when the hub died in between', async () => {
    const id = await say()
    const of = async () => (await hub.rest('GET', `/api/chat/${id}`)).body.workspaceId
    expect(await of()).toBe('garden')
    const trash = join(hub.vault, '.atrium/trash/workspaces')
    mkdirSync(trash, { recursive: true })
    renameSync(join(hub.vault, '.atrium/workspaces/garden'), join(trash, 'garden.20261121'))
    expect(await of()).toBe('garden')
    await hub.restart()
    expect(await of()).toBeNull()
    await hub.rest('POST', '/api/workspaces', { name: 'Garden' })
    const again = await say()
    await hub.restart()
    expect((await hub.rest('GET', `/api/chat/${again}`)).body.workspaceId).toBe('garden')
    const told: (string | null)[] = []
    hub.app.events.on('chat.chat.changed', ({ chat }) => {
      if (chat.id === again) told.push(chat.workspaceId)
    })
    await hub.rest('DELETE', '/api/workspaces/garden')
    expect(told).toEqual([null])
    expect((await hub.rest('GET', `/api/chat/${again}`)).body.workspaceId).toBeNull()
    expect(
      ofType(await collect(send(hub, { message: '/slow 1 0', session_id: again })), 'result'),
    ).toHaveLength(1)
  })
})
