import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chatIdOf, collect, ofType, send } from '../../../test/chat-client.ts'
import { type BoardLab, openBoard } from '../board/testing.ts'

let lab: BoardLab
beforeAll(async () => {
  lab = await openBoard()
})
afterAll(() => lab[Symbol.asyncDispose]())

type Message = Record<string, unknown>

/** What the agent of a chat says to a command. The chat is in the folder of the project, unless said otherwise. */
async function say(message: string, more: Message = {}): Promise<{ id: string; text: string }> {
  const asked = { working_directory: lab.top, runner: 'guide', trust_level: 'full', ...more } as const
  const list = await collect(send(lab.app, { message, ...asked }))
  return { id: chatIdOf(list), text: ofType(list, 'result')[0]?.response ?? '' }
}
const tool = (name: string, input: unknown = {}): string => `/tool atrium ${name} ${JSON.stringify(input)}`
const toolsOf = async (more: Message): Promise<string[]> => {
  const asked = { working_directory: lab.top, runner: 'guide', ...more } as const
  const [init] = ofType(await collect(send(lab.app, { message: '/think x', ...asked })), 'init')
  return (init?.tools ?? []).flatMap((name) => /^mcp__atrium__(\w+)/.exec(name)?.[1] ?? [])
}
const idIn = (text: string): string => /"session_id": "([\w-]+)"/.exec(text)?.[1] ?? ''

const everybody = [
  'search_sessions',
  'list_recent_sessions',
  'get_session',
  'search_journals',
  'list_recent_journals',
  'get_journal',
  'read_transcript',
]

test('P9 an agent gets of the hub what its chat is trusted with, and the cards of its own project', async () => {
  expect(await toolsOf({ trust_level: 'full' })).toEqual([
    ...everybody,
    'list_cards',
    'create_card',
    'start_chat',
    'send_message',
    'wait_for_chat',
    'stop_chat',
  ])
  expect(await toolsOf({ trust_level: 'vault' })).toEqual([...everybody, 'list_cards', 'create_card'])
  expect(await toolsOf({ trust_level: 'vault', working_directory: null })).toEqual(everybody)
})

test('an agent reads its own conversation unasked, and that one alone', async () => {
  const { id } = await say('/think the plum tree', { trust_level: 'vault' })
  const { text } = await say(tool('read_transcript'), { session_id: id, trust_level: 'vault' })
  expect(text).toContain('the plum tree')
  const other = await say(tool('read_transcript', { session_id: id }), { trust_level: 'vault' })
  expect(other.text).not.toContain('the plum tree')
})

test('an agent sees and makes cards of its project alone', async () => {
  const { text } = await say(
    tool('create_card', { title: 'From a chat', projectId: 'elsewhere', stage: 'done' }),
  )
  expect(text).toContain('From a chat')
  expect(await lab.cards()).toMatchObject([
    { title: 'From a chat', projectId: lab.projectId, stage: 'idea', origin: 'collab' },
  ])
  expect((await say(tool('list_cards'))).text).toContain('From a chat')
})

test('P28 a chat that an agent begins is trusted less than a person would trust it, and says where it comes from', async () => {
  const { id, text } = await say(
    tool('start_chat', { message: '/think hi', runner: 'guide', title: 'Helper' }),
  )
  expect(text).toContain('"status": "completed"')
  const child = (await lab.app.rest('GET', `/api/chat/${idIn(text)}`)).body
  expect(child).toMatchObject({
    title: 'Helper',
    source: 'agent',
    trustLevel: 'vault',
    metadata: { started_by: { chat: id, root: id, depth: 1 } },
  })
  const raised = await say(tool('start_chat', { message: 'x', trust_level: 'full' }))
  expect(raised.text).toContain('That did not work')
})

test('an agent speaks to chats that it began, and knows of no other', async () => {
  const { id, text } = await say(tool('start_chat', { message: '/think hi', runner: 'guide' }))
  const child = idIn(text)
  expect(
    (await say(tool('send_message', { session_id: child, message: '/think more' }), { session_id: id })).text,
  ).toContain('more')
  expect((await say(tool('wait_for_chat', { session_id: child }), { session_id: id })).text).toContain(
    '"status": "completed"',
  )
  expect((await say(tool('stop_chat', { session_id: child }), { session_id: id })).text).toContain(
    'Nothing runs',
  )
  for (const name of ['send_message', 'wait_for_chat', 'stop_chat']) {
    const { text: refused } = await say(tool(name, { session_id: child, message: 'x' }))
    expect([name, refused]).toEqual([name, 'That did not work.'])
  }
  // A person who frees a helper does not hand that freedom to the agent that began it.
  await lab.app.rest('PUT', `/api/chat/${child}/config`, { trust_level: 'full' })
  expect(
    (await say(tool('send_message', { session_id: child, message: 'x' }), { session_id: id })).text,
  ).toBe('That did not work.')
})

test('agents that begin agents come to an end', async () => {
  let at = (await say('/think begin')).id
  for (let depth = 1; depth <= limits.agentChatDepth; depth++) {
    const { text } = await say(tool('start_chat', { message: '/think hi', runner: 'guide' }), {
      session_id: at,
    })
    at = idIn(text)
    const changed = await lab.app.rest('PUT', `/api/chat/${at}/config`, { trust_level: 'full' })
    expect(changed.body.session.metadata.started_by.depth).toBe(depth)
  }
  expect(
    (await say(tool('start_chat', { message: '/think hi', runner: 'guide' }), { session_id: at })).text,
  ).toBe('That did not work.')
})

test('so many chats an agent begins in an hour, and no more', async () => {
  const { id } = await say('/think begin')
  const start = tool('start_chat', { message: '/think hi', runner: 'guide', wait_seconds: 0 })
  for (let count = 0; count < limits.agentChatsPerHour; count++)
    expect((await say(start, { session_id: id })).text).toContain('session_id')
  expect((await say(start, { session_id: id })).text).toBe('That did not work.')
})

test('P9 a chat that was narrowed since takes its tools back at once', async () => {
  const { id } = await say(tool('start_chat', { message: '/think hi', runner: 'guide' }))
  await lab.app.rest('PUT', `/api/chat/${id}/config`, { trust_level: 'vault' })
  const { text } = await say(tool('start_chat', { message: '/think hi' }), {
    session_id: id,
    trust_level: null,
  })
  expect(text).toContain('There is no tool')
})

test('the setting takes all of it away, and a workspace that does not name the server does, too', async () => {
  await lab.app.rest('PATCH', '/api/settings', { chatTools: false })
  expect(await toolsOf({ trust_level: 'full' })).toEqual(everybody.slice(0, -1))
  await lab.app.rest('PATCH', '/api/settings', { chatTools: true })
  mkdirSync(join(lab.app.vault, '.atrium'), { recursive: true })
  await lab.app.rest('POST', '/api/workspaces', {
    name: 'Quiet',
    slug: 'quiet',
    trust_level: 'full',
    capabilities: { mcps: 'none' },
  })
  expect(await toolsOf({ trust_level: 'full', workspace_id: 'quiet' })).toEqual([])
})
