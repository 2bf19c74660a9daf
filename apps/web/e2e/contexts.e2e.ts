import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { begin, done, expect, seriousFindings, test } from './test.ts'

test('folders are chosen for a chat, and what the agent is told shows their words', async ({ open, hub }) => {
  await mkdir(join(hub.vault, 'Projects/garden'), { recursive: true })
  await writeFile(join(hub.vault, 'Projects/garden/AGENTS.md'), '# Garden\n\nWater the tomatoes.\n')
  const page = await open()
  const id = await begin(page, '/think green')
  await done(page)
  const choose = async (name: string) => {
    await page.getByRole('button', { name: 'Chat actions' }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  await choose('Context folders')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: /Garden/ }).check()
  await expect(dialog.getByRole('status')).toContainText('1 file')
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  const { folder_paths } = await hub.rest('GET', `/contexts/session/${id}`)
  expect(folder_paths).toEqual(['Projects/garden'])
  await choose('What the agent is told')
  await expect(dialog).toContainText('Projects/garden/AGENTS.md')
  await expect(dialog).toContainText('Water the tomatoes.')
  expect(await seriousFindings(page)).toEqual([])
})

test('the settings say what locks agents in, and which hooks there are', async ({ open, hub }) => {
  await mkdir(join(hub.vault, '.atrium/hooks'), { recursive: true })
  await writeFile(
    join(hub.vault, '.atrium/hooks/note.js'),
    "export const config = { events: ['session.created'], description: 'Takes a note' }\nexport const run = () => {}\n",
  )
  const page = await open('/settings/about')
  await expect(page.getByRole('region', { name: 'Sandbox' })).toBeVisible()
  const hooks = page.getByRole('region', { name: 'Hooks' })
  await expect(hooks).toContainText('Needs approval')
  await hooks.getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByRole('alertdialog')).toContainText('note.js')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click()
  await expect(hooks).toContainText('Active')
})
