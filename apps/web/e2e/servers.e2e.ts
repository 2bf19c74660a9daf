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

test('a server is changed in place, and a secret that nobody touches stays', async ({ open, hub }) => {
  const env = {
    DEMO_TOKEN: 'swordfish-of-9f3c',
    OTHER_TOKEN: 'sardine-of-0a0a',
    NODE_OPTIONS: '--no-warnings',
  }
  await hub.rest('POST', '/mcps', { name: 'mine', config: { command: 'node', args: ['old.js'], env } })
  const kept = async () =>
    JSON.parse(await readFile(join(hub.vault, '.mcp.json'), 'utf8')).mcpServers.mine as Record<
      string,
      unknown
    >
  const page = await open('/servers/mine')
  await page.getByRole('button', { name: 'Edit server' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit “mine”' })
  await expect(dialog.getByLabel('Program', { exact: true })).toBeFocused()
  await expect(dialog.getByLabel('Arguments', { exact: true })).toHaveValue('old.js')
  const values = dialog.getByRole('group', { name: 'Environment' }).getByLabel('Value')
  await expect(values.nth(0)).toHaveValue('')
  await expect(values.nth(0)).toHaveAttribute('placeholder', '••••9f3c')
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByLabel('Arguments', { exact: true }).fill('new.js\n--quiet')
  await values.nth(1).fill('herring')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('group', { name: 'Command line' })).toContainText('new.js --quiet')
  expect(await kept()).toMatchObject({
    command: 'node',
    args: ['new.js', '--quiet'],
    env: { ...env, OTHER_TOKEN: 'herring' },
  })
  await expect(page.getByRole('button', { name: 'Test now' })).toBeVisible()

  await writeFile(
    join(hub.vault, '.mcp.json'),
    JSON.stringify({ mcpServers: { mine: { ...(await kept()), args: ['by-another.js'] } } }),
  )
  await page.reload()
  await expect(page.getByRole('region', { name: 'Needs your approval' })).toBeVisible()
  await page.getByRole('button', { name: 'Edit server' }).click()
  await expect(dialog).toContainText('Saving it approves it')
  await dialog.getByLabel('Arguments', { exact: true }).fill('mine-again.js')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Needs your approval' })).toHaveCount(0)
  expect(await kept()).toMatchObject({ args: ['mine-again.js'], env: { DEMO_TOKEN: 'swordfish-of-9f3c' } })
  await hub.rest('DELETE', '/mcps/mine')
})

test('a server that is added elsewhere is seen without a press', async ({ open, hub }) => {
  test.setTimeout(90_000)
  const page = await open('/servers')
  await expect(page.getByRole('heading', { level: 1, name: 'MCP servers' })).toBeVisible()
  await hub.rest('POST', '/mcps', { name: 'elsewhere', config: { command: 'true' } })
  await expect(page.getByRole('link', { name: 'elsewhere' })).toBeVisible({ timeout: 40_000 })
  await hub.rest('DELETE', '/mcps/elsewhere')
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
