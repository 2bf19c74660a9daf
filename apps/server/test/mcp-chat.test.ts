import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { chatIdOf, collect, ofType, send } from './chat-client.ts'
import { openClaudeHub } from './claude-hub.ts'
import { claudePath, withClaude } from './claude-lab.ts'

const use = (tool: string, input: unknown = {}): string =>
  `[[tool:mcp__atrium__${tool} ${JSON.stringify(input)}]]`

withClaude(
  'the agent of a chat reads its own conversation and begins a helper, and is asked for nothing that its trust covers',
  async () => {
    await using hub = await openClaudeHub()
    const first = await collect(
      send(hub.app, { message: 'plums: said-by-person', runner: 'claude', trust_level: 'vault' }),
    )
    const session_id = chatIdOf(first)
    const [init] = ofType(first, 'init')
    expect(init?.tools).toContain('mcp__atrium__read_transcript')
    expect(init?.tools).not.toContain('mcp__atrium__start_chat')
    const read = await collect(send(hub.app, { message: use('read_transcript'), session_id }))
    expect(ofType(read, 'permission_request')).toEqual([])
    expect(ofType(read, 'tool_result')).toMatchObject([
      { is_error: false, result: expect.stringContaining('said-by-person') },
    ])

    const message = use('start_chat', { message: '/think said-by-helper', runner: 'guide' })
    const free = await collect(send(hub.app, { message, runner: 'claude', trust_level: 'full' }))
    expect(ofType(free, 'permission_request')).toEqual([])
    expect(ofType(free, 'tool_result')).toMatchObject([
      { is_error: false, result: expect.stringContaining('said-by-helper') },
    ])
    expect(hub.sent()).toContain('said-by-helper')
    const { sessions } = (await hub.app.rest('GET', '/api/chat?limit=1')).body
    expect(sessions).toMatchObject([{ id: chatIdOf(free) }])
    const helper = (await hub.app.rest('GET', '/api/chat?search=said-by-helper')).body.sessions
    expect(
      helper.map(({ source, trustLevel }: { source: string; trustLevel: string }) => [source, trustLevel]),
    ).toContainEqual(['agent', 'vault'])
  },
  120_000,
)

withClaude(
  'P42 Claude Code elsewhere uses the hub with a key of its own, which is in no argument of a program',
  async () => {
    await using hub = await openClaudeHub()
    const { key } = (await hub.app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['chat'] })).body
    const env = {
      PATH: process.env['PATH'],
      HOME: hub.home,
      ANTHROPIC_BASE_URL: hub.fake.url,
      ANTHROPIC_API_KEY: 'sk-ant-test-canary',
      ATRIUM_KEY: key,
    }
    const server = {
      type: 'http',
      url: `${hub.app.url}/api/mcp`,
      headers: { Authorization: 'Bearer ${ATRIUM_KEY}' },
    }
    const { stdout } = await promisify(execFile)(
      claudePath(),
      [
        '-p',
        use('start_chat', { message: '/think said-by-guide', runner: 'guide' }),
        '--mcp-config',
        JSON.stringify({ mcpServers: { atrium: server } }),
        '--allowedTools',
        'mcp__atrium__start_chat',
        '--output-format',
        'stream-json',
        '--verbose',
      ],
      { env, cwd: hub.home, maxBuffer: 2 ** 24, timeout: 90_000 },
    )
    expect(stdout).toMatch(/"type":"tool_result".*said-by-guide/)
    const { sessions } = (await hub.app.rest('GET', '/api/chat?limit=1')).body
    expect(sessions).toMatchObject([{ source: 'mcp', title: '/think said-by-guide' }])
  },
  120_000,
)
