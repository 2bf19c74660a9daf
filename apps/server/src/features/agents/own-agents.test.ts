import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AgentList } from '@atrium/schema'
import { describe, expect, test } from 'vitest'
import { testAgentScript } from '../../../test/acp-lab.ts'
import { chatIdOf, collect, type Frame, frames, ofType, send } from '../../../test/chat-client.ts'
import { createTestApp, type TestApp } from '../../testing.ts'

const tester = (app: TestApp, more: Record<string, unknown> = {}) => ({
  name: 'tester',
  title: 'Tester',
  command: process.execPath,
  args: [testAgentScript, 'an argument'],
  env: { ACP_TEST_STATE: join(app.home, 'tester'), TESTER_KEY: 'canary-secret-of-the-tester' },
  ...more,
})

const named = async (app: TestApp, name: string) =>
  AgentList.parse((await app.rest('GET', '/api/agents')).body).agents.find((agent) => agent.name === name)

describe('agents of the person', () => {
  test('P40 only an administrator adds, changes and removes one, and nothing of them is asked without a key', async () => {
    await using app = await createTestApp()
    const { body } = await app.rest('POST', '/api/auth/keys', { label: 'phone', scopes: ['chat', 'files'] })
    for (const headers of [{ authorization: '' }, { authorization: `Bearer ${body.key}` }]) {
      const status = headers.authorization === '' ? 401 : 403
      expect((await app.rest('POST', '/api/agents', tester(app), { headers })).status).toBe(status)
      expect((await app.rest('PATCH', '/api/agents/tester', { title: 'x' }, { headers })).status).toBe(status)
      expect((await app.rest('DELETE', '/api/agents/tester', undefined, { headers })).status).toBe(status)
    }
    await app.rest('POST', '/api/agents', tester(app))
    const seen = await app.rest('GET', '/api/agents', undefined, {
      headers: { authorization: `Bearer ${body.key}` },
    })
    expect(seen.body.agents.find(({ name }: { name: string }) => name === 'tester')).toMatchObject({
      command_line: null,
      own: null,
    })
  })

  test('one is added, shown with its whole command line and its secrets masked, changed and removed', async () => {
    await using app = await createTestApp()
    const added = await app.rest('POST', '/api/agents', tester(app))
    expect(added.status).toBe(201)
    expect(added.body).toMatchObject({
      name: 'tester',
      kind: 'own',
      status: 'ready',
      command_line: `${process.execPath} ${testAgentScript} 'an argument'`,
      trust_levels: ['full'],
      own: { env: { TESTER_KEY: '••••ster' } },
    })
    expect(JSON.stringify(added.body)).not.toContain('canary-secret')
    const file = join(app.home, 'secrets', 'agents.json')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    // Writing back what is shown keeps what is not.
    const changed = await app.rest('PATCH', '/api/agents/tester', {
      title: 'Other',
      env: { ...added.body.own.env, MORE: 'plain' },
    })
    expect(changed.body).toMatchObject({ title: 'Other', own: { args: [testAgentScript, 'an argument'] } })
    expect(await readFile(file, 'utf8')).toContain('canary-secret-of-the-tester')
    await app.restart()
    expect(await named(app, 'tester')).toMatchObject({ title: 'Other', kind: 'own' })
    expect((await app.rest('DELETE', '/api/agents/tester')).status).toBe(204)
    expect(await named(app, 'tester')).toBeUndefined()
    expect(await readFile(file, 'utf8')).not.toContain('canary')
    expect((await app.rest('DELETE', '/api/agents/tester')).body).toMatchObject({ code: 'not_found' })
    expect((await app.rest('PATCH', '/api/agents/tester', { title: 'x' })).status).toBe(404)
  })

  test('what cannot be one is refused by name', async () => {
    await using app = await createTestApp()
    const refused = async (more: Record<string, unknown>) =>
      (await app.rest('POST', '/api/agents', tester(app, more))).body
    expect((await refused({ command: 'bin/agent' })).detail).toMatchObject([{ loc: ['body', 'command'] }])
    expect((await refused({ args: ['a\0b'] })).detail).toMatchObject([{ loc: ['body', 'args', 0] }])
    expect((await refused({ env: { 'A=B': 'x' } })).code).toBe('invalid')
    expect((await refused({ env: { KEY: '••••1234' } })).detail).toMatchObject([{ loc: ['body', 'env'] }])
    expect((await refused({ variables: ['ATRIUM_TOKEN'] })).code).toBe('invalid')
    expect((await refused({ name: 'Not A Name' })).code).toBe('invalid')
    for (const name of ['claude', 'guide', 'codex'])
      expect(await refused({ name })).toMatchObject({ code: 'already_exists' })
    await app.rest('POST', '/api/agents', tester(app))
    expect(await refused({})).toMatchObject({ code: 'already_exists' })
  })

  test('a list that cannot be read is said, and never written over', async () => {
    await using app = await createTestApp()
    await app.rest('POST', '/api/agents', tester(app))
    const { writeFile } = await import('node:fs/promises')
    const file = join(app.home, 'secrets', 'agents.json')
    await writeFile(file, '{"agents": [{"name": 7}]}')
    await app.restart()
    expect(await named(app, 'tester')).toBeUndefined()
    const health = await app.rest('GET', '/api/health?detailed=true')
    expect(JSON.stringify(health.body)).toContain('agents.json')
    expect((await app.rest('POST', '/api/agents', tester(app))).body).toMatchObject({ code: 'conflict' })
    expect(await readFile(file, 'utf8')).toBe('{"agents": [{"name": 7}]}')
  })

  test('a chat with one: words, a command that is allowed, and the same conversation after a restart', async () => {
    await using app = await createTestApp()
    await app.rest('POST', '/api/agents', tester(app))
    const first = []
    for await (const frame of frames(
      await send(app, {
        message: '[[say Good]] [[run touch made.txt]]',
        runner: 'tester',
        trust_level: 'full',
        model: 'large',
      }),
    ))
      first.push(frame)
    expect(ofType(first, 'session')[0]).toMatchObject({ runner: 'tester', trust_level: 'full' })
    expect(ofType(first, 'result')).toMatchObject([{ response: 'Good', model: 'large', cost_usd: 0.25 }])
    expect(ofType(first, 'tool_use_start')).toMatchObject([
      { name: 'Bash', input: { command: 'touch made.txt' } },
    ])
    await stat(join(app.vault, 'made.txt'))
    const id = ofType(first, 'session')[0]?.id ?? ''
    await collect(send(app, { message: 'remember the turnip', session_id: id }))
    await app.restart()
    const third = await collect(send(app, { message: '[[said]]', session_id: id }))
    expect(ofType(third, 'result')[0]?.response).toContain('remember the turnip')
    expect(await named(app, 'tester')).toMatchObject({
      version: '7.8.9',
      models: [{ value: 'small' }, { value: 'large' }],
      modes: ['default', 'acceptEdits', 'plan'],
    })
  })

  test('a chat goes from one agent to another and takes what was said along', async () => {
    await using app = await createTestApp()
    await app.rest('POST', '/api/agents', tester(app))
    const first = await collect(
      send(app, { message: 'my word is beetroot', runner: 'guide', trust_level: 'full' }),
    )
    const id = ofType(first, 'session')[0]?.id ?? ''
    await collect(send(app, { message: 'and now?', session_id: id, runner: 'tester' }))
    const notes = await readFile(join(app.home, 'tester', 'notes.jsonl'), 'utf8')
    const prompt = notes.split('\n').find((line) => line.startsWith('{"prompt"'))
    expect(prompt).toContain('my word is beetroot')
    expect(prompt?.split('and now?')).toHaveLength(2)
  })

  test('P27 an agent that begins leaves those of other chats alone', async () => {
    await using app = await createTestApp()
    await app.rest('POST', '/api/agents', tester(app))
    await app.rest('POST', '/api/agents', tester(app, { name: 'other', title: 'Other' }))
    const full = { trust_level: 'full' as const }
    const waits: Frame[] = []
    for await (const frame of frames(
      await send(app, { message: '[[say on]] [[ask Go?|Yes|No]]', runner: 'tester', ...full }),
    )) {
      waits.push(frame)
      if (frame.event.type !== 'user_question') continue
      const other = await collect(send(app, { message: '[[say hello]]', runner: 'other', ...full }))
      expect(ofType(other, 'result')).toMatchObject([{ response: 'hello' }])
      const answer = { request_id: frame.event.request_id, answers: { 'Go?': 'Yes' } }
      await app.rest('POST', `/api/chat/${chatIdOf(waits)}/answer`, answer)
    }
    expect(ofType(waits, 'result')[0]?.response).toContain('"choice":"Yes"')
  })

  test('a run that was stopped leaves its agent able to take another model and mode', async () => {
    await using app = await createTestApp()
    await app.rest('POST', '/api/agents', tester(app))
    const first: Frame[] = []
    for await (const frame of frames(
      await send(app, { message: '[[say on]] [[hang]]', runner: 'tester', trust_level: 'full' }),
    )) {
      first.push(frame)
      if (frame.event.type === 'text') await app.rest('POST', `/api/chat/${chatIdOf(first)}/abort`, {})
    }
    expect(ofType(first, 'aborted')).toHaveLength(1)
    const again = { session_id: chatIdOf(first), model: 'large', permission_mode: 'plan' as const }
    const second = await collect(send(app, { message: '[[where]]', ...again }))
    expect(ofType(second, 'result')[0]?.response).toBe('mode plan, model large')
  })

  test('P28 an agent that acts by itself is refused below full trust where no sandbox can hold it', async () => {
    await using app = await createTestApp()
    await app.rest('POST', '/api/agents', tester(app))
    for (const trust_level of ['vault', 'sandboxed'] as const) {
      const answer = await send(app, { message: 'hi', runner: 'tester', trust_level })
      expect(answer.status).toBe(503)
      expect(await answer.json()).toMatchObject({ code: 'sandbox_unavailable' })
    }
    expect((await named(app, 'tester'))?.trust_note).toContain('full trust')
  })
})

test('every known agent is in the list with how to get it', async () => {
  await using app = await createTestApp({ hostEnv: { PATH: '/nowhere', HOME: '/nowhere' } })
  for (const name of ['codex', 'opencode', 'gemini', 'qwen', 'goose', 'copilot'])
    expect(await named(app, name)).toMatchObject({
      kind: 'known',
      status: 'missing',
      message: expect.stringContaining('Install it'),
      homepage: expect.stringMatching(/^https:/),
      installable: name === 'codex' || name === 'opencode',
      is_default: false,
    })
})
