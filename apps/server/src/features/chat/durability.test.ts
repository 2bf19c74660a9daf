import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { chatIdOf, collect, frames, ofType, send, types, watch } from '../../../test/chat-client.ts'
import { sandboxAvailable } from '../../host/sandbox.ts'
import { createTestApp, spawnServer } from '../../testing.ts'

const noClaude = { claudePath: '/nowhere/claude' }

describe('what was acknowledged', () => {
  test('P48 P49 is there after every kill, wholly or not at all', async () => {
    await using hub = await spawnServer({ ATRIUM_CLAUDE_PATH: '/nowhere/claude' })
    const taken = new Map<string, string>()
    const answered = new Set<string>()
    let alive = true
    const writer = async (name: number): Promise<void> => {
      for (let count = 0; alive; count += 1) {
        const message = `/slow 2 0 writer${name}n${count}`
        try {
          const response = await send(hub, message)
          for await (const { event } of frames(response)) {
            if (event.type === 'user_message') taken.set(event.message_id, message)
            if (event.type === 'result') answered.add(event.session_id)
          }
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 20)) // the hub is down for a moment
        }
      }
    }
    const writers = Array.from({ length: 8 }, (_, name) => writer(name))
    for (let round = 0; round < Number(process.env['KILLS'] ?? 3); round += 1) {
      const before = answered.size
      await expect.poll(() => answered.size).toBeGreaterThan(before + 2)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 500))
      await hub.kill()
      await hub.again()
    }
    alive = false
    await Promise.all(writers)
    expect(answered.size).toBeGreaterThan(8)
    const sessions: { id: string; state: string; messageCount: number }[] = []
    for (let offset = 0; ; offset += 1_000) {
      const { body } = await hub.rest('GET', `/api/chat?limit=1000&offset=${offset}`)
      sessions.push(...body.sessions)
      if (body.sessions.length < 1_000) break
    }
    const found = new Map<string, string>()
    for (const { id, state, messageCount } of sessions) {
      const list = (await hub.rest('GET', `/api/chat/${id}/history?limit=1000`)).body.events as {
        seq: number
        event: { type: string; message_id: string; content: string }
      }[]
      expect(list.map(({ seq }) => seq)).toEqual(list.map((_, index) => index + 1))
      const outcomes = list.filter(({ event }) => ['result', 'error', 'aborted'].includes(event.type))
      expect(outcomes).toHaveLength(1)
      expect(messageCount).toBe(outcomes[0]?.event.type === 'result' ? 2 : 1)
      expect(state).toBe(outcomes[0]?.event.type === 'result' ? 'idle' : 'interrupted')
      if (answered.has(id)) expect(outcomes[0]?.event.type).toBe('result')
      for (const { event } of list)
        if (event.type === 'user_message') found.set(event.message_id, event.content)
    }
    for (const [id, message] of taken) expect(found.get(id)).toBe(message)
  }, 120_000)

  test('P50 a damaged chat costs only itself', async () => {
    await using app = await createTestApp(noClaude)
    const [one, two] = [await collect(send(app, '/slow 1 0')), await collect(send(app, '/slow 1 0'))].map(
      chatIdOf,
    )
    await app.app.database.db
      .updateTable('chat')
      .set({ metadata: '{"cut":' })
      .where('id', '=', one ?? '')
      .execute()
    const { body } = await app.rest('GET', '/api/chat')
    expect(body.sessions.map(({ id }: { id: string }) => id)).toEqual([two])
    expect((await app.rest('GET', `/api/chat/${one}`)).body).toMatchObject({ code: 'record_damaged' })
    expect((await app.rest('GET', '/api/health?detailed=true')).body).toMatchObject({
      status: 'degraded',
      problems: [{ code: 'record_quarantined' }],
    })
    expect((await app.rest('GET', `/api/chat/${one}/transcript`)).body.events).toHaveLength(2)
  })
})

test('the whole way works on Postgres too', async () => {
  await using app = await createTestApp({ ...noClaude, engine: 'postgres' })
  const list = await collect(send(app, '/write pg.txt hello'))
  const session_id = chatIdOf(list)
  expect(types(list).at(-1)).toBe('result')
  await app.rest('PUT', `/api/chat/${session_id}/config`, { title: 'On another engine' })
  expect((await app.rest('GET', '/api/chat?search=engine')).body.sessions).toMatchObject([{ id: session_id }])
  const both = await Promise.all(
    ['/slow 5 1', '/slow 6 1'].map((message) => collect(send(app, { message, session_id }))),
  )
  expect(
    both
      .flatMap((one) => ofType(one, 'result'))
      .map(({ response }) => response.split(' ').length)
      .toSorted((a, b) => a - b),
  ).toEqual([5, 6])
  expect((await app.rest('GET', '/api/chat/stats')).body).toMatchObject({ total: 1, by_module: { chat: 1 } })
  await app.restart()
  const again = await collect(watch(app, session_id, { query: '?until=outcome' }))
  expect(ofType(again, 'result')).toHaveLength(3)
  expect((await app.rest('DELETE', `/api/chat/${session_id}`)).status).toBe(200)
})

test('P28 a sandboxed run writes in its folder and nowhere else, or does not run at all', async () => {
  await using app = await createTestApp(noClaude)
  const run = (command: string) =>
    send(app, { message: `/run ${command}`, trust_level: 'sandboxed', working_directory: '.' })
  if (!(await sandboxAvailable()).available) {
    const refused = await run('touch inside')
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ code: 'sandbox_unavailable' })
    expect(existsSync(join(app.vault, 'inside'))).toBe(false)
    return
  }
  const inside = await collect(run('touch inside'))
  expect(ofType(inside, 'tool_result')[0]).toMatchObject({ is_error: false })
  expect(existsSync(join(app.vault, 'inside'))).toBe(true)
  await collect(run(`touch ${app.vault}-out`)) // into a folder that exists only inside
  for (const command of [`cat ${app.home}/token`, 'touch /usr/x', 'curl -m 2 http://1.1.1.1'])
    expect(ofType(await collect(run(command)), 'tool_result')[0]?.is_error, command).toBe(true)
  expect(existsSync(`${app.vault}-out`)).toBe(false)
})
