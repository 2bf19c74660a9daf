import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { withClaude } from '@atrium/server/test/claude-lab'
import { expect } from 'vitest'
import { RunError } from '../../src/index.ts'
import { openClaudeHub, outcomesOf, view } from './hub.ts'

withClaude(
  'P36 P37 the real agent asks, a second device allows, and the first sees who did; the second answer is too late',
  async () => {
    await using hub = await openClaudeHub()
    const desk = hub.client()
    const { key } = await desk.rest('POST /auth/keys', { body: { label: 'phone', scopes: ['chat'] } })
    const phone = hub.client({ token: key })

    const first = view(desk.chat.send({ message: '[[tool:Bash touch made]]', trust_level: 'vault' }))
    const chatId = await first.chatId()
    const second = view(phone.chat.attach(chatId))
    const asked = await second.next('permission_request')
    expect(asked).toMatchObject({ tool_name: 'Bash', input: { command: 'touch made' } })
    await expect(access(join(hub.server.vault, 'made'))).rejects.toThrow('ENOENT')
    expect(first.of('tool_result')).toEqual([])

    await phone.chat.answer(chatId, { request_id: asked.request_id, decision: 'allow' })
    await Promise.all([first.done, second.done])
    const resolved = { request_id: asked.request_id, decision: 'allow', by: 'phone' }
    expect(first.of('request_resolved')).toMatchObject([resolved])
    expect(second.of('request_resolved')).toMatchObject([resolved])
    await access(join(hub.server.vault, 'made'))
    expect(first.of('tool_use_start')).toMatchObject([{ name: 'Bash', input: { command: 'touch made' } }])
    expect(first.of('tool_result')).toMatchObject([{ is_error: false }])
    expect(second.text()).toBe(first.text())

    const result = await first.stream.result()
    expect(result).toMatchObject({
      session_id: chatId,
      model: expect.stringContaining('claude'),
      response: 'Bash returned: (Bash completed with no output)',
      usage: { input_tokens: expect.any(Number), output_tokens: expect.any(Number) },
    })
    expect(result.cost_usd).toBeGreaterThan(0)
    expect(first.of('model')[0]?.model).toBe(result.model)
    await expect(
      desk.chat.answer(chatId, { request_id: asked.request_id, decision: 'deny' }),
    ).rejects.toMatchObject({ status: 409, code: 'already_answered' })
  },
  90_000,
)

withClaude(
  'P53 a question, a stop in the middle, an overloaded model, and a message after each in the same chat',
  async () => {
    await using hub = await openClaudeHub()
    const desk = hub.client()
    const phone = hub.client()

    const question = view(desk.chat.send('[[ask Which one?|Red|Green]]'))
    const session_id = await question.chatId()
    const elsewhere = view(phone.chat.attach(session_id))
    const { request_id, questions } = await elsewhere.next('user_question')
    expect(questions).toMatchObject([
      { question: 'Which one?', options: [{ label: 'Red' }, { label: 'Green' }] },
    ])
    await phone.chat.answer(session_id, { request_id, answers: { 'Which one?': 'Green' } })
    expect((await question.stream.result()).response).toContain('Green')
    expect(question.of('request_resolved')).toMatchObject([{ answers: { 'Which one?': 'Green' } }])

    const long = view(desk.chat.send({ message: '[[long 500]] [[slow 20]]', session_id }))
    await long.next('text', ({ content }) => content.length > 200)
    const before = long.text()
    const asked = performance.now()
    await desk.chat.abort(session_id)
    const aborted = await long.next('aborted')
    const tookMs = performance.now() - asked
    await long.done
    expect(tookMs).toBeLessThan(2_000)
    expect(aborted.partial_response.startsWith(before)).toBe(true)
    expect(outcomesOf(long.events)).toEqual([aborted])
    await expect(long.stream.text()).rejects.toThrow(RunError)
    const kept = await desk.rest('GET /chat/{session_id}', { path: { session_id } })
    expect(kept.messages.at(-1)).toMatchObject({ role: 'assistant', content: aborted.partial_response })

    const overloaded = view(desk.chat.send({ message: '[[error 529]]', session_id }))
    await overloaded.done
    expect(overloaded.of('warning')).toMatchObject([{ code: 'api_retry' }])
    const error = await overloaded.stream.result().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      name: 'RunError',
      code: 'service_error',
      outcome: { can_retry: true, retry_delay_ms: expect.any(Number), title: expect.any(String) },
    })
    expect(outcomesOf(overloaded.events)).toHaveLength(1)

    expect(await desk.chat.send({ message: '[[say still here]]', session_id }).text()).toBe('still here')
    console.info(`a stop was told after ${Math.round(tookMs)} ms`)
  },
  90_000,
)

withClaude(
  'P57 after a restart of the hub a chat goes on in the agent’s own session, which remembers',
  async () => {
    await using hub = await openClaudeHub()
    const desk = hub.client()
    const first = desk.chat.send('[[say My word is walnut.]]')
    const { sdk_session_id } = await first.result()
    await hub.server.kill('SIGTERM')
    await hub.server.again()
    const session_id = first.chatId ?? ''
    const second = desk.chat.send({ message: '[[say Walnut, as I said.]]', session_id })
    expect(await second.result()).toMatchObject({ response: 'Walnut, as I said.', sdk_session_id })
    expect(await hub.lastRequest()).toContain('My word is walnut.')
    const { messages } = await desk.rest('GET /chat/{session_id}', { path: { session_id } })
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant'])
  },
  90_000,
)
