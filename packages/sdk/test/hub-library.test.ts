import { createHash } from 'node:crypto'
import { createTestApp, type TestApp } from '@atrium/server/testing'
import { expect, test } from 'vitest'
import { createClient } from '../src/index.ts'
import { createTrpc } from '../src/trpc.ts'
import { zip } from './zip.ts'

const clientOf = (app: TestApp) => createClient({ baseUrl: app.url, token: app.token })
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const formOf = (name: string, content: string | Buffer<ArrayBuffer>) => {
  const form = new FormData()
  form.append('file', new Blob([content]), name)
  return form
}
const conversation = (number: number) => ({
  uuid: `c${number}`,
  name: `Trip ${number}`,
  created_at: '2025-01-02T03:04:05Z',
  updated_at: '2025-01-03T00:00:00Z',
  chat_messages: [
    { uuid: `m${number}`, sender: 'human', text: 'Where to?', created_at: '2025-01-02T03:04:05Z' },
    { uuid: `n${number}`, sender: 'assistant', text: 'To the sea.', created_at: '2025-01-02T03:04:09Z' },
  ],
})

test('every group answers over REST', async () => {
  await using app = await createTestApp()
  const hub = clientOf(app)
  await hub.rest('PUT /fs/write', { body: { path: 'Daily/a.md', content: 'x' } })
  const answers = await Promise.all([
    hub.rest('GET /workspaces').then(({ workspaces }) => workspaces),
    hub.rest('GET /contexts/folders').then(({ folders }) => folders),
    hub.rest('GET /prompts/preview').then(({ parts }) => parts),
    hub
      .rest('GET /fs/ls', { query: { path: 'Daily' } })
      .then(({ entries }) => entries.map(({ name }) => name)),
    hub.rest('GET /sync/manifest', { query: { root: 'Daily' } }).then(({ files }) => files.length),
    hub.rest('GET /mcps').then(({ servers }) => servers.map(({ builtin }) => builtin)),
    hub.rest('GET /skills').then(({ skills }) => skills),
    hub.rest('GET /modules').then(({ modules }) => modules.map(({ name }) => name)),
    hub.rest('GET /claude-code/recent', { query: { limit: 1 } }).then(({ sessions }) => sessions.length <= 1),
    hub.rest('GET /import').then(({ imports }) => imports),
    hub.rest('GET /scheduler').then(({ agents }) => agents),
    hub.rest('GET /usage').then((usage) => 'five_hour' in usage),
    hub.rest('GET /hooks').then(({ health }) => typeof health.hooks_count),
    hub.rest('GET /sandbox/status').then(({ isolates }) => Array.isArray(isolates)),
  ])
  expect(answers).toEqual([
    [],
    [],
    expect.any(Array),
    ['a.md'],
    1,
    [true],
    [],
    expect.arrayContaining(['brain', 'daily']),
    true,
    [],
    {},
    true,
    'number',
    true,
  ])
})

test('every group answers over tRPC', async () => {
  await using app = await createTestApp()
  const trpc = createTrpc(clientOf(app))
  const { workspace } = await trpc.workspaces.create.mutate({ name: 'Garden' })
  expect(workspace.slug).toBe('garden')
  const [{ workspaces }, { servers }, { skills }, { modules }, { agents }, status, { hooks }] =
    await Promise.all([
      trpc.workspaces.list.query(),
      trpc.mcps.list.query(),
      trpc.skills.list.query(),
      trpc.modules.list.query(),
      trpc.scheduler.list.query(),
      trpc.sandbox.status.query(),
      trpc.hooks.list.query(),
    ])
  expect([workspaces.length, servers.length > 0, skills, modules.length > 1, agents, hooks]).toEqual([
    1,
    true,
    [],
    true,
    {},
    expect.any(Array),
  ])
  expect(typeof status.available).toBe('boolean')
  await trpc.files.write.mutate({ path: 'a.md', content: 'text' })
  expect(await trpc.files.read.query({ path: 'a.md' })).toMatchObject({ content: 'text', encoding: 'utf8' })
})

test('a file is written once for all, and never over what somebody else wrote', async () => {
  await using app = await createTestApp()
  const hub = clientOf(app)
  const path = 'Notes/idea.md'
  const { hash } = await hub.rest('PUT /fs/write', { body: { path, content: 'one', hash: null } })
  expect(await hub.rest('GET /fs/read', { query: { path } })).toMatchObject({ content: 'one', hash })
  await hub.rest('PUT /fs/write', { body: { path, content: 'two', hash } })
  await expect(hub.rest('PUT /fs/write', { body: { path, content: 'three', hash } })).rejects.toMatchObject({
    status: 412,
    code: 'file_changed',
  })
  await expect(
    hub.rest('PUT /fs/write', { body: { path: '../outside.md', content: 'x' } }),
  ).rejects.toMatchObject({ name: 'ApiError' })
})

