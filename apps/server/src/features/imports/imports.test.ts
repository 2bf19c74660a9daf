import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { eachEngine } from '@atrium/db/testing'
import type { Import } from '@atrium/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chatIdOf, collect, ofType, send } from '../../../test/chat-client.ts'
import { readStream } from '../../http/testing/wire.ts'
import { createTestApp, type TestApp } from '../../testing.ts'
import { chatgpt, chatgptTalk, claude, claudeMessage, claudeTalk, node, writeZip } from './testing.ts'

let app: TestApp
const post = (data: unknown, query = '', more: object = {}) =>
  app.rest('POST', `/api/import${query}`, { data, ...more })
const upload = async (
  bytes: string | Uint8Array<ArrayBuffer>,
  name: string,
  query = '',
): Promise<{ status: number; body: Import }> => {
  const form = new FormData()
  form.append('file', new Blob([bytes]), name)
  const answer = await fetch(`${app.url}/api/import/file${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.token}` },
    body: form,
  })
  return { status: answer.status, body: (await answer.json()) as Import }
}
const count = async () => (await app.rest('GET', '/api/chat/stats')).body.total as number
const chat = async (id: string | undefined) => (await app.rest('GET', `/api/chat/${id}`)).body
const words = async (id: string | undefined): Promise<string[]> =>
  (await chat(id)).messages.map(
    ({ role, content }: { role: string; content: string }) => `${role}: ${content}`,
  )

