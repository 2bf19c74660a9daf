import { randomUUID } from 'node:crypto'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openLab, withClaude } from '../../test/claude-lab.ts'

const allow = { kind: 'permission', decision: 'allow' } as const

withClaude('parallel calls are each asked about and each answered', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  const ended = await chat.turn(
    '[[parallel]] [[tool:Bash echo one]] [[tool:Bash echo two]] [[tool:Bash echo three]]',
  )
  expect(ended.outcome).toBe('completed')
  expect(chat.of('tool_use')).toHaveLength(3)
  expect(
    chat
      .of('tool_result')
      .map((event) => event.result)
      .toSorted(),
  ).toEqual(['one', 'three', 'two'])
  const asked = chat.of('permission').map((event) => event.toolUseId)
  expect(new Set(asked)).toEqual(new Set(chat.of('tool_use').map((event) => event.id)))
})

withClaude('a question is asked with its options and the model gets the answer', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  chat.say('[[ask Which one?|Red|Green]]')
  const asked = await chat.next('question')
  expect(asked.questions[0]).toMatchObject({ question: 'Which one?', multiSelect: false })
  expect(asked.questions[0]?.options.map((option) => option.label)).toEqual(['Red', 'Green'])
  expect(
    chat.session.answer(asked.requestId, { kind: 'question', answers: { 'Which one?': 'Blue, please' } }),
  ).toBe(true)
  expect(chat.session.answer(asked.requestId, { kind: 'question', answers: {} })).toBe(false)
  await chat.next('turn_ended')
  expect(chat.of('tool_result')[0]?.result).toContain('"Which one?"="Blue, please"')
})

withClaude('several choices are one answer', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  chat.say('[[ask-many Which?|A|B|C]]')
  const asked = await chat.next('question')
  chat.session.answer(asked.requestId, { kind: 'question', answers: { 'Which?': ['A', 'C'] } })
  await chat.next('turn_ended')
  expect(chat.of('tool_result')[0]?.result).toContain('"Which?"="A, C"')
})

withClaude('plan mode asks about the plan alone, and its approval leaves the mode', async () => {
  await using lab = await openLab()
  const chat = await lab.open({ permissionMode: 'plan' })
  chat.say('[[plan 1. dig 2. plant]]')
  const asked = await chat.next('permission')
  expect(asked).toMatchObject({ toolName: 'ExitPlanMode', input: { plan: '1. dig 2. plant' } })
  chat.session.answer(asked.requestId, allow)
  expect(await chat.next('turn_ended')).toMatchObject({ outcome: 'completed' })
  expect(chat.of('permission')).toHaveLength(1)
  expect(chat.of('permission_mode').map((event) => event.mode)).toEqual(['default'])
})

withClaude('a plan that is sent back stays a plan', async () => {
  await using lab = await openLab()
  const chat = await lab.open({ permissionMode: 'plan' })
  await chat.turn('[[plan 1. dig]]', () => ({ kind: 'permission', decision: 'deny', message: 'water first' }))
  expect(chat.of('tool_result').at(-1)).toMatchObject({ isError: true, result: 'water first' })
  expect(chat.of('permission_mode')).toEqual([])
})

withClaude('stopping in the middle of words keeps them and the next message works', async () => {
  await using lab = await openLab({ delay: 5 })
  const chat = await lab.open()
  const id = chat.say('[[long 400]]')
  await chat.next('delta')
  await chat.session.interrupt()
  expect(await chat.next('turn_ended')).toMatchObject({ outcome: 'aborted', messageIds: [id], error: null })
  const [cut] = chat.of('text')
  const said = chat
    .of('delta')
    .map((event) => event.delta)
    .join('')
  expect(cut?.content).toBe(said)
  expect(await chat.turn('[[say still here]]')).toMatchObject({ outcome: 'completed', text: 'still here' })
})

withClaude('stopping while a tool runs ends the tool', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  chat.say('[[tool:Bash touch begun; sleep 30; touch finished]]')
  chat.session.answer((await chat.next('permission')).requestId, allow)
  await expect
    .poll(() =>
      access(join(lab.folder, 'begun')).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true)
  await chat.session.interrupt()
  expect(await chat.next('turn_ended')).toMatchObject({ outcome: 'aborted' })
  expect(chat.of('tool_result')[0]?.isError).toBe(true)
})

withClaude('stopping while a permission is open withdraws it, and a late answer does nothing', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  chat.say('[[tool:Bash touch made]]')
  const { requestId } = await chat.next('permission')
  await chat.session.interrupt()
  expect(await chat.next('request_withdrawn')).toEqual({ type: 'request_withdrawn', requestId })
  expect(await chat.next('turn_ended')).toMatchObject({ outcome: 'aborted' })
  expect(chat.session.answer(requestId, allow)).toBe(false)
  await expect(access(join(lab.folder, 'made'))).rejects.toThrow('ENOENT')
})

withClaude('stopping right after sending stops that message too', async () => {
  await using lab = await openLab({ delay: 5 })
  const chat = await lab.open()
  chat.say('[[long 400]]')
  await chat.session.interrupt()
  expect(await chat.next('turn_ended')).toMatchObject({ outcome: 'aborted' })
})

withClaude('stopping when nothing runs is harmless', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  await chat.session.interrupt()
  expect(await chat.turn('hello')).toMatchObject({ outcome: 'completed' })
  await chat.session.interrupt()
  expect(await chat.turn('again')).toMatchObject({ outcome: 'completed' })
})

