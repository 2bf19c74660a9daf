import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'
import { approveModule, moduleEntry, oneRoute, putModule } from './testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ logLevel: 'silent' })
})
afterAll(() => app[Symbol.asyncDispose]())

const keyOf = async (...scopes: string[]) => {
  const { key } = (await app.rest('POST', '/api/auth/keys', { label: scopes.join(), scopes })).body
  return { headers: { authorization: `Bearer ${key}` } }
}
const approve = (name: string, body: object = {}) => approveModule(app, name, body)
const entry = (name: string, source?: string) => moduleEntry(app, name, source)
const get = (path: string) => app.rest('GET', path)

describe('the doors', () => {
  test('each needs a credential, and what changes the programs needs admin', async () => {
    const doors = [
      ['GET', '/api/modules'],
      ['POST', '/api/modules/brain/approve'],
      ['GET', '/api/modules/chat/prompt'],
      ['PUT', '/api/modules/chat/prompt'],
      ['GET', '/api/modules/chat/stats'],
      ['GET', '/api/brain/search?q=a'],
      ['POST', '/api/daily/entries'],
      ['DELETE', '/api/brain/search'],
    ] as const
    for (const [method, path] of doors) {
      const { status } = await app.rest(method, path, undefined, { headers: { authorization: '' } })
      expect([path, status]).toEqual([path, 401])
    }
    const chat = await keyOf('chat')
    expect((await app.rest('GET', '/api/modules', undefined, chat)).status).toBe(200)
    expect((await app.rest('GET', '/api/brain/search?q=a', undefined, chat)).status).toBe(200)
    expect((await app.rest('POST', '/api/modules/x/approve', {}, chat)).body.code).toBe('scope_missing')
    const terminal = await keyOf('terminal')
    expect((await app.rest('GET', '/api/brain/search?q=a', undefined, terminal)).body.code).toBe(
      'scope_missing',
    )
    expect((await app.rest('GET', '/api/modules', undefined, terminal)).body.code).toBe('scope_missing')
  })

  test('a route of a module says which scope it needs', async () => {
    const route = (scope: string) =>
      `{ method: 'GET', path: '/${scope}', summary: 'x', scope: '${scope}', handler: () => ({ ok: true }) }`
    putModule(
      app.vault,
      'scoped',
      `export default { routes: [${['chat', 'files', 'admin'].map(route).join()}] }`,
    )
    await approve('scoped')
    for (const scope of ['chat', 'files', 'admin'])
      for (const held of ['chat', 'files', 'admin']) {
        const { status } = await app.rest('GET', `/api/scoped/${scope}`, undefined, await keyOf(held))
        expect([scope, held, status]).toEqual([scope, held, held === scope || held === 'admin' ? 200 : 403])
      }
  })

  test('a broken body is not looked at before the credential', async () => {
    const answer = await app.rest('POST', '/api/daily/entries', '{', { headers: { authorization: '' } })
    expect(answer.status).toBe(401)
    expect((await app.rest('POST', '/api/daily/entries', '{')).status).toBe(400)
    const typed = { headers: { 'content-type': 'text/plain' } }
    expect((await app.rest('POST', '/api/daily/entries', 'x', typed)).status).toBe(415)
  })
})