eachEngine('imports', (engine) => {
  beforeAll(async () => {
    app = await createTestApp({ engine })
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test('an export of Claude becomes chats: listed, readable, found by their words', async () => {
    const { status, body } = await post([claudeTalk('c1', 2), claudeTalk('c2')])
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'completed',
      source: 'claude',
      total_conversations: 2,
      imported_count: 2,
      updated_count: 0,
      skipped_count: 0,
      errors: [],
      session_ids: [expect.any(String), expect.any(String)],
    })
    const [id] = body.session_ids
    expect(await chat(id)).toMatchObject({
      title: 'Talk c1',
      source: 'claude',
      archived: true,
      workingDirectory: 'Chat',
      createdAt: '2025-01-02T03:04:05.123Z',
      lastAccessed: '2025-01-03T00:00:00.000Z',
      messageCount: 4,
      state: 'idle',
      metadata: { original_id: 'c1', imported_at: expect.any(String) },
    })
    expect(await words(id)).toEqual([
      'user: Question 0 of c1',
      'assistant: Answer 0 of c1',
      'user: Question 1 of c1',
      'assistant: Answer 1 of c1',
    ])
    const found = await app.rest('GET', '/api/chat?archived=true&search=answer%20c1')
    expect(found.body.sessions.map((one: { id: string }) => one.id)).toEqual([id])
    const { body: transcript } = await app.rest('GET', `/api/chat/${id}/transcript`)
    expect(transcript.events.map((one: { type: string }) => one.type)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
    ])
    expect(transcript.events[0].timestamp).toBe('2025-01-02T03:04:05.123Z')
    const { body: history } = await app.rest('GET', `/api/chat/${id}/history`)
    expect(history.events.map(({ event }: { event: { type: string } }) => event.type)).toEqual(
      Array(2).fill(['session', 'user_message', 'text', 'result']).flat(),
    )
  })

  test('P31 the same export twice adds nothing, and what has grown gets its new messages', async () => {
    const before = await count()
    const first = await post([chatgptTalk('g1'), chatgptTalk('g2')])
    const again = await post([chatgptTalk('g1'), chatgptTalk('g2')])
    expect(again.body).toMatchObject({
      total_conversations: 2,
      imported_count: 0,
      skipped_count: 2,
      session_ids: [],
    })
    const [id] = first.body.session_ids
    const grown = await post([chatgptTalk('g1', 3), chatgptTalk('g2')])
    expect(grown.body).toMatchObject({ updated_count: 1, skipped_count: 1, errors: [], session_ids: [id] })
    expect(await words(id)).toHaveLength(6)
    expect((await chat(id)).messageCount).toBe(6)
    const older = await post([chatgptTalk('g1'), chatgptTalk('g1', 2)])
    expect(older.body).toMatchObject({ skipped_count: 2, updated_count: 0, imported_count: 0 })
    expect(await words(id)).toHaveLength(6)
    expect(await count()).toBe(before + 2)
    const { body: log } = await app.rest('GET', `/api/chat/${id}/history`)
    expect(log.events.map(({ seq }: { seq: number }) => seq)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    )
  })

  test('one that was continued here keeps what was said here, and says so', async () => {
    const first = await post([claudeTalk('cont')])
    const [id] = first.body.session_ids
    await collect(send(app, { session_id: id, message: '/slow 1 0', runner: 'guide' }))
    const grown = await post([claudeTalk('cont', 2)])
    expect(grown.body).toMatchObject({ updated_count: 0, skipped_count: 1 })
    expect(grown.body.errors).toEqual([
      expect.stringContaining('data[0]: it has new messages, but was continued here'),
    ])
    expect((await words(id)).at(2)).toBe('user: /slow 1 0')
  })

  test('branches are archived chats beside the one that was shown last', async () => {
    const nodes = [
      node('n1', null, 'user', 'Q?'),
      node('n2', 'n1', 'assistant', 'First'),
      node('n3', 'n1', 'assistant', 'Second'),
    ]
    const { body } = await post([chatgpt('br', 'n3', nodes)], '?archived=false')
    const chats = await Promise.all(body.session_ids.map(chat))
    expect(chats.map(({ title, archived }) => [title, archived])).toEqual([
      ['Talk br', false],
      ['Talk br (branch 2)', true],
    ])
    expect([await words(body.session_ids[0]), await words(body.session_ids[1])]).toEqual([
      ['user: Q?', 'assistant: Second'],
      ['user: Q?', 'assistant: First'],
    ])
    const other = [...nodes, node('n4', 'n2', 'user', 'Back to the first')]
    const again = await post([chatgpt('br', 'n4', other)])
    expect(again.body).toMatchObject({ updated_count: 1, session_ids: [body.session_ids[1]] })
    const third = await post([chatgpt('br', 'n5', [...other, node('n5', 'n1', 'assistant', 'Third')])])
    expect(third.body).toMatchObject({ updated_count: 1, imported_count: 0 })
    expect(await chat(third.body.session_ids[0])).toMatchObject({
      title: 'Talk br (branch 3)',
      archived: true,
    })
  })

  test('P31 a bad entry is told with its place, and the others are imported', async () => {
    const { body } = await post([
      claudeTalk('ok1'),
      { uuid: 'x' },
      { name: 'no id', chat_messages: [] },
      7,
      null,
      { uuid: 'empty', chat_messages: [] },
      claudeTalk('ok2'),
    ])
    expect(body).toMatchObject({ total_conversations: 6, imported_count: 2, error_count: 4 })
    expect(body.errors).toEqual([
      'data[1]: it is not a conversation of Claude or ChatGPT',
      'data[2]: it has no id',
      'data[3]: it is not a conversation of Claude or ChatGPT',
      'data[4]: it is not a conversation of Claude or ChatGPT',
    ])
  })

  test('P45 texts that a database or a screen does not take arrive cleaned', async () => {
    const nasty = 'a\0b\ud800c\u202e'
    const { body } = await post([
      claude(
        `n\0${nasty}`,
        [
          claudeMessage('m', 'human', nasty),
          claudeMessage('k', 'assistant', nasty, {
            content: [{ type: 'tool_use', name: nasty, input: { [nasty]: nasty } }],
          }),
        ],
        { name: nasty },
      ),
      claudeTalk('after'),
    ])
    expect(body).toMatchObject({ imported_count: 2, errors: [] })
    expect(await words(body.session_ids[0])).toEqual(['user: ab\ufffdc\u202e'])
  })
})

