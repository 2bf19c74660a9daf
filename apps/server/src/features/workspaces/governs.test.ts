import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChatRequest } from '@atrium/schema'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chatIdOf, collect, ofType, readUntil, send, types } from '../../../test/chat-client.ts'
import { openClaudeHub } from '../../../test/claude-hub.ts'
import { withClaude } from '../../../test/claude-lab.ts'
import { createTestApp, type TestApp } from '../../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ claudePath: '/nowhere/claude' })
  for (const folder of ['Projects/garden', 'other']) mkdirSync(join(app.vault, folder), { recursive: true })
})
afterAll(() => app[Symbol.asyncDispose]())

let count = 0
/** A workspace of its own; gives its slug. */
async function workspace(body: object = {}): Promise<string> {
  const { body: answer } = await app.rest('POST', '/api/workspaces', { name: `w${++count}`, ...body })
  return answer.workspace.slug
}
const fileOf = (slug: string) => join(app.vault, '.atrium/workspaces', slug, 'config.yaml')
const post = (body: object) => app.rest('POST', '/api/chat', { message: '/slow 1 0', ...body })
const say = (body: Partial<ChatRequest>) => collect(send(app, { message: '/slow 1 0', ...body }))
const chat = async (id: string) => (await app.rest('GET', `/api/chat/${id}`)).body
const sessionOf = async (body: Partial<ChatRequest>) => ofType(await say(body), 'session')[0]
const lastRequest = async (id: string) => {
  const run = await app.app.database.db
    .selectFrom('run')
    .select('request')
    .where('chatId', '=', id)
    .orderBy('position', 'desc')
    .executeTakeFirstOrThrow()
  return JSON.parse(run.request)
}

test('a message to a workspace that is not there is refused, and nothing is stored', async () => {
  const before = (await app.rest('GET', '/api/chat/stats')).body.total
  const { status, body } = await post({ workspace_id: 'nobody' })
  expect([status, body.code, body.message]).toEqual([404, 'not_found', 'Workspace not found: nobody'])
  expect((await post({ workspace_id: 'Bad_Slug' })).status).toBe(422)
  expect((await app.rest('GET', '/api/chat/stats')).body.total).toBe(before)
})

test('its folder and model are those of its chats, and a message that names others wins', async () => {
  const slug = await workspace({ working_directory: 'Projects/garden', model: 'sonnet' })
  const first = await sessionOf({ workspace_id: slug })
  expect(first).toMatchObject({ workspace_id: slug, working_directory: 'Projects/garden' })
  const id = first?.id ?? ''
  expect((await lastRequest(id)).model).toBe('sonnet')
  expect(await chat(id)).toMatchObject({
    workspaceId: slug,
    workingDirectory: 'Projects/garden',
    modelChoice: null,
  })

  const other = await sessionOf({ workspace_id: slug, working_directory: 'other', model: 'opus' })
  expect(other).toMatchObject({ working_directory: 'other' })
  expect((await lastRequest(other?.id ?? '')).model).toBe('opus')

  await app.rest('PUT', `/api/workspaces/${slug}`, { model: 'haiku' })
  expect(await sessionOf({ session_id: id })).toMatchObject({ workspace_id: slug })
  expect((await lastRequest(id)).model).toBe('haiku')
  await say({ session_id: other?.id ?? '' })
  expect((await lastRequest(other?.id ?? '')).model).toBe('opus')
})

test('an empty model is none: the next in line decides', async () => {
  const slug = await workspace({ model: 'sonnet' })
  const id = (await sessionOf({ workspace_id: slug, model: '' }))?.id ?? ''
  expect((await lastRequest(id)).model).toBe('sonnet')
  await app.rest('PUT', `/api/workspaces/${slug}`, { model: '' })
  await say({ session_id: id })
  expect((await lastRequest(id)).model).toBeNull()
})

test('a folder that is not there refuses its chats with its name', async () => {
  const slug = await workspace({ working_directory: 'not/yet' })
  const { status, body } = await post({ workspace_id: slug })
  expect([status, body.detail[0]]).toMatchObject([
    422,
    { loc: ['body', 'working_directory'], msg: 'Folder not found: not/yet' },
  ])
  mkdirSync(join(app.vault, 'not/yet'), { recursive: true })
  expect((await post({ workspace_id: slug })).status).toBe(200)
})

