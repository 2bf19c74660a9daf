import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openAcpLab } from '../../test/acp-lab.ts'
import type { AgentEvent } from './runner.ts'

const types = (events: readonly AgentEvent[]) => events.map(({ type }) => type)

test('a permission may come before the call it belongs to; the call is shown first', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  await agent.turn('[[late-run true]]')
  const order = types(agent.events)
  expect(order.indexOf('tool_use')).toBeLessThan(order.indexOf('permission'))
  expect(agent.of('tool_use')).toHaveLength(1)
  expect(agent.of('tool_result')).toHaveLength(1)
})

test('a change of a file is shown as what it takes out and puts in, and the hub writes just that', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  await agent.turn('[[edit new.txt||fresh]]')
  // The write that follows was shown and allowed: nobody is asked again.
  expect(agent.of('permission')).toMatchObject([
    { toolName: 'Write', input: { file_path: join(lab.folder, 'new.txt'), content: 'fresh' } },
  ])
  expect(await readFile(join(lab.folder, 'new.txt'), 'utf8')).toBe('fresh')
  await agent.turn('[[edit new.txt|fresh|older]]')
  expect(agent.of('tool_use')[1]).toMatchObject({
    name: 'Edit',
    input: { old_string: 'fresh', new_string: 'older' },
  })
})

test('a plan is told as a list of things to do, once for each change', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  await agent.turn('[[plan look|do]] [[plan look|do]] [[plan look|do|tell]]')
  expect(agent.of('tool_use')).toMatchObject([
    {
      name: 'TodoWrite',
      input: {
        todos: [
          { content: 'look', status: 'completed' },
          { content: 'do', status: 'pending' },
        ],
      },
    },
    { name: 'TodoWrite' },
  ])
  expect(agent.of('tool_result')).toHaveLength(2)
})

test('an agent that asks a question with choices gets the answer', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  agent.say('[[ask Which one?|Red|Green]]')
  const asked = await agent.next('question')
  expect(asked.questions).toMatchObject([
    { question: 'Which one?', options: [{ label: 'Red' }, { label: 'Green' }], multiSelect: false },
  ])
  agent.session.answer(asked.requestId, { kind: 'question', answers: { 'Which one?': 'Green' } })
  expect((await agent.next('turn_ended')).text).toContain('"choice":"Green"')
})

test('models and modes are those of the agent, and change while it lives', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open({ model: 'large', permissionMode: 'plan' })
  expect((await agent.turn('[[where]]')).text).toBe('mode plan, model large')
  await agent.session.configure({ model: 'small', permissionMode: 'acceptEdits' })
  expect((await agent.turn('[[where]]')).text).toBe('mode auto-edit, model small')
  await agent.session.configure({ model: 'huge' })
  await agent.turn('[[say on]]')
  expect(agent.of('warning')).toMatchObject([{ code: 'model_unavailable' }])
  expect((await lab.runner.status()).models).toEqual([
    { value: 'small', title: 'Small one', description: 'Quick' },
    { value: 'large', title: 'Large one', description: 'Slow' },
  ])
})

test('P28 an agent leaves plan mode when a person has said so, and not by itself', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open({ permissionMode: 'plan' })
  agent.say('[[leave-plan anyway]]')
  const asked = await agent.next('permission')
  expect(asked).toMatchObject({ toolName: 'ExitPlanMode', input: { plan: 'anyway' } })
  agent.session.answer(asked.requestId, { kind: 'permission', decision: 'deny', message: '' })
  await agent.next('turn_ended')
  expect(agent.of('permission_mode')).toEqual([])
  await agent.turn('[[leave-plan go]]')
  expect(agent.of('permission_mode')).toMatchObject([{ mode: 'default' }])
})

test('pictures go with the message where the agent takes them, and are left out aloud where it does not', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  agent.say('what is it', [{ mimeType: 'image/png', base64: 'iVBORw0KGgo=' }])
  await agent.next('turn_ended')
  expect(await lab.notes('prompt')).toMatchObject([
    [{ type: 'text' }, { type: 'image', mimeType: 'image/png', data: 'iVBORw0KGgo=' }],
  ])
  await using blind = await openAcpLab({ flags: 'no-images' })
  const other = await blind.open()
  other.say('what is it', [{ mimeType: 'image/png', base64: 'iVBORw0KGgo=' }])
  await other.next('turn_ended')
  expect(other.of('warning')).toMatchObject([{ code: 'images_unsupported' }])
})