describe('the list', () => {
  test('the bundled modules are loaded, need no approval and rest until they are used', async () => {
    await using fresh = await createTestApp()
    const brain = await moduleEntry(fresh, 'brain', 'bundled')
    expect(brain).toMatchObject({
      name: 'brain',
      status: 'loaded',
      source: 'bundled',
      approval: 'approved',
      hash: expect.stringMatching(/^[0-9a-f]{12}$/),
      version: '0.1.0',
      provides: ['BrainInterface'],
      trust_level: 'vault',
      has_router: true,
      tools: ['search_entities', 'get_entity', 'save_entity'],
      running: false,
      message: null,
    })
    await fresh.rest('GET', '/api/brain/search?q=a')
    const used = await moduleEntry(fresh, 'brain', 'bundled')
    expect([used.running, used.memory > 1_000_000]).toEqual([true, true])
    const { modules } = (await fresh.rest('GET', '/api/health?detailed=true')).body
    expect(modules.map(({ name, status }: { name: string; status: string }) => [name, status])).toEqual([
      ['brain', 'loaded'],
      ['daily', 'loaded'],
    ])
  })

  test('a new module waits with its hash; approving it loads it at once', async () => {
    putModule(app.vault, 'fresh', oneRoute('return { ok: 1 }'), { provides: ['Fresh'], trust_level: 'full' })
    const before = await entry('fresh')
    expect(before).toMatchObject({
      status: 'pending_approval',
      approval: 'new',
      known_hash: null,
      current_hash: before.sha256.slice(0, 12),
      path: '.atrium/modules/fresh',
      trust_level: 'full',
      files: 2,
      routes: [],
    })
    expect((await get('/api/fresh/run')).body).toMatchObject({ code: 'approval_needed' })
    const { status, body } = await approve('fresh', { hash: before.sha256 })
    expect([status, body]).toMatchObject([200, { approved: true, name: 'fresh', status: 'loaded' }])
    expect((await get('/api/fresh/run')).body).toEqual({ ok: 1 })
    expect(await entry('fresh')).toMatchObject({
      status: 'loaded',
      hash: before.current_hash,
      routes: [{ method: 'GET', path: '/api/fresh/run', summary: 'Run', scope: 'chat' }],
    })
  })

  test('nothing pending, a stranger, or other files than were shown are refused', async () => {
    expect((await approve('nobody')).body).toMatchObject({
      code: 'not_found',
      message: "Module 'nobody' not pending approval",
    })
    expect((await approve('brain')).body.code).toBe('not_found')
    putModule(app.vault, 'shown', oneRoute('return 1'))
    const { sha256 } = await entry('shown')
    putModule(app.vault, 'shown', oneRoute('return 2'))
    expect((await approve('shown', { hash: sha256 })).body.code).toBe('conflict')
    expect((await approve('shown', { hash: 'abc' })).status).toBe(422)
    expect((await entry('shown')).status).toBe('pending_approval')
  })

  test('Python modules of the first system are listed and said to be unsupported', async () => {
    const old = join(app.vault, '.modules')
    for (const name of ['brain', 'daily', 'chat']) {
      mkdirSync(join(old, name), { recursive: true })
      writeFileSync(join(old, name, 'manifest.yaml'), `name: ${name}\nmodule: module.py\ntrust_level: full\n`)
      writeFileSync(join(old, name, 'module.py'), 'class Module: pass\n')
    }
    for (const name of ['brain', 'daily', 'chat']) {
      expect(await entry(name)).toMatchObject({
        status: 'unsupported',
        message: expect.stringContaining('Python'),
        path: `.modules/${name}`,
      })
      expect((await approve(name)).body.code).toBe('conflict')
    }
    expect(await entry('brain', 'bundled')).toMatchObject({ status: 'loaded' })
    expect((await get('/api/brain/search?q=a')).status).toBe(200)
    rmSync(old, { recursive: true })
  })

  const broken: [what: string, manifest: Record<string, unknown>, code: string, message: RegExp][] = [
    ['a name of the hub', { name: 'chat' }, 'x', /belongs to the hub/],
    ['a name of what comes later', { name: 'projects' }, 'x', /belongs to the hub/],
    ['a name that leads elsewhere', { name: '../x' }, 'x', /lower-case/],
    ['a name that is too long', { name: 'x'.repeat(65) }, 'x', /lower-case/],
    ['an entry that is missing', { module: 'other.js' }, 'x', /'other.js' is missing/],
    ['an entry outside', { module: '../../../x.js' }, 'x', /missing/],
    ['an entry of another kind', { module: 'manifest.yaml' }, 'x', /\.js or \.mjs/],
    ['a trust level nobody knows', { trust_level: 'root' }, 'x', /trust_level/],
  ]
  test.each(broken)('%s makes a module invalid, and it is never run', async (_, manifest, code, message) => {
    putModule(app.vault, 'broken', code, manifest)
    const { modules } = (await get('/api/modules')).body
    const found = modules.find(({ path }: { path: string }) => path === '.atrium/modules/broken')
    expect(found).toMatchObject({ status: 'invalid', message: expect.stringMatching(message) })
    rmSync(join(app.vault, '.atrium/modules/broken'), { recursive: true })
  })

  test('links and special files make a module invalid, wherever they lie', async () => {
    const folder = putModule(app.vault, 'linked', oneRoute('return 1'), {}, { 'lib/a.js': '' })
    symlinkSync('/etc/passwd', join(folder, 'lib/b.js'))
    expect(await entry('linked')).toMatchObject({
      status: 'invalid',
      message: expect.stringContaining("'lib/b.js'"),
    })
    expect((await approve('linked')).body.code).toBe('conflict')
    rmSync(folder, { recursive: true })
    const elsewhere = join(app.vault, 'elsewhere')
    mkdirSync(elsewhere)
    writeFileSync(join(elsewhere, 'module.js'), oneRoute('return 1'))
    symlinkSync(elsewhere, folder)
    expect(await entry('linked')).toMatchObject({ status: 'invalid' })
    rmSync(folder)
  })

  test('P45 files, bytes and modules have their limits', async () => {
    const many = Object.fromEntries(
      Array.from({ length: limits.moduleFiles - 1 }, (_, i) => [`f/${i}.txt`, '']),
    )
    const folder = putModule(app.vault, 'large', oneRoute('return 1'), {}, many)
    expect((await entry('large')).message).toContain('more than 1000 files')
    rmSync(join(folder, 'f/0.txt'))
    expect((await entry('large')).status).toBe('pending_approval')
    rmSync(folder, { recursive: true })
    putModule(app.vault, 'heavy', oneRoute('return 1'))
    writeFileSync(join(app.vault, '.atrium/modules/heavy/a.bin'), Buffer.alloc(limits.moduleBytes))
    expect((await entry('heavy')).message).toContain('larger than 50 MiB')
    rmSync(join(app.vault, '.atrium/modules/heavy'), { recursive: true })

    await using crowded = await createTestApp({ logLevel: 'silent' })
    for (let i = 0; i <= limits.modules; i++) putModule(crowded.vault, `m${i}`, 'x')
    const { modules } = (await crowded.rest('GET', '/api/modules')).body
    expect(modules).toHaveLength(limits.modules + 2)
    const { problems } = (await crowded.rest('GET', '/api/health?detailed=true')).body
    expect(problems).toMatchObject([{ code: 'modules_limit' }])
  })

  test('a module whose needs nobody meets is not loaded, and says so', async () => {
    putModule(app.vault, 'needy', oneRoute('return 1'), { requires: ['Nothing'] })
    expect((await approve('needy')).body).toMatchObject({
      status: 'failed',
      message: expect.stringContaining("'Nothing'"),
    })
    expect((await get('/api/needy/run')).body).toMatchObject({ code: 'unavailable' })
    expect(await entry('needy')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining("'Nothing'"),
    })
    putModule(app.vault, 'giver', oneRoute('return 1'), { provides: ['Nothing'] })
    await approve('giver')
    await expect.poll(async () => (await get('/api/needy/run')).body).toBe(1)
  })
})

