import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ChatRequest, PromptPreview } from '@atrium/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chatIdOf, collect, ofType, send } from '../../../test/chat-client.ts'
import { openClaudeHub } from '../../../test/claude-hub.ts'
import { withClaude } from '../../../test/claude-lab.ts'
import { createTestApp, type TestApp } from '../../testing.ts'

/** Something of each kind in the vault. */
function furnish(app: TestApp): void {
  for (const [path, text] of Object.entries({
    'AGENTS.md': 'Speak softly in this vault.',
    'Chat/CLAUDE.md': 'In chats, be brief.',
    'Daily/CLAUDE.md': 'In the journal, be kind.',
    'Projects/garden/CLAUDE.md': 'Water at dawn.',
    'Areas/home/AGENTS.md': 'Keep the door shut.',
    'notes/plan.md': '---\ntags: [x]\n---\nFirst the tomatoes.',
    'notes/gardener.md': '---\nname: The gardener\nmodel: haiku\n---\n\nYou grow plants.\n',
    '.atrium/agents/scout.md': 'You look around.',
    '.parachute/agents/elder.md': 'You remember.',
    '.atrium/agents/helper.yaml': 'description: x',
    '.git/config.md': 'SECRET',
  })) {
    mkdirSync(join(app.vault, path, '..'), { recursive: true })
    writeFileSync(join(app.vault, path), text)
  }
}

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ claudePath: '/nowhere/claude' })
  furnish(app)
})
afterAll(() => app[Symbol.asyncDispose]())

const ask = (query: Record<string, string>, hub = app) =>
  hub.rest('GET', `/api/prompts/preview?${new URLSearchParams(query).toString()}`)
const preview = async (query: Record<string, string> = {}, hub = app) => {
  const { status, body } = await ask(query, hub)
  expect(status, JSON.stringify(body)).toBe(200)
  return PromptPreview.parse(body)
}
const say = (body: Partial<ChatRequest>, hub = app) => collect(send(hub, { message: '/slow 1 0', ...body }))
const sourcesOf = ({ parts }: PromptPreview) => parts.map(({ source, path }) => `${source} ${path}`)

/** What the agent of the chat's last run was given. */
async function given(id: string, hub = app): Promise<string> {
  const { request } = await hub.app.database.db
    .selectFrom('run')
    .select('request')
    .where('chatId', '=', id)
    .orderBy('position', 'desc')
    .executeTakeFirstOrThrow()
  const { systemPrompt, appendPrompt } = JSON.parse(request)
  return [systemPrompt, appendPrompt].filter(Boolean).join('\n\n')
}

