import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engines } from '@atrium/db/testing'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../src/testing.ts'
import { chatIdOf, collect, send } from './chat-client.ts'
import {
  accepts,
  expectRefusal,
  type HostileDoor,
  hostileValues,
  placeOf,
  type Request,
  requestOf,
  restDoors,
} from './hostile.ts'

/** More of it: `FUZZ_RUNS=100000 FUZZ_SEED=7 vitest run test/hostile.test.ts`. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 500)
const seed = process.env['FUZZ_SEED'] === undefined ? {} : { seed: Number(process.env['FUZZ_SEED']) }

const marker = join(tmpdir(), 'atrium-hostile')
const tables = [
  'chat',
  'chat_context',
  'run',
  'chat_event',
  'chat_text',
  'chat_grant',
  'api_key',
  'known_session',
  'setting',
]

/** Documented answers about this machine, whatever is asked. */
const missingHere = ['agent_unavailable', 'sandbox_unavailable']

/** A hub with one thing of each kind, and values that are right for every field. */
async function target(engine: 'sqlite' | 'postgres') {
  const app = await createTestApp({ engine, claudePath: '/nowhere/claude', logLevel: 'error' })
  mkdirSync(join(app.vault, 'notes'), { recursive: true })
  const chat = chatIdOf(await collect(send(app, '/slow 1 0')))
  await app.rest('POST', '/api/workspaces', { name: 'Garden' })
  const right: Record<string, unknown> = {
    session_id: chat,
    slug: 'garden',
    folders: 'notes',
    folder_path: 'notes',
    name: 'cc-nothing',
    key_id: 'k_nothing',
    grant_id: 'nothing',
    request_id: 'nothing',
    label: 'a key',
    message: '/slow 1 0',
    newName: 'other',
    require_auth: 'always',
    token: 'nothing',
    until: 'outcome',
  }
  const count = async () => {
    const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}`)
    const { rows } = await sql.raw(`select ${counts.join(', ')}`).execute(app.app.database.db)
    return rows[0]
  }
  return { app, right, state: async () => ({ rows: await count(), files: hashOf(app.vault) }) }
}
type Target = Awaited<ReturnType<typeof target>>

function hashOf(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const info = statSync(join(folder, name))
    hash.update(`${name}\0${info.mode}\0${info.isFile() ? readFileSync(join(folder, name), 'base64') : ''}\0`)
  }
  return hash.digest('hex')
}

/** Fields with a right value, all others left out. */
function rightFor(door: HostileDoor, right: Record<string, unknown>): Record<string, unknown> {
  const named = Object.entries(right).filter(([field]) => field in door.fields)
  const inPath = [...door.path.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => [
    field,
    ids.find((id) => accepts(door, field, id)),
  ])
  return Object.fromEntries([...inPath, ...named])
}
/** Ids of nothing, one for each form that ids have. */
const ids = ['nothing', '7a1c8f0e-3d52-4b6a-9f11-0c2e5d7b8a90', 'cli:nothing', 'a'.repeat(40), '1']

const call = (app: TestApp, { method, path, body }: Request) => app.rest(method, path, body)

/** Whatever is sent: an answer below 500, in our words, and after a refusal all is as before. */
async function attack({ app, state }: Target, request: Request): Promise<number> {
  const reads = request.method === 'GET'
  const before = reads ? null : await state()
  const answer = await call(app, request)
  const about = `${request.method} ${request.path.slice(0, 300)} ${request.body?.slice(0, 300)}`
  if (!missingHere.includes(answer.body?.code)) expect(answer.status, about).toBeLessThan(500)
  if (answer.status >= 400) {
    expectRefusal(answer, about)
    if (!reads) expect(await state(), about).toEqual(before)
  }
  return answer.status
}

describe.each(engines)('hostile input on %s', (engine) => {
  let at: Target
  beforeAll(async () => {
    rmSync(marker, { force: true })
    at = await target(engine)
  })
  afterAll(async () => {
    expect((await at.app.rest('GET', '/api/health?detailed=true')).body.problems).toEqual([])
    expect((await at.app.rest('GET', '/api/chat/stats')).status).toBe(200)
    expect((await at.app.rest('GET', '/api/chat?limit=1000')).status).toBe(200)
    expect(existsSync(marker)).toBe(false)
    await at.app[Symbol.asyncDispose]()
  })

  test('P45 each field of each door with each hostile value: below 500, and 422 names the field', async () => {
    // Every value meets every place, one in so many every field; with FUZZ_RUNS all.
    const usual = engine === 'sqlite' ? 17 : 53
    const step = process.env['FUZZ_RUNS'] === undefined ? usual : 1
    const fields = restDoors.flatMap((door) => Object.keys(door.fields).map((field) => ({ door, field })))
    for (const [offset, { door, field }] of fields.entries())
      for (const [index, value] of hostileValues.entries())
        if ((index + offset) % step === 0) await oneField(at, door, field, value, index % 2 === 0)
  }, 300_000)

  test(`P45 P50 ${numRuns} mutated requests over all doors`, async () => {
    const value = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...hostileValues) },
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.jsonValue({ maxDepth: 4 }),
      fc.double(),
      fc.maxSafeInteger(),
    )
    const edit = fc.record({ field: fc.nat(30), kind: fc.constantFrom('set', 'drop', 'add', 'twice'), value })
    const edits = fc.array(edit, { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...restDoors), edits, async (door, list) => {
        await attack(at, mutate(at, door, list))
      }),
      { numRuns: engine === 'sqlite' ? numRuns : Math.ceil(numRuns / 3), ...seed },
    )
    expect((await at.app.rest('GET', '/api/health')).status).toBe(200)
  }, 300_000)
})

/** What would begin a terminal, fill the vault, or take away what the others need, is left to the features' own tests. */
const outlives = (at: Target, door: HostileDoor, values: Record<string, unknown>): boolean =>
  (door.name === 'sessions.create' && accepts(door, 'name', values['name'])) ||
  (door.name === 'workspaces.create' && accepts(door, 'name', values['name'])) ||
  (door.name === 'workspaces.remove' && values['slug'] === at.right['slug']) ||
  (door.name === 'chat.remove' && values['session_id'] === at.right['session_id'])

async function oneField(
  at: Target,
  door: HostileDoor,
  field: string,
  value: unknown,
  inNewChat: boolean,
): Promise<void> {
  // A message that is no command is answered at length.
  const given = field === 'message' && typeof value === 'string' ? `/slow 1 0 ${value}` : value
  const values: Record<string, unknown> = { ...rightFor(door, at.right), [field]: given }
  if (outlives(at, door, values)) return
  if (door.name === 'POST /chat' && field !== 'session_id' && inNewChat) delete values['session_id']
  const status = await attack(at, requestOf(door, values))
  if (accepts(door, field, given)) return
  const about = `${door.name} ${field} ${JSON.stringify(value)?.slice(0, 80)}: ${status}`
  // Whatever an agent's hook tells is taken as far as it can be read.
  const isLenient = /^POST \/hooks\/[\w{}-]+$/.test(door.name)
  if (placeOf(door, field) === 'body' && !isLenient) expect(status, about).toBe(422)
  else expect(status, about).toBeLessThan(500)
}

type Edit = { field: number; kind: string; value: unknown }

function mutate(at: Target, door: HostileDoor, edits: readonly Edit[]): Request {
  const values = rightFor(door, at.right)
  const names = [...Object.keys(door.fields), 'unknown']
  let repeat = ''
  for (const { field, kind, value } of edits) {
    const name = names[field % names.length] ?? 'unknown'
    if (kind === 'drop') delete values[name]
    else if (kind === 'add') values[`${name}x`] = value
    else if (name === 'message' && typeof value === 'string') values[name] = `/slow 1 0 ${value}`
    else values[name] = value
    if (kind === 'twice') repeat += `&${name}=1&${name}=2`
  }
  if (outlives(at, door, values)) Object.assign(values, { name: '', session_id: 'nobody', slug: 'nobody' })
  // Else it would be followed for ever.
  if ('until' in door.fields) values['until'] ??= 'outcome'
  const request = requestOf(door, values)
  const joint = request.path.includes('?') ? '&' : '?'
  return repeat === '' ? request : { ...request, path: `${request.path}${joint}${repeat.slice(1)}` }
}