describe('a vault module of the name of a bundled one', () => {
  test('replaces nothing until it is approved, and gives way when it goes', async () => {
    const folder = putModule(app.vault, 'daily', oneRoute("return 'mine'"))
    expect((await get('/api/daily/entries')).status).toBe(200)
    expect((await get('/api/daily/run')).status).toBe(404)
    expect([(await entry('daily')).status, (await entry('daily', 'bundled')).status]).toEqual([
      'pending_approval',
      'loaded',
    ])
    await approve('daily')
    expect((await get('/api/daily/run')).body).toBe('mine')
    expect((await get('/api/daily/entries')).status).toBe(404)
    expect(await entry('daily', 'bundled')).toBeUndefined()
    const { paths } = (await get('/api/openapi.json')).body
    expect([paths['/api/daily/run'] !== undefined, paths['/api/daily/entries']]).toEqual([true, undefined])
    rmSync(folder, { recursive: true })
    await get('/api/modules')
    expect((await get('/api/daily/entries')).status).toBe(200)
  })
})

describe('routes', () => {
  beforeAll(async () => {
    putModule(
      app.vault,
      'shapes',
      `export default { routes: [
        { method: 'GET', path: '/one/{id}', summary: 'One', input: { properties: {
            id: { type: 'integer' }, deep: { type: 'boolean' }, tags: { type: 'array', items: { type: 'string' } }, size: { type: 'number', default: 7 } } },
          handler: ({ input }) => input },
        { method: 'GET', path: '/one/new', summary: 'New', handler: () => 'new' },
        { method: 'GET', path: '/rest/{path+}', summary: 'Rest', handler: ({ input }) => input },
        { method: 'POST', path: '/one/{id}', summary: 'Post', input: { properties: { id: { type: 'string' }, text: { type: 'string', maxLength: 5 } }, required: ['text'], additionalProperties: false },
          handler: ({ input }) => input },
        { method: 'DELETE', path: '/one/{id}', summary: 'Delete', handler: () => {} },
        { method: 'GET', path: '/refuse/{status}', summary: 'Refuse', handler: ({ input, hub }) => hub.refuse(Number(input.status), 'Not like this', { error: 'Mine', code: 'x', extra: 1 }) },
        { method: 'GET', path: '/throw', summary: 'Throw', handler: () => { throw new Error('inner /secret/path') } },
      ] }`,
    )
    expect((await approve('shapes')).body.message).toBe("Module 'shapes' is loaded")
  })

  test('path, query and body become one input by the schema of the route', async () => {
    expect((await get('/api/shapes/one/5?deep=yes&tags=a&tags=b')).body).toEqual({
      id: 5,
      deep: true,
      tags: ['a', 'b'],
      size: 7,
    })
    expect((await get('/api/shapes/one/5?tags=a')).body.tags).toEqual(['a'])
    expect((await get('/api/shapes/one/new')).body).toBe('new')
    expect((await get('/api/shapes/rest/a/b%2Fc/d.md')).body).toEqual({ path: 'a/b/c/d.md' })
    const posted = await app.rest('POST', '/api/shapes/one/x', { id: 'other', text: 'hi' })
    expect(posted.body).toEqual({ id: 'x', text: 'hi' })
    expect((await app.rest('DELETE', '/api/shapes/one/1')).status).toBe(204)
  })

  test('what the schema does not allow is 422 and names the field', async () => {
    const loc = async (answer: Promise<{ status: number; body: { detail: { loc: unknown }[] } }>) => {
      const { status, body } = await answer
      return [status, body.detail.map((issue) => issue.loc)]
    }
    expect(await loc(get('/api/shapes/one/five'))).toEqual([422, [['path', 'id']]])
    expect(await loc(get('/api/shapes/one/1?size=big&deep=2'))).toEqual([
      422,
      [
        ['query', 'deep'],
        ['query', 'size'],
      ],
    ])
    expect(await loc(app.rest('POST', '/api/shapes/one/x', { text: 'too long' }))).toEqual([
      422,
      [['body', 'text']],
    ])
    expect(await loc(app.rest('POST', '/api/shapes/one/x', {}))).toEqual([422, [['body', 'text']]])
    expect(await loc(app.rest('POST', '/api/shapes/one/x', [1]))).toEqual([422, [['body']]])
    expect((await app.rest('POST', '/api/shapes/one/x', { text: 'a', more: 1 })).status).toBe(422)
  })

  test('other methods are 405 with what is possible, other paths 404', async () => {
    const wrong = await app.rest('PUT', '/api/shapes/one/1', {})
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST, DELETE'])
    for (const path of [
      '/api/shapes/',
      '/api/shapes',
      '/api/shapes/one',
      '/api/shapes/one/1/2',
      '/api/shapes/rest/',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 404])
  })

  test('a refusal of the module travels in the form of the hub, and its fields cannot forge it', async () => {
    const { status, body } = await get('/api/shapes/refuse/404')
    expect(status).toBe(404)
    expect(body).toMatchObject({ error: 'Mine', message: 'Not like this', code: 'not_found', extra: 1 })
    expect((await get('/api/shapes/refuse/422')).body.detail).toMatchObject([{ msg: 'Not like this' }])
    expect((await get('/api/shapes/refuse/200')).status).toBe(500)
  })

  test('P44 what a module throws stays inside', async () => {
    const { status, body } = await get('/api/shapes/throw')
    expect([status, body.code]).toEqual([500, 'internal'])
    expect(JSON.stringify(body)).not.toContain('secret')
  })

  test('P45 the limits of paths and queries hold here, too', async () => {
    expect((await get(`/api/shapes/one/${'x'.repeat(300)}`)).status).toBe(422)
    expect((await get(`/api/shapes/one/1?q=${'x'.repeat(3_000)}`)).status).toBe(422)
    const many = Array.from({ length: 31 }, (_, i) => `a${i}=1`).join('&')
    expect((await get(`/api/shapes/one/1?${many}`)).status).toBe(422)
    expect((await app.rest('POST', '/api/shapes/one/x', { text: 'x'.repeat(1_100_000) })).status).toBe(413)
  })

  test('the reference describes the routes of what is loaded now', async () => {
    const { paths } = (await get('/api/openapi.json')).body
    const operation = paths['/api/shapes/one/{id}'].get
    expect(operation).toMatchObject({
      summary: 'One',
      tags: ['shapes'],
      'x-module': 'shapes',
      'x-scope': 'chat',
    })
    expect(
      operation.parameters.map(({ name, in: place }: { name: string; in: string }) => `${place} ${name}`),
    ).toEqual(['path id', 'query deep', 'query tags', 'query size'])
    expect(
      paths['/api/shapes/one/{id}'].post.requestBody.content['application/json'].schema.properties,
    ).toEqual({
      text: { type: 'string', maxLength: 5 },
    })
    expect(paths['/api/chat/stats']).toBeDefined()
  })

  test('P41 a module takes over no path of the hub', async () => {
    putModule(
      app.vault,
      'sneak',
      `export default { routes: [{ method: 'GET', path: '/../chat', summary: 'x', handler: () => 1 }] }`,
    )
    expect((await approve('sneak')).body).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('path'),
    })
    for (const path of ['/api/chat', '/api/health', '/api/modules', '/api/openapi.json', '/api/sessions'])
      expect([path, typeof (await get(path)).body]).toEqual([path, 'object'])
    expect((await get('/api/sneak/../chat')).body).toHaveProperty('sessions')
  })
})

