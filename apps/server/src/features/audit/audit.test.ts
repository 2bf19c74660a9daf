import { engines, openTestDatabase } from '@atrium/db/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLog } from '../../core/log.ts'
import { createProblems } from '../../core/problems.ts'
import { createTasks } from '../../core/tasks.ts'
import { createTestApp, spawnServer } from '../../testing.ts'
import { createAudit } from './service.ts'
import { createAuditStore } from './store.ts'
import { verifyAudit } from './verify.ts'

type Entry = {
  event: string
  actor: string | null
  session: string | null
  facts: Record<string, unknown>
  seq: number
}
const by = { actor: { id: 'owner', label: 'owner' }, requestId: 'r1' }

async function openLog(engine: 'sqlite' | 'postgres') {
  const database = await openTestDatabase(engine)
  const log = createLog('silent')
  const store = createAuditStore(database.db)
  const tasks = createTasks(log)
  const audit = createAudit({ store, log, problems: createProblems(), tasks })
  return {
    db: database.db,
    store,
    audit,
    async [Symbol.asyncDispose]() {
      await tasks.close()
      await audit.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

describe.each(engines)('the audit log on %s', (engine) => {
  test('lines that come at the same time are numbered without gaps, each proves the one before it', async () => {
    await using log = await openLog(engine)
    const other = createAuditStore(log.db)
    await Promise.all([
      ...Array.from({ length: 700 }, (_, at) => log.audit.append('a.b', by, { session: 's', at })),
      ...Array.from({ length: 20 }, () => other.write([log.audit.draft('c.d', null)])),
    ])
    expect(await verifyAudit(log.store)).toEqual({
      ok: true,
      entries: 720,
      first: 1,
      last: 720,
      broken: null,
    })
    const rows = await log.store.after(0, 1_000)
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 720 }, (_, at) => at + 1))
  })

  test('what was changed, moved, taken out or added is found, wherever it is', async () => {
    await using log = await openLog(engine)
    for (let at = 0; at < 12; at++) await log.audit.append('a.b', by, { session: `s${at}`, at })
    const all = await log.store.after(0, 100)
    const head = await log.db.selectFrom('auditHead').selectAll().executeTakeFirstOrThrow()
    const restore = async () => {
      await log.db.deleteFrom('auditEntry').execute()
      await log.db.deleteFrom('auditHead').execute()
      await log.db.insertInto('auditEntry').values(all).execute()
      await log.db.insertInto('auditHead').values(head).execute()
    }
    const entry = log.db.updateTable('auditEntry')
    const cases: [what: string, work: () => Promise<unknown>, seq: number][] = [
      ['facts', () => entry.set({ facts: '{"at":0}' }).where('seq', '=', 5).execute(), 5],
      ['actor', () => entry.set({ actor: null }).where('seq', '=', 1).execute(), 1],
      ['time', () => entry.set({ at: '2000-01-01T00:00:00.000Z' }).where('seq', '=', 12).execute(), 12],
      [
        'hash',
        () =>
          entry
            .set({ hash: 'x'.repeat(64) })
            .where('seq', '=', 7)
            .execute(),
        7,
      ],
      ['middle', () => log.db.deleteFrom('auditEntry').where('seq', '=', 6).execute(), 6],
      ['begin', () => log.db.deleteFrom('auditEntry').where('seq', '<', 3).execute(), 1],
      ['end', () => log.db.deleteFrom('auditEntry').where('seq', '>', 9).execute(), 10],
      ['all', () => log.db.deleteFrom('auditEntry').execute(), 1],
      ['head', () => log.db.deleteFrom('auditHead').execute(), 1],
      [
        'added',
        () =>
          log.db
            .insertInto('auditEntry')
            .values({ ...all[0], seq: 13 } as (typeof all)[0])
            .execute(),
        13,
      ],
      [
        'moved',
        async () => {
          await entry.set({ seq: 99 }).where('seq', '=', 4).execute()
          await entry.set({ seq: 4 }).where('seq', '=', 5).execute()
          await entry.set({ seq: 5 }).where('seq', '=', 99).execute()
        },
        4,
      ],
    ]
    for (const [what, work, seq] of cases) {
      await work()
      const found = await verifyAudit(log.store)
      expect([what, found.ok, found.broken?.seq]).toEqual([what, false, seq])
      await restore()
      expect((await verifyAudit(log.store)).ok).toBe(true)
    }
  })

  test('half a character or a NUL in a label, a name or a fact is stored as it is proved', async () => {
    await using log = await openLog(engine)
    const odd = 'a\ud800b\0c'
    const cut = `${'x'.repeat(499)}\u{1F600}`
    for (const text of [odd, cut])
      await log.audit.append(
        'a.b',
        { actor: { id: 'k_1', label: text }, requestId: text },
        { session: text, text },
      )
    expect(await verifyAudit(log.store)).toMatchObject({ ok: true, entries: 2 })
  })

  test('old lines go, the line that says so stays, and the chain still proves itself', async () => {
    await using log = await openLog(engine)
    for (let at = 0; at < 30; at++) await log.audit.append('a.b', by, { at })
    const draft = (facts: Record<string, unknown>) => log.audit.draft('audit.pruned', null, facts)
    expect(await log.store.prune({ entries: 10, since: '2000-01-01' }, draft)).toBe(20)
    expect(await verifyAudit(log.store)).toMatchObject({ ok: true, entries: 11, first: 21, last: 31 })
    await log.db.deleteFrom('auditEntry').where('seq', '=', 21).execute()
    expect((await verifyAudit(log.store)).broken?.seq).toBe(21)
    expect(await log.store.prune({ entries: 5, since: '2000-01-01' }, draft)).toBe(6)
  })

  test('it is read by event, actor, session and time, a page at a time', async () => {
    await using app = await createTestApp({ engine })
    const { audit } = app.app
    for (let at = 0; at < 5; at++) await audit.append('x.made', by, { session: `s${at % 2}`, at })
    await audit.append('x-other.made', null, { session: 's0' })
    const list = async (query: string): Promise<{ entries: Entry[]; next: number | null }> =>
      (await app.rest('GET', `/api/audit?${query}`)).body
    expect((await list('event=x.*')).entries.map(({ facts }) => facts['at'])).toEqual([4, 3, 2, 1, 0])
    expect((await list('event=x.made&session=s1')).entries).toHaveLength(2)
    expect((await list('session=s0&actor=owner')).entries).toHaveLength(3)
    const page = await list('event=x.*&limit=2')
    expect(page.entries.map(({ facts }) => facts['at'])).toEqual([4, 3])
    expect(
      (await list(`event=x.*&limit=2&before=${page.next}`)).entries.map(({ facts }) => facts['at']),
    ).toEqual([2, 1])
    expect((await list('event=x.*&from=2999-01-01T00:00:00Z')).entries).toEqual([])
    expect((await list('event=x.*&to=2999-01-01T00:00:00Z')).entries).toHaveLength(5)
    for (const bad of ['limit=0', 'limit=x', 'before=-1', 'from=yesterday', 'event='])
      expect((await app.rest('GET', `/api/audit?${bad}`)).status).toBe(422)
  })
})

