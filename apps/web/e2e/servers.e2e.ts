import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, seriousFindings, test } from './test.ts'

/** A real MCP server from the registry, as a program and its arguments. */
const everything = createRequire(new URL('../../server/package.json', import.meta.url)).resolve(
  '@modelcontextprotocol/server-everything/dist/index.js',
)

test('a server is added, tested, shows its tools and goes again; its secrets stay hidden', async ({
  open,
  hub,
}) => {
  const page = await open('/servers')
  await expect(page.getByRole('heading', { name: 'No servers of your own yet' })).toBeVisible()
  await page.getByRole('button', { name: 'Add server' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add server' })
  await dialog.getByLabel('Name', { exact: true }).fill('Every Thing')
  await expect(dialog.getByRole('alert')).toContainText('Lower-case')
  await dialog.getByLabel('Name', { exact: true }).fill('everything')
  await dialog.getByLabel('Program', { exact: true }).fill(process.execPath)
  await dialog.getByLabel('Arguments', { exact: true }).fill(everything)
  await dialog.getByRole('button', { name: 'Add a line' }).click()
  await dialog
    .getByRole('group', { name: 'Environment' })
    .getByLabel('Name', { exact: true })
    .fill('DEMO_TOKEN')
  await dialog.getByLabel('Value').fill('swordfish')
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Add server' }).click()

  await expect(page).toHaveURL(/\/servers\/everything$/)
  await expect(page.getByText('DEMO_TOKEN')).toBeVisible()
  await expect(page.getByText('swordfish')).toHaveCount(0)
  expect(await readFile(join(hub.vault, '.mcp.json'), 'utf8')).toContain('swordfish')
  await page.getByRole('button', { name: 'Test now' }).click()
  await expect(page.getByText('It answers')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Show tools' }).click()
  await expect(page.getByText('echo', { exact: true })).toBeVisible({ timeout: 30_000 })
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/servers$/)
  const { servers } = await hub.rest('GET', '/mcps')
  expect(servers.map(({ name }: { name: string }) => name)).not.toContain('everything')
})

test('a server from the file shows its whole command line and runs only when approved', async ({
  open,
  hub,
}) => {
  const command = '/opt/tools/notes --root /home/someone --and "more \u202e than meets the eye"'
  const write = (args: string[]) =>
    writeFile(
      join(hub.vault, '.mcp.json'),
      JSON.stringify({ mcpServers: { notes: { command: 'sh', args } } }),
    )
  await write(['-c', command])
  const page = await open('/servers')
  const row = page
    .getByRole('list', { name: 'MCP servers' })
    .getByRole('listitem')
    .filter({ hasText: 'notes' })
  await expect(row).toContainText('Needs approval')
  await row.getByRole('link', { name: 'notes' }).click()
  const box = page.getByRole('region', { name: 'Needs your approval' })
  await expect(box).toContainText('/opt/tools/notes --root /home/someone')
  await expect(box, 'what would hide is shown').toContainText('202')
  await expect(page.getByRole('button', { name: 'Test now' })).toHaveCount(0)
  expect(await seriousFindings(page)).toEqual([])

  await write(['-c', 'something else'])
  await box.getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByText(/changed since it was shown/)).toBeVisible()
  await expect(box).toContainText('something else')
  await box.getByRole('button', { name: 'Approve' }).click()
  await expect(box).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Test now' })).toBeVisible()
  await page.getByRole('button', { name: 'Test now' }).click()
  await expect(page.getByText('It does not answer as it should')).toBeVisible({ timeout: 30_000 })
  await write(['-c', 'a third thing'])
  await page.reload()
  await expect(page.getByRole('region', { name: 'Needs your approval' })).toContainText('a third thing')
  await expect(page.getByText('Changed', { exact: true })).toBeVisible()
})

test('an address is added as what it is', async ({ open, hub }) => {
  const page = await open('/servers')
  await page.getByRole('button', { name: 'Add server' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add server' })
  await dialog.getByRole('radio', { name: /^HTTP/ }).check()
  await dialog.getByLabel('Name', { exact: true }).fill('far')
  await dialog.getByLabel('Address', { exact: true }).fill('http://127.0.0.1:9/mcp')
  await dialog.getByRole('button', { name: 'Add a line' }).click()
  await dialog
    .getByRole('group', { name: 'Headers' })
    .getByLabel('Name', { exact: true })
    .fill('Authorization')
  await dialog.getByLabel('Value').fill('Bearer swordfish')
  await dialog.getByLabel('Address', { exact: true }).press('Enter')
  await expect(page).toHaveURL(/\/servers\/far$/)
  await expect(page.getByText('swordfish')).toHaveCount(0)
  await page.getByRole('button', { name: 'Test now' }).click()
  await expect(page.getByText('It does not answer as it should')).toBeVisible({ timeout: 30_000 })
  await hub.rest('DELETE', '/mcps/far')
})
