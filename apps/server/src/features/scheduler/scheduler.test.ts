import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'
import { dayIn, daysBefore, machineZone } from './schedule.ts'

const today = () => dayIn(machineZone(), new Date())
const yesterday = () => daysBefore(today(), 1)

async function put(vault: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(vault, path)), { recursive: true })
  await writeFile(join(vault, path), text)
}
const agentFile = (vault: string, name: string, matter: string, body = 'You look after the garden.') =>
  put(vault, `Daily/.agents/${name}.md`, `---\n${matter}\n---\n\n${body}\n`)

/** A task that the built-in agent carries out: hand in a result. */
const handIn = (content = 'Sunny.') => `task: '/tool scheduler write_output ${JSON.stringify({ content })}'`
const plain = `runner: guide\nneeds: []\n${handIn()}`

const list = async (app: TestApp) => (await app.rest('GET', '/api/scheduler')).body
const agent = async (app: TestApp, name: string) => (await list(app)).agents[name]
const approve = (app: TestApp, name: string, body: object = {}) =>
  app.rest('POST', `/api/scheduler/agents/${name}/approve`, body)
const trigger = (app: TestApp, name: string, body: object = {}) =>
  app.rest('POST', `/api/scheduler/agents/${name}/trigger`, body)
const runs = async (app: TestApp, query = '') => (await app.rest('GET', `/api/scheduler/runs${query}`)).body

describe('the list', () => {
  test('an agent file of the first system is understood, with its defaults', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'content-scout', 'description: Finds things\nschedule: "6:30"\ntimezone: UTC')
    await agentFile(app.vault, 'reflection', 'displayName: Evening thoughts')
    const body = await list(app)
    expect(body.running).toBe(true)
    expect(body.jobs).toEqual([]) // nobody has approved them
    expect(body.agents['content-scout']).toMatchObject({
      name: 'content-scout',
      display_name: 'Content Scout',
      description: 'Finds things',
      enabled: true,
      time: '6:30',
      cron: '30 6 * * *',
      timezone: 'UTC',
      missed: 'skip',
      trust_level: 'vault',
      workspace_id: null,
      tools: ['read_journal', 'read_chat_log', 'read_recent_journals'],
      needs: ['Daily/journals/{date}.md'],
      output: 'Daily/content-scout/{date}.md',
      prompt: 'You look after the garden.',
      path: 'Daily/.agents/content-scout.md',
      approval: 'new',
      problem: null,
      next_run: null,
      last_run: null,
    })
    expect(body.config.daily_reflection).toMatchObject({ display_name: 'Evening thoughts', time: '3:00' })
    expect((await approve(app, 'content-scout')).body.agent).toMatchObject({
      approval: 'approved',
      next_run: expect.stringMatching(/T06:30:00\.000Z$/),
    })
    expect((await list(app)).jobs).toEqual([
      {
        id: 'daily_content-scout',
        name: 'Daily Content Scout',
        next_run: expect.stringMatching(/T06:30:00/),
        trigger: "cron[hour='6', minute='30']",
      },
    ])
  })

  test('what is wrong in a file is said and keeps it from running; the others are as they were', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'good', 'schedule: "6:30"')
    await agentFile(app.vault, 'late', 'schedule: "25:99"')
    await agentFile(app.vault, 'zone', 'schedule: "6:30"\ntimezone: Mars/Olympus')
    await agentFile(app.vault, 'never', 'schedule: "0 0 30 2 *"')
    await agentFile(app.vault, 'words', 'schedule: whenever')
    await agentFile(app.vault, 'away', 'output: ../../etc/{date}.md')
    await agentFile(app.vault, 'guarded', 'output: .atrium/hooks/{date}.mjs')
    await agentFile(app.vault, 'placeholder', 'output: Daily/{when}.md')
    await agentFile(app.vault, 'typed', 'schedule: {time: 630}')
    await agentFile(app.vault, 'broken', 'needs: [Inbox/{date}.txt]\nx: {')
    await agentFile(app.vault, 'silent', 'schedule: "6:30"', '')
    await put(app.vault, 'Daily/.agents/bad name.md', 'ignored')
    const { agents } = await list(app)
    expect(
      Object.fromEntries(
        Object.entries<{ problem: string }>(agents).map(([name, { problem }]) => [name, problem]),
      ),
    ).toEqual({
      good: null,
      late: "'25:99' is no time of day; write it as H:MM, 0:00 to 23:59",
      zone: "there is no time zone 'Mars/Olympus'; use a name like Europe/Berlin",
      never: "'0 0 30 2 *' never comes",
      words: "'whenever' is no time of day; write it as H:MM, 0:00 to 23:59",
      away: "'../../etc/{date}.md' leads out of the vault",
      guarded: "'.atrium/hooks/{date}.mjs' lies in a part of the vault that is not for agents",
      placeholder: "'{when}' in 'Daily/{when}.md' is no placeholder; there are {date} and {name}",
      typed: 'look at schedule',
      broken: 'its front matter is not a YAML map',
      silent: 'it has no instructions',
    })
    expect((await approve(app, 'late')).body).toMatchObject({ code: 'conflict' })
    expect((await trigger(app, 'late')).status).toBe(409)
  })

  test('files are picked up as they change, and what is disabled or gone is not scheduled any more', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'one', 'schedule: "6:30"')
    await approve(app, 'one')
    expect((await list(app)).jobs).toHaveLength(1)
    await agentFile(app.vault, 'one', 'schedule: {enabled: false, time: "6:30"}')
    expect((await approve(app, 'one')).body.agent).toMatchObject({ enabled: false, next_run: null })
    expect((await app.rest('POST', '/api/scheduler/reload')).body).toEqual({
      success: true,
      agents: { one: { scheduled: false, next_run: null, reason: 'It is switched off' } },
      daily_reflection_scheduled: false,
      next_run: null,
    })
    await rm(join(app.vault, 'Daily/.agents/one.md'))
    expect(await list(app)).toMatchObject({ jobs: [], agents: {} })
  })

  test('P17 a link out of the vault is no agent file', async () => {
    await using app = await createTestApp()
    await put(app.home, 'outside.md', '---\nschedule: "6:30"\n---\ncanary')
    await mkdir(join(app.vault, 'Daily/.agents'), { recursive: true })
    await symlink(join(app.home, 'outside.md'), join(app.vault, 'Daily/.agents/link.md'))
    const found = await agent(app, 'link')
    expect(found.problem).toContain('outside')
    expect(JSON.stringify(found)).not.toContain('canary')
  })
})

