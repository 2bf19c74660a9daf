import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Hub } from './hub.ts'
import { expect, seriousFindings, test } from './test.ts'

async function put(hub: Hub, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(hub.vault, path)), { recursive: true })
  await writeFile(join(hub.vault, path), content)
}
const onDisk = (hub: Hub, path: string) => readFile(join(hub.vault, path), 'utf8')
const editor = (page: Page, name: string) => page.getByRole('textbox', { name: `Content of ${name}` })
const tree = (page: Page) => page.getByRole('list', { name: 'Files of the vault' })
const saved = (page: Page) => expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()

test('the tree opens by the keyboard, a file is written and kept by Ctrl+S', async ({ open, hub }) => {
  await put(hub, 'Keys/deep/note.md', '# One\n')
  const page = await open('/files')
  const folder = tree(page).getByRole('button', { name: 'Keys' })
  await folder.focus()
  await page.keyboard.press('ArrowRight')
  await expect(folder).toHaveAttribute('aria-expanded', 'true')
  await expect(tree(page).getByRole('button', { name: 'deep' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await tree(page).getByRole('link', { name: 'note.md' }).press('Enter')
  await expect(page).toHaveURL(/\/files\/Keys\/deep\/note\.md$/)
  await editor(page, 'note.md').press('ControlOrMeta+End')
  await page.keyboard.type('Two')
  await expect(page.getByText('Not saved')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+s')
  await expect.poll(() => onDisk(hub, 'Keys/deep/note.md')).toBe('# One\nTwo')
  await expect(page.getByText('Not saved')).toHaveCount(0)
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByRole('heading', { name: 'One' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
})

test('a deep link opens the file with its folders, whatever its name', async ({ open, hub }) => {
  await put(hub, 'Odd/100% #1? ä $x.txt', 'here\r\nit is\r\n')
  const page = await open('/files/Odd/100%25%20%231%3F%20%C3%A4%20%24x.txt')
  await expect(editor(page, '100% #1? ä $x.txt')).toContainText('here')
  await expect(tree(page).getByRole('link', { name: '100% #1? ä $x.txt' })).toBeVisible()
  await editor(page, '100% #1? ä $x.txt').press('ControlOrMeta+End')
  await page.keyboard.type('x')
  await page.keyboard.press('ControlOrMeta+s')
  await expect
    .poll(() => onDisk(hub, 'Odd/100% #1? ä $x.txt'), { message: 'lines end as they did' })
    .toBe('here\r\nit is\r\nx')
  await page.reload()
  await expect(editor(page, '100% #1? ä $x.txt')).toContainText('it is')
})

test('what was changed elsewhere is not overwritten: compare, take theirs, keep mine', async ({
  open,
  hub,
}) => {
  await put(hub, 'shared.md', 'first\nline\n')
  const page = await open('/files/shared.md')
  const begin = async (word: string) => {
    await editor(page, 'shared.md').press('ControlOrMeta+End')
    await page.keyboard.type(word)
    await put(hub, 'shared.md', `theirs against ${word}\nline\n`)
    await page.keyboard.press('ControlOrMeta+s')
    await expect(page.getByRole('alert')).toContainText('changed elsewhere')
  }
  await begin('mine')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Compare' }).click()
  const compared = page.getByRole('dialog')
  await expect(compared).toContainText('theirs against mine')
  await expect(compared).toContainText('first')
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await expect(editor(page, 'shared.md')).toContainText('theirs against mine')
  await saved(page)
  await begin('again')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect.poll(() => onDisk(hub, 'shared.md')).toBe('theirs against mine\nline\nagain')
})

test('a file that was deleted meanwhile can be kept', async ({ open, hub }) => {
  await put(hub, 'gone.md', 'text')
  const page = await open('/files/gone.md')
  await editor(page, 'gone.md').press('ControlOrMeta+End')
  await page.keyboard.type('!')
  await rm(join(hub.vault, 'gone.md'))
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('alert')).toContainText('deleted elsewhere')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect.poll(() => onDisk(hub, 'gone.md').catch(() => null)).toBe('text!')
})

test('leaving with unsaved words asks first', async ({ open, hub }) => {
  await put(hub, 'draft.md', 'kept')
  const page = await open('/files/draft.md')
  await editor(page, 'draft.md').press('ControlOrMeta+End')
  await page.keyboard.type(' not')
  const ask = page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await page.getByRole('link', { name: 'New chat' }).click()
  await expect(ask).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/draft\.md$/)
  await expect(editor(page, 'draft.md')).toContainText('kept not')
  await page.getByRole('link', { name: 'New chat' }).click()
  await ask.getByRole('button', { name: 'Discard changes' }).click()
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
  expect(await onDisk(hub, 'draft.md')).toBe('kept')
})

test('a new file is made with its folders, never over another', async ({ open, hub }) => {
  await put(hub, 'there.md', 'old')
  const page = await open('/files')
  await page.getByRole('button', { name: 'New file' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('there.md')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog.getByRole('alert')).toContainText('already')
  await dialog.getByLabel('Name').fill('Fresh/ideas/first')
  await dialog.getByLabel('Name').press('Enter')
  await expect(page).toHaveURL(/\/files\/Fresh\/ideas\/first\.md$/)
  await expect(tree(page).getByRole('link', { name: 'first.md' })).toBeVisible()
  expect(await onDisk(hub, 'Fresh/ideas/first.md')).toBe('')
  expect(await onDisk(hub, 'there.md')).toBe('old')
})

test('hidden files show when they are wanted, protected ones never', async ({ open, hub }) => {
  await put(hub, '.plan.md', 'x')
  await put(hub, 'plain.md', 'x')
  const page = await open('/files')
  await expect(tree(page).getByRole('link', { name: 'plain.md' })).toBeVisible()
  await expect(tree(page).getByRole('link', { name: '.plan.md' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Show hidden files' }).click()
  await expect(tree(page).getByRole('link', { name: '.plan.md' })).toBeVisible()
  await expect(tree(page).getByRole('button', { name: '.atrium' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Hide hidden files' }).click()
  await expect(tree(page).getByRole('link', { name: '.plan.md' })).toHaveCount(0)
})

test('a picture is shown, other bytes are offered, a missing file says so', async ({ open, hub }) => {
  const pixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  await put(hub, 'pixel.png', Buffer.from(pixel, 'base64'))
  await put(hub, 'paper.pdf', '%PDF-1.4\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n')
  const page = await open('/files/pixel.png')
  await expect(page.getByRole('img', { name: 'pixel.png' })).toBeVisible()
  await page.goto(`${hub.url}/files/paper.pdf`)
  await expect(page.locator('iframe[title="paper.pdf"]')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  expect((await download).suggestedFilename()).toBe('paper.pdf')
  await page.goto(`${hub.url}/files/no/such.md`)
  await expect(page.getByRole('heading', { name: 'This file does not exist' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
})

test('a folder of 3,000 files makes only the rows in sight', async ({ open, hub }) => {
  await put(hub, 'Many/file-0.md', 'x')
  await Promise.all(
    Array.from({ length: 3_000 }, (_, at) => writeFile(join(hub.vault, `Many/file-${at}.md`), 'x')),
  )
  const page = await open('/files')
  await tree(page).getByRole('button', { name: 'Many' }).click()
  await expect(tree(page).getByRole('link', { name: 'file-1.md', exact: true })).toBeVisible()
  expect(await tree(page).getByRole('listitem').count()).toBeLessThan(80)
  await tree(page).getByRole('link', { name: 'file-1.md', exact: true }).focus()
  for (let times = 0; times < 5; times++) await page.keyboard.press('ArrowDown')
  await expect(tree(page).getByRole('link', { name: 'file-6.md', exact: true })).toBeFocused()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: 'de-DE' })
  test('tree and file take turns, in German', async ({ page, hub }) => {
    await put(hub, 'Telefon/notiz.md', '# Notiz\n')
    await page.goto(hub.link)
    await expect(page.getByRole('textbox', { name: 'Nachricht' })).toBeVisible()
    await page.getByRole('button', { name: 'Navigation öffnen' }).click()
    await page.getByRole('link', { name: 'Dateien' }).click()
    await page.getByRole('button', { name: 'Telefon' }).click()
    await page.getByRole('link', { name: 'notiz.md' }).click()
    await expect(page.getByRole('textbox', { name: 'Inhalt von notiz.md' })).toContainText('Notiz')
    await expect(page.getByRole('list', { name: 'Dateien des Tresors' })).toHaveCount(0)
    await page.getByRole('link', { name: 'Dateien', exact: true }).click()
    await expect(page.getByRole('list', { name: 'Dateien des Tresors' })).toBeVisible()
  })
})
