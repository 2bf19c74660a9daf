import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createProblems } from '../../core/problems.ts'
import { agentNameOf, readAgentFile } from './files.ts'
import { createAgentFiles } from './service.ts'

async function openVault() {
  const vault = await realpath(await mkdtemp(join(tmpdir(), 'atrium-agent-files-')))
  const problems = createProblems()
  return {
    vault,
    problems,
    files: createAgentFiles({ vault, problems }),
    async put(path: string, text: string) {
      await mkdir(dirname(join(vault, path)), { recursive: true })
      await writeFile(join(vault, path), text)
    },
    [Symbol.asyncDispose]: () => rm(vault, { recursive: true, force: true }),
  }
}

const markdown =
  '---\ndescription: Knows trees\ntools: Read, Grep\nmodel: haiku\n---\n\nYou are the gardener.\n'

test('agents are found in every form and in the folders of both systems, ours first', async () => {
  await using lab = await openVault()
  await lab.put('.atrium/agents/gardener.md', markdown)
  await lab.put('.parachute/agents/gardener.md', 'Another one.')
  await lab.put('.parachute/agents/cook.yaml', 'description: Cooks\nprompt: You cook.\ntools: [Read]\n')
  await lab.put('.parachute/agents/judge.json', '{"description":"Judges","prompt":"You judge."}')
  await lab.put('.atrium/agents/notes.txt', 'no agent')
  expect(await lab.files.subagents('all')).toEqual({
    gardener: {
      description: 'Knows trees',
      prompt: 'You are the gardener.',
      tools: ['Read', 'Grep'],
      model: 'haiku',
    },
    cook: { description: 'Cooks', prompt: 'You cook.', tools: ['Read'] },
    judge: { description: 'Judges', prompt: 'You judge.' },
  })
  expect(Object.keys(await lab.files.subagents(['cook', 'nobody']))).toEqual(['cook'])
  expect(await lab.files.subagents('none')).toEqual({})
})

test('a broken file costs only itself, is named as a problem, and is well again when it is mended or gone', async () => {
  await using lab = await openVault()
  await lab.put('.atrium/agents/good.md', markdown)
  await lab.put('.atrium/agents/empty.md', '---\ndescription: nothing\n---\n')
  await lab.put('.atrium/agents/odd.json', '[1]')
  await lab.put('.atrium/agents/large.md', 'x'.repeat(70_000))
  expect(Object.keys(await lab.files.subagents('all'))).toEqual(['good'])
  expect(lab.problems.list().map(({ message }) => message)).toEqual([
    expect.stringContaining('.atrium/agents/empty.md is left out: it has no prompt'),
    expect.stringContaining('large.md'),
    expect.stringContaining('odd.json'),
  ])
  await lab.put('.atrium/agents/empty.md', markdown)
  await rm(join(lab.vault, '.atrium/agents/odd.json'))
  await rm(join(lab.vault, '.atrium/agents/large.md'))
  expect(Object.keys(await lab.files.subagents('all'))).toEqual(['empty', 'good'])
  expect(lab.problems.list()).toEqual([])
})

test('P17 a link out of the vault is no agent', async () => {
  await using lab = await openVault()
  await using other = await openVault()
  await other.put('secret.md', 'canary')
  await mkdir(join(lab.vault, '.atrium/agents'), { recursive: true })
  await symlink(join(other.vault, 'secret.md'), join(lab.vault, '.atrium/agents/secret.md'))
  expect(await lab.files.subagents('all')).toEqual({})
})

test('a hundred agents are known and no more', async () => {
  await using lab = await openVault()
  for (let i = 0; i < 103; i++) await lab.put(`.atrium/agents/a${String(i).padStart(3, '0')}.md`, markdown)
  expect(Object.keys(await lab.files.subagents('all'))).toHaveLength(100)
})

test('whatever lies in a file, reading it gives an agent or one sentence', () => {
  const file = fc.constantFrom('a.md', 'a.yaml', 'a.json')
  fc.assert(
    fc.property(
      file,
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `---\n${json}\n---\nbody`),
      ),
      (name, text) => {
        try {
          const agent = readAgentFile(name, text)
          expect(agent.prompt.trim()).not.toBe('')
        } catch (error) {
          expect((error as Error).message).toMatch(/^(it |look at )/)
        }
      },
    ),
    { numRuns: 500 },
  )
  expect(agentNameOf('../x.md')).toBeNull()
  expect(agentNameOf('.hidden.md')).toBeNull()
})

test('chats that begin at the same time are given the same agents', async () => {
  await using lab = await openVault()
  await lab.put('.atrium/agents/gardener.md', markdown)
  const given = await Promise.all([1, 2, 3].map(() => lab.files.subagents('all')))
  expect(given.map((agents) => Object.keys(agents))).toEqual([['gardener'], ['gardener'], ['gardener']])
})