test('two devices are kept in step, and what both changed is kept twice', async () => {
  await using app = await createTestApp()
  const hub = clientOf(app)
  const push = (content: string, base_hash: string | null, device: string) =>
    hub.rest('POST /sync/push', {
      body: { root: 'Daily', device, files: [{ path: 'a.md', content, base_hash }] },
    })
  expect(await push('first', null, 'desk')).toMatchObject({ pushed: 1, conflicts: [] })
  expect(await push('desk', hashOf('first'), 'desk')).toMatchObject({ pushed: 1, conflicts: [] })
  const { conflicts } = await push('phone', hashOf('first'), 'phone')
  expect(conflicts).toMatchObject([{ path: 'a.md', hash: hashOf('desk') }])
  const { files } = await hub.rest('GET /sync/manifest', { query: { root: 'Daily' } })
  const pulled = await hub.rest('POST /sync/pull', {
    body: { root: 'Daily', paths: files.map(({ path }) => path) },
  })
  expect(pulled.files.map(({ content }) => content).toSorted()).toEqual(['desk', 'phone'])
  const removed = await hub.rest('DELETE /sync/files', { query: { root: 'Daily', paths: ['a.md'] } })
  expect(removed.deleted).toBe(1)
})

test('an export goes up as a form, is followed to its end, and again changes nothing', async () => {
  await using app = await createTestApp()
  const hub = clientOf(app)
  const conversations = [...Array.from({ length: 50 }, (_, at) => conversation(at)), { nonsense: true }]
  const body = formOf('conversations.json', JSON.stringify(conversations))
  const types = new Set<string>()
  let result: { imported_count: number; error_count: number; session_ids: string[] } | undefined
  for await (const event of hub.stream('POST /import/file', { body, query: { archived: false } })) {
    types.add(event.type)
    if (event.type === 'result') result = event.import
  }
  expect([...types].at(-1)).toBe('result')
  expect(result).toMatchObject({ imported_count: 50, error_count: 1 })
  const [session_id = ''] = result?.session_ids ?? []
  const chat = await hub.rest('GET /chat/{session_id}', { path: { session_id } })
  expect(chat.messages.map(({ content }) => content)).toEqual(['Where to?', 'To the sea.'])
  const again = await hub.rest('POST /import/file', { body, timeoutMs: 60_000 })
  expect(again).toMatchObject({ state: 'completed', imported_count: 0, skipped_count: 50 })
})

test('changes of an import are heard by who listens to the hub', async () => {
  await using app = await createTestApp()
  const hub = clientOf(app)
  const stop = new AbortController()
  const states: string[] = []
  const open = Promise.withResolvers<void>()
  const listening = (async () => {
    const onState = (state: string) => state === 'open' && open.resolve()
    for await (const event of hub.live({ signal: stop.signal, onState })) {
      if (event.type !== 'import.changed') continue
      states.push(event.import.state)
      if (event.import.ended_at !== null) return
    }
  })()
  await open.promise
  await hub.rest('POST /import', { body: { data: [conversation(1)] } })
  await listening
  expect(states.at(-1)).toBe('completed')
})

test('a skill goes up as an archive; a refusal comes as an error with its reason', async () => {
  await using app = await createTestApp()
  const hub = clientOf(app)
  const archive = zip({
    'letters/SKILL.md': '---\nname: letters\ndescription: How letters are written.\n---\nBe brief.\n',
  })
  const { skill } = await hub.rest('POST /skills/upload', { body: formOf('letters.skill', archive) })
  expect(skill).toMatchObject({ directory: 'letters', content: expect.stringContaining('Be brief.') })
  await expect(
    hub.rest('POST /skills/upload', { body: formOf('letters.skill', archive) }),
  ).rejects.toMatchObject({ status: 409, code: 'already_exists' })
  await expect(
    hub.rest('POST /skills/upload', { body: formOf('x.zip', 'no zip at all') }),
  ).rejects.toMatchObject({ name: 'ApiError', message: expect.any(String) })
})

test('the build of a sandbox is told as it goes; without Docker it is refused or ends with the reason', async () => {
  await using app = await createTestApp()
  const hub = clientOf(app)
  const { docker_available } = await hub.rest('GET /sandbox/status')
  if (docker_available) return // building an image is no work for a test
  const read = async () => {
    for await (const event of hub.stream('POST /sandbox/build'))
      if (event.type === 'build_error') return event.error
    return null
  }
  const answer = await read().catch((error: unknown) => error)
  expect(answer).toSatisfy(
    (told) => typeof told === 'string' || (told instanceof Error && told.name === 'ApiError'),
  )
})
