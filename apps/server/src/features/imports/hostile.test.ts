// What an export can hold that no vendor writes.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { eachEngine } from '@atrium/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeZip } from '../../../test/zip.ts'
import { createTestApp, type TestApp } from '../../testing.ts'
import { cleanName, createAssets, createRoom } from './assets.ts'
import { parseContext } from './contexts.ts'
import { readChatgpt } from './formats/chatgpt.ts'
import { readClaude } from './formats/claude.ts'
import { chatgpt, claude, claudeMessage, claudeTalk, node } from './testing.ts'

/** Far more than the work takes, far less than it would with a cost that grows with the square of the text. */
const soonMs = 1_000

function timed<T>(work: () => T): T {
  const began = performance.now()
  const done = work()
  expect(performance.now() - began).toBeLessThan(soonMs)
  return done
}

const called = (text: string) =>
  readChatgpt(
    chatgpt('g', 'n1', [
      node('n0', null, 'user', 'Do it'),
      node('n1', 'n0', 'assistant', { content_type: 'code', text }, { recipient: 'python' }),
    ]),
  ).paths[0]?.[1]?.blocks[0]

test('P47 code of nothing but backticks gets its fence at once', () => {
  const code = { content_type: 'code', language: 'python', text: '`'.repeat(400_000) }
  const { paths } = timed(() => readChatgpt(chatgpt('g', 'n0', [node('n0', null, 'user', code)])))
  expect(paths[0]?.[0]?.blocks[0]).toMatchObject({ text: expect.stringMatching(/^`{400001}python\n/) })
})

test('P47 what a tool was told is read as JSON only where that is small and flat', () => {
  expect(called('{"query":"roses"}')).toMatchObject({ input: { query: 'roses' } })
  for (const text of [
    `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    `{"a":${'['.repeat(1_000)}${']'.repeat(1_000)}}`,
    `{"a":[${'0,'.repeat(500_000)}0]}`,
  ])
    expect(called(text)).toMatchObject({ input: { input: text } })
})

test('P47 a name of a million dots, and a context of a million spaces, are read at once', () => {
  const dots = `a${'.'.repeat(200_000)}b`
  expect(timed(() => cleanName(`${dots}.png`, '1'))).toMatch(/-1\.png$/)
  expect(timed(() => parseContext(`# ${' '.repeat(200_000)}x`)).name).toBe('x')
})

test('a sender that every object knows is nobody', () => {
  const { paths } = readClaude(
    claude('c', [
      claudeMessage('m1', 'human', 'Hi'),
      claudeMessage('m2', 'human', 'x', { sender: 'constructor' }),
    ]),
  )
  expect(paths.map((path) => path.map(({ key }) => key))).toEqual([['m1']])
})

let app: TestApp
const post = (data: unknown) => app.rest('POST', '/api/import', { data })
const chat = async (id: string) => (await app.rest('GET', `/api/chat/${id}`)).body

eachEngine('hostile exports', (engine) => {
  beforeAll(async () => {
    app = await createTestApp({ engine })
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test('P45 facts of any length and with any characters are cut to what a chat holds', async () => {
    const long = '\0\ud800'.repeat(50_000)
    const { status, body } = await post([
      claude('c1', [claudeMessage('m1', 'human', 'Hi')], {
        name: `T${long}`,
        model: `M${long}`,
        project: { name: `P${long}` },
      }),
      chatgpt(
        'g1',
        'n2',
        [
          node('n0', null, 'user', 'Do it'),
          node(`n1${long}`, 'n0', 'assistant', 'x', { recipient: `R${long}` }),
          node('n2', `n1${long}`, 'tool', 'y', { name: `N${long}` }),
        ],
        { title: `T${long}`, default_model_slug: `M${long}`, gizmo_id: `G${long}` },
      ),
    ])
    expect([status, body.errors, body.imported_count]).toEqual([200, [], 2])
    for (const id of body.session_ids) {
      const { body: one } = await app.rest('GET', `/api/chat/${id}/transcript`)
      const { title, model, metadata } = await chat(id)
      for (const text of [title, model, ...Object.values(metadata)] as string[]) {
        expect(text.length).toBeLessThanOrEqual(400)
        expect(text).not.toContain('\0')
        expect(text.isWellFormed()).toBe(true)
      }
      expect(JSON.stringify(one).length).toBeLessThan(20_000)
    }
  })

  test('P44 what people are told of an export holds nothing that moves a cursor', async () => {
    const bad = { ...claude('c2', []), chat_messages: undefined, messages: [], uuid: undefined, name: 'x' }
    const { body } = await post([
      bad,
      { ...claudeTalk('c3'), uuid: 'u'.repeat(10_000), name: 'Red \u001b[31m\r\nleft out  \u202eright' },
    ])
    expect(body.error_count).toBe(2)
    expect(body.errors.join('')).toContain('Red  [31m  left out   right')
  })

  test('P44 text in other encodings, broken and odd JSON are refused with a sentence, or read', async () => {
    const send = async (bytes: Uint8Array<ArrayBuffer>, name = 'conversations.json') => {
      const form = new FormData()
      form.append('file', new Blob([bytes]), name)
      const answer = await fetch(`${app.url}/api/import/file`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.token}` },
        body: form,
      })
      return { status: answer.status, body: await answer.json() }
    }
    const text = JSON.stringify([claudeTalk('e1')])
    const bytes = (value: string, encoding: BufferEncoding = 'utf8') =>
      new Uint8Array(Buffer.from(value, encoding))
    expect((await send(bytes(`\ufeff${text}`, 'utf16le'))).status).toBe(400)
    expect((await send(bytes(text, 'utf16le'))).status).toBe(400)
    expect((await send(bytes(text.slice(0, -20)))).status).toBe(400)
    expect((await send(bytes(`${'['.repeat(1_000_000)}`))).status).toBe(400)
    expect((await send(bytes(`[${'['.repeat(500_000)}${']'.repeat(500_000)}]`))).status).toBe(422)
    const zip = makeZip([{ name: 'conversations.json', data: Buffer.from(text) }])
    for (const end of [3, 10, 40, zip.length - 30, zip.length - 1])
      expect([400, 415, 422]).toContain((await send(new Uint8Array(zip.subarray(0, end)), 'x.zip')).status)
    const nested = `{"uuid":"deep","chat_messages":[{"sender":"human","text":"x","y":${'['.repeat(300)}${']'.repeat(300)}}]}`
    const twice =
      '{"uuid":"no","uuid":"twice","chat_messages":[],"chat_messages":[{"uuid":"m","sender":"human","text":"\\ud83d"}]}'
    const { status, body } = await send(bytes(`\ufeff[${nested},${twice},{"__proto__":{"uuid":"p"}}]`))
    expect([status, body.imported_count, body.error_count]).toEqual([200, 1, 2])
    expect((await chat(body.session_ids[0])).metadata.original_id).toBe('twice')
  })

  test('an export of one conversation that is too large says so', async () => {
    const values = Array.from({ length: 2_100_000 }, () => 0)
    for (const data of [[{ ...claudeTalk('l1'), values }], { ...claudeTalk('l2'), values }]) {
      const { status, body } = await post(data)
      expect([status, body.message]).toEqual([422, expect.stringContaining('larger than 64 MB')])
    }
  })

  test('P31 of three files with one name none is taken for another', async () => {
    const message = claudeMessage('m1', 'human', 'Look', { files: [{ file_name: 'a.png' }] })
    const zip = makeZip([
      { name: 'conversations.json', data: Buffer.from(JSON.stringify([claude('same', [message])])) },
      ...['x', 'y', 'z'].map((folder) => ({ name: `${folder}/a.png`, data: Buffer.from(folder) })),
    ])
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(zip)]), 'x.zip')
    const answer = await fetch(`${app.url}/api/import/file`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.token}` },
      body: form,
    })
    expect(await answer.json()).toMatchObject({ imported_count: 1, attachment_count: 0 })
  })
})

test('P47 the files of one import have a bound together, and what is there already needs no room', async () => {
  const vault = await mkdtemp(join(tmpdir(), 'atrium-assets-'))
  const assets = createAssets({ vault })
  let asked = 0
  const take = createRoom(async () => void asked++, 3 * 1024 * 1024)
  const file = { name: 'a.png', size: 1024 * 1024, stream: () => Readable.from([Buffer.alloc(1024 * 1024)]) }
  const keep = (owner: string) =>
    assets.keep(
      { name: 'a.png', mimeType: null, id: 'a', text: null },
      { find: () => file, day: '2025-01-02', owner, take },
    )
  for (const owner of ['1', '2', '3', '3', '1'])
    expect(await keep(owner)).toMatchObject({ sizeBytes: file.size })
  expect(asked).toBe(3)
  await expect(keep('4')).rejects.toMatchObject({ code: 'payload_too_large' })
  expect(await readdir(join(vault, 'Chat/assets/imports/2025-01-02'))).toHaveLength(3)
  await rm(vault, { recursive: true })
})
