import { readFileSync } from 'node:fs'
import { errorCodes, Scope } from '@atrium/schema'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { version } from './core/version.ts'
import { bundledRoutes } from './features/modules/bundled.ts'
import { buildDocument } from './http/openapi.ts'
import { proceduresOf } from './http/rest.ts'
import { handshake } from './http/testing/wire.ts'
import { appRouter } from './router.ts'
import { rawRoutes, socketDoors } from './server.ts'
import { createTestApp, type TestApp } from './testing.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const json = <Value>(path: string): Value => JSON.parse(read(path)) as Value // files of this repository

/** One spelling for `{id}` and `:id`, whatever the name. */
const shape = (door: string): string => door.replace(/\{\w+\}|:\w+/g, '{}').replace(/(?<=[^ ])\/$/, '')
const filled = (path: string): string => path.replaceAll(/\{\w+\}/g, 'nobody')

/** Doors without a credential; another one is a decision, not an accident. */
const publicDoors = [
  'GET /api/health',
  'GET /api/push/vapid-public-key',
  'POST /api/approvals/{id}',
  'POST /api/auth/session',
]
/** Served besides the API: the console's files, tRPC, the reference about itself, metrics. */
const besides = [
  'GET /',
  'GET /{}',
  'GET /*',
  'GET /trpc/{}',
  'POST /trpc/{}',
  'GET /metrics',
  'GET /healthz',
  'GET /api/openapi.json',
  'GET /api/docs',
  'GET /api/docs/{}',
]
/** The one door to the routes of modules; what stands behind it is described by the modules. */
const moduleDoor = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => `${method} /api/{}/*`)

const modules = bundledRoutes()
const document = buildDocument({ router: appRouter, rawRoutes, sockets: socketDoors, modules, version })
const documented = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, { responses }]) =>
    101 in responses ? `WS ${path}` : `${method.toUpperCase()} ${path}`,
  ),
)

describe('the reference', () => {
  test('openapi.json is what `pnpm generate` would write', () => {
    expect(json('../openapi.json')).toEqual(JSON.parse(JSON.stringify(document)))
  })

  test('it describes exactly the routes that Fastify serves, and the sockets', async () => {
    await using app = await createTestApp()
    const served = app.server.table
      .map(shape)
      .filter((door) => !door.startsWith('HEAD ') && !door.startsWith('OPTIONS ') && !besides.includes(door))
      .filter((door) => !moduleDoor.includes(door))
    const sockets = socketDoors.map(({ path }) => shape(`WS /api${path}`))
    const ofModules = modules.flatMap(({ name, routes }) =>
      routes.map(({ method, path }) => `${method} /api/${name}${path.replaceAll('+}', '}')}`),
    )
    const all = [...served, ...sockets, ...ofModules.map(shape)]
    expect(documented.map(shape).sort()).toEqual([...new Set(all)].sort())
    expect(moduleDoor.every((door) => app.server.table.map(shape).includes(door))).toBe(true)
    await app.app.modules.notReady()
    for (const { name, routes } of modules)
      for (const { method, path } of routes) {
        const door = app.app.modules.door(name, method, path.replaceAll(/\{\w+\+?\}/g, 'x'))
        expect(door, `${method} ${name} ${path}`).toMatchObject({ kind: 'route', route: { path } })
      }
  })

  test('every row of the two API pages is served', () => {
    const rows = json<{ method: string; path: string }[]>('../test/endpoints.json').map(
      ({ method, path }) => `${method} ${path}`,
    )
    const have = new Set(documented.map(shape))
    expect(rows.filter((row) => !have.has(shape(row)))).toEqual([])
  })

  test('every operation has a summary, a tag and an id of its own', () => {
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item))
    for (const operation of operations)
      expect(operation['summary'], String(operation['operationId'])).toBeTruthy()
    expect(new Set(operations.map((operation) => operation['operationId'])).size).toBe(operations.length)
  })

  test('every field of every input and output is described', () => {
    const missing: string[] = []
    let visited = 0
    const visit = (schema: z.ZodType, at: string, seen: Set<unknown>): void => {
      if (seen.has(schema)) return
      seen.add(schema)
      const def = schema._zod.def as unknown as Record<string, unknown> // zod's own record of a schema
      for (const [name, field] of Object.entries((def['shape'] ?? {}) as Record<string, z.ZodType>)) {
        visited++
        if (!isDescribed(field)) missing.push(`${at}.${name}`)
        visit(field, `${at}.${name}`, seen)
      }
      const inner = [
        def['innerType'],
        def['element'],
        def['in'],
        def['out'],
        def['valueType'],
        ...((def['options'] ?? []) as unknown[]),
      ]
      for (const part of inner) if (part) visit(part as z.ZodType, at, seen)
    }
    for (const [name, { _def }] of proceduresOf(appRouter)) {
      for (const input of _def.inputs) visit(input, `${name} input`, new Set())
      if (_def.output) visit(_def.output, `${name} output`, new Set())
    }
    for (const { method, path, input, response } of rawRoutes) {
      visit(input, `${method} ${path} input`, new Set())
      if (response.schema) visit(response.schema, `${method} ${path} response`, new Set())
    }
    expect(missing).toEqual([])
    expect(visited).toBeGreaterThan(100)
  })
})

