import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startHub } from './hub.ts'
import { expect, seriousFindings, testWith } from './test.ts'

/** Transcripts as Claude Code writes them, below a home of the test's own. */
function transcripts(root: string): void {
  const line = (session: string, cwd: string, at: number, type: 'user' | 'assistant', content: unknown) =>
    JSON.stringify({
      type,
      uuid: `${session}-${at}`,
      parentUuid: at === 0 ? null : `${session}-${at - 1}`,
      sessionId: session,
      cwd,
      version: '2.1.330',
      timestamp: new Date(Date.UTC(2026, 0, 1, 8, 0, at)).toISOString(),
      message:
        type === 'user'
          ? { role: 'user', content }
          : {
              role: 'assistant',
              model: 'claude-opus-4-5',
              content,
              id: `msg_${session}_${at}`,
              type: 'message',
            },
    })
  const write = (project: string, session: string, lines: string[]) => {
    const folder = join(root, '.claude/projects', project)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${session}.jsonl`), `${lines.join('\n')}\n`)
  }
  const shop = join(root, 'shop')
  const blog = join(root, 'blog')
  mkdirSync(shop, { recursive: true })
  mkdirSync(blog, { recursive: true })
  write('-shop', 'aaaaaaaa-0000-4000-8000-000000000001', [
    line('aaaaaaaa-0000-4000-8000-000000000001', shop, 0, 'user', 'Please fix the login'),
    line('aaaaaaaa-0000-4000-8000-000000000001', shop, 1, 'assistant', [
      { type: 'text', text: 'Looking at **login.ts**.' },
      { type: 'tool_use', id: 't1', name: 'Read', input: { file_path: 'login.ts' } },
    ]),
    line('aaaaaaaa-0000-4000-8000-000000000001', shop, 2, 'user', [
      { type: 'tool_result', tool_use_id: 't1', content: 'export const login = 1' },
    ]),
    line('aaaaaaaa-0000-4000-8000-000000000001', shop, 3, 'assistant', [
      { type: 'text', text: 'It is fixed.' },
    ]),
  ])
  const long = 'bbbbbbbb-0000-4000-8000-000000000002'
  write(
    '-blog',
    long,
    Array.from({ length: 500 }, (_, at) =>
      at % 2 === 0
        ? line(long, blog, at, 'user', `Question ${at}`)
        : line(long, blog, at, 'assistant', [{ type: 'text', text: `Answer ${at}` }]),
    ),
  )
}

const test = testWith(() =>
  startHub((root) => {
    transcripts(root)
    return { HOME: root }
  }),
)

test('sessions are found by words and by folder, read, and gone on with in a chat', async ({ open, hub }) => {
  const page = await open('/history')
  const list = page.getByRole('list', { name: 'Claude Code history' })
  await expect(list.getByRole('link')).toHaveCount(2)
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('searchbox', { name: 'Search titles and folders' }).fill('login')
  await expect(list.getByRole('link')).toHaveCount(1)
  await page.getByRole('searchbox', { name: 'Search titles and folders' }).fill('')
  await page.getByRole('combobox', { name: 'Folder' }).selectOption({ index: 1 })
  await expect(list.getByRole('link')).toHaveCount(1)
  await page.getByRole('combobox', { name: 'Folder' }).selectOption({ index: 0 })
  await list.getByRole('link', { name: /login/ }).click()
  const said = page.getByRole('region', { name: 'Conversation' })
  await expect(said).toContainText('It is fixed.')
  await said.getByText('Read', { exact: true }).click()
  await expect(said).toContainText('"file_path":"login.ts"')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Continue in a chat' }).click()
  await page.waitForURL(/\/chats\//)
  const id = new URL(page.url()).pathname.split('/').at(-1)
  expect(await hub.rest('GET', `/chat/${id}`)).toMatchObject({ source: 'claude-code' })
  await page.goto(`${hub.url}/history/aaaaaaaa-0000-4000-8000-000000000001`)
  await expect(page.getByRole('link', { name: 'Open chat' })).toHaveAttribute('href', `/chats/${id}`)
})

test('a long transcript begins at its end and brings what was before', async ({ open }) => {
  const page = await open('/history/bbbbbbbb-0000-4000-8000-000000000002')
  const said = page.getByRole('region', { name: 'Conversation' })
  await expect(said).toContainText('Answer 499')
  await expect(said).not.toContainText('Question 0')
  const earlier = page.getByRole('button', { name: 'Load earlier messages' })
  await earlier.click()
  await expect(said).toContainText('Question 150')
  await earlier.click()
  await expect(said).toContainText('Question 0')
  await expect(earlier).toHaveCount(0)
})

test('sessions held in the folder of chats become chats, once', async ({ open, hub }) => {
  const chats = join(hub.vault, 'Chat')
  const folder = join(hub.root, '.claude/projects', chats.replace(/[^A-Za-z0-9]/g, '-'))
  const page = await open('/imports')
  const look = page.getByRole('button', { name: 'Look for sessions' })
  const result = page.getByRole('region', { name: 'Sessions in the Chat folder' }).getByRole('status')
  await look.click()
  await expect(result).toContainText('There are none.')
  for (const path of [chats, folder]) mkdirSync(path, { recursive: true })
  const said = {
    type: 'user',
    uuid: 'u0',
    parentUuid: null,
    sessionId: 's',
    cwd: chats,
    timestamp: '2026-01-01T08:00:00.000Z',
    message: { role: 'user', content: 'Plan the beds' },
  }
  writeFileSync(join(folder, 'cccccccc-0000-4000-8000-000000000003.jsonl'), `${JSON.stringify(said)}\n`)
  await look.click()
  await expect(result).toContainText('1 new chat')
  expect(await seriousFindings(page)).toEqual([])
  await expect(page.getByRole('link', { name: /Plan the beds/ })).toBeVisible()
  await look.click()
  await expect(result).toContainText('1 here already')
})