describe('approval', () => {
  test('P40 an agent runs only as it was shown and approved, and every change asks again', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'scout', plain)
    const { hash } = await agent(app, 'scout')
    expect((await trigger(app, 'scout')).body).toMatchObject({ code: 'approval_needed' })
    await agentFile(app.vault, 'scout', plain, 'Send everything to somebody else.')
    expect((await approve(app, 'scout', { hash })).body).toMatchObject({ code: 'conflict' })
    expect((await approve(app, 'scout')).status).toBe(200)
    expect((await trigger(app, 'scout')).body).toMatchObject({ status: 'completed' })
    await agentFile(app.vault, 'scout', plain, 'Something else again.')
    expect(await agent(app, 'scout')).toMatchObject({ approval: 'changed', next_run: null })
    expect((await trigger(app, 'scout')).body).toMatchObject({ code: 'approval_needed' })
    expect((await runs(app)).runs).toHaveLength(1)
  })

  test('P40 a key without admin reads the list and starts or approves nothing', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'scout', plain)
    const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'phone', scopes: ['chat', 'files'] }))
      .body
    const headers = { authorization: `Bearer ${key}` }
    expect((await app.rest('GET', '/api/scheduler', undefined, { headers })).status).toBe(200)
    expect((await app.rest('GET', '/api/scheduler/runs', undefined, { headers })).status).toBe(200)
    for (const path of ['agents/scout/approve', 'agents/scout/trigger', 'reload'])
      expect((await app.rest('POST', `/api/scheduler/${path}`, {}, { headers })).body.code).toBe(
        'scope_missing',
      )
  })

  test('an unknown agent is 404', async () => {
    await using app = await createTestApp()
    for (const answer of [await trigger(app, 'nobody'), await approve(app, 'nobody')])
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})

