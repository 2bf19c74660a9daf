import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Chat, ChatPermissions, Transcript } from '@atrium/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chatIdOf,
  collect,
  frames,
  joinBlocks,
  ofType,
  readUntil,
  send,
  types,
  watch,
} from '../../../test/chat-client.ts'
import { createTestApp, type TestApp } from '../../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ claudePath: '/nowhere/claude' })
})
afterAll(() => app[Symbol.asyncDispose]())

const outcomes: string[] = ['result', 'aborted', 'error']
const say = async (message: string, more = {}) => collect(send(app, { message, ...more }))
const newChat = async (message = '/slow 2 0', more = {}): Promise<string> =>
  chatIdOf(await say(message, more))

describe('a message', () => {
  test('is answered by the guide when no other agent is there, and everything ends with one outcome', async () => {
    const list = await say('hello')
    expect(types(list).filter((type) => type !== 'text')).toEqual([
      'session',
      'prompt_metadata',
      'user_message',
      'init',
      'result',
    ])
    const [session] = ofType(list, 'session')
    expect(session).toMatchObject({ is_new: true, runner: 'guide', trust_level: 'vault', title: 'hello' })
    expect([...joinBlocks(list).values()][0]).toContain('I am the guide')
    expect(ofType(list, 'result')[0]).toMatchObject({ message_count: 2, session_id: session?.id })
    expect(Chat.parse((await app.rest('GET', `/api/chat/${session?.id}`)).body).state).toBe('idle')
  })

  test('is refused before anything is stored when it is not acceptable', async () => {
    const before = (await app.rest('GET', '/api/chat/stats')).body.total
    const post = (body: unknown) => app.rest('POST', '/api/chat', body)
    expect((await post({})).status).toBe(422)
    expect((await post({ message: '' })).status).toBe(422)
    expect((await post({ message: 'x'.repeat(102_401) })).status).toBe(422)
    expect((await post({ message: 'x', session_id: 'nobody' })).body).toMatchObject({ code: 'not_found' })
    expect((await post({ message: 'x', runner: 'claude' })).body).toMatchObject({ code: 'agent_unavailable' })
    expect((await post({ message: 'x', runner: 'nobody' })).body).toMatchObject({ code: 'agent_unavailable' })
    expect((await post({ message: 'x', trust_level: 'loose' })).status).toBe(422)
    expect((await post({ message: 'x', working_directory: 'not-there' })).status).toBe(422)
    expect((await post({ message: 'x', working_directory: '../..' })).body).toMatchObject({
      code: 'outside_roots',
    })
    expect((await post({ message: 'x', working_directory: app.home })).body).toMatchObject({
      code: 'outside_roots',
    })
    expect((await post({ message: 'x', context_files: ['/etc/passwd'] })).body).toMatchObject({
      code: 'outside_roots',
    })
    expect((await post({ message: 'x', context_files: ['gone.md'] })).status).toBe(422)
    expect((await app.rest('GET', '/api/chat/stats')).body.total).toBe(before)
  })

  test('continues a chat', async () => {
    const id = await newChat('first message')
    const list = await say('/slow 3 0', { session_id: id })
    expect(ofType(list, 'session')[0]).toMatchObject({ id, is_new: false, title: 'first message' })
    const { body } = await app.rest('GET', `/api/chat/${id}`)
    expect(body.messages.map(({ role }: { role: string }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
    ])
    expect(body.messages[3].content).toBe('word1 word2 word3')
    expect(body.messageCount).toBe(4)
  })

  test('sent twice with one Idempotency-Key is one message, and both callers see its run', async () => {
    const headers = { 'idempotency-key': 'once' }
    const both = await Promise.all([1, 2].map(() => collect(send(app, '/slow 20 2', { headers }))))
    const [one, two] = both.map((list) => ofType(list, 'result')[0])
    expect(one).toEqual(two)
    const { body } = await app.rest('GET', `/api/chat/${one?.session_id}`)
    expect(body.messages).toHaveLength(2)
    const other = await app.rest('POST', '/api/chat', { message: 'else' }, { headers })
    expect(other.body).toMatchObject({ error: 'Conflict', code: 'idempotency_mismatch' })
  })

  test('with the same message_id is never taken twice', async () => {
    const message_id = '019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10'
    const first = await say('/slow 3 0', { message_id })
    const again = await say('/slow 3 0', { message_id })
    expect(ofType(again, 'result')).toEqual(ofType(first, 'result'))
    const other = await app.rest('POST', '/api/chat', { message: 'else', message_id })
    expect(other.body.code).toBe('idempotency_mismatch')
  })
})

describe('running', () => {
  test('P53 a viewer that leaves stops nothing', async () => {
    const seen = await readUntil(send(app, '/slow 30 5'), ({ event }) => event.type === 'text')
    const id = chatIdOf(seen)
    const rest = await collect(watch(app, id, { query: '?until=outcome' }))
    expect(ofType(rest, 'result')[0]?.response.split(' ')).toHaveLength(30)
  })

  test('P53 of 100 parallel messages one runs, the bound waits in order, the rest is refused', async () => {
    const id = await newChat('/slow 1 0')
    const labels = ['a', 'b', 'c', 'd'] // one key may hold 32 streams
    const keys = await Promise.all(
      labels.map(async (label) => (await app.rest('POST', '/api/auth/keys', { label })).body.key as string),
    )
    const post = (message: string, index: number) =>
      send({ url: app.url, token: keys[index % keys.length] ?? '' }, { message, session_id: id })
    const all = await Promise.all(Array.from({ length: 100 }, (_, index) => post('/slow 1000 30', index)))
    const refused = all.filter(({ status }) => status !== 200)
    expect(refused.length).toBe(79)
    for (const response of refused)
      expect(await response.json()).toMatchObject({ error: 'Conflict', code: 'queue_full' })
    const stopping = setInterval(() => void app.rest('POST', `/api/chat/${id}/abort`), 20)
    const taken = await Promise.all(all.filter(({ status }) => status === 200).map(collect))
    clearInterval(stopping)
    for (const list of taken) {
      expect(list.filter(({ event }) => outcomes.includes(event.type))).toHaveLength(1)
      expect(list.at(-1)?.event.type).toBe('aborted')
      expect(new Set(list.map(({ event }) => (event as { run_id?: string }).run_id)).size).toBe(1)
    }
    const { body } = await app.rest('GET', `/api/chat/${id}/history?limit=1000`)
    const sequence = body.events.map(({ seq }: { seq: number }) => seq)
    expect(sequence).toEqual(sequence.map((_: number, index: number) => index + 1))
    const asked = body.events.filter(
      ({ event }: { event: { type: string } }) => event.type === 'user_message',
    )
    const ended = body.events.filter(({ event }: { event: { type: string } }) =>
      outcomes.includes(event.type),
    )
    expect(ended.map(({ event }: { event: { run_id: string } }) => event.run_id)).toEqual(
      asked.map(({ event }: { event: { run_id: string } }) => event.run_id),
    )
  })

  test('P27 a stop is told at once with what had been said; stopping twice is harmless', async () => {
    const response = await send(app, '/slow 1000 20')
    const list = []
    let id = ''
    for await (const frame of frames(response)) {
      list.push(frame)
      id ||= chatIdOf([frame])
      if (ofType(list, 'text').length === 3) {
        const stopped = await app.rest('POST', `/api/chat/${id}/abort`)
        expect(stopped.body).toMatchObject({ success: true, status: 'aborted', sessionId: id })
      }
    }
    const [aborted] = ofType(list, 'aborted')
    expect(aborted?.partial_response).toBe([...joinBlocks(list).values()][0])
    expect(list.at(-1)?.event.type).toBe('aborted')
    expect((await app.rest('POST', `/api/chat/${id}/abort`)).body).toMatchObject({ status: 'aborted' })
    expect((await app.rest('POST', '/api/chat/nobody/abort')).status).toBe(404)
    expect(ofType(await say('/slow 2 0', { session_id: id }), 'result')[0]?.response).toBe('word1 word2')
  })

  test('what is live and what waits is told', async () => {
    const response = await send(app, '/slow 1000 20')
    const reader = frames(response)
    const id = chatIdOf([(await reader.next()).value])
    const waiting = await send(app, { message: '/slow 1 0', session_id: id })
    await expect
      .poll(async () => (await app.rest('GET', `/api/chat/${id}/stream-status`)).body)
      .toMatchObject({ active: true, queued: 1, sessionId: id })
    const { body } = await app.rest('GET', '/api/chat/active-streams')
    expect(body.streams.find((stream: { session_id: string }) => stream.session_id === id)).toMatchObject({
      viewers: 2,
    })
    await app.rest('POST', `/api/chat/${id}/abort`)
    expect(ofType(await collect(waiting), 'result')).toHaveLength(1)
    expect((await app.rest('GET', '/api/chat/nobody/stream-status')).body.active).toBe(false)
    await reader.return(undefined)
  })
})

describe('tools', () => {
  test('a file tool in the vault is allowed, and its whole way is told', async () => {
    const list = await say('/write notes/a.txt hello there')
    expect(ofType(list, 'permission_request')).toEqual([])
    expect(ofType(list, 'tool_use_start')[0]).toMatchObject({ name: 'Write' })
    expect(ofType(list, 'tool_result')[0]).toMatchObject({ is_error: false })
    expect(readFileSync(join(app.vault, 'notes/a.txt'), 'utf8')).toBe('hello there\n')
    const read = await say('/read notes/a.txt')
    expect(ofType(read, 'tool_result')[0]?.result).toBe('hello there\n')
  })

  test('P28 at vault level everything else asks, and nothing runs without an answer', async () => {
    const list = []
    let id = ''
    for await (const frame of frames(await send(app, '/run touch ran'))) {
      list.push(frame)
      id ||= chatIdOf([frame])
      if (frame.event.type !== 'permission_request') continue
      const { request_id, suggested_grants } = frame.event
      expect(suggested_grants.map(({ pattern }) => pattern)).toEqual(['touch ran', 'touch'])
      const pending = ChatPermissions.parse((await app.rest('GET', `/api/chat/${id}/permissions`)).body)
      expect(pending.pending).toMatchObject([{ id: request_id, tool_name: 'Bash', file_path: 'touch ran' }])
      expect((await app.rest('GET', `/api/chat/${id}`)).body.state).toBe('waiting')
      const denied = await app.rest('POST', `/api/chat/${id}/permissions/deny`, { request_id })
      expect(denied.body).toEqual({ success: true, sessionId: id, requestId: request_id, pattern: null })
      const again = await app.rest('POST', `/api/chat/${id}/permissions/grant`, { request_id })
      expect(again.body).toMatchObject({
        error: 'Conflict',
        message: 'Already answered',
        code: 'already_answered',
      })
    }
    expect(ofType(list, 'request_resolved')[0]).toMatchObject({ decision: 'deny', by: 'owner' })
    expect(ofType(list, 'tool_result')[0]).toMatchObject({ is_error: true })
    expect(() => readFileSync(join(app.vault, 'ran'))).toThrow('ENOENT')
    const unknown = await app.rest('POST', `/api/chat/${id}/permissions/grant`, { request_id: 'nobody' })
    expect(unknown.status).toBe(404)
  })

  test('P37 of 50 parallel answers exactly one counts', async () => {
    for await (const { event } of frames(await send(app, '/run echo hi'))) {
      if (event.type !== 'permission_request') continue
      const id = event.request_id.split('-p-')[0]
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          app.rest('POST', `/api/chat/${id}/answer`, {
            request_id: event.request_id,
            decision: index % 2 ? 'allow' : 'deny',
          }),
        ),
      )
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(49)
    }
  })

  test('P37 a standing rule covers the next call, is listed, and can be withdrawn', async () => {
    let id = ''
    for await (const frame of frames(await send(app, '/run echo one'))) {
      id ||= chatIdOf([frame])
      if (frame.event.type !== 'permission_request') continue
      const { request_id } = frame.event
      const bad = { request_id, decision: 'allow', grant: { scope: 'command', pattern: 'echo; rm' } }
      expect((await app.rest('POST', `/api/chat/${id}/answer`, bad)).status).toBe(422)
      const given = await app.rest('POST', `/api/chat/${id}/permissions/grant`, {
        request_id,
        pattern: 'echo',
      })
      expect(given.body.pattern).toBe('echo')
    }
    const covered = await say('/run echo two', { session_id: id })
    expect(ofType(covered, 'permission_request')).toEqual([])
    expect(ofType(covered, 'tool_result')[0]?.result).toBe('two\n')
    const { grants } = ChatPermissions.parse((await app.rest('GET', `/api/chat/${id}/permissions`)).body)
    expect(grants).toMatchObject([{ type: 'bash', pattern: 'echo' }])
    const path = `/api/chat/${id}/permissions/${grants[0]?.id}`
    expect((await app.rest('DELETE', path)).body).toEqual({ success: true })
    expect((await app.rest('DELETE', path)).status).toBe(404)
    const asked = await readUntil(
      send(app, { message: '/run echo three', session_id: id }),
      ({ event }) => event.type === 'permission_request',
    )
    expect(asked.at(-1)?.event.type).toBe('permission_request')
    await app.rest('POST', `/api/chat/${id}/abort`)
  })

  test('P36 a stop refuses what waits, and the tool does not run', async () => {
    const list = []
    for await (const frame of frames(await send(app, '/run touch stopped'))) {
      list.push(frame)
      if (frame.event.type === 'permission_request')
        await app.rest('POST', `/api/chat/${chatIdOf(list)}/abort`)
    }
    expect(types(list).slice(-2)).toEqual(['request_resolved', 'aborted'])
    expect(ofType(list, 'request_resolved')[0]).toMatchObject({ decision: 'deny', by: 'aborted' })
    expect(() => readFileSync(join(app.vault, 'stopped'))).toThrow('ENOENT')
    const late = { request_id: ofType(list, 'permission_request')[0]?.request_id, decision: 'allow' }
    expect((await app.rest('POST', `/api/chat/${chatIdOf(list)}/answer`, late)).status).toBe(409)
  })

  test('a question is answered, with free text too', async () => {
    const list = []
    for await (const frame of frames(await send(app, '/ask Which bed? | Raised | Flat'))) {
      list.push(frame)
      if (frame.event.type !== 'user_question') continue
      const { request_id, questions } = frame.event
      expect(questions[0]).toMatchObject({
        question: 'Which bed?',
        options: [{ label: 'Raised' }, { label: 'Flat' }],
      })
      const wrong = { request_id, decision: 'allow' }
      expect((await app.rest('POST', `/api/chat/${chatIdOf(list)}/answer`, wrong)).status).toBe(422)
      const answer = { request_id, answers: { 'Which bed?': 'neither' } }
      expect((await app.rest('POST', `/api/chat/${chatIdOf(list)}/answer`, answer)).body.success).toBe(true)
    }
    expect(ofType(list, 'request_resolved')[0]?.answers).toEqual({ 'Which bed?': 'neither' })
    expect(ofType(list, 'result')[0]?.response).toBe('You said: neither')
  })

  test('plan mode changes nothing', async () => {
    const list = await say('/write planned.txt x', { permission_mode: 'plan' })
    expect(ofType(list, 'tool_result')[0]).toMatchObject({ is_error: true })
    expect(() => readFileSync(join(app.vault, 'planned.txt'))).toThrow('ENOENT')
  })

  test('P17 a file tool that leaves the vault by a link asks', async () => {
    const list = await readUntil(
      send(app, '/read ../home/token'),
      ({ event }) => event.type === 'tool_result',
    )
    expect(ofType(list, 'tool_result')[0]).toMatchObject({ is_error: true })
    const asked = await readUntil(
      send(app, '/read /etc/hostname'),
      ({ event }) => event.type === 'permission_request',
    )
    expect(asked.at(-1)?.event.type).toBe('permission_request')
    await app.rest('POST', `/api/chat/${chatIdOf(asked)}/abort`)
  })
})