describe('imports', () => {
  beforeAll(async () => {
    app = await createTestApp()
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test('tool calls and thinking are in the chat’s log', async () => {
    const content = [
      { type: 'thinking', thinking: 'Hm' },
      { type: 'tool_use', name: 'search', input: { q: 1 } },
      { type: 'tool_result', content: 'found' },
      { type: 'text', text: 'Here.' },
    ]
    const { body } = await post([
      claude('tools', [
        claudeMessage('q', 'human', 'Find'),
        claudeMessage('a', 'assistant', '', { content }),
      ]),
    ])
    const { body: log } = await app.rest('GET', `/api/chat/${body.session_ids[0]}/history`)
    expect(log.events.map(({ event }: { event: { type: string } }) => event.type)).toEqual([
      'session',
      'user_message',
      'thinking',
      'tool_use_start',
      'tool_result',
      'text',
      'result',
    ])
    expect(log.events.at(-1).event).toMatchObject({ response: 'Here.', message_count: 2 })
  })

  test('what is no export is refused, and nothing is left of it', async () => {
    for (const data of [
      {},
      [],
      7,
      'x',
      null,
      [1, 2],
      { a: [] },
      [{ foo: 1 }],
      { conversations: [] },
      { mapping: 1 },
    ]) {
      const { status, body } = await post(data)
      expect([status, body.code], JSON.stringify(data)).toEqual([422, 'invalid'])
      expect(body.detail[0].loc).toEqual(['body', 'data'])
    }
    expect((await app.rest('POST', '/api/import', {})).body.detail[0].loc).toEqual(['body', 'data'])
    const wrong = await post([claudeTalk('x')], '', { archived: 'maybe' })
    expect([wrong.status, wrong.body.detail[0].loc]).toEqual([422, ['body', 'archived']])
    expect((await post([claudeTalk('x')], '?archived=maybe')).body.detail[0].loc).toEqual([
      'query',
      'archived',
    ])
    expect((await app.rest('POST', '/api/import', '{"data":[')).status).toBe(400)
    for (const [text, status] of [
      ['[{', 400],
      ['', 400],
      ['{"a":1}', 422],
      ['[]', 422],
      ['\x89PNG', 422],
    ] as const)
      expect((await upload(text, 'a.json')).status, text).toBe(status)
    expect(readdirSync(app.app.uploads)).toEqual([])
    expect(
      (await app.rest('GET', '/api/import')).body.imports.every(({ state }: Import) => state === 'completed'),
    ).toBe(true)
  })

  test('one conversation alone, and lists below their usual keys, are exports too', async () => {
    for (const [index, data] of [
      claudeTalk('single'),
      { conversations: [claudeTalk('below')] },
      { chats: [claudeTalk('chats')] },
      chatgptTalk('one'),
    ].entries()) {
      const { body } = await post(data)
      expect(body.imported_count, String(index)).toBe(1)
      expect((await upload(JSON.stringify(data), 'a.json')).body.skipped_count, String(index)).toBe(1)
    }
  })

  test('P30 an archive brings its files along, under clean names, never executable', async () => {
    const path = join(app.home, 'export.zip')
    const image = Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1')
    const nodes = [
      node(
        'n1',
        null,
        'user',
        {
          content_type: 'multimodal_text',
          parts: [{ content_type: 'image_asset_pointer', asset_pointer: 'file-service://file-Ab12' }, 'Look'],
        },
        {
          metadata: {
            attachments: [
              { id: 'file-Ab12', name: '../../\u202eevil name.png', mime_type: 'image/png' },
              { id: 'file-Gone', name: 'gone.pdf' },
            ],
          },
        },
      ),
      node(
        'n2',
        'n1',
        'tool',
        {
          content_type: 'multimodal_text',
          parts: [{ content_type: 'image_asset_pointer', asset_pointer: 'sediment://file_0123abcd' }],
        },
        { name: 'dalle' },
      ),
    ]
    await writeZip(path, {
      'export/conversations-000.json': JSON.stringify([chatgpt('z1', 'n2', nodes)]),
      'export/conversations-001.json': JSON.stringify([chatgptTalk('z2')]),
      'export/file-Ab12-photo.png': image,
      'export/user-1/file_0123abcd-xyz.dat': image,
      'export/chat.html': '<html>',
      '__MACOSX/export/._conversations-000.json': 'junk',
    })
    const { status, body } = await upload(readFileSync(path), 'export.zip')
    expect([status, body.imported_count, body.attachment_count, body.errors]).toEqual([200, 2, 2, []])
    const { body: log } = await app.rest('GET', `/api/chat/${body.session_ids[0]}/history`)
    const [attachment] = log.events[1].event.attachments
    expect(attachment).toMatchObject({
      mimeType: 'image/png',
      sizeBytes: image.length,
      path: expect.stringMatching(/^Chat\/assets\/imports\/2025-03-04\/evil-name-[0-9a-f]{8}\.png$/),
    })
    expect(log.events[1].event.content).toBe('Look\n\n[gone.pdf: not in the export]')
    expect(readFileSync(join(app.vault, attachment.path))).toEqual(image)
    expect(statSync(join(app.vault, attachment.path)).mode & 0o777).toBe(0o644)
    const drawn = /!\[image\.png\]\((.+?)\)/.exec((await words(body.session_ids[0])).at(-1) ?? '')?.[1]
    expect(readFileSync(join(app.vault, drawn ?? ''))).toEqual(image)
    const files = () =>
      readdirSync(join(app.vault, 'Chat/assets/imports'), { recursive: true, encoding: 'utf8' }).sort()
    const before = files()
    expect((await upload(readFileSync(path), 'export.zip')).body).toMatchObject({
      skipped_count: 2,
      attachment_count: 0,
    })
    // Even when the chats are gone the files are found again.
    await app.rest('DELETE', `/api/chat/${body.session_ids[1]}`)
    expect((await upload(readFileSync(path), 'export.zip')).body).toMatchObject({
      imported_count: 1,
      skipped_count: 1,
    })
    expect(files()).toEqual(before)
  })

  test('P21 a branch that is deleted takes no file of the chat beside it', async () => {
    const attachments = [{ file_name: 'shared.txt', extracted_content: 'peas' }]
    const said = (uuid: string, parent: string, sender: 'human' | 'assistant', more = {}) =>
      claudeMessage(uuid, sender, uuid, { parent_message_uuid: parent, ...more })
    const messages = [
      said('q', 'x', 'human', { attachments }),
      said('a1', 'q', 'assistant'),
      said('a2', 'q', 'assistant'),
    ]
    const { body } = await post([claude('shared', messages)])
    const [main, branch] = body.session_ids
    const fileOf = async (id: string) =>
      (await app.rest('GET', `/api/chat/${id}/history`)).body.events[1].event.attachments[0].path as string
    const path = await fileOf(main)
    expect(await fileOf(branch)).not.toBe(path)
    await app.rest('DELETE', `/api/chat/${branch}`)
    expect(readFileSync(join(app.vault, path), 'utf8')).toBe('peas')
  })

  test('P52 whoever looks at a chat that grows by an import sees it grow', async () => {
    const { body } = await post([claudeTalk('watched')])
    const [id] = body.session_ids
    const viewer = await fetch(`${app.url}/api/chat/${id}/events`, {
      headers: { authorization: `Bearer ${app.token}` },
    })
    const seen = readStream(viewer, (text) => text.includes('Answer 1 of watched'))
    await post([claudeTalk('watched', 2)])
    expect(await seen).toContain('Question 1 of watched')
  })

  test('P53 without space, or without the vault, nothing is begun', async () => {
    await using full = await createTestApp({ minFreeMb: 100_000_000 })
    const refused = await full.rest('POST', '/api/import', { data: [claudeTalk('full')] })
    expect([refused.status, refused.body.code]).toEqual([507, 'insufficient_storage'])
    expect(readdirSync(full.app.uploads)).toEqual([])
    await using gone = await createTestApp()
    rmSync(gone.vault, { recursive: true })
    const missing = await gone.rest('POST', '/api/import', { data: [claudeTalk('gone')] })
    expect([missing.status, missing.body.code]).toEqual([503, 'vault_missing'])
    expect(readdirSync(gone.app.uploads)).toEqual([])
  })

  test('P30 what Claude took out of a file is a file again', async () => {
    const attachments = [{ file_name: 'plan.txt', file_type: 'txt', extracted_content: 'peas' }]
    const { body } = await post([claude('att', [claudeMessage('q', 'human', 'Read', { attachments })])])
    expect(body.attachment_count).toBe(1)
    const { body: log } = await app.rest('GET', `/api/chat/${body.session_ids[0]}/history`)
    const [attachment] = log.events[1].event.attachments
    expect(attachment).toMatchObject({ name: 'plan.txt', mimeType: 'text/plain', sizeBytes: 4 })
    expect(readFileSync(join(app.vault, attachment.path), 'utf8')).toBe('peas')
  })

  test('P31 a damaged file, and a folder exchanged for a link, cost what they must', async () => {
    const path = join(app.home, 'damaged.zip')
    const attachments = [{ id: 'file-Dmgd', name: 'a.txt', mime_type: 'text/plain' }]
    const nodes = [node('n1', null, 'user', 'Read', { metadata: { attachments } })]
    const conversations = JSON.stringify([chatgpt('dmg', 'n1', nodes), chatgptTalk('dmg2')])
    await writeZip(
      path,
      { 'conversations.json': conversations, 'file-Dmgd-a.txt': 'MARKER'.repeat(10) },
      false,
    )
    const bytes = readFileSync(path)
    bytes.write('X', bytes.indexOf('MARKER'))
    const { body } = await upload(Uint8Array.from(bytes), 'damaged.zip')
    expect(body).toMatchObject({
      imported_count: 2,
      attachment_count: 0,
      errors: ['a.txt: the file is damaged'],
    })
    expect((await chat(body.session_ids[0])).messages[0].content).toBe('Read\n\n[a.txt: not in the export]')
    const elsewhere = join(app.home, 'elsewhere')
    mkdirSync(elsewhere)
    symlinkSync(elsewhere, join(app.vault, 'Chat/assets/imports/2001-01-01'))
    const linked = [
      claudeMessage('q', 'human', 'x', { attachments: [{ file_name: 'a.txt', extracted_content: 'x' }] }),
    ]
    const refused = await post([claude('link', linked, { created_at: '2001-01-01T00:00:00Z' })])
    expect([refused.status, refused.body.code]).toEqual([403, 'outside_roots'])
    expect(readdirSync(elsewhere)).toEqual([])
  })

  test('P47 a large conversation of many branches gets as many chats as its size allows', async () => {
    const nodes = [
      node('n0', null, 'user', 'x'.repeat(4_000_000)),
      ...Array.from({ length: 60 }, (_, index) => node(`n${index + 1}`, 'n0', 'assistant', `A${index}`)),
    ]
    const { body } = await post([chatgpt('weighty', 'n60', nodes)])
    expect(body).toMatchObject({
      imported_count: 1,
      errors: ['data[0]: 52 of its branches were left out, as there are too many for its size'],
    })
    expect(body.session_ids).toHaveLength(8)
    expect((await words(body.session_ids[0])).at(-1)).toBe('assistant: A59')
  })

  test('P45 P47 a conversation of very many values, or very deep, costs only itself', async () => {
    const wide = `{"uuid":"wide","chat_messages":[${'0,'.repeat(2_100_000)}0]}`
    const deep = `{"uuid":"deep","chat_messages":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const { status, body } = await app.rest(
      'POST',
      '/api/import',
      `{"data":[${wide},${deep},${JSON.stringify(claudeTalk('beside'))}]}`,
    )
    expect([status, body.imported_count]).toEqual([200, 1])
    expect(body.errors).toEqual(
      [0, 1].map((at) => `data[${at}]: it is too deep, or has too many values in it`),
    )
  })

  test('P31 an archive that is hostile, or has no conversations, is refused as a whole', async () => {
    const path = join(app.home, 'bad.zip')
    await writeZip(path, { 'readme.txt': 'x' })
    expect((await upload(readFileSync(path), 'bad.zip')).body).toMatchObject({ code: 'invalid' })
    await writeZip(path, {
      'conversations.json': JSON.stringify([claudeTalk('h')]),
      'bomb.bin': Buffer.alloc(30 * 1024 * 1024),
    })
    const bomb = await upload(readFileSync(path), 'bad.zip')
    expect([bomb.status, bomb.body]).toMatchObject([
      422,
      { detail: expect.arrayContaining([expect.objectContaining({ type: 'archive_error' })]) },
    ])
    const cut = readFileSync(path).subarray(0, 200)
    expect((await upload(Uint8Array.from(cut), 'bad.zip')).status).toBe(422)
    await writeZip(path, { 'conversations.json': `[${JSON.stringify(claudeTalk('h'))},` })
    expect((await upload(readFileSync(path), 'bad.zip')).status).toBe(400)
    expect((await app.rest('GET', '/api/chat?archived=true&search=%22Talk%20h%22')).body.sessions).toEqual([])
  })

  test('P17 a path is imported when it is in the vault, and nothing outside is touched', async () => {
    mkdirSync(join(app.vault, 'exports'))
    writeFileSync(join(app.vault, 'exports/a.json'), JSON.stringify([claudeTalk('path')]))
    writeFileSync(join(app.home, 'secret.json'), JSON.stringify([claudeTalk('secret')]))
    symlinkSync(join(app.home, 'secret.json'), join(app.vault, 'exports/link.json'))
    mkdirSync(join(app.vault, '.atrium'), { recursive: true })
    writeFileSync(join(app.vault, '.atrium/x.json'), JSON.stringify([claudeTalk('guarded')]))
    const byPath = (path: string) => app.rest('POST', '/api/import/path', { path })
    expect((await byPath('exports/a.json')).body).toMatchObject({ imported_count: 1, name: 'a.json' })
    expect(
      (
        await app.rest(
          'POST',
          `/api/import/path?path=${encodeURIComponent(join(app.vault, 'exports/a.json'))}`,
        )
      ).body,
    ).toMatchObject({ skipped_count: 1 })
    for (const path of [
      'exports/link.json',
      '../home/secret.json',
      join(app.home, 'secret.json'),
      '/etc/passwd',
      '/etc/nothing',
      '.atrium/x.json',
      '.ATRIUM/x.json',
    ]) {
      const { status, body } = await byPath(path)
      expect([status, body.code], path).toEqual([403, 'outside_roots'])
    }
    expect((await byPath('exports/none.json')).body).toMatchObject({
      code: 'not_found',
      message: 'File not found: exports/none.json',
    })
    expect((await byPath('😀'.repeat(1_000))).status).toBe(404)
    expect((await byPath('exports')).status).toBe(403)
    expect(existsSync(join(app.vault, 'exports/a.json'))).toBe(true)
    const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'k', scopes: ['chat'] })).body
    const headers = { authorization: `Bearer ${key}` }
    expect((await app.rest('POST', '/api/import/path', { path: 'exports/a.json' }, { headers })).status).toBe(
      403,
    )
    expect((await app.rest('POST', '/api/import', { data: [claudeTalk('key')] }, { headers })).status).toBe(
      200,
    )
  })

  test('the way an import goes can be followed, asked for, and heard', async () => {
    const heard: string[] = []
    const stop = app.app.events.on('imports.import.changed', ({ import: progress }) =>
      heard.push(progress.state),
    )
    const answer = await fetch(`${app.url}/api/import`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${app.token}`,
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify({ data: Array.from({ length: 300 }, (_, i) => claudeTalk(`sse${i}`)) }),
    })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const events = (await answer.text())
      .split('\n')
      .flatMap((line) => (line.startsWith('data: ') ? [JSON.parse(line.slice(6))] : []))
    expect(events[0].type).toBe('progress')
    expect(events.at(-1)).toMatchObject({
      type: 'result',
      import: { state: 'completed', imported_count: 300 },
    })
    expect(heard[0]).toBe('running')
    expect(heard.at(-1)).toBe('completed')
    stop()
    const begun = await post([claudeTalk('later')], '?wait=false')
    expect(begun.status).toBe(200)
    const { import_id } = begun.body
    await expect
      .poll(async () => (await app.rest('GET', `/api/import/${import_id}`)).body)
      .toMatchObject({ state: 'completed', imported_count: 1, ended_at: expect.any(String) })
    expect((await app.rest('GET', '/api/import/nothing')).status).toBe(404)
    expect((await app.rest('GET', '/api/import')).body.imports[0].import_id).toBe(import_id)
  })

  test('a chat that was imported goes on: its agent is told what had been said', async () => {
    const { body } = await post([claudeTalk('go', 2)])
    const list = await collect(
      send(app, { session_id: body.session_ids[0], message: '/slow 1 0', runner: 'guide' }),
    )
    expect(chatIdOf(list)).toBe(body.session_ids[0])
    const run = await app.app.database.db
      .selectFrom('run')
      .selectAll()
      .where('chatId', '=', body.session_ids[0])
      .executeTakeFirstOrThrow()
    const { appendPrompt } = JSON.parse(run.request) as { appendPrompt: string }
    expect(appendPrompt).toContain('Question 0 of go')
    expect(appendPrompt).toContain('Answer 1 of go')
    expect(ofType(list, 'result')).toHaveLength(1)
    await collect(send(app, { session_id: body.session_ids[0], message: '/slow 1 0', runner: 'guide' }))
    const second = await app.app.database.db
      .selectFrom('run')
      .selectAll()
      .where('chatId', '=', body.session_ids[0])
      .where('position', '=', 2)
      .executeTakeFirstOrThrow()
    expect((JSON.parse(second.request) as { appendPrompt: string }).appendPrompt).toBe(appendPrompt)
  })

  test('what is written in Chat/contexts is counted', async () => {
    const folder = join(app.vault, 'Chat/contexts')
    expect((await app.rest('GET', '/api/import/contexts')).body).toEqual({
      files: [],
      total_facts: 0,
      total_history_entries: 0,
    })
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, 'work.md'),
      '# Work\n\n> About my work\n\n## Facts\n- one\n* two\n\n## Current Focus\n- x\n\n## History\n- 2026: y\n\n## Other\n- no\n',
    )
    writeFileSync(join(folder, 'plain.md'), 'hello')
    writeFileSync(join(folder, 'x.txt'), 'no')
    symlinkSync(join(app.home, 'token'), join(folder, 'token.md'))
    expect((await app.rest('GET', '/api/import/contexts')).body).toMatchObject({
      files: [
        { path: 'Chat/contexts/plain.md', name: 'plain', description: null, is_native_format: false },
        {
          path: 'Chat/contexts/work.md',
          name: 'Work',
          description: 'About my work',
          facts_count: 2,
          focus_count: 1,
          history_count: 1,
          is_native_format: true,
          last_modified: expect.stringMatching(/Z$/),
        },
      ],
      total_facts: 2,
      total_history_entries: 1,
    })
  })
})
