import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openAcpLab } from '../../test/acp-lab.ts'

test('an agent that speaks ACP answers in whole blocks, and says what it cost', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  const ended = await agent.turn('[[think let me see]] [[say Hello there]]')
  expect(ended).toMatchObject({
    outcome: 'completed',
    text: 'Hello there',
    model: 'small',
    usage: { input_tokens: 100, output_tokens: 10 },
    costUsd: 0.25,
    error: null,
  })
  expect(agent.of('turn_started')).toHaveLength(1)
  expect(agent.of('thinking')).toMatchObject([{ content: 'let me see' }])
  expect(agent.of('text')).toMatchObject([{ content: 'Hello there' }])
  const block = agent.of('text')[0]?.block
  const deltas = agent.of('delta').filter((event) => event.block === block)
  expect(deltas.map(({ delta }) => delta).join('')).toBe('Hello there')
  expect(agent.of('init')).toMatchObject([{ permissionMode: 'default' }])
  expect((await agent.turn('[[say again]]')).costUsd).toBe(0.25)
})

test('a command runs when it is allowed, and not when it is refused', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  await agent.turn('[[run echo made > made.txt; echo done]]')
  expect(agent.of('permission')).toMatchObject([
    { toolName: 'Bash', input: { command: 'echo made > made.txt; echo done' } },
  ])
  expect(agent.of('tool_use')).toMatchObject([
    { name: 'Bash', input: { command: 'echo made > made.txt; echo done' } },
  ])
  expect(agent.of('tool_result')).toMatchObject([{ result: 'done\n', isError: false }])
  expect(agent.of('permission')[0]?.toolUseId).toBe(agent.of('tool_use')[0]?.id)
  expect(await readFile(join(lab.folder, 'made.txt'), 'utf8')).toBe('made\n')
  const refused = await lab.open()
  await refused.turn('[[run echo made > other.txt]]', () => ({
    kind: 'permission',
    decision: 'deny',
    message: 'no',
  }))
  expect(refused.of('tool_result')).toMatchObject([{ isError: true }])
  await expect(readFile(join(lab.folder, 'other.txt'))).rejects.toThrow('ENOENT')
})
