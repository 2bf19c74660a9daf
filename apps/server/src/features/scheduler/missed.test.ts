import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '@atrium/db'
import { eachEngine } from '@atrium/db/testing'
import { expect, test } from 'vitest'
import { createTestApp, spawnServer, type TestApp } from '../../testing.ts'
import { dayIn, daysBefore } from './schedule.ts'

const minute = 60_000
const hour = 60 * minute
/** H:MM in UTC. */
const timeAt = (at: number): string => new Date(at).toISOString().slice(11, 16).replace(/^0/, '')
const task = `task: '/tool scheduler write_output {"content":"done"}'`

async function put(vault: string, name: string, matter: string): Promise<void> {
  await mkdir(join(vault, 'Daily/.agents'), { recursive: true })
  await writeFile(
    join(vault, `Daily/.agents/${name}.md`),
    `---\nrunner: guide\ntimezone: UTC\nneeds: []\n${matter}\n---\n\nWork.\n`,
  )
}

/** Approves an agent as if that had been so long ago, and everything since had been slept through. */
async function approvedAgo(app: TestApp, name: string, ms: number): Promise<void> {
  await app.rest('POST', `/api/scheduler/agents/${name}/approve`, {})
  await app.app.database.db
    .updateTable('trustedProgram')
    .set({ approvedAt: new Date(Date.now() - ms).toISOString() })
    .where('name', '=', name)
    .execute()
}
const runs = async (app: Pick<TestApp, 'rest'>) => (await app.rest('GET', '/api/scheduler/runs')).body.runs
const settled = (app: Pick<TestApp, 'rest'>, count: number) =>
  expect
    .poll(async () => (await runs(app)).filter((row: { status: string }) => row.status !== 'running').length)
    .toBe(count)