describe('what a module gives the hub', () => {
  test('tools for agents, with checked input', async () => {
    putModule(
      app.vault,
      'tooled',
      `export default { tools: [
        { name: 'shout', description: 'Shouts.', inputSchema: { properties: { text: { type: 'string' } }, required: ['text'] }, run: ({ input }) => input.text.toUpperCase() },
        { name: 'count', description: 'Counts.', inputSchema: {}, run: () => ({ n: 1 }) },
        { name: 'fail', description: 'Fails.', inputSchema: {}, run: () => { throw new Error('no luck') } },
      ] }`,
    )
    await approve('tooled')
    const tools = (await app.app.modules.tools())['tooled'] ?? []
    const { signal } = new AbortController()
    const run = (name: string, input: Record<string, unknown> = {}) =>
      tools.find((tool) => tool.name === name)?.run(input, signal)
    expect(tools.map(({ name }) => name)).toEqual(['shout', 'count', 'fail'])
    expect(tools[0]?.inputSchema).toMatchObject({ type: 'object', required: ['text'] })
    expect(await run('shout', { text: 'hey' })).toBe('HEY')
    expect(await run('count')).toBe('{"n":1}')
    await expect(run('shout')).rejects.toThrow('text: Field required')
    await expect(run('fail')).rejects.toThrow('no luck')
  })

  test('a tool is called by its name, and says whether it only reads', async () => {
    const tool = (name: string, more = '') =>
      `{ name: '${name}', description: 'x', inputSchema: {}, ${more} run: () => '${name}' }`
    const module = (...tools: string[]) => `export default { tools: [${tools.join()}] }`
    putModule(app.vault, 'named', module(tool('look', 'readOnly: true,'), tool('erase')))
    await approve('named')
    const look = (await app.app.modules.tools())['named']?.[0]
    expect(look).toMatchObject({ name: 'look', readOnly: true })
    const { signal } = new AbortController()
    putModule(app.vault, 'named', module(tool('erase'), tool('look')))
    await approve('named')
    expect(await look?.run({}, signal)).toBe('look')
    expect((await app.app.modules.tools())['named']).toMatchObject([{ readOnly: false }, { readOnly: false }])
    putModule(app.vault, 'named', module(tool('erase')))
    await approve('named')
    await expect(look?.run({}, signal)).rejects.toThrow('has changed meanwhile')
  })

  test('hooks, a schedule, start and stop', async () => {
    const file = join(app.vault, 'told.txt')
    putModule(
      app.vault,
      'living',
      `import { appendFileSync } from 'node:fs'
      const tell = (word) => appendFileSync(${JSON.stringify(file)}, word + '\\n')
      export default {
        start: () => tell('start'), stop: () => tell('stop'),
        hooks: { 'session.created': ({ facts, event }) => tell(event + ' ' + facts.id) },
        schedule: [{ name: 'nightly', cron: '0 3 * * *', timezone: 'Europe/Berlin', run: () => tell('job') }],
      }`,
      { trust_level: 'full' },
    )
    await approve('living')
    const told = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [])
    expect(told()).toEqual(['start'])
    const { schedule, hooks } = await entry('living')
    expect([schedule, hooks]).toMatchObject([[{ name: 'nightly', cron: '0 3 * * *' }], ['session.created']])
    expect(Date.parse(schedule[0].next_run)).toBeGreaterThan(Date.now())
    await app.app.hooks.fire('session.created', { id: 'c1' })
    await expect.poll(told).toContain('session.created c1')
    const list = (await get('/api/hooks')).body.hooks
    expect(list).toContainEqual(
      expect.objectContaining({ name: 'living', source: 'module', events: ['session.created'] }),
    )
    rmSync(join(app.vault, '.atrium/modules/living'), { recursive: true })
    await get('/api/modules')
    expect(told().at(-1)).toBe('stop')
  })

  const wrong: [what: string, code: string, message: RegExp][] = [
    ['nothing', '', /no default export/],
    ['a number', 'export default 5', /no default export/],
    [
      'a route without a handler',
      "export default { routes: [{ method: 'GET', path: '/a', summary: 'a' }] }",
      /no handler/,
    ],
    [
      'a method nobody knows',
      "export default { routes: [{ method: 'LOOK', path: '/a', summary: 'a', handler() {} }] }",
      /method/,
    ],
    [
      'two routes alike',
      "const r = { method: 'GET', path: '/{a}', summary: 'a', handler() {} }; export default { routes: [r, { ...r, path: '/{b}' }] }",
      /twice/,
    ],
    [
      'a schema that is none',
      "export default { routes: [{ method: 'GET', path: '/a', summary: 'a', input: { type: 'object', properties: { a: { type: 'nonsense' } } }, handler() {} }] }",
      /schema of GET \/a/,
    ],
    [
      'a schema with a reference',
      "export default { routes: [{ method: 'GET', path: '/a', summary: 'a', input: { $defs: { a: {} }, properties: { a: { $ref: '#/$defs/a' } } }, handler() {} }] }",
      /\$ref/,
    ],
    [
      'a tool with a bad name',
      "export default { tools: [{ name: 'A b', description: 'x', inputSchema: {}, run() {} }] }",
      /tools.0.name/,
    ],
    [
      'a clock that never strikes',
      "export default { schedule: [{ name: 'a', cron: 'now and then', run() {} }] }",
      /cron/,
    ],
    [
      'a clock of seconds',
      "export default { schedule: [{ name: 'a', cron: '* * * * * *', run() {} }] }",
      /five fields/,
    ],
    [
      'a time zone of nowhere',
      "export default { schedule: [{ name: 'a', cron: '* * * * *', timezone: 'Mars/Base', run() {} }] }",
      /schedule.0.cron/,
    ],
    ['a syntax error', 'export default {', /SyntaxError|Unexpected/],
    ['a package that is not there', "import 'left-pad-of-nowhere'", /left-pad-of-nowhere|Access/],
    ['a start that fails', "export default { start() { throw new Error('not today') } }", /not today/],
  ]
  test.each(wrong)('%s is said in one sentence', async (_, code, message) => {
    putModule(app.vault, 'wrong', code)
    const { body } = await approve('wrong')
    expect(body).toMatchObject({ approved: true, status: 'failed', message: expect.stringMatching(message) })
    expect((await get('/api/wrong/a')).body).toMatchObject({ code: 'unavailable' })
    const { problems } = (await get('/api/health?detailed=true')).body
    expect(problems).toContainEqual(expect.objectContaining({ code: 'module_failed' }))
    rmSync(join(app.vault, '.atrium/modules/wrong'), { recursive: true })
    await get('/api/modules')
    expect((await get('/api/health?detailed=true')).body.problems).not.toContainEqual(
      expect.objectContaining({ message: expect.stringContaining("'wrong'") }),
    )
  })
})

