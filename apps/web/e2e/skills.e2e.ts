import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, seriousFindings, test } from './test.ts'

/** A zip as a person would make one; the hub's own library makes it. */
async function zip(files: Record<string, string>): Promise<Buffer> {
  const { ZipFile } = createRequire(new URL('../../server/package.json', import.meta.url))('yazl') as {
    ZipFile: new () => {
      addBuffer(content: Buffer, name: string): void
      end(): void
      outputStream: AsyncIterable<Buffer>
    }
  }
  const archive = new ZipFile()
  for (const [name, text] of Object.entries(files)) archive.addBuffer(Buffer.from(text), name)
  archive.end()
  const parts: Buffer[] = []
  for await (const part of archive.outputStream) parts.push(part)
  return Buffer.concat(parts)
}

test('a skill is written, read as Markdown and deleted', async ({ open, hub }) => {
  const page = await open('/skills')
  await expect(page.getByRole('heading', { name: 'No skills yet' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'New skill' }).click()
  const dialog = page.getByRole('dialog', { name: 'New skill' })
  await dialog.getByLabel('Name').fill('weekly-review')
  await dialog.getByLabel('What it does').fill('How the weekly review goes. Use it on Fridays.')
  await dialog.getByLabel('Instructions').fill('# Look back\n\n1. What was done?\n')
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page).toHaveURL(/\/skills\/weekly-review$/)
  await expect(page.getByRole('heading', { name: 'Look back' })).toBeVisible()
  const { skills } = await hub.rest('GET', '/skills')
  expect(skills).toMatchObject([{ directory: 'weekly-review' }])
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/skills$/)
  expect((await hub.rest('GET', '/skills')).skills).toEqual([])
})

test('a skill is uploaded as an archive; a wrong one is refused with a reason', async ({ open, hub }) => {
  const page = await open('/skills')
  await page.getByRole('button', { name: 'Upload skill' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Upload skill' })
  await expect(dialog.getByRole('button', { name: 'Choose a file' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  const picker = dialog.locator('input[type=file]')
  await picker.setInputFiles({
    name: 'letters.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from('no zip'),
  })
  await expect(dialog.getByRole('alert')).toBeVisible()
  await picker.setInputFiles({
    name: 'letters.zip',
    mimeType: 'application/zip',
    buffer: await zip({
      'letters/SKILL.md':
        '---\nname: letters\ndescription: How letters are written.\n---\n# Letters\n\nBe brief.\n',
      'letters/example.txt': 'Dear Sir',
    }),
  })
  await expect(page).toHaveURL(/\/skills\/letters$/)
  await expect(page.getByText('Be brief.')).toBeVisible()
  await expect(page.getByText('example.txt')).toBeVisible()
  expect(await readFile(join(hub.vault, '.atrium/skills/letters/example.txt'), 'utf8')).toBe('Dear Sir')
  await hub.rest('DELETE', '/skills/letters')
})