test('P28 its trust is a bound that neither message nor settings exceed, and nothing widens it', async () => {
  const slug = await workspace({ trust_level: 'vault' })
  const first = await sessionOf({ workspace_id: slug, trust_level: 'full' })
  expect(first?.trust_level).toBe('vault')
  const id = first?.id ?? ''
  expect((await chat(id)).trustLevel).toBe('vault')
  const raised = await app.rest('PUT', `/api/chat/${id}/config`, { trust_level: 'full' })
  expect(raised.body.session.trustLevel).toBe('vault')
  // Leaving it, or its end, gives nothing back.
  await app.rest('PUT', `/api/chat/${id}/config`, { workspace_id: '' })
  expect(await chat(id)).toMatchObject({ workspaceId: null, trustLevel: 'vault' })

  const free = (await sessionOf({ trust_level: 'full' }))?.id ?? ''
  const moved = await app.rest('PUT', `/api/chat/${free}/config`, { workspace_id: slug })
  expect(moved.body.session).toMatchObject({ workspaceId: slug, trustLevel: 'vault' })
  const other = (await sessionOf({ trust_level: 'full' }))?.id ?? ''
  expect(await sessionOf({ session_id: other, workspace_id: slug })).toMatchObject({ trust_level: 'vault' })
  await app.rest('DELETE', `/api/workspaces/${slug}`)
  expect(await chat(other)).toMatchObject({ workspaceId: null, trustLevel: 'vault' })
})

test('P28 one without a bound makes no chat freer than it would be', async () => {
  const slug = await workspace({ trust_level: 'full' })
  expect((await sessionOf({ workspace_id: slug }))?.trust_level).toBe('vault')
  expect((await sessionOf({ workspace_id: slug, trust_level: 'full' }))?.trust_level).toBe('full')
})

test('P28 narrowed later, by hand too, it governs the next turn, and a turn that asks already', async () => {
  const slug = await workspace()
  const id = (await sessionOf({ workspace_id: slug, trust_level: 'full' }))?.id ?? ''
  const free = await say({ session_id: id, message: '/run true' })
  expect(types(free)).not.toContain('permission_request')
  writeFileSync(fileOf(slug), 'name: x\ntrust_level: vault\n')
  const asked = await readUntil(
    send(app, { session_id: id, message: '/run true' }),
    ({ event }) => event.type === 'permission_request' || event.type === 'result',
  )
  expect(ofType(asked, 'session')[0]?.trust_level).toBe('vault')
  expect(asked.at(-1)?.event.type).toBe('permission_request')
  await app.rest('POST', `/api/chat/${id}/abort`)
})

test('P28 narrowed while a message waits, that message runs under the new bound', async () => {
  const slug = await workspace()
  const id = (await sessionOf({ workspace_id: slug, trust_level: 'full' }))?.id ?? ''
  const slow = readUntil(
    send(app, { session_id: id, message: '/slow 200 10' }),
    ({ event }) => event.type === 'text',
  )
  await slow
  const waiting = readUntil(
    send(app, { session_id: id, message: '/run true' }),
    ({ event }) => event.type === 'permission_request' || event.type === 'result',
  )
  await expect.poll(async () => (await app.rest('GET', `/api/chat/${id}/stream-status`)).body.queued).toBe(1)
  writeFileSync(fileOf(slug), 'name: x\ntrust_level: vault\n')
  expect((await waiting).at(-1)?.event.type).toBe('permission_request')
  await app.rest('POST', `/api/chat/${id}/abort`)
})

test('P9 a key that only chats does not loosen the bound of others’ chats', async () => {
  const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'c', scopes: ['chat'] })).body
  const as = { headers: { authorization: `Bearer ${key}` } }
  const slug = await workspace({ trust_level: 'vault' })
  const put = (body: object) => app.rest('PUT', `/api/workspaces/${slug}`, body, as)
  expect((await put({ trust_level: 'full' })).body.code).toBe('scope_missing')
  expect((await put({ trust_level: null })).body.code).toBe('scope_missing')
  expect((await put({ trust_level: 'sandboxed' })).status).toBe(200)
  expect((await put({ description: 'x' })).status).toBe(200)
})

test('a chat whose workspace somebody removed by hand goes on, with a warning and with nothing of it', async () => {
  const slug = await workspace()
  const id = (await sessionOf({ workspace_id: slug }))?.id ?? ''
  rmSync(join(app.vault, '.atrium/workspaces', slug), { recursive: true })
  const list = await say({ session_id: id })
  expect(ofType(list, 'warning')).toMatchObject([{ code: 'workspace_missing' }])
  expect(types(list).at(-1)).toBe('result')
  expect(await app.app.workspaces.filters(slug)).toEqual({
    mcps: 'none',
    skills: 'none',
    agents: 'none',
    plugins: { include_user: false, dirs: [] },
  })
  await app.rest('PUT', `/api/chat/${id}/config`, { workspace_id: null })
  expect(ofType(await say({ session_id: id }), 'warning')).toEqual([])
})