describe('what the hub gives a module', () => {
  beforeAll(async () => {
    putModule(
      app.vault,
      'clerk',
      `export default { routes: [{ method: 'POST', path: '/do', summary: 'Do', async handler({ input, hub }) {
        const [what, ...given] = input.words
        if (what === 'bytes') return [...await hub.files.readBytes(given[0])]
        if (what === 'writeBytes') return hub.files.write(given[0], new Uint8Array(given[1]))
        return what === 'call' ? hub.modules.call(...given) : hub.files[what](...given)
      } }] }`,
      { trust_level: 'vault' },
    )
    await approve('clerk')
  })
  const run = (...words: unknown[]) => app.rest('POST', '/api/clerk/do', { words })

  test('a hundred questions at once are all answered, one after the other', async () => {
    const body = `
      await Promise.all(Array.from({ length: 100 }, (_, i) => hub.files.write('Many/' + i + '.md', 'x'.repeat(1e5))))
      const texts = await Promise.all(Array.from({ length: 100 }, (_, i) => hub.files.read('Many/' + i + '.md')))
      return texts.filter((text) => text.length === 1e5).length`
    putModule(app.vault, 'many', oneRoute(body))
    await approveModule(app, 'many')
    expect((await app.rest('GET', '/api/many/run')).body).toBe(100)
  })

  test('files of the vault: written whole, read, listed', async () => {
    expect((await run('write', 'Notes/deep/a.md', 'Hello')).body).toBe('Notes/deep/a.md')
    expect(readFileSync(join(app.vault, 'Notes/deep/a.md'), 'utf8')).toBe('Hello')
    expect((await run('read', 'Notes/deep/a.md')).body).toBe('Hello')
    expect((await run('writeBytes', 'Notes/b.bin', [0, 255, 10])).status).toBe(200)
    expect((await run('bytes', 'Notes/b.bin')).body).toEqual([0, 255, 10])
    expect((await run('list', 'Notes')).body).toMatchObject([
      { name: 'b.bin', path: 'Notes/b.bin', kind: 'file', size: 3 },
      { name: 'deep', path: 'Notes/deep', kind: 'folder', size: 0 },
    ])
    expect((await run('list', 'Notes', { recursive: true })).body).toHaveLength(3)
    expect((await run('list', 'nowhere')).body).toEqual([])
    expect((await run('write', 'Notes/deep/a.md', 'x', { create: true })).body.code).toBe('already_exists')
    expect((await run('read', 'nowhere.md')).body.code).toBe('not_found')
    expect(readdirSync(join(app.vault, 'Notes/deep'))).toEqual(['a.md'])
  })

  test('P17 P40 neither what is outside nor what holds programs and secrets', async () => {
    symlinkSync('/etc', join(app.vault, 'etc'))
    symlinkSync(join(app.vault, '.atrium'), join(app.vault, 'innocent'))
    writeFileSync(join(app.vault, '.env'), 'SECRET')
    for (const path of [
      '../x',
      '/etc/passwd',
      '~/x',
      'etc/passwd',
      'a/../../x',
      '.atrium/modules/clerk/module.js',
      'innocent/modules/clerk/module.js',
      '.ATRIUM/x',
      '.parachute/hooks/x.mjs',
      '.mcp.json',
      '.env',
      'project/.git/config',
      'Daily/.agents/x.md',
      'a\0b',
    ])
      for (const what of ['read', 'write', 'readBytes', 'list']) {
        const { status, body } = await run(what === 'readBytes' ? 'bytes' : what, path, 'x')
        expect([what, path, status >= 400 && status < 500], JSON.stringify(body)).toEqual([what, path, true])
      }
    expect((await run('write', 'big', 'x'.repeat(1_000_000))).status).toBe(200)
    expect((await run('list', '.')).body.map(({ name }: { name: string }) => name)).not.toContain('.env')
  })

  test('the routes of other modules, by their own rules', async () => {
    expect((await run('call', 'brain', 'GET /search', { q: 'x' })).body).toMatchObject({ count: 0 })
    expect((await run('call', 'brain', 'GET /search', {})).body.code).toBe('invalid')
    expect((await run('call', 'brain', 'GET /nowhere')).body.code).toBe('not_found')
    expect((await run('call', 'nobody', 'GET /x')).body.code).toBe('not_found')
  })

  test('a module that calls itself without end is stopped by its own limit', async () => {
    const words: unknown[] = ['call', 'clerk', 'POST /do']
    let nested: unknown[] = ['list', '.']
    for (let i = 0; i < 10; i++) nested = [...words, { words: nested }]
    expect((await run(...nested)).status).toBe(200)
    putModule(app.vault, 'mirror', oneRoute("return hub.modules.call('mirror', 'GET /run')"))
    await approve('mirror')
    expect((await get('/api/mirror/run')).body.code).toBe('overloaded')
    expect((await get('/api/health')).status).toBe(200)
  })
})

