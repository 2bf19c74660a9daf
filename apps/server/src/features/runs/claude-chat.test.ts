import { expect } from 'vitest'
import {
  chatIdOf,
  collect,
  type Frame,
  frames,
  joinBlocks,
  ofType,
  readUntil,
  send,
  types,
  watch,
} from '../../../test/chat-client.ts'
import { openClaudeHub as openHub } from '../../../test/claude-hub.ts'
import { withClaude } from '../../../test/claude-lab.ts'

withClaude('the real agent answers, and goes on in the same session after a restart of the hub', async () => {
  await using hub = await openHub()
  const { app } = hub
  const first = await collect(send(app, '[[long 60]]'))
  expect(types(first).filter((type) => type !== 'text')).toEqual([
    'session',
    'prompt_metadata',
    'user_message',
    'init',
    'model',
    'result',
  ])
  expect(ofType(first, 'text').length).toBeGreaterThan(5)
  const [result] = ofType(first, 'result')
  expect([...joinBlocks(first).values()]).toEqual([result?.response])
  expect(result).toMatchObject({
    usage: { output_tokens: expect.any(Number) },
    cost_usd: expect.any(Number),
  })
  const session_id = chatIdOf(first)
  const second = await collect(send(app, { message: 'again', session_id }))
  expect(ofType(second, 'result')[0]?.sdk_session_id).toBe(result?.sdk_session_id)
  await app.restart()
  const third = await collect(send(app, { message: 'after the restart', session_id }))
  expect(ofType(third, 'result')[0]).toMatchObject({
    sdk_session_id: result?.sdk_session_id,
    message_count: 6,
  })
  expect(JSON.stringify(hub.fake.requests.at(-1)?.body)).toContain('alpha-1')
})

withClaude(
  'P28 P37 a tool asks, a second client allows it, and a standing rule spares the next question',
  async () => {
    await using hub = await openHub()
    const { app } = hub
    const list: Frame[] = []
    for await (const frame of frames(await send(app, '[[tool:Bash touch made]]'))) {
      list.push(frame)
      if (frame.event.type !== 'permission_request') continue
      const { request_id } = frame.event
      const second = readUntil(watch(app, chatIdOf(list)), ({ event }) => event.type === 'request_resolved')
      await app.rest('POST', `/api/chat/${chatIdOf(list)}/permissions/grant`, {
        request_id,
        pattern: 'touch',
      })
      expect(ofType(await second, 'request_resolved')[0]).toMatchObject({ request_id, decision: 'allow' })
    }
    expect(ofType(list, 'tool_result')[0]?.is_error).toBe(false)
    const again = await collect(
      send(app, { message: '[[tool:Bash touch made2]]', session_id: chatIdOf(list) }),
    )
    expect(ofType(again, 'permission_request')).toEqual([])
    expect(ofType(again, 'result')).toHaveLength(1)
  },
)

withClaude('P27 a stop is told at once and the next message is answered by the same agent', async () => {
  await using hub = await openHub()
  const { app } = hub
  const list: Frame[] = []
  for await (const frame of frames(await send(app, '[[slow 20]] [[long 500]]'))) {
    list.push(frame)
    if (ofType(list, 'text').length === 5 && frame.event.type === 'text')
      await app.rest('POST', `/api/chat/${chatIdOf(list)}/abort`)
  }
  expect(list.at(-1)?.event).toMatchObject({
    type: 'aborted',
    partial_response: [...joinBlocks(list).values()][0],
  })
  const next = await collect(send(app, { message: 'still there?', session_id: chatIdOf(list) }))
  expect(ofType(next, 'result')[0]?.response).toContain('still there?')
})

withClaude('a message handed into a live turn is answered with it', async () => {
  await using hub = await openHub()
  const { app } = hub
  const list: Frame[] = []
  let steered: Promise<Frame[]> | null = null
  for await (const frame of frames(
    await send(app, { message: '[[tool:Bash sleep 1]]', trust_level: 'full' }),
  )) {
    list.push(frame)
    if (frame.event.type === 'tool_use_start')
      steered = collect(send(app, { message: 'and this too', session_id: chatIdOf(list), delivery: 'steer' }))
  }
  const [result] = ofType(list, 'result')
  const other = ofType((await steered) ?? [], 'result')[0]
  expect(other?.folded_into).toBe(result?.run_id)
})

withClaude('an error of the service is a typed outcome', async () => {
  await using hub = await openHub()
  const list = await collect(send(hub.app, '[[error 529 final]]'))
  expect(list.at(-1)?.event).toMatchObject({
    type: 'error',
    can_retry: true,
    actions: [{ action: 'retry' }],
  })
  const { body } = await hub.app.rest('GET', `/api/chat/${chatIdOf(list)}`)
  expect(body.state).toBe('failed')
})

withClaude(
  'a place is made by closing the agent that was idle longest, and waited for when all work',
  async () => {
    await using hub = await openHub({ maxLiveAgents: 1 })
    const { app } = hub
    const one = chatIdOf(await collect(send(app, 'one')))
    const slow = send(app, '[[slow 50]] [[long 30]]')
    const started = await readUntil(slow, ({ event }) => event.type === 'text')
    const waiting = await collect(send(app, { message: 'two', session_id: one }))
    expect(ofType(waiting, 'warning')[0]?.code).toBe('waiting_for_place')
    expect(ofType(waiting, 'result')[0]?.response).toContain('two')
    expect(
      ofType(await collect(watch(app, chatIdOf(started), { query: '?until=outcome' })), 'result'),
    ).toHaveLength(1)
  },
)
