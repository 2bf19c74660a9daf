import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, runs, seriousFindings, test } from './test.ts'

const message = (uuid: string, sender: 'human' | 'assistant', text: string) => ({
  uuid,
  sender,
  text,
  content: [{ type: 'text', text }],
  created_at: '2025-01-02T03:04:05Z',
  attachments: [],
  files: [],
})
const conversation = (number: number) => ({
  uuid: `c${number}`,
  name: `Trip number ${number}`,
  created_at: '2025-01-02T03:04:05.123456Z',
  updated_at: '2025-01-03T00:00:00Z',
  chat_messages: [
    message(`m${number}a`, 'human', `Where to, for the ${number}th time?`),
    message(`m${number}b`, 'assistant', 'To the sea.'),
  ],
})
const file = (name: string, conversations: unknown[]) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(conversations)),
})

test('an export is uploaded, its result is told with what failed, and again makes nothing twice', async ({
  open,
  hub,
}) => {
  await mkdir(join(hub.vault, 'Chat/contexts'), { recursive: true })
  await writeFile(join(hub.vault, 'Chat/contexts/work.md'), '# Work\n> What I do\n\n## Facts\n- one\n- two\n')
  const page = await open('/imports')
  await expect(page.getByRole('heading', { name: 'Import conversations' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('checkbox', { name: /Put the chats into the archive/ }).uncheck()
  const picker = page.locator('main input[type=file]')
  const sent = [...Array.from({ length: 20 }, (_, at) => conversation(at + 1)), { nonsense: true }]
  await picker.setInputFiles(file('conversations.json', sent))
  const results = page.getByRole('list', { name: 'Imports' }).getByRole('listitem')
  await expect(results.filter({ hasText: 'conversations.json' })).toContainText('20 new chats')
  await results.getByText('1 could not be imported').click()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('searchbox', { name: 'Search' }).fill('Trip number 7')
  await page.getByRole('link', { name: /number 7$/ }).click()
  await expect(runs(page).first()).toContainText('To the sea.')

  await page.goto(`${hub.url}/imports`)
  await expect(page.getByRole('list', { name: 'Context files' })).toContainText('2 facts')
  await picker.setInputFiles(file('again.json', [conversation(1), conversation(21)]))
  const again = page
    .getByRole('list', { name: 'Imports' })
    .getByRole('listitem')
    .filter({ hasText: 'again.json' })
  await expect(again).toContainText('1 new chat')
  await expect(again).toContainText('1 here already')
})

test('an export falls into the page by drop', async ({ open }) => {
  const page = await open('/imports')
  const target = page
    .getByRole('region', { name: 'Import conversations' })
    .locator('div', { hasText: 'Drop the .zip' })
    .last()
  const data = await page.evaluateHandle(
    (text) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], 'dropped.json', { type: 'application/json' }))
      return transfer
    },
    JSON.stringify([conversation(900)]),
  )
  await target.dispatchEvent('dragover', { dataTransfer: data })
  await target.dispatchEvent('drop', { dataTransfer: data })
  const result = page
    .getByRole('list', { name: 'Imports' })
    .getByRole('listitem')
    .filter({ hasText: 'dropped.json' })
  await expect(result).toContainText('1 new chat')
  await result.getByRole('link', { name: 'Open chat 1' }).click()
  await expect(runs(page).first()).toContainText('To the sea.')
})

test('what is no export is refused in words', async ({ open }) => {
  const page = await open('/imports')
  await page.locator('main input[type=file]').setInputFiles({
    name: 'notes.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"not": "an export"'),
  })
  await expect(page.getByRole('alert')).toContainText('Invalid JSON in notes.json')
  expect(await seriousFindings(page)).toEqual([])
})
