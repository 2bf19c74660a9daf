import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createTestApp } from '../src/testing.ts'
import { chatIdOf, collect, joinBlocks, ofType, readUntil, send } from './chat-client.ts'
import { openClaudeHub } from './claude-hub.ts'
import { withClaude } from './claude-lab.ts'

const script = fileURLToPath(new URL('../src/agents/fixtures/stdio-server.mjs', import.meta.url))
const server = { command: process.execPath, args: [script], trust_level: 'vault' }

async function put(vault: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(vault, path)), { recursive: true })
  await writeFile(join(vault, path), text)
}

withClaude(
  'what is added while a chat is live is there in its next turn, and the conversation goes on',
  async () => {
    await using hub = await openClaudeHub()
    const { app } = hub
    const first = await collect(send(app, 'remember the plums'))
    const session_id = chatIdOf(first)
    expect(hub.sent()).not.toContain('mcp__fixture__where')
    await app.rest('POST', '/api/mcps', { name: 'fixture', config: server })
    await app.rest('POST', '/api/skills', {
      name: 'pruning',
      description: 'How to prune a plum tree',
      content: 'Cut in winter.',
    })
    await put(app.vault, '.atrium/agents/gardener.md', '---\ndescription: Knows trees\n---\nYou know trees.')
    const second = await collect(send(app, { message: 'and now?', session_id }))
    expect(ofType(second, 'warning')).toEqual([])
    expect(ofType(second, 'init')[0]?.tools).toContain('mcp__fixture__where')
    expect(ofType(second, 'result')[0]?.sdk_session_id).toBe(ofType(first, 'result')[0]?.sdk_session_id)
    for (const part of ['remember the plums', 'mcp__fixture__where', 'How to prune', 'Knows trees'])
      expect(hub.sent(), part).toContain(part)
    await app.rest('DELETE', '/api/mcps/fixture')
    const third = await collect(send(app, { message: 'and without?', session_id }))
    expect(ofType(third, 'init')[0]?.tools).not.toContain('mcp__fixture__where')
    expect(hub.sent()).toContain('remember the plums')
  },
)

withClaude(
  'a workspace lets in what it names and nothing else, and trust keeps servers out of stricter chats',
  async () => {
    await using hub = await openClaudeHub()
    const { app } = hub
    await app.rest('POST', '/api/mcps', { name: 'fixture', config: server })
    await app.rest('POST', '/api/mcps', { name: 'open', config: { ...server, trust_level: 'full' } })
    await put(app.vault, '.atrium/agents/gardener.md', '---\ndescription: Knows trees\n---\nYou know trees.')
    const capabilities = { mcps: ['open'], skills: 'none', agents: 'none' }
    const made = await app.rest('POST', '/api/workspaces', { name: 'Garden', capabilities })
    expect(made.status).toBeLessThan(300)
    const tools = async (message: object) =>
      ofType(await collect(send(app, { message: 'hello', ...message })), 'init')[0]?.tools ?? []
    expect(await tools({})).toEqual(
      expect.arrayContaining(['mcp__fixture__where', 'mcp__atrium__get_session']),
    )
    expect(hub.sent()).toContain('Knows trees')
    expect((await tools({})).join()).not.toContain('mcp__open__')
    const inside = { workspace_id: 'garden', trust_level: 'full' as const }
    expect((await tools(inside)).filter((tool) => tool.startsWith('mcp__'))).toEqual(['mcp__open__where'])
    expect(hub.sent()).not.toContain('Knows trees')
  },
)

withClaude(
  'P40 a server that nobody has approved is left out of a run with a warning, and never starts',
  async () => {
    await using hub = await openClaudeHub()
    const { app } = hub
    const own = { command: '/bin/sh', args: ['-c', `touch ${app.vault}/started`], trust_level: 'vault' }
    await put(app.vault, '.mcp.json', JSON.stringify({ mcpServers: { own } }))
    const list = await collect(send(app, 'hello'))
    expect(ofType(list, 'warning')).toMatchObject([
      { code: 'left_out', message: expect.stringContaining("'own'") },
    ])
    expect(ofType(list, 'result')).toHaveLength(1)
    // Said once, not in every turn.
    const again = await collect(send(app, { message: 'again', session_id: chatIdOf(list) }))
    expect(ofType(again, 'warning')).toEqual([])
    expect(
      (await app.rest('GET', '/api/fs/ls')).body.entries.map(({ name }: { name: string }) => name),
    ).not.toContain('started')
  },
)

test('tools of the hub work with no agent of a vendor: what reads the vault passes, what sees other chats asks', async () => {
  await using app = await createTestApp()
  await put(app.vault, 'Daily/journals/2026-05-01.md', 'Planted beans.')
  const said = async (message: string) =>
    [...joinBlocks(await collect(send(app, { runner: 'guide', message }))).values()].join('\n')
  expect(await said('/tools')).toContain('`atrium get_journal`')
  expect(await said('/tool atrium get_journal {"date":"2026-05-01"}')).toContain('Planted beans.')
  expect(await said('/tool atrium get_journal {"date":"yesterday"}')).toContain('did not work')
  expect(await said('/tool atrium nothing')).toContain('There is no tool')
  expect(await said('/tool atrium get_journal [1]')).toContain('not a JSON object')
  const asked = await readUntil(
    send(app, { runner: 'guide', message: '/tool atrium list_recent_sessions {}' }),
    ({ event }) => event.type === 'permission_request' || event.type === 'result',
  )
  expect(ofType(asked, 'permission_request')[0]?.tool_name).toBe('mcp__atrium__list_recent_sessions')
})

test('P28 a sandboxed chat is asked about every tool of the hub', async () => {
  await using app = await createTestApp()
  const message = '/tool atrium get_journal {"date":"2026-05-01"}'
  const answer = await send(app, { runner: 'guide', message, trust_level: 'sandboxed' })
  if (answer.status === 503) return // no sandbox can be had here
  const list = await readUntil(
    answer,
    ({ event }) => event.type === 'permission_request' || event.type === 'result',
  )
  expect(ofType(list, 'permission_request')[0]?.tool_name).toBe('mcp__atrium__get_journal')
})
