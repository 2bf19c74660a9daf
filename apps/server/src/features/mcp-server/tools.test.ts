import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type BoardLab, openBoard } from '../board/testing.ts'
import { agentTools } from './agent-tools.ts'
import { connectMcp, type McpTestClient } from './testing.ts'
import { tools } from './tools.ts'

let lab: BoardLab
let mcp: McpTestClient
beforeAll(async () => {
  lab = await openBoard()
  mcp = await connectMcp(lab.app)
})
afterAll(async () => {
  await mcp[Symbol.asyncDispose]()
  await lab[Symbol.asyncDispose]()
})

type Run = {
  session_id: string
  run_id: string
  status: string
  response: string | null
  requests: { tool: string; kind: string }[]
}
const say = async (message: string, more: Record<string, unknown> = {}): Promise<Run> =>
  (await mcp.use('start_chat', { message, runner: 'guide', ...more })) as Run

const used = new Set<string>()
const use: McpTestClient['use'] = (name, args) => {
  used.add(name)
  return mcp.use(name, args)
}

test('a chat is begun, spoken to, read, found, waited for and stopped', async () => {
  const began = await use('start_chat', { message: 'Where do plums grow?', title: 'Plums', runner: 'guide' })
  expect(began).toMatchObject({ status: 'completed', response: expect.stringContaining('I am the guide') })
  const session_id = began['session_id'] as string
  const chat = (await lab.app.rest('GET', `/api/chat/${session_id}`)).body
  expect(chat).toMatchObject({ title: 'Plums', source: 'mcp', trustLevel: 'vault' })

  const sent = await use('send_message', { session_id, message: '/ls' })
  expect(sent).toMatchObject({ session_id, status: 'completed' })
  expect(await use('get_chat', { session_id })).toMatchObject({
    chat: { id: session_id, messageCount: 4, state: 'idle' },
    run: { status: 'completed', response: sent['response'] },
  })
  const page = (await use('read_transcript', { session_id })) as {
    entries: { kind: string; text: string }[]
    before: unknown
  }
  expect(page.entries.map(({ kind }) => kind)).toEqual([
    'user',
    'assistant',
    'outcome',
    'user',
    'tool_call',
    'tool_result',
    'assistant',
    'outcome',
  ])
  expect(page.before).toBeNull()

  expect(await use('list_chats', { limit: 1 })).toMatchObject({ chats: [{ id: session_id }], next_offset: 1 })
  const found = (await use('search_chats', { query: 'plums grow' })) as {
    chats: { id: string; matches: unknown[] }[]
  }
  expect(found.chats).toMatchObject([
    { id: session_id, matches: [{ role: 'user', text: 'Where do plums grow?' }] },
  ])
  expect(await mcp.use('search_chats', { query: 'nobody said this' })).toEqual({ chats: [] })

  const slow = await mcp.use('send_message', { session_id, message: '/slow 400 50', wait_seconds: 0 })
  expect(slow).toMatchObject({ status: 'working', response: null })
  expect(await use('wait_for_chat', { session_id, wait_seconds: 1 })).toMatchObject({
    status: 'working',
    run_id: slow['run_id'],
  })
  expect(await use('stop_chat', { session_id })).toEqual({ message: 'The run was stopped' })
  expect(await mcp.use('wait_for_chat', { session_id })).toMatchObject({ status: 'stopped' })
  expect(await mcp.use('stop_chat', { session_id })).toEqual({ message: 'Nothing runs any more' })
})

test('a transcript comes page by page, and nothing of it twice or not at all', async () => {
  const { session_id } = await say('/think first')
  for (const word of ['second', 'third', 'fourth'])
    await mcp.use('send_message', { session_id, message: `/think ${word}` })
  type Page = { entries: { seq: number; kind: string; text: string }[]; before: number | null }
  const all: Page['entries'] = []
  for (let before: number | null = null, first = true; first || before !== null; first = false) {
    const page = (await mcp.use('read_transcript', {
      session_id,
      limit: 3,
      ...(before !== null && { before }),
    })) as Page
    expect(page.entries.length).toBeLessThanOrEqual(3)
    all.unshift(...page.entries)
    before = page.before
  }
  const whole = (await mcp.use('read_transcript', { session_id, limit: limits.mcpPageMax })) as Page
  expect(all).toEqual(whole.entries)
  expect(all.flatMap(({ kind, text }) => (kind === 'user' ? [text] : []))).toEqual([
    '/think first',
    '/think second',
    '/think third',
    '/think fourth',
  ])
})

test('P36 an agent that needs a permission waits for a person, and no tool gives it', async () => {
  const { session_id, status, requests } = await say('/run touch x', { wait_seconds: 1 })
  expect([status, requests]).toMatchObject(['waiting', [{ kind: 'permission', tool: 'Bash' }]])
  const { approvals } = (await use('list_approvals')) as {
    approvals: { name: string; tool: string; text: string }[]
  }
  expect(approvals).toMatchObject([{ name: session_id, tool: 'Bash' }])
  await lab.app.rest('POST', `/api/chat/${session_id}/abort`)
})