describe('prompts and numbers', () => {
  test('a prompt is written, read in any case of its name, and removed', async () => {
    expect((await get('/api/modules/Chat/prompt')).body).toMatchObject({
      module: 'chat',
      path: 'Chat/CLAUDE.md',
      exists: false,
      content: null,
      defaultPrompt: expect.stringMatching(/\w/),
    })
    const put = (body: object) => app.rest('PUT', '/api/modules/CHAT/prompt', body)
    expect((await put({ content: 'Be brief.' })).body).toEqual({ success: true, path: 'Chat/CLAUDE.md' })
    expect(readFileSync(join(app.vault, 'Chat/CLAUDE.md'), 'utf8')).toBe('Be brief.')
    expect((await get('/api/modules/chat/prompt')).body).toMatchObject({ exists: true, content: 'Be brief.' })
    expect((await get('/api/modules/chat/stats')).body).toEqual({
      module: 'chat',
      fileCount: 1,
      totalSize: 9,
      hasPrompt: true,
      truncated: false,
    })
    expect((await put({ reset: true })).body).toEqual({ success: true, reset: true })
    expect((await put({ reset: true })).body).toEqual({ success: true, reset: true })
    expect(existsSync(join(app.vault, 'Chat/CLAUDE.md'))).toBe(false)
  })

  test('P45 where a folder has the name of a prompt, or no text is in it, nothing fails', async () => {
    mkdirSync(join(app.vault, 'Build/CLAUDE.md'), { recursive: true })
    for (const body of [{ reset: true }, { content: 'x' }])
      expect((await app.rest('PUT', '/api/modules/build/prompt', body)).body.code).toBe('conflict')
    rmSync(join(app.vault, 'Build/CLAUDE.md'), { recursive: true })
    writeFileSync(join(app.vault, 'Build/CLAUDE.md'), Buffer.from([0, 255]))
    expect((await get('/api/modules/build/stats')).body).toMatchObject({ fileCount: 1, hasPrompt: true })
    rmSync(join(app.vault, 'Build'), { recursive: true })
    writeFileSync(join(app.vault, 'Build'), 'a file')
    expect((await app.rest('PUT', '/api/modules/build/prompt', { reset: true })).status).toBeLessThan(500)
    rmSync(join(app.vault, 'Build'))
  })

  test('what is missing, unknown, too long or outside is refused', async () => {
    const put = (name: string, body: object) => app.rest('PUT', `/api/modules/${name}/prompt`, body)
    expect((await put('chat', {})).body).toMatchObject({
      code: 'bad_request',
      message: 'content or reset required',
    })
    expect((await put('nobody', { content: 'x' })).body).toMatchObject({
      message: "Module 'nobody' not found",
    })
    expect((await put('__proto__', { content: 'x' })).status).toBe(404)
    expect((await put('build', { content: 'x'.repeat(limits.modulePromptChars) })).status).toBe(200)
    expect((await put('build', { content: 'x'.repeat(limits.modulePromptChars + 1) })).status).toBe(422)
    rmSync(join(app.vault, 'Build'), { recursive: true })
    expect((await get('/api/modules/build/stats')).status).toBe(404)
    symlinkSync('/tmp', join(app.vault, 'Build'))
    for (const answer of [
      await put('build', { content: 'x' }),
      await put('build', { reset: true }),
      await get('/api/modules/build/prompt'),
      await get('/api/modules/build/stats'),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, 'outside_roots'])
  })
})

