import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../src/testing.ts'
import { chatIdOf, collect, ofType, readUntil, send, watch } from './chat-client.ts'
import { expectRefusal } from './hostile.ts'

let app: TestApp
let chat: string
beforeAll(async () => {
  app = await createTestApp({ claudePath: '/nowhere/claude' })
  writeFileSync(join(app.vault, 'AGENTS.md'), 'Be kind.')
  chat = chatIdOf(await collect(send(app, '/slow 1 0')))
})
afterAll(() => app[Symbol.asyncDispose]())

const x = (length: number): string => 'x'.repeat(length)
const list = (length: number, value: string): string[] => Array(length).fill(value)
const quick = (length: number): string => `/slow 1 0 ${x(length - 10)}`
const words = (count: number): string => list(count, 'true').join(' ')
const config = (body: object) => app.rest('PUT', `/api/chat/${chat}/config`, body)
const message = (body: object) => app.rest('POST', '/api/chat', { message: '/slow 1 0', ...body })
const answer = (body: object) => app.rest('POST', `/api/chat/${chat}/answer`, { request_id: 'none', ...body })
const session = (body: object) =>
  app.rest('POST', '/api/sessions', { name: 'x', directory: '/nowhere', ...body })
const workspace = (body: object) => app.rest('POST', '/api/workspaces', { name: 'w', ...body })
const get = (path: string) => app.rest('GET', path)
const page = (name: string) => (value: number) => get(`/api/chat/${chat}/${name}=${value}`)