/** Described here, by the schema it wraps, by its id, or plain: a literal says itself. */
function isDescribed(schema: z.ZodType): boolean {
  if (schema.description !== undefined || schema.meta()?.id !== undefined) return true
  const def = schema._zod.def as unknown as { type: string; innerType?: z.ZodType } // zod's own record of a schema
  return def.type === 'literal' || (def.innerType !== undefined && isDescribed(def.innerType))
}

describe('the documents', () => {
  test('docs/errors.md is the table of error codes', () => {
    const rows = [...read('../../../docs/errors.md').matchAll(/^\| `(\w+)` \| (\d{3}) \| (.+?) \|/gm)]
    expect(rows.map(([, code, status, when]) => [code, Number(status), when])).toEqual(
      Object.entries(errorCodes).map(([code, { status, when }]) => [code, status, when]),
    )
  })

  test('docs/events.md names exactly the events of the hub', () => {
    const source = read('./core/events.ts')
    const declared = [
      ...source.slice(0, source.indexOf('export type Events')).matchAll(/^ {2}'([\w.]+)':/gm),
    ].map(([, name]) => name)
    const rows = [...read('../../../docs/events.md').matchAll(/^\| `([a-z]+\.[a-z]+\.[a-z]+)` \|/gm)].map(
      ([, name]) => name,
    )
    expect(declared.length).toBeGreaterThan(5)
    expect(new Set(rows)).toEqual(new Set(declared))
  })
})

const credentials = async (app: TestApp): Promise<Record<string, string>[]> => {
  const { key, id } = (await app.rest('POST', '/api/auth/keys', { label: 'gone' })).body
  await app.rest('DELETE', `/api/auth/keys/${id}`)
  return [
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: 'Basic b3duZXI6eA==' },
    { authorization: `Bearer para_${'a'.repeat(32)}` },
    { authorization: `Bearer ${key}` },
    { authorization: '', cookie: `atrium_session=${'a'.repeat(43)}` },
  ]
}

