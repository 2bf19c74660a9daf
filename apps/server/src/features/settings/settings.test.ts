import { engines, openTestDatabase } from '@atrium/db/testing'
import { describe, expect, test } from 'vitest'
import { noAudit } from '../../core/audit.ts'
import { createEvents } from '../../core/events.ts'
import { createProblems } from '../../core/problems.ts'
import { exec } from '../../host/exec.ts'
import { createTestApp, type TestApp } from '../../testing.ts'
import { createSettings } from './service.ts'
import { createSettingsStore } from './store.ts'

const query = (app: TestApp, token = app.token) =>
  app.rest('GET', '/api/settings', undefined, { headers: { authorization: `Bearer ${token}` } })
const update = (app: TestApp, change: unknown) => app.rest('PATCH', '/api/settings', change)

describe.each(engines)('settings on %s', (engine) => {
  test('a change holds at once and after a restart, the rest keeps its default', async () => {
    await using app = await createTestApp({ engine, maxLiveAgents: 5 })
    expect((await query(app)).body.settings).toMatchObject({
      defaultRunner: null,
      claudePath: null,
      maxLiveAgents: 5,
      tmuxMouse: 'on',
    })
    expect((await update(app, { defaultRunner: 'guide' })).status).toBe(200)
    await app.restart()
    expect((await query(app)).body.settings).toMatchObject({ defaultRunner: 'guide', maxLiveAgents: 5 })
    await update(app, { defaultRunner: null })
    expect((await query(app)).body.settings).toMatchObject({ defaultRunner: null })
  })

  test('P50 a damaged setting costs only itself and is reported', async () => {
    await using app = await createTestApp({ engine })
    await update(app, { defaultRunner: 'guide', maxLiveAgents: 3 })
    await app.app.database.db
      .updateTable('setting')
      .set({ value: '{"cut' })
      .where('key', '=', 'maxLiveAgents')
      .execute()
    await app.restart()
    expect((await query(app)).body.settings).toMatchObject({ defaultRunner: 'guide', maxLiveAgents: 8 })
    const { body } = await app.rest('GET', '/api/health?detailed=true')
    expect(body).toMatchObject({ status: 'degraded', problems: [{ code: 'record_quarantined' }] })
    await update(app, { maxLiveAgents: 4 })
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
    { maxLiveAgents: 0 },
    { maxLiveAgents: '3' },
    { claudePath: 'claude' },
    { defaultRunner: '../x' },
  ])
    expect((await update(app, change)).status).toBe(422)
  expect((await query(app)).body.settings).toMatchObject({ maxLiveAgents: 8, claudePath: null })
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
    events: createEvents(),
    problems: createProblems(),
    audit: noAudit,
    defaults: {
      defaultRunner: null,
      claudePath: null,
      maxLiveAgents: 8,
      tmuxMouse: 'on',
      checkForUpdates: true,
      remoteApproval: true,
      chatTools: true,
      autoRestore: false,
      autoRestoreContinue: true,
    },
  })
  const by = { actor: null, requestId: 'test' }
  const both = [settings.update(by, { maxLiveAgents: 1 }), settings.update(by, { maxLiveAgents: 2 })]
  await new Promise((resolve) => setImmediate(resolve))
  slow.resolve()
  await Promise.all(both)
  expect((await store.list()).get('maxLiveAgents')).toBe(String(settings.get().maxLiveAgents))
})

test('settings come with their defaults, a schema that describes each, and how the hub is', async () => {
  await using app = await createTestApp()
  await update(app, { tmuxMouse: 'off' })
  const { body } = await query(app)
  expect(body).toMatchObject({
    settings: { tmuxMouse: 'off' },
    defaults: { tmuxMouse: 'on' },
    status: { sessions: 0, activePtys: 0, uptimeSeconds: expect.any(Number) },
    features: { cfAccess: { enabled: false } },
  })
  expect(Object.keys(body.schema.properties)).toEqual(Object.keys(body.settings))
  for (const { description } of Object.values<{ description: string }>(body.schema.properties))
    expect(description).toMatch(/\w/)
})

test('a change answers with what holds; one that says nothing, or of what nobody knows, is refused', async () => {
  await using app = await createTestApp()
  expect((await update(app, { tmuxMouse: 'off' })).body.settings).toMatchObject({ tmuxMouse: 'off' })
  for (const change of [{}, { tmuxMous: 'on' }, { tmuxMouse: 'maybe' }, { tmuxMouse: 'on', x: 1 }, []])
    expect((await update(app, change)).status).toBe(422)
  expect((await query(app)).body.settings).toMatchObject({ tmuxMouse: 'off' })
})

test('the mouse of terminals follows the setting, in sessions that run and in those that begin', async () => {
  await using app = await createTestApp()
  const mouse = async (name: string): Promise<string> => {
    const { stdout } = await exec('tmux', [
      '-L',
      app.tmuxSocket,
      'show-options',
      '-v',
      '-t',
      `=${name}:`,
      'mouse',
    ])
    return stdout.toString().trim()
  }
  await app.rest('POST', '/api/sessions', { name: 'old', directory: '/tmp', command: 'cat' })
  expect(await mouse('cc-old')).toBe('on')
  await update(app, { tmuxMouse: 'off' })
  await expect.poll(() => mouse('cc-old')).toBe('off')
  await app.rest('POST', '/api/sessions', { name: 'new', directory: '/tmp', command: 'cat' })
  expect(await mouse('cc-new')).toBe('off')
})
