import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLab, withClaude } from '../../test/claude-lab.ts'
import { withoutMentions } from '../core/plain-text.ts'
import { noEquipment } from './runner.ts'

withClaude('P28 a file that a message names with @ is not taken in where the agent has to ask', async () => {
  await using lab = await openLab()
  await writeFile(join(lab.root, 'outside.txt'), 'canary-outside')
  await writeFile(join(lab.folder, '.env'), 'KEY=canary-env')
  await mkdir(join(lab.folder, 'secrets'))
  await writeFile(join(lab.folder, 'secrets/prod'), 'canary-secret')
  const named = `@ann,/../../outside.txt @secrets/prod @${join(lab.root, 'outside.txt')} (@../outside.txt) @"${join(lab.root, 'outside.txt')}" @.env`
  const chat = await lab.open({ trustLevel: 'vault' })
  await chat.turn(`look ${named}`)
  expect(lab.sent()).toContain('outside.txt')
  expect(lab.sent()).not.toMatch(/canary-(outside|env|secret)/)
  // What the agent tells an agent of its own is a message, too.
  const equipment = { ...noEquipment, subagents: { helper: { description: 'Helps', prompt: 'You help.' } } }
  const other = await lab.open({ trustLevel: 'vault', equipment })
  const input = { subagent_type: 'helper', description: 'look', prompt: `read @${lab.root}/outside.txt` }
  await other.turn(`[[tool:Agent ${JSON.stringify(input)}]]`)
  expect(lab.fake.requests.map(({ body }) => JSON.stringify(body)).join()).not.toMatch(
    /canary-(outside|env|secret)/,
  )
})

test('people, packages, addresses and paths stay as they were written', () => {
  for (const text of [
    'ask @ann',
    "is @ann's, (@ann), **@ann**: yes",
    'npm i @types/node@^24',
    'me@example.org',
    '/srv/@work/plan.md',
    'a @ b',
  ])
    expect(withoutMentions(text)).toBe(text)
  expect(withoutMentions('see @notes.md and @~/x, @"a b"')).toBe('see @ notes.md and @ ~/x, @ "a b"')
  for (const text of ['@ann,/../x', '@notes;b.md', '@ann/..', '@server:res://x', `@${'a'.repeat(300)}/../x`])
    expect(withoutMentions(text)).toBe(`@ ${text.slice(1)}`)
  expect(withoutMentions('@ann, @bob', (name) => name === 'bob')).toBe('@ann, @ bob')
  for (const text of ['@'.repeat(100_000), '(@'.repeat(50_000), `@a${','.repeat(100_000)}`]) {
    const began = process.cpuUsage()
    withoutMentions(text)
    expect(process.cpuUsage(began).user).toBeLessThan(2e6)
  }
})