withClaude('a message sent while a tool runs is folded into the turn', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  const first = chat.say('[[tool:Bash sleep 0.3]]')
  const asked = await chat.next('permission')
  const second = chat.say('and this too')
  chat.session.answer(asked.requestId, allow)
  const ended = await chat.next('turn_ended')
  expect(ended.messageIds.toSorted()).toEqual([first, second].toSorted())
  expect(ended.text).toContain('Meanwhile: and this too')
  expect(chat.of('turn_started')).toHaveLength(1)
})

withClaude('a message sent while words stream runs as the next turn', async () => {
  await using lab = await openLab({ delay: 2 })
  const chat = await lab.open()
  const first = chat.say('[[long 40]]')
  await chat.next('delta')
  const second = chat.say('[[say second]]')
  expect(await chat.next('turn_ended')).toMatchObject({ messageIds: [first] })
  expect(await chat.next('turn_ended')).toMatchObject({ messageIds: [second], text: 'second' })
})

withClaude('a background task that ends begins a turn of its own', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  await chat.turn(
    `[[tool:Bash ${JSON.stringify({ command: 'sleep 0.5; echo over', run_in_background: true })}]]`,
  )
  const own = await chat.next('turn_ended')
  expect(own).toMatchObject({ outcome: 'completed', messageIds: [] })
  expect(own.text).toContain('Noticed')
  expect(chat.of('turn_started')).toHaveLength(2)
})

withClaude('a subagent works inside the turn; its calls ask and its blocks name their parent', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  const ended = await chat.turn('[[tool:Agent look around [[tool:Bash echo from below]]]]')
  expect(ended.outcome).toBe('completed')
  const [agent] = chat.of('tool_use')
  expect(agent?.name).toBe('Agent')
  expect(chat.of('permission').map((event) => event.toolName)).toEqual(['Agent', 'Bash'])
  const below = chat.events.filter(
    (event) => 'parentToolUseId' in event && event.parentToolUseId === agent?.id,
  )
  expect(below.map((event) => event.type)).toEqual(
    expect.arrayContaining(['tool_use', 'tool_result', 'text']),
  )
  expect(chat.of('turn_ended')).toHaveLength(1)
})

withClaude('an image reaches the model', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  const base64 =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  chat.say('what is this', [{ mimeType: 'image/png', base64 }])
  expect(await chat.next('turn_ended')).toMatchObject({ outcome: 'completed' })
  expect(lab.sent()).toContain('"media_type":"image/png"')
})

withClaude('the chosen model answers, and another one after a change', async () => {
  await using lab = await openLab()
  const chat = await lab.open({ model: 'claude-haiku-4-5' })
  expect((await chat.turn('hello')).model).toBe('claude-haiku-4-5')
  await chat.session.configure({ model: 'claude-sonnet-5' })
  expect((await chat.turn('hello again')).model).toBe('claude-sonnet-5')
  const models = lab.fake.requests.map((request) => (request.body as { model: string }).model)
  expect([models.at(0), models.at(-1)]).toEqual(['claude-haiku-4-5', 'claude-sonnet-5'])
})

withClaude('the permission mode can be changed between turns', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  await chat.turn('hello')
  await chat.session.configure({ permissionMode: 'plan' })
  await chat.turn('hello again')
  expect(chat.of('permission_mode').map((event) => event.mode)).toEqual(['plan'])
})

withClaude('a system prompt replaces that of the agent, and contexts stand behind it', async () => {
  await using lab = await openLab()
  const chat = await lab.open({ systemPrompt: 'You are a gardener.', appendPrompt: 'The bed is raised.' })
  await chat.turn('hello')
  const system = JSON.stringify(JSON.parse(lab.sent()).system)
  expect(system).toContain('You are a gardener.\\n\\nThe bed is raised.')
  expect(system).not.toContain('interactive CLI')
})

withClaude('usage and cost are those of each turn, also after a resume', async () => {
  await using lab = await openLab()
  const first = await lab.open()
  const one = await first.turn('[[usage in=1000 out=10]] a')
  const two = await first.turn('[[usage in=1000 out=10]] b')
  expect(two.usage?.input_tokens).toBe(1000)
  expect(two.costUsd).toBeCloseTo(one.costUsd ?? 0, 6)
  const [session] = first.of('session')
  await first.session.close()
  const again = await lab.open({ agentSessionId: session?.agentSessionId ?? null })
  const three = await again.turn('[[usage in=1000 out=10]] c')
  expect(three.costUsd).toBeCloseTo(one.costUsd ?? 0, 6)
  expect(again.of('session')[0]).toEqual(session)
  expect(lab.sent()).toContain('] b')
})

withClaude('/clear begins another session of the agent', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  await chat.turn('hello')
  await chat.turn('/clear')
  const after = await chat.turn('again')
  expect(chat.of('session')).toHaveLength(2)
  expect(after.costUsd).toBeGreaterThan(0)
})

withClaude('compaction is told', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  await chat.turn('hello')
  await chat.turn('/compact')
  expect(chat.of('compact')[0]).toMatchObject({ trigger: 'manual', preTokens: expect.any(Number) })
})

withClaude('an unknown session of the agent is an error that says so', async () => {
  await using lab = await openLab()
  const chat = await lab.open({ agentSessionId: randomUUID() })
  chat.say('hello')
  expect(await chat.next('turn_ended')).toMatchObject({
    outcome: 'error',
    error: { code: 'session_not_found' },
  })
  expect(await chat.next('closed')).toMatchObject({ error: { code: 'session_not_found' } })
})
