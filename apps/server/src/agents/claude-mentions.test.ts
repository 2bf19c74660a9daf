import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLab, withClaude } from '../../test/claude-lab.ts'
import { withoutMentions } from '../core/plain-text.ts'
import { noEquipment } from './runner.ts'

withClaude('P28 a file that a message names with @ is not taken in where the agent has to ask', async () => {
  await using lab = await openLab()
  await writeFile(join(lab.root, 'outside.txt'), 'canary-outside')
  await writeFile(join(lab.folder, '.env'), 'KEY=canary-env')
  const named = `@${join(lab.root, 'outside.txt')} (@../outside.txt) @"${join(lab.root, 'outside.txt')}" @.env`
  const chat = await lab.open({ trustLevel: 'vault' })
  await chat.turn(`look ${named}`)
  expect(lab.sent()).toContain('outside.txt')
  expect(lab.sent()).not.toMatch(/canary-(outside|env)/)
  // What the agent tells an agent of its own is a message, too.
  const equipment = { ...noEquipment, subagents: { helper: { description: 'Helps', prompt: 'You help.' } } }
  const other = await lab.open({ trustLevel: 'vault', equipment })
  const input = { subagent_type: 'helper', description: 'look', prompt: `read @${lab.root}/outside.txt` }
  await other.turn(`[[tool:Agent ${JSON.stringify(input)}]]`)
  expect(lab.fake.requests.map(({ body }) => JSON.stringify(body)).join()).not.toMatch(/canary-(outside|env)/)
})

test('people, packages, addresses and paths stay as they were written', () => {
  for (const text of ['ask @ann', 'npm i @types/node@^24', 'me@example.org', '/srv/@work/plan.md', 'a @ b'])
    expect(withoutMentions(text)).toBe(text)
  expect(withoutMentions('see @notes.md and @~/x, @"a b"')).toBe('see @ notes.md and @ ~/x, @ "a b"')
})