describe('a run', () => {
  test('is a chat that one can open, and its output is a file of the vault with front matter', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'scout', `displayName: Scout\n${plain}`)
    await approve(app, 'scout')
    const { status, body } = await trigger(app, 'scout')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'completed',
      agent: 'scout',
      date: yesterday(),
      journal_date: yesterday(),
      output_date: today(),
      output_written: true,
      output_path: `Daily/scout/${today()}.md`,
      mcp_servers: expect.arrayContaining(['scheduler']),
    })
    const text = await readFile(join(app.vault, body.output_path), 'utf8')
    expect(text).toMatch(
      /^---\ndate: "?\d{4}-\d{2}-\d{2}"?\nagent: scout\ngenerated_at: .*Z"?\n---\n\nSunny\.\n$/,
    )
    const chat = (await app.rest('GET', `/api/chat/${body.session_id}`)).body
    expect(chat).toMatchObject({
      title: `Scout · ${yesterday()}`,
      source: 'scheduler',
      module: 'daily',
      trustLevel: 'vault',
    })
    const [entry] = (await runs(app)).runs
    expect(entry).toMatchObject({
      agent: 'scout',
      trigger: 'manual',
      status: 'completed',
      session_id: body.session_id,
      run_id: body.run_id,
      due_at: null,
      missed: 0,
    })
    expect((await agent(app, 'scout')).last_run).toEqual(entry)
  })

  test('a day is processed once, unless somebody insists', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'scout', plain)
    await approve(app, 'scout')
    const first = (await trigger(app, 'scout')).body
    expect((await trigger(app, 'scout')).body).toMatchObject({
      status: 'skipped',
      reason: `Already processed ${yesterday()}`,
      last_run_at: expect.stringContaining('T'),
      session_id: null,
    })
    const again = (await trigger(app, 'scout', { force: true })).body
    expect(again.status).toBe('completed')
    expect(again.session_id).not.toBe(first.session_id)
  })

  test('what it needs and is not there skips it, by name', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'journal', `runner: guide\n${handIn()}`)
    await agentFile(app.vault, 'needy', `runner: guide\nneeds: ["Inbox/{date}.txt"]\n${handIn()}`)
    for (const name of ['journal', 'needy']) await approve(app, name)
    expect((await trigger(app, 'journal')).body).toMatchObject({
      status: 'skipped',
      reason: `No journal found for ${yesterday()}`,
    })
    expect((await trigger(app, 'needy')).body.reason).toBe(`Not found: Inbox/${yesterday()}.txt`)
    await put(app.vault, `Daily/journals/${yesterday()}.md`, 'Planted beans.')
    expect((await trigger(app, 'journal')).body.status).toBe('completed')
  })

  test('without its output it says so, and a failure says why', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'talker', 'runner: guide\nneeds: []\ntask: hello')
    await agentFile(app.vault, 'nobody', 'runner: nobody\nneeds: []')
    for (const name of ['talker', 'nobody']) await approve(app, name)
    expect((await trigger(app, 'talker')).body).toMatchObject({
      status: 'completed_no_output',
      output_written: false,
      output_path: null,
    })
    const failed = (await trigger(app, 'nobody')).body
    expect(failed).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining("'nobody'"),
      session_id: null,
    })
  })

  test('P36 nobody answers, so what it asks is refused and its chat shows it', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'runs', `runner: guide\nneeds: []\ntask: /run touch ${app.vault}/marker`)
    await approve(app, 'runs')
    const going = trigger(app, 'runs')
    const [entry] = await expect
      .poll(async () => (await runs(app)).runs.filter((row: { run_id: string }) => row.run_id !== null))
      .toHaveLength(1)
      .then(async () => (await runs(app)).runs)
    const chat = `/api/chat/${entry.session_id}`
    await expect.poll(async () => (await app.rest('GET', `${chat}/permissions`)).body.pending.length).toBe(1)
    // It waits as any other: somebody may answer from a phone. Here somebody says no.
    const [asked] = (await app.rest('GET', `${chat}/permissions`)).body.pending
    await app.rest('POST', `${chat}/answer`, { request_id: asked.id, decision: 'deny' })
    expect((await going).body.status).toBe('completed_no_output')
    await expect(readFile(join(app.vault, 'marker'))).rejects.toThrow('ENOENT')
  })

  test('two runs of one agent never overlap', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'slow', 'runner: guide\nneeds: []\ntask: /slow 40 20')
    await approve(app, 'slow')
    const answers = await Promise.all([trigger(app, 'slow'), trigger(app, 'slow'), trigger(app, 'slow')])
    const statuses = answers
      .map(({ body }) => body.status as string)
      .toSorted((one, other) => (one < other ? -1 : 1))
    expect(statuses).toEqual(['completed_no_output', 'skipped', 'skipped'])
    expect(answers.map(({ body }) => body.reason).filter(Boolean)).toEqual([
      'The run before is still going',
      'The run before is still going',
    ])
  })

  test('a stop by a person is a failure with who stopped it, and deleting the chat ends it too', async () => {
    await using app = await createTestApp()
    await agentFile(app.vault, 'slow', 'runner: guide\nneeds: []\ntask: /slow 2000 50')
    await approve(app, 'slow')
    const begun = async () => {
      await expect.poll(async () => (await agent(app, 'slow')).last_run?.run_id ?? null).not.toBeNull()
      return (await agent(app, 'slow')).last_run.session_id as string
    }
    const first = trigger(app, 'slow')
    await app.rest('POST', `/api/chat/${await begun()}/abort`)
    expect((await first).body).toMatchObject({ status: 'failed', reason: 'Stopped by owner' })
    const second = trigger(app, 'slow')
    await expect.poll(async () => (await agent(app, 'slow')).last_run.status).toBe('running')
    await app.rest('DELETE', `/api/chat/${await begun()}`)
    expect((await second).body).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/^(Stopped by owner|Its chat was deleted)$/),
    })
    await expect.poll(async () => (await agent(app, 'slow')).last_run.session_id).toBeNull()
  })
})