describe('chats', () => {
  test('are listed, searched, counted, hidden and shown', async () => {
    const id = await newChat('Quarterly figures of the greenhouse')
    await newChat('/think zanzibar is an island')
    const list = async (query: string) =>
      (await app.rest('GET', `/api/chat${query}`)).body.sessions.map((chat: { id: string }) => chat.id)
    expect(await list('?search=greenhouse')).toEqual([id])
    expect(await list('?search=GREENH')).toEqual([id])
    expect(await list('?search=zanzibar')).toHaveLength(1)
    expect(await list('?search=%25')).toEqual([])
    expect((await list('')).length).toBeGreaterThan(1)
    expect((await list('?limit=1&offset=1'))[0]).toBe((await list('?limit=2'))[1])
    expect((await app.rest('GET', '/api/chat?limit=0')).status).toBe(422)
    expect((await app.rest('GET', '/api/chat?limit=1001')).status).toBe(422)
    const hidden = await app.rest('POST', `/api/chat/${id}/archive`)
    expect(hidden.body).toMatchObject({ success: true, session: { id, archived: true } })
    expect(await list('?search=greenhouse')).toEqual([])
    expect(await list('?search=greenhouse&archived=true')).toEqual([id])
    const { body } = await app.rest('GET', '/api/chat/stats')
    expect(body).toMatchObject({ archived: 1, by_module: { daily: 0, build: 0 } })
    expect(body.total).toBe(body.active + 1)
    expect((await app.rest('POST', `/api/chat/${id}/unarchive`)).body.session.archived).toBe(false)
    expect((await app.rest('POST', '/api/chat/nobody/archive')).status).toBe(404)
  })

  test('the model that a person chose is told, and null goes back to the default', async () => {
    const id = await newChat()
    const put = async (body: unknown) => (await app.rest('PUT', `/api/chat/${id}/config`, body)).body.session
    expect(await put({ title: 'Models' })).toMatchObject({ modelChoice: null })
    expect(await put({ model: 'opus' })).toMatchObject({ modelChoice: 'opus' })
    expect((await app.rest('GET', `/api/chat/${id}`)).body).toMatchObject({ modelChoice: 'opus' })
    expect(await put({ model: null })).toMatchObject({ modelChoice: null })
  })

  test('settings change together and are merged once', async () => {
    const id = await newChat()
    const put = (body: unknown) => app.rest('PUT', `/api/chat/${id}/config`, body)
    expect((await put({})).body).toMatchObject({ error: 'Bad Request', message: 'No fields to update' })
    const { body } = await put({
      title: 'A better title',
      trust_level: 'full',
      config_overrides: { system_prompt: 'Be brief' },
      response_mode: 'mention_only',
    })
    expect(body.session).toMatchObject({
      title: 'A better title',
      trustLevel: 'full',
      metadata: {
        config_overrides: { system_prompt: 'Be brief' },
        bot_settings: { response_mode: 'mention_only' },
      },
    })
    expect((await put({ trust_level: 'loose' })).status).toBe(422)
    const found = (await app.rest('GET', '/api/chat?search=better%20title')).body.sessions
    expect(found).toMatchObject([{ id }])
    const list = await say('/run echo free', { session_id: id })
    expect(ofType(list, 'prompt_metadata')[0]?.prompt_source).toBe('custom')
    expect(ofType(list, 'tool_result')[0]?.result).toBe('free\n')
    expect(ofType(await say('x', { session_id: id, trust_level: 'vault' }), 'session')[0]?.trust_level).toBe(
      'vault',
    )
    expect(ofType(await say('x', { session_id: id, trust_level: 'full' }), 'session')[0]?.trust_level).toBe(
      'vault',
    )
    expect((await app.rest('POST', `/api/chat/${id}/activate`, {})).body.message).toContain('not pending')
  })

  test('P9 full trust is a shell: a key that only chats neither gives it nor talks to who has it', async () => {
    const key = async (...scopes: string[]) =>
      (await app.rest('POST', '/api/auth/keys', { label: 'x', scopes })).body.key as string
    const [chats, works] = [await key('chat'), await key('chat', 'terminal')]
    const id = await newChat()
    const put = (token: string, body: unknown) =>
      app.rest('PUT', `/api/chat/${id}/config`, body, { headers: { authorization: `Bearer ${token}` } })
    const status = async (token: string, body: object) => {
      const response = await send({ url: app.url, token }, { message: 'x', ...body })
      await response.text()
      return response.status
    }
    expect(await put(chats, { trust_level: 'full' })).toMatchObject({
      status: 403,
      body: { code: 'scope_missing', message: expect.stringContaining("'terminal'") },
    })
    expect(await status(chats, { trust_level: 'full' })).toBe(403)
    expect((await put(works, { trust_level: 'full' })).status).toBe(200)
    expect(await status(chats, { session_id: id })).toBe(403)
    expect(await status(works, { session_id: id })).toBe(200)
    expect(await status(chats, { session_id: id, trust_level: 'vault' })).toBe(200)
  })

  test('a deleted chat is gone with its run, its viewers and its files', async () => {
    const attachments = [{ name: 'a b.txt', mimeType: 'text/plain', base64Data: btoa('hello') }]
    const response = await send(app, { message: '/slow 1000 20', attachments })
    const list = []
    for await (const frame of frames(response)) {
      list.push(frame)
      if (frame.event.type === 'text' && ofType(list, 'text').length === 1) {
        const deleted = await app.rest('DELETE', `/api/chat/${chatIdOf(list)}`)
        expect(deleted.body).toEqual({ success: true, deleted: chatIdOf(list) })
      }
    }
    const [file] = ofType(list, 'user_message')[0]?.attachments ?? []
    expect(() => readFileSync(join(app.vault, file?.path ?? 'x'))).toThrow('ENOENT')
    expect((await app.rest('GET', `/api/chat/${chatIdOf(list)}`)).status).toBe(404)
    expect((await app.rest('DELETE', `/api/chat/${chatIdOf(list)}`)).status).toBe(404)
  })

  test('attachments are kept in the vault and told to the agent', async () => {
    const attachments = [
      { name: '../../evil name.txt', mimeType: 'text/plain', base64Data: btoa('one') },
      { name: '../../evil name.txt', mimeType: 'text/plain', base64Data: btoa('two') },
    ]
    const list = await say('see', { attachments })
    const kept = ofType(list, 'user_message')[0]?.attachments ?? []
    expect(kept.map(({ path }) => readFileSync(join(app.vault, path), 'utf8'))).toEqual(['one', 'two'])
    for (const { path } of kept)
      expect(path).toMatch(/^Chat\/assets\/\d{4}-\d\d-\d\d\/\d\d-\d\d-\d\d_evil-name-[0-9a-f]{8}\.txt$/)
    const bad = await app.rest('POST', '/api/chat', {
      message: 'x',
      attachments: [{ name: 'a.exe', base64Data: '' }],
    })
    expect(bad.status).toBe(422)
    const big = { name: 'big.bin', base64Data: Buffer.alloc(10 * 1024 * 1024 + 1).toString('base64') }
    expect((await app.rest('POST', '/api/chat', { message: 'x', attachments: [big] })).status).toBe(413)
  })

  test('P17 contexts and attachments that leave the vault by a link are refused', async () => {
    mkdirSync(join(app.vault, '..', 'outside'), { recursive: true })
    writeFileSync(join(app.vault, '..', 'outside/AGENTS.md'), 'SECRET')
    symlinkSync(join(app.vault, '..', 'outside'), join(app.vault, 'way-out'))
    const post = (body: object) => app.rest('POST', '/api/chat', { message: 'x', ...body })
    for (const body of [
      { context_folders: ['way-out'] },
      { context_files: ['way-out/AGENTS.md'] },
      { working_directory: 'way-out' },
      { context_folders: ['../outside'] },
    ])
      expect((await post(body)).body, JSON.stringify(body)).toMatchObject({ code: 'outside_roots' })
    const asked = await readUntil(
      send(app, '/read way-out/AGENTS.md'),
      ({ event }) => event.type === 'permission_request',
    )
    expect(JSON.stringify(asked)).not.toContain('SECRET')
    await app.rest('POST', `/api/chat/${chatIdOf(asked)}/abort`)
  })

  test('contexts go into the prompt: AGENTS.md wins, and too much is cut', async () => {
    mkdirSync(join(app.vault, 'garden'), { recursive: true })
    writeFileSync(join(app.vault, 'garden/AGENTS.md'), 'Plant in spring.')
    writeFileSync(join(app.vault, 'garden/CLAUDE.md'), 'Not this one.')
    writeFileSync(join(app.vault, 'long.md'), 'x'.repeat(50_000))
    const list = await say('x', {
      context_folders: ['garden'],
      context_files: ['long.md'],
      working_directory: 'garden',
    })
    expect(ofType(list, 'prompt_metadata')[0]).toMatchObject({
      context_files: ['garden/AGENTS.md', 'long.md'],
      context_truncated: true,
      working_directory_instructions: 'AGENTS.md',
    })
    expect(ofType(list, 'session')[0]?.working_directory).toBe('garden')
  })

  test('the instructions of the working directory and of the folders above it are in the prompt unasked', async () => {
    mkdirSync(join(app.vault, 'house/kitchen'), { recursive: true })
    writeFileSync(join(app.vault, 'house/CLAUDE.md'), 'Wipe your feet.')
    writeFileSync(join(app.vault, 'house/kitchen/AGENTS.md'), 'Wash your hands.')
    const inKitchen = { working_directory: 'house/kitchen' }
    const usual = ofType(await say('x', inKitchen), 'prompt_metadata')[0]
    expect(usual?.context_files).toEqual(['house/CLAUDE.md', 'house/kitchen/AGENTS.md'])
    const twice = ofType(await say('x', { ...inKitchen, context_folders: ['house'] }), 'prompt_metadata')[0]
    expect(twice?.context_files).toEqual(usual?.context_files)
    const own = ofType(await say('x', { ...inKitchen, system_prompt: 'Be brief.' }), 'prompt_metadata')[0]
    expect(own?.context_files).toEqual([])
  })

  test('the transcript has the whole of it in the form of the CLI', async () => {
    const list = await say('/write t.txt hello')
    const id = chatIdOf(list)
    const { body } = await app.rest('GET', `/api/chat/${id}/transcript`)
    const transcript = Transcript.parse(body)
    expect(transcript.events.map(({ type }) => type)).toEqual(['user', 'assistant', 'user', 'assistant'])
    expect(transcript).toMatchObject({ segmentCount: 1, loadedSegmentIndex: null, cwd: app.vault })
    expect(transcript.segments[0]).toMatchObject({
      messageCount: 1,
      preview: '/write t.txt hello',
      loaded: true,
    })
    expect((await app.rest('GET', '/api/chat/nobody/transcript')).status).toBe(404)
  })

  test('history comes in pages from the end', async () => {
    const id = await newChat()
    await say('/slow 3 0', { session_id: id })
    const last = (await app.rest('GET', `/api/chat/${id}/history?limit=1`)).body
    expect(last.events[0].event.type).toBe('session')
    expect(last.events.at(-1).event.type).toBe('result')
    const first = (await app.rest('GET', `/api/chat/${id}/history?before=${last.before}`)).body
    expect(first.before).toBeNull()
    expect(first.events.at(-1).seq).toBe(last.events[0].seq - 1)
    const after = await collect(watch(app, id, { query: `?until=outcome&after=${first.cursor}` }))
    expect(types(after)).toEqual(last.events.map(({ event }: { event: { type: string } }) => event.type))
  })
})