test('P44 sign-ins, keys, settings, rules, deletions and refusals are in the audit log, and no secret is', async () => {
  await using app = await createTestApp()
  const nobody = { headers: { authorization: 'Bearer wrong-key-that-nobody-has' } }
  await app.rest('GET', '/api/chat', undefined, nobody)
  await app.rest('GET', '/api/chat', undefined, nobody)
  await app.rest('POST', '/api/auth/session', { token: 'wrong' }, { headers: { authorization: '' } })
  await app.rest('POST', '/api/auth/session', { token: app.token }, { headers: { authorization: '' } })
  const { body: key } = await app.rest('POST', '/api/auth/keys', { label: 'narrow', scopes: ['chat'] })
  await app.rest('GET', '/api/rules', undefined, { headers: { authorization: `Bearer ${key.key}` } })
  await app.rest('DELETE', `/api/auth/keys/${key.id}`)
  await app.rest('POST', '/api/approvals/config', { enabled: false })
  const { rule } = (
    await app.rest('POST', '/api/rules', { behavior: 'deny', type: 'bash', pattern: 'git push' })
  ).body
  await app.rest('PATCH', `/api/rules/${rule.id}`, { note: 'ask first' })
  await app.rest('DELETE', `/api/rules/${rule.id}`)
  await app.rest('POST', '/api/sessions', { name: 'x', directory: '/tmp', command: 'cat' })
  await app.rest('DELETE', '/api/sessions/cc-x')
  const { entries } = (await app.rest('GET', '/api/audit?limit=500')).body as { entries: Entry[] }
  const events = entries.map(({ event }) => event)
  for (const event of [
    'auth.fail',
    'auth.login',
    'auth.key.created',
    'auth.refused',
    'auth.key.revoked',
    'settings.changed',
    'rule.create',
    'rule.update',
    'rule.delete',
    'session.create',
    'session.delete',
  ])
    expect(events).toContain(event)
  expect(events.filter((event) => event === 'auth.fail').length).toBeLessThanOrEqual(3)
  expect(entries.find(({ event }) => event === 'session.create')).toMatchObject({
    actor: 'owner',
    facts: { command: 'cat' },
  })
  const text = JSON.stringify(entries)
  for (const secret of [app.token, key.key, 'wrong-key-that-nobody-has']) expect(text).not.toContain(secret)
  expect((await app.rest('GET', '/api/audit/verify')).body.ok).toBe(true)
})

test('P44 whatever is written, a line stays one line that reads back equal', async () => {
  await using log = await openLog('sqlite')
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.json({ maxDepth: 3 }),
      async (text, json) => {
        const clean = text.replaceAll(/\0|\p{Cs}/gu, '')
        await log.audit.append('a.b', by, { text: clean, json })
        const [entry] = (await log.audit.list({ limit: 1 })).entries
        expect(entry?.facts['text']).toBe(clean)
      },
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 60) },
  )
  expect((await verifyAudit(log.store)).ok).toBe(true)
})

test('P48 what was acknowledged is in the log after kill -9, and the chain is whole', async () => {
  await using server = await spawnServer()
  for (let round = 0; round < 3; round++) {
    const made: string[] = []
    const writing = Array.from({ length: 8 }, async (_, writer) => {
      for (let at = 0; at < 40; at++) {
        const pattern = `tool-${round}-${writer}-${at}`
        const answer = await server
          .rest('POST', '/api/rules', { behavior: 'deny', type: 'bash', pattern })
          .catch(() => null)
        if (answer?.status !== 201) return
        made.push(pattern)
      }
    })
    await expect.poll(() => made.length).toBeGreaterThan(20)
    await server.kill()
    await Promise.all(writing)
    await server.again()
    expect((await server.rest('GET', '/api/audit/verify')).body).toMatchObject({ ok: true })
    const rules: { id: string; pattern: string }[] = (await server.rest('GET', '/api/rules')).body.rules
    const kept = new Set(rules.map(({ pattern }) => pattern))
    expect(made.filter((pattern) => !kept.has(pattern))).toEqual([])
    const { entries } = (await server.rest('GET', '/api/audit?event=rule.create&limit=500')).body as {
      entries: Entry[]
    }
    expect(new Set(entries.map(({ facts }) => facts['pattern']))).toEqual(kept)
  }
})
