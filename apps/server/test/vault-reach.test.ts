import { execFile } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import type { TestApp } from '../src/testing.ts'
import { chatIdOf, type Frame, frames, ofType, send } from './chat-client.ts'
import { openClaudeHub } from './claude-hub.ts'
import { withClaude } from './claude-lab.ts'

const script = fileURLToPath(new URL('../src/agents/fixtures/stdio-server.mjs', import.meta.url))
const server = { command: process.execPath, args: [script], env: { RESOURCE: 'canary-resource' } }

/** Sends a message and refuses whatever is asked. */
async function sendRefusing(app: TestApp, message: string) {
  const list: Frame[] = []
  const asked: { tool: string; input: Record<string, unknown> }[] = []
  const chat = { message, runner: 'claude', trust_level: 'vault' as const, working_directory: 'Chat' }
  for await (const frame of frames(await send(app, chat))) {
    list.push(frame)
    if (frame.event.type !== 'permission_request') continue
    const { request_id, tool_name, input } = frame.event
    asked.push({ tool: tool_name, input })
    await app.rest('POST', `/api/chat/${chatIdOf(list)}/answer`, { request_id, decision: 'deny' })
  }
  return { list, asked }
}

withClaude('P28 nothing that is given to a vault chat lets its agent reach further unasked', async () => {
  await using hub = await openClaudeHub()
  const { app, home } = hub
  await writeFile(join(home, 'outside.txt'), 'canary-outside')
  const folder = join(app.vault, 'Chat')
  await mkdir(folder, { recursive: true })
  const git = (...args: string[]) => promisify(execFile)('git', args, { cwd: folder })
  await git('init', '-q')
  await git('-c', 'user.name=x', '-c', 'user.email=x@y', 'commit', '-q', '--allow-empty', '-m', 'x')
  await app.rest('POST', '/api/mcps', { name: 'fixture', config: { ...server, trust_level: 'vault' } })
  const calls = {
    Read: { file_path: '~/outside.txt' },
    Write: { file_path: ' ~/written.txt', content: 'x' },
    ListMcpResourcesTool: {},
    ReadMcpResourceTool: { server: 'fixture', uri: 'fixture://note' },
    mcp__fixture__where: {},
    mcp__atrium__list_recent_sessions: {},
    ScheduleWakeup: { delaySeconds: 60, reason: 'x', prompt: 'x' },
    Workflow: { script: "export const meta = { name: 'x', description: 'x', phases: [] }\n" },
    WebFetch: { url: 'http://127.0.0.1:9/', prompt: 'x' },
  }
  const message = Object.entries(calls).map(([tool, input]) => `[[tool:${tool} ${JSON.stringify(input)}]]`)
  const { list, asked } = await sendRefusing(app, message.join(' '))
  expect(asked.map(({ tool }) => tool)).toEqual(Object.keys(calls))
  expect(ofType(list, 'tool_result').filter(({ is_error }) => !is_error)).toEqual([])
  // An agent of its own asks as well, and gets no working copy of the folder.
  const agent = {
    subagent_type: 'general-purpose',
    description: 'x',
    prompt: '[[tool:Bash {"command":"pwd"}]]',
    isolation: 'worktree',
    mode: 'bypassPermissions',
  }
  const sub = await sendRefusing(app, `[[tool:Agent ${JSON.stringify(agent)}]]`)
  expect(sub.asked.map(({ tool }) => tool)).toEqual(['Bash'])
  expect(await readdir(folder)).toEqual(['.git'])
  await sendRefusing(app, 'look @fixture:fixture://note')
  expect(JSON.stringify(hub.fake.requests)).not.toMatch(/canary-(outside|resource)/)
})