describe('the preview', () => {
  test('is refused without a key', async () => {
    const { status } = await app.rest('GET', '/api/prompts/preview', undefined, {
      headers: { authorization: '' },
    })
    expect(status).toBe(401)
  })

  test('is what the hub adds: instructions of the module and of the folders, each with its source', async () => {
    const shown = await preview({ workingDirectory: 'Projects/garden' })
    expect(shown).toMatchObject({
      promptSource: 'claude_code_preset',
      promptSourcePath: null,
      contextFiles: ['AGENTS.md', 'Projects/garden/CLAUDE.md'],
      contextTruncated: false,
      agentName: null,
      availableAgents: ['elder', 'scout'],
      basePromptTokens: 0,
      totalPromptTokens: Math.ceil(shown.prompt.length / 4),
      workingDirectory: 'Projects/garden',
      workingDirectoryClaudeMd: 'Projects/garden/CLAUDE.md',
    })
    expect(sourcesOf(shown)).toEqual([
      'module Chat/CLAUDE.md',
      'context AGENTS.md',
      'context Projects/garden/CLAUDE.md',
    ])
    for (const { text, tokens } of shown.parts) {
      expect(shown.prompt).toContain(text)
      expect(tokens).toBe(Math.ceil(text.length / 4))
    }
    expect(shown.contextTokens).toBe(shown.parts.slice(1).reduce((sum, { tokens }) => sum + tokens, 0))
  })

  test('takes files and folders, front matter left out, and the module', async () => {
    const shown = await preview({ contexts: 'notes/plan.md,Areas/home', module: 'daily' })
    expect(sourcesOf(shown)).toEqual([
      'module Daily/CLAUDE.md',
      'context AGENTS.md',
      'context Areas/home/AGENTS.md',
      'file notes/plan.md',
    ])
    expect(shown.prompt).toContain('First the tomatoes.')
    expect(shown.prompt).not.toContain('tags:')
  })

  test('holds no file twice, and no front matter in any form of it', async () => {
    writeFileSync(join(app.vault, 'notes/windows.md'), '\uFEFF---\r\ntags: [x]\r\n---\r\nThen the beans.')
    const shown = await preview({ contexts: 'AGENTS.md,./notes/windows.md,notes/windows.md' })
    expect(shown.contextFiles).toEqual(['AGENTS.md', 'notes/windows.md'])
    expect(shown.prompt).toContain('Then the beans.')
    expect(shown.prompt).not.toContain('tags:')
  })

  test('P47 names instructions that are too large to be read, and cuts those of a module', async () => {
    mkdirSync(join(app.vault, 'Huge'), { recursive: true })
    mkdirSync(join(app.vault, 'Build'), { recursive: true })
    writeFileSync(join(app.vault, 'Huge/CLAUDE.md'), '')
    truncateSync(join(app.vault, 'Huge/CLAUDE.md'), 100_000_000)
    writeFileSync(join(app.vault, 'Build/CLAUDE.md'), `x${'😀'.repeat(200_000)}`)
    const shown = await preview({ workingDirectory: 'Huge', module: 'build' })
    expect(shown).toMatchObject({ contextTruncated: true, workingDirectoryClaudeMd: 'Huge/CLAUDE.md' })
    expect(shown.parts.find(({ path }) => path === 'Huge/CLAUDE.md')?.text).toMatch(/larger than .* not here/)
    expect(shown.prompt.isWellFormed()).toBe(true)
    expect(shown.prompt.length).toBeLessThan(110_000)
  })

  test('has a file once, also when its folder was named too', async () => {
    const shown = await preview({ contexts: 'Areas/home,Areas/home/AGENTS.md,AGENTS.md' })
    expect(shown.contextFiles).toEqual(['AGENTS.md', 'Areas/home/AGENTS.md'])
    expect(shown.prompt.split('Keep the door shut.')).toHaveLength(2)
  })

  test('is a prompt of one’s own, or an agent file, in place of the usual one', async () => {
    const custom = await preview({ customPrompt: 'Be a poet.', contexts: 'Areas/home' })
    expect(custom).toMatchObject({
      promptSource: 'custom',
      basePromptTokens: 3,
      workingDirectoryClaudeMd: 'AGENTS.md',
    })
    expect(custom.prompt).toMatch(/^Be a poet\.\n\n# Context\n\n2 files/)
    const agent = await preview({ agentPath: 'notes/gardener.md' })
    expect(agent).toMatchObject({
      prompt: 'You grow plants.',
      promptSource: 'agent',
      promptSourcePath: 'notes/gardener.md',
      agentName: 'The gardener',
      contextFiles: [],
    })
    expect((await preview({ agentPath: '.atrium/agents/scout.md' })).prompt).toBe('You look around.')
  })

  test('P17 of an agent file that is not there, leads out or is none of its business is 404', async () => {
    symlinkSync('/etc/hostname', join(app.vault, 'notes/link.md'))
    symlinkSync(join(app.vault, 'notes/gardener.md'), join(app.vault, '.atrium/agents/link.md'))
    for (const agentPath of [
      'gone.md',
      '../x.md',
      '/etc/hostname',
      '/etc/x.md',
      '.git/config.md',
      'notes/link.md',
      '.atrium/agents/link.md',
      '.atrium/agents/helper.yaml',
      'notes',
      'a\0.md',
    ]) {
      const { status, body } = await ask({ agentPath })
      expect([status, body.message], agentPath).toEqual([404, `Agent not found: ${agentPath}`])
    }
    rmSync(join(app.vault, '.atrium/agents/link.md'))
  })

  test('P17 P45 refuses what a message would be refused', async () => {
    for (const query of [
      { contexts: '/etc' },
      { contexts: '../x.md' },
      { contexts: '.git/config.md' },
      { contexts: '.git' },
      { workingDirectory: '/etc' },
    ])
      expect((await ask(query)).body.code, JSON.stringify(query)).toBe('outside_roots')
    expect((await ask({ contexts: 'a,'.repeat(11) })).body.detail[0].loc).toEqual(['query', 'contexts'])
    expect((await ask({ contexts: 'gone.md' })).status).toBe(422)
    expect((await ask({ session_id: 'nobody' })).body.message).toBe('Session not found: nobody')
    expect((await ask({ workspace_id: 'nobody' })).body.message).toBe('Workspace not found: nobody')
  })
})

describe('the preview of a chat is the prompt of its next turn', () => {
  const garden = { workspace_id: 'garden', working_directory: 'Projects/garden' }
  beforeAll(async () => {
    await app.rest('POST', '/api/workspaces', { name: 'Garden', working_directory: 'Areas/home' })
    await app.rest('POST', '/api/workspaces', { name: 'Alone', capabilities: { agents: ['scout'] } })
  })

  test.each<[string, Partial<ChatRequest>, Record<string, string>]>([
    ['new', {}, {}],
    ['in a folder', garden, { workspace_id: 'garden', workingDirectory: 'Projects/garden' }],
    ['in a workspace', { workspace_id: 'garden' }, { workspace_id: 'garden' }],
    ['of another module', { module: 'daily' }, { module: 'daily' }],
    [
      'with contexts',
      { context_files: ['notes/plan.md'], context_folders: ['Areas/home'] },
      { contexts: 'Areas/home,notes/plan.md' },
    ],
    ['with a prompt of its own', { system_prompt: 'Be a poet.' }, { customPrompt: 'Be a poet.' }],
    ['with an agent file', { agent_path: 'notes/gardener.md' }, { agentPath: 'notes/gardener.md' }],
    ['with an agent by name', { agent_type: 'elder' }, { agentPath: '.parachute/agents/elder.md' }],
    ['with a word of the client', { agent_type: 'orchestrator' }, {}],
    ['with an earlier conversation', { prior_conversation: 'A: hello' }, {}],
  ])('%s', async (_, message, query) => {
    const list = await say(message)
    const id = chatIdOf(list)
    const sent = await given(id)
    if (!message.prior_conversation) expect((await preview(query)).prompt).toBe(sent)
    const next = await preview({ session_id: id })
    expect(next.prompt).toBe(sent)
    const meta = ofType(list, 'prompt_metadata')[0]
    expect(meta).toMatchObject({ context_files: next.contextFiles, context_tokens: next.contextTokens })
    await say({ session_id: id })
    expect(await given(id)).toBe(sent)
  })

  test('after files, folders of the chat and settings changed', async () => {
    const id = chatIdOf(await say({ agent_path: 'notes/gardener.md' }))
    const same = async () => {
      const { prompt } = await preview({ session_id: id })
      await say({ session_id: id })
      expect(await given(id)).toBe(prompt)
      return prompt
    }
    writeFileSync(join(app.vault, 'notes/gardener.md'), 'You grow trees.')
    expect(await same()).toBe('You grow trees.')
    rmSync(join(app.vault, 'notes/gardener.md'))
    expect(await same()).toBe('You grow trees.')
    await app.rest('PUT', `/api/contexts/session/${id}`, { folder_paths: ['Areas/home'] })
    expect(await same()).toContain('Keep the door shut.')
    await app.rest('PUT', `/api/chat/${id}/config`, { config_overrides: { system_prompt: 'Rest.' } })
    expect(await same()).toMatch(/^Rest\./)
    const agentType = async () => (await app.rest('GET', `/api/chat/${id}`)).body.agentType
    expect(await agentType()).toBe('gardener')
    await app.rest('PUT', `/api/chat/${id}/config`, { config_overrides: {} })
    await say({ session_id: id, agent_path: '' })
    expect(await agentType()).toBeNull()
    expect(await same()).toMatch(/^# Instructions of the module chat/)
  })

  test('a message answers only for what it names itself: the rest of the chat is as it was', async () => {
    writeFileSync(join(app.vault, 'notes/soon.md'), 'Soon gone.')
    const id = chatIdOf(await say({ context_files: ['notes/soon.md'] }))
    rmSync(join(app.vault, 'notes/soon.md'))
    await say({ session_id: id, context_folders: ['Projects/garden'] })
    expect(await given(id)).toContain('Water at dawn.')

    await app.rest('PUT', `/api/contexts/session/${id}`, { folder_paths: ['Areas/home'] })
    await say({ session_id: id, context_files: ['notes/plan.md'] })
    expect(await given(id)).toContain('First the tomatoes.')
    expect(await given(id)).toContain('Keep the door shut.')
    await say({ session_id: id, context_folders: [] })
    expect(await given(id)).not.toContain('Keep the door shut.')
  })

  test('a prompt of one’s own is taken away by an empty one, as an agent file is', async () => {
    const usual = (await preview()).prompt
    expect(await preview({ customPrompt: '' })).toMatchObject({ promptSource: 'claude_code_preset' })
    const id = chatIdOf(await say({ system_prompt: 'Be a poet.' }))
    expect((await preview({ session_id: id })).prompt).toMatch(/^Be a poet/)
    await say({ session_id: id, system_prompt: '' })
    expect(await given(id)).toBe(usual)
    expect((await preview({ session_id: id })).prompt).toBe(usual)
    await app.rest('PUT', `/api/chat/${id}/config`, { config_overrides: { system_prompt: '' } })
    expect((await preview({ session_id: id })).promptSource).toBe('claude_code_preset')
  })

  test('P50 of a damaged chat is refused as the message would be', async () => {
    const id = chatIdOf(await say({}))
    const { db } = app.app.database
    await db.updateTable('chat').set({ metadata: '{"config_' }).where('id', '=', id).execute()
    expect((await ask({ session_id: id })).body.code).toBe('record_damaged')
    expect((await app.rest('POST', '/api/chat', { message: 'x', session_id: id })).body.code).toBe(
      'record_damaged',
    )
    const config = await app.rest('PUT', `/api/chat/${id}/config`, { config_overrides: {} })
    expect(config.body.code).toBe('record_damaged')
    await db.deleteFrom('chat').where('id', '=', id).execute()
  })

  test('an agent file that the workspace does not allow answers nobody, neither shown nor sent', async () => {
    for (const agent of ['.parachute/agents/elder.md', 'Areas/home/AGENTS.md'])
      expect((await ask({ workspace_id: 'alone', agentPath: agent })).body.code).toBe('forbidden')
    const refused = { message: 'x', workspace_id: 'alone', agent_type: 'elder' }
    expect((await app.rest('POST', '/api/chat', refused)).body.code).toBe('forbidden')
    const id = chatIdOf(await say({ workspace_id: 'alone', agent_type: 'scout' }))
    await app.rest('PUT', '/api/workspaces/alone', { capabilities: { agents: 'none' } })
    const next = await app.rest('POST', '/api/chat', { message: 'x', session_id: id })
    expect([next.status, next.body.message]).toEqual([403, "The workspace does not allow the agent 'scout'"])
  })
})

withClaude(
  'what the real agent sends to the model holds the preview, word for word',
  async () => {
    await using lab = await openClaudeHub()
    const hub = lab.app
    furnish(hub)
    await hub.rest('POST', '/api/workspaces', {
      name: 'Garden',
      working_directory: 'Projects/garden',
      model: 'claude-haiku-4-5',
    })
    const last = () => lab.fake.requests.at(-1)?.body as { model: string; system: { text: string }[] }
    const sends = (prompt: string) => last().system.some(({ text }) => text.includes(prompt))
    const id = chatIdOf(await say({ message: 'one', workspace_id: 'garden' }, hub))
    const { prompt } = await preview({ workspace_id: 'garden' }, hub)
    expect(prompt).toContain('Water at dawn.')
    expect(sends(prompt)).toBe(true)
    expect(last().model).toContain('haiku')

    await hub.rest('PUT', `/api/contexts/session/${id}`, { folder_paths: ['Areas/home'] })
    writeFileSync(join(hub.vault, 'Chat/CLAUDE.md'), 'In chats, be long.')
    const { prompt: next } = await preview({ session_id: id }, hub)
    expect(next).toContain('Keep the door shut.')
    await say({ message: 'two', session_id: id }, hub)
    expect(sends(next)).toBe(true)
    expect(lab.sent()).not.toContain('be brief')

    const agentPath = '.atrium/agents/scout.md'
    const { prompt: alone } = await preview({ agentPath, contexts: 'notes/plan.md' }, hub)
    const files = { context_files: ['notes/plan.md'], context_folders: [] }
    await say({ message: 'three', agent_path: agentPath, ...files }, hub)
    expect(alone).toMatch(/^You look around\.\n\n# Context/)
    expect(sends(alone)).toBe(true)
  },
  60_000,
)
