import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'

const never = new AbortController().signal

async function call(app: TestApp, name: string, input: Record<string, unknown> = {}) {
  const { hubTools } = await app.app.mcps.forRun({ trustLevel: 'sandboxed', allowed: ['atrium'] })
  const tool = hubTools['atrium']?.find((each) => each.name === name)
  if (!tool) throw new Error(`no tool ${name}`)
  return JSON.parse(await tool.run(input, never))
}

async function chat(app: TestApp, message: string): Promise<string> {
  const answer = await fetch(`${app.url}/api/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message, runner: 'guide' }),
  })
  await answer.text()
  return answer.headers.get('x-chat-id') ?? ''
}

test('an agent finds and reads what was said in other chats', async () => {
  await using app = await createTestApp()
  const first = await chat(app, 'Tell me about turnips')
  const second = await chat(app, 'And now about beetroot')
  expect((await call(app, 'list_recent_sessions')).map(({ id }: { id: string }) => id)).toEqual([
    second,
    first,
  ])
  expect(await call(app, 'search_sessions', { query: 'turnips' })).toMatchObject([
    { id: first, messageCount: 2 },
  ])
  const read = await call(app, 'get_session', { session_id: first })
  expect(read).toMatchObject({
    session: [{ id: first }],
    messages: [{ role: 'user', content: 'Tell me about turnips' }, { role: 'assistant' }],
  })
  expect((await call(app, 'get_session', { session_id: first, message_limit: 1 })).messages).toHaveLength(1)
  await expect(call(app, 'get_session', { session_id: 'nobody' })).rejects.toThrow('not found')
})

test('P38 the agent of somebody who speaks over a messenger is told of no other chat', async () => {
  await using app = await createTestApp()
  const names = async (confined: boolean) => {
    const { hubTools } = await app.app.mcps.forRun({ trustLevel: 'vault', allowed: 'all', confined })
    return hubTools['atrium']?.map(({ name }) => name)
  }
  expect(await names(true)).toEqual(['search_journals', 'list_recent_journals', 'get_journal'])
  expect(await names(false)).toEqual(expect.arrayContaining(['search_sessions', 'get_session']))
})

test('an agent finds and reads the journal, and nothing beside it', async () => {
  await using app = await createTestApp()
  const entries = join(app.vault, 'Daily/entries')
  const journals = join(app.vault, 'Daily/journals')
  await mkdir(entries, { recursive: true })
  await mkdir(journals)
  await writeFile(join(entries, '2026-11-20-08-15.md'), '---\nentry_id: x\n---\nSowed Turnips today')
  await writeFile(join(entries, '2026-11-20-19-00.md'), 'Rain in the evening')
  await writeFile(join(journals, '2026-11-21.md'), 'Harvest')
  await writeFile(join(entries, 'notes.md'), 'turnips, but no entry')
  await writeFile(join(app.home, 'secret'), 'turnips CANARY')
  await symlink(join(app.home, 'secret'), join(entries, '2026-11-22.md'))
  expect(await call(app, 'list_recent_journals', { limit: 2 })).toMatchObject([
    { date: '2026-11-22', snippet: '' },
    { date: '2026-11-21', snippet: 'Harvest' },
  ])
  expect(await call(app, 'search_journals', { query: 'turnips TODAY' })).toEqual([
    {
      date: '2026-11-20',
      path: 'Daily/entries/2026-11-20-08-15.md',
      snippet: expect.stringContaining('Sowed Turnips today'),
    },
  ])
  const day = await call(app, 'get_journal', { date: '2026-11-20' })
  expect(day.entries.map(({ content }: { content: string }) => content.split('\n').at(-1))).toEqual([
    'Sowed Turnips today',
    'Rain in the evening',
  ])
  await expect(call(app, 'get_journal', { date: '2026-11-19' })).rejects.toThrow(
    'There is no journal entry of 2026-11-19',
  )
})

test('a wrong input is refused by name, and a long answer is cut', async () => {
  await using app = await createTestApp()
  await expect(call(app, 'get_journal', { date: '../../etc' })).rejects.toThrow('date')
  await expect(call(app, 'search_sessions', {})).rejects.toThrow('query')
  await expect(call(app, 'search_sessions', { query: 'x', limit: 1_000 })).rejects.toThrow('limit')
  await mkdir(join(app.vault, 'Daily/entries'), { recursive: true })
  for (const minute of [10, 11, 12])
    await writeFile(join(app.vault, `Daily/entries/2026-11-20-08-${minute}.md`), 'x'.repeat(60_000))
  const { hubTools } = await app.app.mcps.forRun({ trustLevel: 'full', allowed: 'all' })
  const tool = hubTools['atrium']?.find(({ name }) => name === 'get_journal')
  const answer = await tool?.run({ date: '2026-11-20' }, never)
  expect(answer?.length).toBeLessThan(101_000)
  expect(answer).toMatch(/… \(cut\)$/)
})