test('a chat is put into a workspace that is there, and into no other', async () => {
  const slug = await workspace()
  const id = (await sessionOf({}))?.id ?? ''
  const put = (body: object) => app.rest('PUT', `/api/chat/${id}/config`, body)
  expect((await put({ workspace_id: 'nobody' })).body.code).toBe('not_found')
  expect((await put({ workspace_id: slug })).body.session.workspaceId).toBe(slug)
  expect((await put({ workspace_id: '' })).body.session.workspaceId).toBeNull()
})

test('what may be used is what its file says now; without a workspace, everything', async () => {
  const all = await app.app.workspaces.filters(null)
  expect(all).toMatchObject({ mcps: 'all', skills: 'all', agents: 'all' })
  const slug = await workspace({ capabilities: { mcps: ['one'], skills: 'none' } })
  expect(await app.app.workspaces.filters(slug)).toMatchObject({
    mcps: ['one'],
    skills: 'none',
    agents: 'all',
  })
  writeFileSync(fileOf(slug), 'name: x\ncapabilities: {mcps: none}\n')
  expect(await app.app.workspaces.filters(slug)).toMatchObject({ mcps: 'none', skills: 'all' })
  writeFileSync(fileOf(slug), 'name: [')
  expect(await app.app.workspaces.filters(slug)).toMatchObject({ mcps: 'none', skills: 'none' })
  expect(await app.app.workspaces.floor(slug)).toBe('sandboxed')
  expect(await app.app.workspaces.filters('../../..')).toMatchObject({ mcps: 'none' })
})

test('chats of it are found by the list of chats too', async () => {
  const slug = await workspace()
  const id = chatIdOf(await say({ workspace_id: slug }))
  const { body } = await app.rest('GET', `/api/chat?workspaceId=${slug}`)
  expect(body.sessions.map((each: { id: string }) => each.id)).toEqual([id])
})

test('P28 a sandboxed run ends when the time of its workspace is up, or does not begin where no sandbox is', async () => {
  const slug = await workspace({ trust_level: 'sandboxed', sandbox: { timeout: 1 } })
  const list = await collect(send(app, { message: '/slow 1000 10', workspace_id: slug }))
  const [error] = ofType(list, 'error')
  if (list.length === 0) {
    expect((await post({ workspace_id: slug })).body.code).toBe('sandbox_unavailable')
    return
  }
  expect(error).toMatchObject({
    code: 'interrupted',
    message: 'The run was stopped after 1 s, the limit of its workspace.',
  })
  expect(types(list).at(-1)).toBe('error')
  const next = await say({ session_id: chatIdOf(list) })
  expect(types(next).at(-1)).toBe('result')
})

withClaude(
  'narrowed by hand, it takes servers, skills and agents from the next turn of a chat in it',
  async () => {
    await using lab = await openClaudeHub()
    const hub = lab.app
    const file = (name: string) => join(hub.vault, '.atrium', name)
    await hub.rest('POST', '/api/skills', { name: 'pruning', description: 'How to prune', content: 'Cut.' })
    mkdirSync(file('agents'), { recursive: true })
    writeFileSync(file('agents/gardener.md'), '---\ndescription: Knows trees\n---\nYou know trees.')
    await hub.rest('POST', '/api/workspaces', { name: 'Garden' })
    const turn = async (more: Partial<ChatRequest>) =>
      collect(send(hub, { message: 'hello', workspace_id: 'garden', ...more }))
    const first = await turn({})
    expect(ofType(first, 'init')[0]?.tools).toContain('mcp__atrium__get_session')
    for (const part of ['How to prune', 'Knows trees']) expect(lab.sent()).toContain(part)
    writeFileSync(
      file('workspaces/garden/config.yaml'),
      'name: Garden\ncapabilities: {mcps: none, skills: none, agents: none}\n',
    )
    const next = await turn({ session_id: chatIdOf(first) })
    expect(ofType(next, 'init')[0]?.tools.filter((tool) => tool.startsWith('mcp__'))).toEqual([])
    const { tools, messages } = JSON.parse(lab.sent())
    const now = JSON.stringify([tools, messages.at(-1)])
    for (const part of ['How to prune', 'Knows trees']) expect(now).not.toContain(part)
    expect(ofType(next, 'result')[0]?.sdk_session_id).toBe(ofType(first, 'result')[0]?.sdk_session_id)
  },
  60_000,
)