describe('every door', () => {
  test('P1 the doors without a credential are the known ones', async () => {
    await using app = await createTestApp()
    const open = app.server.routes
      .filter(({ access }) => access === 'public')
      .map(({ method, path }) => `${method} ${path}`)
    expect(open.sort()).toEqual([...publicDoors].sort())
    const procedures = proceduresOf(appRouter).filter(([, { _def }]) => _def.meta?.access === 'public')
    expect(procedures.map(([name]) => name)).toEqual([
      'approvals.decide',
      'push.vapidPublicKey',
      'system.health',
    ])
    expect(proceduresOf(appRouter).filter(([, { _def }]) => _def.meta?.access === undefined)).toEqual([])
  })

  test('P1 every route, procedure and socket refuses a missing, malformed, foreign and revoked credential', async () => {
    for (const [i] of Array.from({ length: 6 }).entries()) {
      await using app = await createTestApp()
      const headers = (await credentials(app))[i] ?? {}
      const doors = app.server.table.filter(
        (door) => /^\w+ (\/api|\/metrics)/.test(door) && !door.startsWith('OPTIONS'),
      )
      for (const door of doors) {
        const [method = '', url = ''] = door.split(' ')
        if (publicDoors.includes(shape(door).replace(/^HEAD /, 'GET '))) continue
        const answer = await app.rest(method, url.replaceAll(/:\w+/g, 'nobody'), undefined, { headers })
        expect(i === 0 ? [401] : [401, 403, 429], door).toContain(answer.status)
      }
      for (const [name, { _def }] of proceduresOf(appRouter)) {
        if (_def.meta?.access === 'public') continue
        const answer = await app.rest(
          _def.type === 'mutation' ? 'POST' : 'GET',
          `/trpc/${name}?input={}`,
          _def.type === 'mutation' ? {} : undefined,
          { headers },
        )
        if (_def.type === 'subscription')
          expect(JSON.stringify(answer.body), name).toMatch(/unauthorized|too_many_requests/)
        else expect([401, 403, 429], name).toContain(answer.status)
      }
      for (const { path } of socketDoors) {
        const { close, status } = await handshake(`${app.url}/api${filled(path)}`, { headers })
        expect(status === 403 || close?.code === 4001 || close?.code === 4029, path).toBe(true)
      }
    }
  }, 90_000)

  test('P9 a key opens the doors of its scopes and no other', async () => {
    await using app = await createTestApp()
    for (const scope of Scope.options.filter((each) => each !== 'admin')) {
      const { key } = (await app.rest('POST', '/api/auth/keys', { label: scope, scopes: [scope] })).body
      const headers = { authorization: `Bearer ${key}` }
      for (const { method, path, access } of app.server.routes) {
        if (access === 'public') continue
        const answer = await app.rest(method, filled(path), method === 'GET' ? undefined : {}, { headers })
        // Who may use a shell may also say what a program in it would say.
        const isShell = access === 'hooks' && scope === 'terminal'
        const ofChats = access === 'bot-chat' && scope === 'chat'
        const allowed = access === 'signed-in' || access === scope || isShell || ofChats
        const where = `${scope}: ${method} ${path}`
        // A board is open to the programs of its own sessions, not to whoever tells of hooks.
        const ofSessions = access === 'hooks' && !path.startsWith('/api/hooks/')
        if (scope === 'hooks' && ofSessions) expect([403, 422], where).toContain(answer.status)
        else if (allowed) expect([401, 403], where).not.toContain(answer.status)
        else expect([answer.status, answer.body.code], where).toEqual([403, 'scope_missing'])
      }
      for (const { path, access } of socketDoors) {
        if (access === 'signed-in' || access === scope) continue
        const { close } = await handshake(`${app.url}/api${filled(path)}`, { headers })
        expect(close?.code, `${scope}: ${path}`).toBe(4001)
      }
    }
  }, 90_000)

  test('P12 reading changes nothing in the database', async () => {
    await using app = await createTestApp()
    const before = await snapshot(app)
    for (const { method, path } of app.server.routes)
      if (method === 'GET') await app.rest('GET', filled(path))
    expect(await snapshot(app)).toEqual(before)
  })

  test('P12 every door that takes a body refuses other media types', async () => {
    await using app = await createTestApp()
    for (const { method, path } of app.server.routes) {
      const takesAny = rawRoutes.some((route) => route.raw && `/api${route.path}` === path)
      if (method === 'GET' || takesAny) continue
      for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
        const answer = await app.rest(method, filled(path), 'a=b', { headers: { 'content-type': type } })
        expect(answer.status, `${method} ${path} ${type}`).toBe(415)
      }
    }
  })
})

async function snapshot(app: TestApp): Promise<unknown> {
  const { db } = app.app.database
  const { rows: tables } = await sql<{
    name: string
  }>`select name from sqlite_master where type = 'table' order by name`.execute(db)
  return Promise.all(
    tables.map(async ({ name }) => [name, (await sql`select * from ${sql.table(name)}`.execute(db)).rows]),
  )
}