const pushService = 'https://updates.push.services.mozilla.com/wpush/v2/'
const subscription = (endpoint: string) => {
  const curve = createECDH('prime256v1')
  curve.generateKeys()
  return {
    endpoint,
    keys: { p256dh: curve.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') },
  }
}
const device = (body: object) =>
  app.rest('POST', '/api/push/subscribe', {
    subscription: subscription(`${pushService}${randomUUID()}`),
    deviceId: randomUUID(),
    ...body,
  })

type Row = [
  what: string,
  limit: number,
  ask: (size: number) => Promise<{ status: number; body: unknown }>,
  within: number,
  past: number,
]

describe('P45 at the limit, one past it, far past it', () => {
  const small = Buffer.alloc(1).toString('base64')
  test.each<Row>([
    [
      'label of a key',
      limits.labelChars,
      (n) => app.rest('POST', '/api/auth/keys', { label: x(n) }),
      200,
      422,
    ],
    ['token at sign-in', 512, (n) => app.rest('POST', '/api/auth/session', { token: x(n) }), 401, 422],
    ['title', limits.titleChars, (n) => config({ title: x(n) }), 200, 422],
    ['system prompt', 100_000, (n) => config({ config_overrides: { system_prompt: x(n) } }), 200, 422],
    ['mention pattern', 200, (n) => config({ mention_pattern: x(n) }), 200, 422],
    ['message', limits.messageChars, (n) => message({ message: quick(n) }), 200, 422],
    ['initial context', limits.messageChars, (n) => message({ prior_conversation: x(n) }), 200, 422],
    [
      'attachments',
      limits.attachments,
      (n) => message({ attachments: Array(n).fill({ name: 'a', base64Data: small }) }),
      200,
      422,
    ],
    [
      'name of an attachment',
      255,
      (n) => message({ attachments: [{ name: x(n), base64Data: small }] }),
      200,
      422,
    ],
    ['context files', limits.contextFiles, (n) => message({ context_files: list(n, 'AGENTS.md') }), 200, 422],
    ['context folders', limits.contextFolders, (n) => message({ context_folders: list(n, '.') }), 200, 422],
    [
      'working directory',
      limits.pathBytes,
      (n) => message({ working_directory: `./${'/'.repeat(n - 2)}` }),
      200,
      422,
    ],
    ['answer', limits.textChars, (n) => answer({ answers: { q: x(n) } }), 404, 422],
    ['answers', 100, (n) => answer({ answers: { q: list(n, 'a') } }), 404, 422],
    ['reason of a refusal', limits.textChars, (n) => answer({ decision: 'deny', message: x(n) }), 404, 422],
    [
      'pattern of a rule',
      limits.pathBytes,
      (n) => answer({ decision: 'allow', grant: { scope: 'file', pattern: x(n) } }),
      404,
      422,
    ],
    ['id of a request', 200, (n) => answer({ request_id: x(n), decision: 'deny' }), 404, 422],
    ['search', 200, (n) => get(`/api/chat?search=${x(n)}`), 200, 422],
    ['chat list', limits.chatPageMax, (n) => get(`/api/chat?limit=${n}`), 200, 422],
    ['page of history', 1_000, page('history?limit'), 200, 422],
    ['last events', 1_000, page('events?until=outcome&last'), 200, 422],
    ['cursor', 64, (n) => get(`/api/chat/${chat}/events?until=outcome&after=${x(n)}`), 200, 422],
    ['id of a chat', 128, (n) => get(`/api/chat/${x(n)}`), 404, 422],
    ['name of a workspace', limits.titleChars, (n) => workspace({ name: x(n) }), 201, 422],
    ['words about a workspace', limits.textChars, (n) => workspace({ description: x(n) }), 201, 422],
    ['model of a workspace', 128, (n) => workspace({ model: x(n) }), 201, 422],
    [
      'names in a workspace',
      limits.capabilityNames,
      (n) => workspace({ capabilities: { mcps: list(n, 'x') } }),
      201,
      422,
    ],
    ['seconds of a workspace', 86_400, (n) => workspace({ sandbox: { timeout: n } }), 201, 422],
    ['slug', 63, (n) => get(`/api/workspaces/${x(n)}`), 404, 400],
    [
      'chats of a workspace',
      limits.workspaceChatsMax,
      (n) => get(`/api/workspaces/nobody/sessions?limit=${n}`),
      404,
      422,
    ],
    [
      'folders of a chat',
      limits.contextFoldersPerChat,
      (n) => app.rest('PUT', `/api/contexts/session/${chat}`, { folder_paths: list(n, '.') }),
      200,
      422,
    ],
    ['tokens of a chain', 1_000_000, (n) => get(`/api/contexts/chain?folders=&max_tokens=${n}`), 200, 422],
    [
      'path of an import',
      limits.pathBytes,
      (n) => app.rest('POST', '/api/import/path', { path: `./${'/'.repeat(n - 2)}` }),
      403,
      422,
    ],
    ['path of an agent file', limits.pathBytes, (n) => message({ agent_path: x(n) }), 404, 422],
    ['name of a session', 64, (n) => app.rest('DELETE', `/api/sessions/${x(n)}`), 404, 422],
    ['name of a device', limits.labelChars, (n) => device({ label: x(n) }), 200, 422],
    ['id of a device', limits.deviceIdChars, (n) => device({ deviceId: x(n) }), 200, 422],
    [
      'address of a device',
      limits.pushEndpointChars,
      (n) => device({ subscription: subscription(`${pushService}${x(n - pushService.length)}`) }),
      200,
      422,
    ],
    ['port of a preview', 65_535, (n) => app.rest('POST', '/api/preview/select', { port: n }), 409, 422],
    [
      'Idempotency-Key',
      255,
      (n) => app.rest('POST', '/api/auth/keys', { label: 'k' }, { headers: { 'idempotency-key': x(n) } }),
      200,
      400,
    ],
  ])('%s', async (_, limit, ask, within, past) => {
    expect((await ask(limit)).status).toBe(within)
    for (const size of [limit + 1, limit * 4]) {
      const refused = await ask(size)
      // Far past it the address itself is too long.
      expect([past, 414], `${size}`).toContain(refused.status)
      expectRefusal(refused, `${size}`)
    }
  })

  test('a command has so many characters and words', async () => {
    const detail = async (command: string) =>
      (await session({ name: 'y', directory: app.vault, command })).body.detail?.[0]?.msg
    expect(await detail(`true ${x(limits.commandChars - 5)}`)).toContain('at once')
    expect((await session({ command: x(limits.commandChars + 1) })).status).toBe(422)
    expect(await detail(words(64))).toContain('at once')
    expect(await detail(words(65))).toContain('64 words')
  })

  test('pages that are no numbers are refused, those of scrollback clamped', async () => {
    for (const value of [
      '0',
      '-1',
      '1.5',
      'NaN',
      'Infinity',
      '1e3',
      '0x10',
      '',
      ' ',
      '1,2',
      '99999999999999999999',
    ])
      for (const path of [
        '/api/chat?limit=',
        `/api/chat/${chat}/history?limit=`,
        '/api/sessions/cc-x/scrollback?lines=',
      ])
        expect((await get(path + encodeURIComponent(value))).status, path + value).toBe(422)
    expect((await get(`/api/sessions/cc-x/scrollback?lines=${limits.scrollbackLinesMax * 10}`)).status).toBe(
      404,
    )
  })

  test('attachments together, and the body of a message', async () => {
    const file = (bytes: number) => ({ name: 'a.bin', base64Data: Buffer.alloc(bytes).toString('base64') })
    const third = Math.floor(limits.attachmentsBytes / 3)
    expect((await message({ attachments: [file(third), file(third), file(third)] })).status).toBe(200)
    expect((await message({ attachments: [file(third), file(third), file(third + 2)] })).status).toBe(413)
    const frame = JSON.stringify({ message: '/slow 1 0', pad: '' }).length
    const body = (bytes: number) =>
      app.rest('POST', '/api/chat', JSON.stringify({ message: '/slow 1 0', pad: x(bytes - frame) }))
    expect((await body(limits.chatBodyBytes)).status).toBe(200)
    expect((await body(limits.chatBodyBytes + 1)).status).toBe(413)
  })

  test('standing rules of a chat, waiting messages of all chats, known sessions', async () => {
    const { db } = app.app.database
    const at = new Date().toISOString()
    const grant = (id: number) =>
      ({
        id: `g${id}`,
        chatId: chat,
        behavior: 'allow',
        type: 'read',
        pattern: `/x${id}`,
        createdAt: at,
      }) as const
    await db
      .insertInto('chatGrant')
      .values(Array.from({ length: limits.chatGrants }, (_, id) => grant(id)))
      .execute()
    const asked = await readUntil(
      send(app, { message: '/read /etc/hostname', session_id: chat }),
      ({ event }) => event.type === 'permission_request',
    )
    const request_id = ofType(asked, 'permission_request')[0]?.request_id
    const allow = () =>
      app.rest('POST', `/api/chat/${chat}/permissions/grant`, { request_id, pattern: '/etc/*' })
    expect((await allow()).body).toMatchObject({ code: 'limit_reached' })
    await app.rest('DELETE', `/api/chat/${chat}/permissions/g0`)
    expect((await allow()).status).toBe(200)
    await collect(watch(app, chat, { query: '?until=outcome' }))

    const other = chatIdOf(await collect(send(app, '/slow 1 0')))
    const waiting = limits.parallelRuns + limits.waitingRuns
    const run = (position: number) => ({
      id: `r${position}`,
      chatId: other,
      position: position + 10,
      messageId: null,
      state: 'queued' as const,
      request: '{}',
      createdAt: at,
      startedAt: null,
      endedAt: null,
    })
    await db
      .insertInto('run')
      .values(Array.from({ length: waiting }, (_, index) => run(index)))
      .execute()
    const full = await message({})
    expect([full.status, full.body.code]).toEqual([429, 'too_many_requests'])
    expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0)
    await db.deleteFrom('run').where('id', '=', 'r0').execute()
    expect((await message({})).status).toBe(200)
    await db.deleteFrom('run').where('chatId', '=', other).execute()

    const known = (id: number) => ({
      name: `cc-k${id}`,
      tmuxName: `cc-k${id}`,
      directory: app.vault,
      command: 'sleep 9',
      createdAt: at,
      lastSeenAt: at,
      pinned: 0 as const,
      muted: 0 as const,
      manuallyStopped: 0 as const,
      exit: null,
    })
    const entries = Array.from({ length: limits.knownSessions }, (_, id) => known(id))
    await db.insertInto('knownSession').values(entries).execute()
    await app.restart()
    const begin = () => session({ directory: app.vault, command: 'sleep 9' })
    expect((await begin()).body).toMatchObject({ code: 'limit_reached' })
    await app.rest('DELETE', '/api/sessions/cc-k0/known')
    expect((await begin()).status).toBe(201)
  })
})