test('P9 a module that turns its routes round between two starts lends nobody the scope of another route', async () => {
  const state = join(app.vault, 'turned')
  const route = (path: string, scope: string) =>
    `{ method: 'GET', path: '/${path}', summary: 'x', scope: '${scope}', handler: () => '${path}' }`
  putModule(
    app.vault,
    'turner',
    `import { existsSync } from 'node:fs'
    const routes = [${route('open', 'chat')}, ${route('closed', 'admin')}]
    if (existsSync(${JSON.stringify(state)})) routes.reverse()
    export default { routes: [...routes, { method: 'GET', path: '/exit', summary: 'x', handler: () => process.exit(0) }] }`,
  )
  await approve('turner')
  const chat = await keyOf('chat')
  expect((await app.rest('GET', '/api/turner/open', undefined, chat)).body).toBe('open')
  writeFileSync(state, '')
  await get('/api/turner/exit')
  const first = await app.rest('GET', '/api/turner/open', undefined, chat)
  expect([first.status, first.body === 'closed']).toEqual([503, false])
  await expect
    .poll(async () => (await app.rest('GET', '/api/turner/open', undefined, chat)).body)
    .toBe('open')
  expect((await app.rest('GET', '/api/turner/closed', undefined, chat)).status).toBe(403)
})
