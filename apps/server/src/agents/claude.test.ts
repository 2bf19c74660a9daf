import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openLab, withClaude } from '../../test/claude-lab.ts'

const joined = (events: { type: string; block?: string; delta?: string }[], block: string): string =>
  events
    .flatMap((event) => (event.type === 'delta' && event.block === block ? [event.delta ?? ''] : []))
    .join('')

withClaude('a plain turn streams its words and ends with text, usage and cost', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  const id = chat.say('hello world')
  const ended = await chat.next('turn_ended')
  expect(ended).toMatchObject({
    outcome: 'completed',
    messageIds: [id],
    text: 'Echo: hello world',
    error: null,
  })
  expect(ended.usage?.input_tokens).toBeGreaterThan(0)
  expect(ended.costUsd).toBeGreaterThan(0)
  expect(chat.events.map((event) => event.type).slice(0, 4)).toEqual([
    'session',
    'turn_started',
    'init',
    'model',
  ])
  const [text] = chat.of('text')
  expect(text).toMatchObject({ content: 'Echo: hello world', parentToolUseId: null })
  expect(joined(chat.events, text?.block ?? '')).toBe('Echo: hello world')
})

withClaude('thinking is a block of its own', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  await chat.turn('[[think some thoughts]] [[say done]]')
  const [thought] = chat.of('thinking')
  expect(thought?.content).toBe('some thoughts')
  expect(joined(chat.events, thought?.block ?? '')).toBe('some thoughts')
  expect(chat.of('text').map((event) => event.content)).toEqual(['done'])
})

withClaude('P28 every call asks, also a reading one and one that the settings of the CLI allow', async () => {
  await using lab = await openLab()
  await writeFile(join(lab.folder, 'a.txt'), 'content of a')
  const { mkdir } = await import('node:fs/promises')
  await mkdir(join(lab.root, 'home/.claude'), { recursive: true })
  await writeFile(
    join(lab.root, 'home/.claude/settings.json'),
    JSON.stringify({
      permissions: { allow: ['Bash(*)', 'Read', 'Write'], defaultMode: 'bypassPermissions' },
    }),
  )
  const chat = await lab.open({ permissionMode: 'acceptEdits' })
  await chat.turn('[[tool:Bash echo hi]] [[tool:Read a.txt]] [[tool:Write b.txt|new]]')
  expect(chat.of('permission').map((event) => event.toolName)).toEqual(['Bash', 'Read', 'Write'])
  expect(chat.of('tool_result').map((event) => event.isError)).toEqual([false, false, false])
  expect(await readFile(join(lab.folder, 'b.txt'), 'utf8')).toBe('new')
})

withClaude('a refused call tells the model why and the turn goes on', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  const ended = await chat.turn('[[tool:Bash touch made]]', () => ({
    kind: 'permission',
    decision: 'deny',
    message: 'not in this house',
  }))
  expect(chat.of('tool_result')[0]).toMatchObject({ isError: true, result: 'not in this house' })
  expect(ended).toMatchObject({ outcome: 'completed' })
  await expect(readFile(join(lab.folder, 'made'))).rejects.toThrow('ENOENT')
})

withClaude('an allowed call runs with the changed input', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  await chat.turn('[[tool:Bash echo one]]', ({ input }) => ({
    kind: 'permission',
    decision: 'allow',
    input: { ...input, command: 'echo two' },
  }))
  expect(chat.of('tool_result')[0]?.result).toBe('two')
})