eachEngine('the scheduler', (engine) => {
  test('a clock that was ahead for a while keeps no agent from its times, and repeats none', async () => {
    await using app = await createTestApp({ engine })
    await put(app.vault, 'now', `schedule: "${timeAt(Date.now() - minute)}"\n${task}`)
    await approvedAgo(app, 'now', hour)
    await app.app.scheduler.look()
    await settled(app, 1)
    const { db } = app.app.database
    const [row] = await db.selectFrom('schedulerRun').selectAll().execute()
    const ahead = new Date(Date.now() + 400 * 24 * hour).toISOString()
    if (row)
      await db
        .insertInto('schedulerRun')
        .values({ ...row, id: `${row.id}0`, dueAt: ahead })
        .execute()
    await app.app.scheduler.look()
    expect(await runs(app)).toHaveLength(2)
    // The time before it was not seen to.
    await db
      .deleteFrom('schedulerRun')
      .where('id', '=', row?.id ?? '')
      .execute()
    await db.updateTable('schedulerRun').set({ date: '2020-01-01' }).execute()
    await app.app.scheduler.look()
    await settled(app, 2)
    expect((await runs(app)).map(({ status }: { status: string }) => status)).toEqual([
      'completed',
      'completed',
    ])
  })

  test('P50 a run whose record is damaged costs only itself: the hub starts, and lists it', async () => {
    await using app = await createTestApp({ engine })
    await put(app.vault, 'now', task)
    await app.rest('POST', '/api/scheduler/agents/now/approve', {})
    await app.rest('POST', '/api/scheduler/agents/now/trigger', {})
    const { db } = app.app.database
    await db.updateTable('schedulerRun').set({ plan: '{', status: 'running' }).execute()
    await db.updateTable('run').set({ request: '{' }).execute()
    await app.restart()
    expect(await runs(app)).toMatchObject([{ agent: 'now', status: 'interrupted' }])
    expect((await app.rest('GET', '/api/scheduler')).body.agents.now.last_run.status).toBe('interrupted')
    const again = await app.rest('POST', '/api/scheduler/agents/now/trigger', { force: true })
    expect(again.body.status).toBe('completed')
  })

  test('an agent whose time has come runs by itself, once, however often the clock is looked at', async () => {
    await using app = await createTestApp({ engine })
    const due = Date.now() - minute
    await put(app.vault, 'now', `schedule: "${timeAt(due)}"\n${task}`)
    await approvedAgo(app, 'now', hour)
    await Promise.all([app.app.scheduler.look(), app.app.scheduler.look()])
    await app.app.scheduler.look()
    await settled(app, 1)
    const today = dayIn('UTC', new Date(due))
    expect(await runs(app)).toMatchObject([
      {
        agent: 'now',
        trigger: 'schedule',
        status: 'completed',
        date: daysBefore(today, 1),
        output_date: today,
        output_path: `Daily/now/${today}.md`,
        missed: 0,
      },
    ])
    await app.restart()
    await app.app.scheduler.look()
    expect(await runs(app)).toHaveLength(1)
  })

  test('P57 times that passed while the hub was off are reported: one skip, or one run that catches up', async () => {
    await using app = await createTestApp({ engine })
    const time = timeAt(Date.now() - 2 * hour)
    await put(app.vault, 'skips', `schedule: "${time}"\nmissed: skip\n${task}`)
    await put(app.vault, 'catches', `schedule: "${time}"\nmissed: catch_up\n${task}`)
    for (const name of ['skips', 'catches']) await approvedAgo(app, name, 73 * hour)
    await app.restart()
    await app.app.scheduler.look()
    await settled(app, 2)
    const rows = await runs(app)
    const of = (name: string) => rows.filter(({ agent }: { agent: string }) => agent === name)
    expect(of('skips')).toMatchObject([
      {
        status: 'skipped',
        trigger: 'schedule',
        missed: 3,
        session_id: null,
        reason: expect.stringContaining('Missed'),
      },
    ])
    expect(of('catches')).toMatchObject([{ status: 'completed', trigger: 'catch_up', missed: 3 }])
    await app.app.scheduler.look()
    expect(await runs(app)).toHaveLength(2)
  })

  test('an agent that is new, changed or switched off does not run, whatever its clock says', async () => {
    await using app = await createTestApp({ engine })
    const time = timeAt(Date.now() - minute)
    await put(app.vault, 'fresh', `schedule: "${time}"\n${task}`)
    await put(app.vault, 'changed', `schedule: "${timeAt(Date.now() + 6 * hour)}"\n${task}`)
    await approvedAgo(app, 'changed', hour)
    await put(app.vault, 'changed', `schedule: "${time}"\ndescription: other\n${task}`)
    await put(app.vault, 'off', `schedule: {enabled: false, time: "${time}"}\n${task}`)
    await approvedAgo(app, 'off', hour)
    await app.app.scheduler.look()
    expect(await runs(app)).toEqual([])
  })

  test('P56 a run that goes on when the hub is stopped is interrupted, and its chat says the same', async () => {
    await using app = await createTestApp({ engine })
    await put(app.vault, 'slow', 'task: /slow 5000 50')
    await app.rest('POST', '/api/scheduler/agents/slow/approve', {})
    const going = app.rest('POST', '/api/scheduler/agents/slow/trigger', {}).catch(() => null)
    await expect.poll(async () => (await runs(app))[0]?.run_id ?? null).not.toBeNull()
    await app.restart()
    // Whoever waits for the outcome is answered, and not cut off when the stop waits no longer.
    expect((await going)?.body).toMatchObject({ agent: 'slow', status: 'running' })
    expect(await runs(app)).toMatchObject([{ status: 'interrupted', ended_at: expect.any(String) }])
    const [{ session_id }] = await runs(app)
    expect((await app.rest('GET', `/api/chat/${session_id}`)).body.state).toBe('interrupted')
  })

  test('what is kept of the past is bounded, and what was seen to is not forgotten', async () => {
    await using app = await createTestApp({ engine })
    await put(app.vault, 'now', `schedule: "${timeAt(Date.now() - minute)}"\n${task}`)
    await approvedAgo(app, 'now', hour)
    await app.app.scheduler.look()
    await settled(app, 1)
    for (let i = 0; i < 4; i++) await app.rest('POST', '/api/scheduler/agents/now/trigger', {})
    const { createSchedulerStore } = await import('./store.ts')
    await createSchedulerStore(app.app.database.db).prune(2)
    expect((await runs(app)).map(({ trigger }: { trigger: string }) => trigger)).toEqual([
      'manual',
      'manual',
      'schedule',
    ])
    await app.app.scheduler.look()
    expect(await runs(app)).toHaveLength(3)
  })
})

