import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'

let app: TestApp
let folder: string
let config: string
beforeEach(async () => {
  config = mkdtempSync(join(tmpdir(), 'atrium-claude-'))
  app = await createTestApp({ agentEnv: { CLAUDE_CONFIG_DIR: config } })
  mkdirSync(join(app.vault, 'Chat'), { recursive: true })
  folder = join(config, 'projects', join(app.vault, 'Chat').replace(/[^A-Za-z0-9]/g, '-'))
  mkdirSync(folder, { recursive: true })
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  rmSync(config, { recursive: true })
})

const line = (type: 'user' | 'assistant', text: string, index: number): string =>
  `${JSON.stringify({
    type,
    uuid: `u${index}`,
    parentUuid: index === 0 ? null : `u${index - 1}`,
    sessionId: 's',
    cwd: join(app.vault, 'Chat'),
    timestamp: `2025-06-01T10:00:0${index}.000Z`,
    message: { role: type, content: type === 'user' ? text : [{ type: 'text', text }] },
  })}\n`
const ids = { one: '11111111-1111-4111-8111-111111111111', two: '22222222-2222-4222-8222-222222222222' }
const transcript = (id: string, ...lines: string[]) =>
  writeFileSync(join(folder, `${id}.jsonl`), lines.join(''))
const sync = async (query = '') => (await app.rest('POST', `/api/import/sync${query}`, {})).body

test('transcripts of the chat folder without a chat become chats, once', async () => {
  expect(await sync()).toEqual({ discovered: 0, synced: 0, updated: 0, skipped: 0, errors: [] })
  transcript(ids.one, line('user', 'Plan the beds', 0), line('assistant', 'Gladly.', 1))
  transcript(ids.two, '{"type":"queue-operation","timestamp":"2020-01-01T00:00:00Z"}\n', '{broken\n')
  expect(await sync()).toMatchObject({ discovered: 1, synced: 1, skipped: 0, errors: [] })
  expect(await sync()).toMatchObject({ discovered: 1, synced: 0, skipped: 1 })
  const { sessions } = (await app.rest('GET', '/api/chat?archived=true')).body
  expect(sessions).toMatchObject([
    { title: 'Plan the beds', archived: true, messageCount: 2, workingDirectory: 'Chat' },
  ])
  expect((await app.rest('GET', `/api/chat/${sessions[0].id}`)).body.messages).toHaveLength(2)
})

test('force brings count and time up to date, and archived=false shows what was found', async () => {
  transcript(ids.one, line('user', 'Plan the beds', 0), line('assistant', 'Gladly.', 1))
  await sync('?archived=false')
  const [chat] = (await app.rest('GET', '/api/chat')).body.sessions
  appendFileSync(
    join(folder, `${ids.one}.jsonl`),
    line('user', 'And the paths', 2) + line('assistant', 'Yes.', 3),
  )
  expect(await sync()).toMatchObject({ updated: 0, skipped: 1 })
  expect(await sync('?force=true')).toMatchObject({ updated: 1, skipped: 0 })
  expect(await sync('?force=true')).toMatchObject({ updated: 0, skipped: 1 })
  expect((await app.rest('GET', `/api/chat/${chat.id}`)).body).toMatchObject({
    messageCount: 4,
    lastAccessed: '2025-06-01T10:00:03.000Z',
  })
})