test('a message with the id of an earlier one is that one', async () => {
  const message_id = crypto.randomUUID()
  const [one, other] = [await say('/think once', { message_id }), await say('/think once', { message_id })]
  expect(other).toEqual(one)
})

test('P44 what is refused is told with its code, and the field that is wrong', async () => {
  expect(await mcp.refusal('get_chat', { session_id: 'nobody' })).toMatchObject({
    code: 'not_found',
    message: 'Session not found: nobody',
  })
  expect(await mcp.refusal('read_transcript', {})).toMatchObject({
    code: 'invalid',
    detail: [{ loc: ['body', 'session_id'], type: 'missing' }],
  })
  expect(await mcp.refusal('send_to_terminal', { name: 'cc-none', text: 'x' })).toMatchObject({
    code: 'not_found',
  })
  expect(await mcp.refusal('send_to_terminal', { name: 'cc-none', keys: ['C-b d'] })).toMatchObject({
    code: 'invalid',
  })
  expect(await mcp.refusal('send_message', { session_id: 'new', message: 'x' })).toMatchObject({
    code: 'bad_request',
  })
  expect(await mcp.refusal('start_chat', { message: 'x', runner: 'nobody' })).toMatchObject({
    code: 'agent_unavailable',
  })
  expect(await mcp.refusal('create_card', { projectId: 'nowhere', title: 'x' })).toMatchObject({
    code: 'invalid',
  })
})

const recorder = fileURLToPath(new URL('./testing-recorder.js', import.meta.url))

test('P26 text and keys reach the program in a terminal byte for byte', async () => {
  const file = join(lab.root, 'heard')
  writeFileSync(file, '')
  const created = await use('create_session', {
    name: 'rec',
    directory: lab.root,
    command: `${process.execPath} ${recorder} ${file}`,
  })
  expect(created).toMatchObject({ name: 'cc-rec', status: 'running' })
  const heard = () => readFileSync(file, 'utf8')
  await vi.waitFor(async () => {
    const { screen } = await use('read_terminal', { name: 'cc-rec' })
    expect(screen).toContain('ready')
  })
  let all = ''
  const tricky = [
    'Enter',
    ' C-c;',
    '-X',
    '#{pid} $(id) `id`',
    'a\n\tb\\;',
    'ünï 😀',
    'it\'s "q"',
    '\u001b[31m',
  ]
  for (const text of tricky) {
    await use('send_to_terminal', { name: 'cc-rec', text })
    all += text
    await vi.waitFor(() => expect(heard()).toBe(all), 10_000)
  }
  await fc.assert(
    fc.asyncProperty(
      fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
        .filter((text) => !text.includes('\0') && text.isWellFormed()),
      async (text) => {
        await mcp.use('send_to_terminal', { name: 'cc-rec', text })
        all += text
        await vi.waitFor(() => expect(heard()).toBe(all), 10_000)
      },
    ),
    { numRuns: 15 },
  )
  const keys = {
    Enter: '\r',
    Escape: '\u001b',
    Tab: '\t',
    Up: '\u001b[A',
    'C-c': '\u0003',
    'C-d': '\u0004',
    BSpace: '\u007f',
    'M-x': '\u001bx',
    F5: '\u001b[15~',
  }
  await mcp.use('send_to_terminal', { name: 'cc-rec', text: 'ls', keys: Object.keys(keys) })
  all += `ls${Object.values(keys).join('')}`
  await vi.waitFor(() => expect(heard()).toBe(all), 10_000)
  // Two who type at once do not mix: each text is followed by its own keys.
  await Promise.all(
    ['one', 'two', 'three'].map((text) =>
      mcp.use('send_to_terminal', { name: 'cc-rec', text, keys: ['Enter'] }),
    ),
  )
  await vi.waitFor(
    () => expect(heard().slice(all.length).split('\r').toSorted()).toEqual(['', 'one', 'three', 'two']),
    10_000,
  )
  const audit = (await lab.app.rest('GET', '/api/audit?event=session.type&limit=1')).body.entries[0]
  expect(audit).toMatchObject({ session: 'cc-rec', facts: { bytes: expect.any(Number) } })
  expect(JSON.stringify(audit)).not.toContain('three')
})

test('a terminal is read with what is above its screen', async () => {
  await mcp.use('create_session', { name: 'count', command: 'seq 1 300; exec cat' })
  await vi.waitFor(async () => {
    const { screen, scrollback } = await mcp.use('read_terminal', {
      name: 'cc-count',
      scrollback_lines: 1_000,
    })
    expect(`${scrollback as string}${screen as string}`.split('\n').filter(Boolean)).toEqual(
      Array.from({ length: 300 }, (_, index) => String(index + 1)),
    )
  })
  const { sessions } = (await use('list_sessions')) as { sessions: { name: string; status: string }[] }
  expect(sessions).toMatchObject([
    { name: 'cc-count', status: 'running' },
    { name: 'cc-rec', status: 'running' },
  ])
})

