import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlan } from './agent-file.ts'
import { withProfile } from './profile.ts'
import type { PlannedRow } from './store.ts'
import { toolsOf } from './tools.ts'

const row: PlannedRow = {
  id: 'r1',
  agent: 'scout',
  trigger: 'manual',
  status: 'running',
  reason: null,
  date: '2026-02-08',
  outputDate: '2026-02-09',
  plan: {
    tools: ['read_journal', 'read_chat_log', 'read_recent_journals', 'read_recent_sessions'],
    output: 'Daily/{name}/{date}.md',
  },
  outputPath: null,
  chatId: 'c1',
  runId: null,
  dueAt: null,
  missed: 0,
  startedAt: '2026-02-09T03:00:00.000Z',
  endedAt: null,
}

async function openVault(plan: Partial<PlannedRow['plan']> = {}) {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'atrium-scheduler-')))
  const vault = join(root, 'vault')
  await mkdir(vault)
  const wrote: [string, string][] = []
  const tools = toolsOf(
    { ...row, plan: { ...row.plan, ...plan } },
    {
      vault,
      assertWritable: () => Promise.resolve(),
      recentChats: () =>
        Promise.resolve([{ title: 'Plums', module: 'chat', lastAccessed: '2026-02-08T10:00:00.000Z' }]),
      wrote: async (id, path) => void wrote.push([id, path]),
    },
  )
  return {
    root,
    vault,
    wrote,
    names: tools.map(({ name }) => name),
    use(name: string, input: Record<string, unknown>): Promise<string> {
      const tool = tools.find((one) => one.name === name)
      if (!tool) throw new Error(`no tool ${name}`)
      return tool.run(input, new AbortController().signal)
    },
    async put(path: string, text: string) {
      await mkdir(dirname(join(vault, path)), { recursive: true })
      await writeFile(join(vault, path), text)
    },
    read: (path: string) => readFile(join(vault, path), 'utf8'),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

test('the journal, the chat log and the chats are read as far as they may be', async () => {
  await using lab = await openVault()
  await lab.put('Daily/journals/2026-02-08.md', 'Planted beans.')
  await lab.put('Daily/journals/2026-02-05.md', 'Rain.')
  await lab.put('Daily/journals/2026-01-01.md', 'Snow.')
  await lab.put('Daily/chat-log/2026-02-08.md', 'x'.repeat(20_000))
  expect(await lab.use('read_journal', { date: '2026-02-08' })).toBe('Planted beans.')
  expect(await lab.use('read_journal', { date: '2026-02-07' })).toBe('No journal found for 2026-02-07')
  expect(await lab.use('read_recent_journals', {})).toBe(
    '# 2026-02-08\n\nPlanted beans.\n\n# 2026-02-05\n\nRain.',
  )
  expect(await lab.use('read_recent_journals', { days: 1_000 })).not.toContain('Snow.') // thirty at most
  expect((await lab.use('read_chat_log', { date: '2026-02-08' })).length).toBeLessThan(10_100)
  expect(await lab.use('read_recent_sessions', { days: 2 })).toContain('Plums')
  await expect(lab.use('read_recent_journals', { days: 'all' })).rejects.toThrow('whole number')
})

test('P17 whatever a day is called, nothing but a journal is read', async () => {
  await using lab = await openVault()
  await lab.put('.atrium/secret.md', 'canary')
  await mkdir(join(lab.vault, 'Daily/journals'), { recursive: true })
  await writeFile(join(lab.root, 'outside.md'), 'canary')
  await symlink(join(lab.root, 'outside.md'), join(lab.vault, 'Daily/journals/2026-02-08.md'))
  await expect(lab.use('read_journal', { date: '2026-02-08' })).rejects.toThrow('outside')
  const odd = fc.oneof(
    fc.string(),
    fc.constant('../../.atrium/secret'),
    fc.constant('2026-02-08/../../x'),
    fc.anything(),
  )
  await fc.assert(
    fc.asyncProperty(odd, async (date) => {
      const said = await lab.use('read_journal', { date }).catch((error: unknown) => String(error))
      expect(said).not.toContain('canary')
    }),
  )
})

test('the result is written with its front matter, and a second one replaces it', async () => {
  await using lab = await openVault()
  expect(await lab.use('write_output', { content: 'First.' })).toBe('Wrote Daily/scout/2026-02-09.md')
  expect(await lab.use('write_output', { date: '2026-02-09', content: 'Second.' })).toContain('Wrote')
  expect(await lab.read('Daily/scout/2026-02-09.md')).toMatch(
    /^---\ndate: "?2026-02-09"?\nagent: scout\ngenerated_at: \S+\n---\n\nSecond\.\n$/,
  )
  expect(lab.wrote).toEqual([
    ['r1', 'Daily/scout/2026-02-09.md'],
    ['r1', 'Daily/scout/2026-02-09.md'],
  ])
})

test('what somebody else wrote is not replaced, and only days of the run are written', async () => {
  await using lab = await openVault({ output: 'Daily/journals/{date}.md' })
  await lab.put('Daily/journals/2026-02-09.md', '---\nagent: other\n---\nMine.')
  await expect(lab.use('write_output', { content: 'x' })).rejects.toThrow('this agent did not write it')
  expect(await lab.read('Daily/journals/2026-02-09.md')).toContain('Mine.')
  for (const input of [
    { date: '2020-01-01', content: 'x' },
    { date: '../x', content: 'x' },
    { content: '' },
    { content: 7 },
    { content: 'x'.repeat(2_000_001) },
  ])
    await expect(lab.use('write_output', input)).rejects.toThrow(/writes under|must be|larger/)
  expect(lab.wrote).toEqual([])
})

test('P17 a folder on the way that became a link leads nowhere', async () => {
  await using lab = await openVault()
  await mkdir(join(lab.root, 'elsewhere'))
  await mkdir(join(lab.vault, 'Daily'))
  await symlink(join(lab.root, 'elsewhere'), join(lab.vault, 'Daily/scout'))
  await expect(lab.use('write_output', { content: 'x' })).rejects.toThrow('outside')
  expect(await readdir(join(lab.root, 'elsewhere'))).toEqual([])
  await rm(join(lab.vault, 'Daily/scout'))
  await mkdir(join(lab.vault, '.atrium/hooks'), { recursive: true })
  await symlink(join(lab.vault, '.atrium/hooks'), join(lab.vault, 'Daily/scout'))
  await expect(lab.use('write_output', { content: 'x' })).rejects.toThrow('outside')
  expect(await readdir(join(lab.vault, '.atrium/hooks'))).toEqual([])
})

test('an agent has the tools that its file names, and always the one to hand in its result', async () => {
  await using none = await openVault({ tools: [] })
  expect(none.names).toEqual(['write_output'])
  expect(readPlan('a', '---\ntools: [read_chat_log, Bash, nonsense]\n---\nWork.').tools).toEqual([
    'read_chat_log',
  ])
})

test('instructions are filled in from what the person wrote of themselves', async () => {
  await using lab = await openVault()
  const text = 'You work for {user_name}. {user_context} {date} {unknown}'
  expect(await withProfile(text, lab.vault)).toBe('You work for the user.  {date} {unknown}')
  await lab.put('.parachute/profile.md', '---\nname: Ada\n---\nShe gardens.')
  expect(await withProfile(text, lab.vault)).toBe('You work for Ada. She gardens. {date} {unknown}')
})
