import { engines, openTestDatabase } from '@atrium/db/testing'
import { describe, expect, test } from 'vitest'
import { createLog } from '../../core/log.ts'
import { createProblems } from '../../core/problems.ts'
import { createTestApp, type TestApp } from '../../testing.ts'
import { createSettings } from './service.ts'
import { createSettingsStore } from './store.ts'

const query = async (app: TestApp, token = app.token) => {
  const answer = await fetch(`${app.url}/trpc/settings.get?input=${encodeURIComponent('{}')}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: answer.status, body: (await answer.json()) as { result: { data: unknown } } }
}
const update = (app: TestApp, change: unknown) => app.rest('POST', '/trpc/settings.update', change)

describe.each(engines)('settings on %s', (engine) => {
  test('a change holds at once and after a restart, the rest keeps its default', async () => {
    await using app = await createTestApp({ engine, maxLiveAgents: 5 })
    expect((await query(app)).body.result.data).toEqual({
      default_runner: null,
      claude_path: null,
      max_live_agents: 5,
    })
    expect((await update(app, { default_runner: 'guide' })).status).toBe(200)
    await app.restart()
    expect((await query(app)).body.result.data).toMatchObject({ default_runner: 'guide', max_live_agents: 5 })
    await update(app, { default_runner: null })
    expect((await query(app)).body.result.data).toMatchObject({ default_runner: null })
  })

  test('P50 a damaged setting costs only itself and is reported', async () => {
    await using app = await createTestApp({ engine })
    await update(app, { default_runner: 'guide', max_live_agents: 3 })
    await app.app.database.db
      .updateTable('setting')
      .set({ value: '{"cut' })
      .where('key', '=', 'max_live_agents')
      .execute()
    await app.restart()
    expect((await query(app)).body.result.data).toMatchObject({ default_runner: 'guide', max_live_agents: 8 })
    const { body } = await app.rest('GET', '/api/health?detailed=true')
    expect(body).toMatchObject({ status: 'degraded', problems: [{ code: 'record_quarantined' }] })
    await update(app, { max_live_agents: 4 })
    expect((await app.rest('GET', '/api/health')).body.status).toBe('ok')
  })
})

test('settings are for administrators', async () => {
  await using app = await createTestApp()
  const { body } = await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['chat'] })
  expect((await query(app, body.key)).status).toBe(403)
  expect((await query(app, 'wrong')).status).toBe(401)
})

test('a setting of the wrong kind is refused and nothing changes', async () => {
  await using app = await createTestApp()
  for (const change of [
    { max_live_agents: 0 },
    { max_live_agents: '3' },
    { claude_path: 'claude' },
    { default_runner: '../x' },
  ])
    expect((await update(app, change)).status).toBe(422)
  expect((await query(app)).body.result.data).toMatchObject({ max_live_agents: 8, claude_path: null })
})

test('of two changes at the same time the stored one holds', async () => {
  await using database = await openTestDatabase('sqlite')
  const store = createSettingsStore(database.db)
  const slow = Promise.withResolvers<void>()
  let saves = 0
  const settings = await createSettings({
    store: {
      ...store,
      /** The first answer of the database comes last. */
      async save(values) {
        const isFirst = saves++ === 0
        await store.save(values)
        if (isFirst) await slow.promise
      },
    },
    problems: createProblems(),
    log: createLog('silent'),
    defaults: { default_runner: null, claude_path: null, max_live_agents: 8 },
  })
  const by = { actor: null, requestId: 'test' }
  const both = [settings.update(by, { max_live_agents: 1 }), settings.update(by, { max_live_agents: 2 })]
  await new Promise((resolve) => setImmediate(resolve))
  slow.resolve()
  await Promise.all(both)
  expect((await store.list()).get('max_live_agents')).toBe(String(settings.get().max_live_agents))
})