test('P57 P27 a run that a killed hub cut off is interrupted, and is not run again for its day', async () => {
  await using server = await spawnServer()
  await put(server.vault, 'slow', `schedule: "${timeAt(Date.now())}"\ntask: /slow 5000 50`)
  await server.rest('POST', '/api/scheduler/agents/slow/approve', {})
  const going = server.rest('POST', '/api/scheduler/agents/slow/trigger', {}).catch(() => null)
  const row = async () => (await runs(server))[0]
  await expect.poll(async () => (await row())?.run_id ?? null).not.toBeNull()
  await server.kill()
  await going
  await server.again()
  const [cut, ...others] = await runs(server)
  expect(others).toEqual([])
  expect(cut).toMatchObject({ status: 'interrupted', ended_at: expect.any(String) })
  const chat = (await server.rest('GET', `/api/chat/${cut.session_id}`)).body
  expect(chat).toMatchObject({ state: 'interrupted', source: 'scheduler' })
  expect((await server.rest('GET', '/api/chat')).body.sessions).toHaveLength(1)
  expect(await readdir(join(server.vault, 'Daily'))).toEqual(['.agents'])
  // A person may run it again; the hub does not by itself.
  const again = server.rest('POST', '/api/scheduler/agents/slow/trigger', {}).catch(() => null)
  await expect.poll(async () => (await runs(server)).length).toBe(2)
  await server.kill()
  await again
})

test('P57 P48 no time of an agent is run twice and none is forgotten, however often the hub is killed meanwhile', async () => {
  await using server = await spawnServer()
  const time = timeAt(Date.now() - 2 * hour)
  const names = Array.from({ length: 6 }, (_, i) => `agent-${i}`)
  for (const name of names) await put(server.vault, name, `schedule: "${time}"\nmissed: catch_up\n${task}`)
  for (const name of names) await server.rest('POST', `/api/scheduler/agents/${name}/approve`, {})
  await server.kill()
  const database = await openDatabase({ url: join(server.home, 'atrium.db') })
  const approvedAt = new Date(Date.now() - 30 * hour).toISOString()
  await database.db.updateTable('trustedProgram').set({ approvedAt }).execute()
  await database.close()
  for (let round = 0; round < Number(process.env['KILLS'] ?? 3); round++) {
    await server.again()
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 120))
    await server.kill()
  }
  await server.again()
  await settled(server, names.length)
  const rows: { agent: string; status: string; session_id: string | null }[] = await runs(server)
  expect(rows.map(({ agent }) => agent).toSorted((one, other) => (one < other ? -1 : 1))).toEqual(names)
  const { sessions } = (await server.rest('GET', '/api/chat')).body
  const chats = rows.flatMap(({ session_id }) => session_id ?? [])
  expect(sessions.map(({ id }: { id: string }) => id).toSorted()).toEqual(chats.toSorted())
  for (const row of rows) {
    expect(['completed', 'completed_no_output', 'interrupted']).toContain(row.status)
    if (row.session_id === null) continue
    const chat = (await server.rest('GET', `/api/chat/${row.session_id}`)).body
    expect(chat.messages.filter(({ role }: { role: string }) => role === 'user')).toHaveLength(1)
  }
}, 300_000)