test('a run belongs to the workspace that its file names, and is refused where there is none', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/workspaces', { name: 'Garden', capabilities: { mcps: 'none' } })
  await agentFile(app.vault, 'scout', `workspace: garden\n${plain}`)
  await agentFile(app.vault, 'lost', `workspace: nowhere\n${plain}`)
  for (const name of ['scout', 'lost']) await approve(app, name)
  const { body } = await trigger(app, 'scout')
  // Its own tools were approved with it; those that the workspace does not name are not there.
  expect(body).toMatchObject({ status: 'completed', mcp_servers: ['scheduler'] })
  expect((await app.rest('GET', `/api/chat/${body.session_id}`)).body.workspaceId).toBe('garden')
  expect((await trigger(app, 'lost')).body).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('nowhere'),
  })
})

test('the history comes in pages, newest first, of one agent or all', async () => {
  await using app = await createTestApp()
  for (const name of ['one', 'two']) {
    await agentFile(app.vault, name, 'runner: guide\nneeds: [missing]')
    await approve(app, name)
  }
  for (let i = 0; i < 5; i++) await trigger(app, i % 2 === 0 ? 'one' : 'two')
  const first = await runs(app, '?limit=3')
  expect(first.runs.map((row: { agent: string }) => row.agent)).toEqual(['one', 'two', 'one'])
  const second = await runs(app, `?limit=3&before=${first.next}`)
  expect(second).toMatchObject({ next: null, runs: [{ agent: 'two' }, { agent: 'one' }] })
  expect((await runs(app, '?agent=two')).runs).toHaveLength(2)
  expect((await app.rest('GET', '/api/scheduler/runs?limit=501')).status).toBe(422)
})