test('a stop ends what streams at once, and the next message is answered', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  agent.say('[[pace 20]] [[say a b c d e f g h i j k l m n o p q r s t u v w x y z]]')
  await agent.next('delta')
  await agent.session.interrupt()
  expect(await agent.next('turn_ended')).toMatchObject({ outcome: 'aborted' })
  expect((await agent.turn('[[say still here]]')).text).toBe('still here')
  await agent.session.interrupt() // nothing runs
})

test('a stop while a permission is open takes the question back and tells the agent so', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  agent.say('[[run touch never.txt]]')
  const asked = await agent.next('permission')
  await agent.session.interrupt()
  expect(await agent.next('request_withdrawn')).toMatchObject({ requestId: asked.requestId })
  expect(await agent.next('turn_ended')).toMatchObject({ outcome: 'aborted' })
  expect(await lab.notes('outcome')).toEqual([{ outcome: 'cancelled' }])
  expect(agent.session.answer(asked.requestId, { kind: 'permission', decision: 'allow' })).toBe(false)
  await expect(readFile(join(lab.folder, 'never.txt'))).rejects.toThrow('ENOENT')
})

test('a question that the agent takes back is closed', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  agent.say('[[withdraw rm x]]')
  const asked = await agent.next('permission')
  expect(await agent.next('request_withdrawn')).toMatchObject({ requestId: asked.requestId })
  expect(await agent.next('turn_ended')).toMatchObject({ outcome: 'completed' })
})

test('an agent that offers only a lasting permission says so in the question', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  await agent.turn('[[lasting make]]')
  expect(agent.of('permission')).toMatchObject([{ reason: expect.stringContaining('lasting') }])
  expect(await lab.notes('outcome')).toEqual([{ outcome: 'selected', optionId: 'always' }])
})

test('a session is resumed where the agent can, loaded without telling it all again, and else told as text', async () => {
  await using lab = await openAcpLab({ earlier: 'Human: my name is Ada' })
  const first = await lab.open({ appendPrompt: 'You are in a hub.' })
  const { agentSessionId } = await first.next('session')
  await first.turn('my word is turnip')
  // Every session of a chat begins with what the hub adds; a new one also with what was said before.
  expect(JSON.stringify((await lab.notes('prompt'))[0])).toMatch(/You are in a hub.*my name is Ada/)
  await first.session.close()
  const second = await lab.open({ agentSessionId })
  expect((await second.turn('[[said]]')).text).toContain('turnip')
  expect(second.of('turn_ended')[0]?.costUsd).toBeNull() // where its count stood is not known
  expect(await lab.notes('resume')).toHaveLength(1)
  expect(JSON.stringify((await lab.notes('prompt')).at(-1))).not.toContain('Ada')

  const unknown = await lab.open({ agentSessionId: 's-nobody' })
  expect((await unknown.next('session')).agentSessionId).not.toBe('s-nobody')
  await unknown.turn('[[say x]]')
  expect(JSON.stringify((await lab.notes('prompt')).at(-1))).toContain('my name is Ada')

  await using loading = await openAcpLab({ flags: 'load' })
  const one = await loading.open()
  const session = await one.next('session')
  await one.turn('my word is beetroot')
  await one.session.close()
  const two = await loading.open({ agentSessionId: session.agentSessionId })
  expect((await two.turn('[[said]]')).text).toContain('beetroot')
  expect(two.of('text')).toHaveLength(1) // what it told while it loaded was told before
})

test('files are read and written for the agent as far as the chat lets it', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  const path = join(lab.folder, 'deep/er/note.txt')
  expect((await agent.turn(`[[write ${path}|one]] [[read ${path}]]`)).text).toContain('file: one')
  expect(agent.of('permission')).toMatchObject([
    { toolName: 'Write', input: { file_path: path, content: 'one' } },
    { toolName: 'Read', input: { file_path: path } },
  ])
  const refused = await lab.open()
  const ended = await refused.turn(`[[read /etc/hostname]]`, () => ({
    kind: 'permission',
    decision: 'deny',
    message: 'Not that one',
  }))
  expect(ended.text).toBe('no file: Not that one')
})

test('programs that the agent has the hub run are asked about, bounded and ended', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  const ended = await agent.turn('[[terminal seq 1 5000]]')
  expect(ended.text).toBe('exit 0 truncated true length 1000')
  expect(agent.of('permission')).toMatchObject([{ toolName: 'Bash', input: { command: 'seq 1 5000' } }])
  expect(agent.of('tool_result')[0]?.result).toMatch(/5000\n$/)
  const other = await lab.open()
  other.say('[[terminal sleep 300]]')
  const asked = await other.next('permission')
  other.session.answer(asked.requestId, { kind: 'permission', decision: 'allow' })
  await other.next('tool_use')
  await other.session.interrupt()
  expect(await other.next('turn_ended')).toMatchObject({ outcome: 'aborted' })
})
