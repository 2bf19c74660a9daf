import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChatRequest } from '@atrium/schema'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chatIdOf, collect, ofType, send } from '../../../test/chat-client.ts'
import { createTestApp, type TestApp } from '../../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ claudePath: '/nowhere/claude' })
})
afterAll(() => app[Symbol.asyncDispose]())

const say = (request: ChatRequest) => collect(send(app, request))

test('P28 a message that is being taken does not widen a trust that is narrowed meanwhile', async () => {
  const id = chatIdOf(await say({ message: '/help', trust_level: 'full' }))
  const attachments = Array.from({ length: 10 }, (_, index) => ({
    name: `${index}.txt`,
    mimeType: 'text/plain',
    base64Data: Buffer.from('kept before the message is').toString('base64'),
  }))
  const sending = say({ session_id: id, message: '/help', attachments })
  await app.rest('PUT', `/api/chat/${id}/config`, { trust_level: 'vault' })
  await sending
  expect((await app.rest('GET', `/api/chat/${id}`)).body).toMatchObject({ trustLevel: 'vault' })
})

test('a folder that the message names goes before those that nobody named, when not all fit', async () => {
  for (const [folder, sign] of [
    ['.', 'v'],
    ['wide', 'w'],
    ['wide/deep', 'd'],
    ['named', 'n'],
  ] as const) {
    mkdirSync(join(app.vault, folder), { recursive: true })
    writeFileSync(join(app.vault, folder, 'AGENTS.md'), sign.repeat(70_000))
  }
  const list = await say({ message: '/help', working_directory: 'wide/deep', context_folders: ['named'] })
  expect(ofType(list, 'prompt_metadata')[0]).toMatchObject({
    context_files: ['AGENTS.md', 'named/AGENTS.md', 'wide/AGENTS.md'],
    context_truncated: true,
  })
  const named = await say({
    message: '/help',
    working_directory: 'wide/deep',
    context_folders: ['named', 'wide/deep'],
  })
  expect(ofType(named, 'prompt_metadata')[0]?.context_files).toEqual([
    'AGENTS.md',
    'named/AGENTS.md',
    'wide/deep/AGENTS.md',
  ])
})
