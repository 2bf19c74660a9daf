import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, seriousFindings, test } from './test.ts'

test('what is built in runs, with its routes and its tools', async ({ open }) => {
  const page = await open('/modules')
  const list = page.getByRole('list', { name: 'Modules' })
  const brain = page.getByRole('link', { name: 'brain', exact: true })
  await expect(list.getByRole('listitem').filter({ has: brain })).toContainText('Loaded')
  expect(await seriousFindings(page)).toEqual([])
  await brain.click()
  await expect(page.getByRole('region', { name: 'Routes' })).toContainText('/api/brain')
  expect(await seriousFindings(page)).toEqual([])
})

test('the instructions of a module are written, guarded and taken back', async ({ open, hub }) => {
  const page = await open('/modules/daily')
  const prompt = page.getByRole('textbox', { name: 'Instructions for its chats' })
  const standard = await prompt.inputValue()
  await prompt.fill('Speak of the day.')
  await page.getByRole('link', { name: 'New chat' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  expect(await readFile(join(hub.vault, 'Daily/CLAUDE.md'), 'utf8')).toContain('Speak of the day.')
  await page.getByRole('button', { name: 'Back to the default' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Back to the default' }).click()
  await expect(prompt).toHaveValue(standard)
  expect(await hub.rest('GET', '/modules/daily/prompt')).toMatchObject({ exists: false })
})

test('a module of the vault is loaded once it is approved, and blocked when it changes', async ({
  open,
  hub,
}) => {
  const folder = join(hub.vault, '.atrium/modules/hello')
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'manifest.yaml'),
    'name: hello\nversion: 0.1.0\ndescription: Says hello.\nmodule: module.js\ntrust_level: vault\n',
  )
  await writeFile(join(folder, 'module.js'), 'export default { routes: [] }\n')
  const page = await open('/modules')
  const row = page.getByRole('listitem').filter({ hasText: 'hello' })
  await expect(row).toContainText('Needs approval')
  await row.getByRole('link', { name: 'hello' }).click()
  const box = page.getByRole('region', { name: 'Needs your approval' })
  await expect(box).toContainText('2 files')
  await expect(box).toContainText(/[0-9a-f]{64}/)
  expect(await seriousFindings(page)).toEqual([])
  await box.getByRole('button', { name: 'Approve' }).click()
  await expect(box).toHaveCount(0, { timeout: 30_000 })
  await writeFile(join(folder, 'module.js'), 'export default { routes: [], changed: true }\n')
  await expect(async () => {
    await page.reload()
    await expect(box).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 20_000 })
  await expect(page.getByText('It is not what was approved before.')).toBeVisible()
})
