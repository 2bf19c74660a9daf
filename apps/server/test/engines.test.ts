import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { engines } from '@atrium/db/testing'
import { describe, expect, test } from 'vitest'
import { createTestApp } from '../src/testing.ts'
import {
  chatIdOf,
  collect,
  type Frame,
  frames,
  joinBlocks,
  lastId,
  ofType,
  readUntil,
  send,
  types,
  watch,
} from './chat-client.ts'

const noClaude = { claudePath: '/nowhere/claude' }
/** More than a 32-bit column holds, and the largest number that JSON carries whole. */
const farNumbers = [2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER]

describe.each(engines)('the front door on %s', (engine) => {
  test('a conversation: words, a cut wire, a queue, a stop, a permission, search, transcript, the end', async () => {
    await using app = await createTestApp({ ...noClaude, engine })
    const at = (id: string, rest = '') => `/api/chat/${id}${rest}`
    const headers = { 'idempotency-key': 'story' }
    const begin = { message: '/slow 40 5', module: 'build' }
    const cut = await readUntil(send(app, begin, { headers }), (frame) =>
      (joinBlocks([frame]).values().next().value ?? '').includes('word7'),
    )
    const id = chatIdOf(cut)
    const blocks = joinBlocks(cut)
    const rest = await collect(watch(app, id, { query: '?until=outcome', lastEventId: lastId(cut) }))
    expect(types(rest)).not.toContain('reset')
    expect([...joinBlocks(rest, blocks).values()]).toEqual([ofType(rest, 'result')[0]?.response])
    const again = await collect(send(app, begin, { headers }))
    expect(ofType(again, 'result')).toEqual(ofType(rest, 'result'))

    const live = await readUntil(
      send(app, { message: '/slow 10000 20', session_id: id }),
      ({ event }) => event.type === 'text',
    )
    const waiting = collect(send(app, { message: '/slow 2 0', session_id: id }))
    await expect
      .poll(async () => (await app.rest('GET', at(id, '/stream-status'))).body)
      .toMatchObject({ active: true, queued: 1 })
    expect((await app.rest('GET', '/api/chat/active-streams')).body.count).toBe(1)
    expect((await app.rest('POST', at(id, '/abort'))).body).toMatchObject({ status: 'aborted' })
    expect(types(await waiting).at(-1)).toBe('result')
    const stopped = await collect(watch(app, id, { query: '?until=outcome', lastEventId: lastId(live) }))
    expect(types(stopped)).toContain('aborted')

    const asked: Frame[] = []
    for await (const frame of frames(await send(app, { message: '/run echo hi', session_id: id }))) {
      asked.push(frame)
      if (frame.event.type !== 'permission_request') continue
      const grant = { request_id: frame.event.request_id, pattern: 'echo' }
      expect((await app.rest('POST', at(id, '/permissions/grant'), grant)).status).toBe(200)
    }
    expect(ofType(asked, 'request_resolved')).toMatchObject([{ decision: 'allow', by: 'owner' }])
    const { grants } = (await app.rest('GET', at(id, '/permissions'))).body
    expect(grants).toMatchObject([{ type: 'bash', pattern: 'echo' }])
    expect((await app.rest('DELETE', at(id, `/permissions/${grants[0].id}`))).status).toBe(200)
    await collect(send(app, { message: '/write notes.md kept words', session_id: id }))
    expect(readFileSync(join(app.vault, 'notes.md'), 'utf8')).toBe('kept words\n')

    await app.rest('PUT', at(id, '/config'), { title: 'Garden plans', trust_level: 'full' })
    for (const words of ['garden', 'word13', 'garden pl', 'echo'])
      expect((await app.rest('GET', `/api/chat?search=${words}`)).body.sessions, words).toMatchObject([
        { id },
      ])
    expect((await app.rest('GET', '/api/chat?search=nowhere')).body.sessions).toEqual([])
    expect((await app.rest('GET', '/api/chat?module=build&limit=1')).body.sessions).toHaveLength(1)
    expect((await app.rest('GET', '/api/chat/stats')).body).toMatchObject({
      total: 1,
      by_module: { build: 1 },
    })
    await app.restart()
    const transcript = (await app.rest('GET', at(id, '/transcript?full=true'))).body
    expect(transcript.eventCount).toBe(transcript.totalEventCount)
    const { messages } = (await app.rest('GET', at(id))).body
    const turns = messages.map(({ role }: { role: string }) => (role === 'user' ? 'u' : 'a')).join('')
    expect(turns).toBe('uauuaauaua')
    const seqs = (await app.rest('GET', at(id, '/history?limit=1000'))).body.events.map(
      ({ seq }: { seq: number }) => seq,
    )
    expect(seqs).toEqual(seqs.map((_: number, index: number) => index + 1))
    for (const number of farNumbers) {
      expect((await app.rest('GET', at(id, `/history?before=${number}`))).status).toBe(200)
      expect((await app.rest('GET', `/api/chat?offset=${number}`)).body.sessions).toEqual([])
      const told = await collect(watch(app, id, { query: `?until=outcome&after=${number}` }))
      expect(types(told)[0]).toBe('reset')
    }
    expect((await app.rest('DELETE', at(id))).status).toBe(200)
    expect((await app.rest('GET', at(id))).status).toBe(404)
    const { db } = app.app.database
    for (const table of ['run', 'chatEvent', 'chatText', 'chatGrant', 'chatBlock'] as const)
      expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([])
  })

  test('keys and terminals: made, kept over a restart, taken away', async () => {
    await using app = await createTestApp({ ...noClaude, engine })
    const made = (await app.rest('POST', '/api/auth/keys', { label: 'phone', scopes: ['terminal'] })).body
    const asKey = { headers: { authorization: `Bearer ${made.key}` } }
    const wanted = { name: 'shop.one', directory: app.vault, command: 'sleep 600' }
    expect((await app.rest('POST', '/api/sessions', wanted, asKey)).body.name).toBe('cc-shop.one')
    const session = '/api/sessions/cc-shop.one'
    await app.rest('POST', `${session}/pin`, { pinned: true }, asKey)
    await app.restart()
    const listed = (await app.rest('GET', '/api/sessions', undefined, asKey)).body
    expect(listed).toMatchObject([{ name: 'cc-shop.one', status: 'running', pinned: true }])
    await app.rest('DELETE', session)
    expect((await app.rest('GET', '/api/sessions')).body).toMatchObject([{ status: 'dormant' }])
    await app.rest('PATCH', session, { newName: 'shop.two' })
    expect((await app.rest('POST', '/api/sessions/cc-shop.two/restore')).status).toBe(201)
    await app.rest('DELETE', '/api/sessions/cc-shop.two')
    await app.rest('DELETE', '/api/sessions/cc-shop.two/known')
    expect((await app.rest('GET', '/api/sessions')).body).toEqual([])
    await app.rest('DELETE', `/api/auth/keys/${made.id}`)
    expect((await app.rest('GET', '/api/sessions', undefined, asKey)).status).toBe(401)
    expect((await app.rest('GET', '/api/health?detailed=true')).body.database).toEqual({
      engine,
      status: 'ok',
    })
    expect(existsSync(join(app.home, 'atrium.db'))).toBe(engine === 'sqlite')
  })
})