test('cards are made, moved and given to an agent', async () => {
  const { projects } = (await use('list_projects')) as { projects: { id: string }[] }
  expect(projects).toMatchObject([{ id: lab.projectId, displayName: 'Shop' }])
  const { card } = (await use('create_card', {
    projectId: lab.projectId,
    title: 'Dark mode',
    priority: 'p1',
  })) as { card: { id: string } }
  expect(await use('update_card', { id: card.id, stage: 'spec', brainstormDoc: 'spec.md' })).toMatchObject({
    card: { id: card.id, stage: 'spec' },
  })
  const run = await use('implement_card', { id: card.id })
  expect(run).toMatchObject({ session: expect.stringMatching(/^cc-/), reused: false })
  expect(await mcp.use('implement_card', { id: card.id })).toMatchObject({
    session: run['session'],
    reused: true,
  })
  expect(await use('list_cards', { projectId: lab.projectId })).toMatchObject({
    cards: [{ id: card.id, stage: 'implement', sessionLive: true }],
  })
  expect(
    (await lab.app.rest('GET', '/api/audit?event=board.cards.create&limit=5')).body.entries,
  ).toHaveLength(1)
})

test('P9 the agent in a terminal session reaches its own card with the key of its session, and nothing else', async () => {
  const { id, session } = await lab.building('Bright mode')
  const other = await lab.card('Another one')
  const token = await lab.keyIn(session)
  await using agent = await connectMcp(lab.app, token)
  expect(agent.names).toEqual(['list_cards', 'create_card', 'update_card', 'list_approvals'])
  const done = { id, stage: 'review', implementSummary: 'It is bright.' }
  expect(await agent.use('update_card', done)).toMatchObject({ card: { id, stage: 'review' } })
  expect(await agent.refusal('update_card', { id: other.id, notes: 'x' })).toMatchObject({
    code: 'forbidden',
  })
  expect(await agent.refusal('update_card', { id, stage: 'done' })).toMatchObject({ code: 'forbidden' })
  expect(await agent.refusal('list_cards', { projectId: 'elsewhere' })).toMatchObject({ code: 'forbidden' })
})

test('files of a project are found by name and by what is in them', async () => {
  mkdirSync(join(lab.top, 'src'))
  writeFileSync(join(lab.top, 'src', 'plum.ts'), 'export const plum = 1\n')
  expect(await use('search_files', { project_id: lab.projectId, query: 'plum' })).toMatchObject({
    matches: [{ path: 'src/plum.ts' }],
  })
  expect(
    await use('search_files', { project_id: lab.projectId, query: 'const plum', in: 'contents' }),
  ).toMatchObject({ matches: [{ path: 'src/plum.ts', line: 1 }] })
  expect(await mcp.refusal('search_files', { project_id: 'nowhere', query: 'x' })).toMatchObject({
    code: 'not_found',
  })
})

test('the usage of the plan is told', async () => {
  expect(await use('get_usage')).toHaveProperty('subscription_type')
})

test('chats are documents, too', async () => {
  const { session_id } = await say('/think a document')
  const { resources } = await mcp.client.listResources()
  expect(resources).toContainEqual(
    expect.objectContaining({ uri: `atrium://chat/${session_id}`, name: '/think a document' }),
  )
  const { resourceTemplates } = await mcp.client.listResourceTemplates()
  expect(resourceTemplates).toMatchObject([{ uriTemplate: 'atrium://chat/{session_id}' }])
  const { contents } = await mcp.client.readResource({ uri: `atrium://chat/${session_id}` })
  expect(contents).toMatchObject([{ mimeType: 'text/markdown', text: expect.stringContaining('a document') }])
  for (const uri of ['atrium://chat/nobody', 'atrium://chat/../x', 'file:///etc/passwd', 'x'])
    await expect(mcp.client.readResource({ uri })).rejects.toMatchObject({ code: -32002 })
})

test('every tool was used for real, and the page about them names every one', () => {
  expect([...used].toSorted()).toEqual(mcp.names.toSorted())
  const page = readFileSync(fileURLToPath(new URL('../../../../../docs/mcp.md', import.meta.url)), 'utf8')
  const rows = (heading: string) =>
    [...(page.split(heading)[1]?.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(
      ([, name]) => name,
    )
  expect(rows('\n## Tools\n')).toEqual(tools.map(({ name }) => name))
  expect(rows('\n## What the agents of your chats get\n')).toEqual(agentTools.map(({ name }) => name))
})

test('what is listed is small enough for a model to read', () => {
  const input = mcp.tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }))
  expect(JSON.stringify(input).length).toBeLessThan(24_000)
})
