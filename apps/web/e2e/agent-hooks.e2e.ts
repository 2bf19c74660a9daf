import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Hub } from './hub.ts'
import { expect, seriousFindings, test } from './test.ts'

const run = promisify(execFile)

/** What the hook of an agent in this terminal would tell. */
const tell = (hub: Hub, session: string, event: string, body: object): Promise<Response> =>
  fetch(`${hub.url}/api/hooks/${event}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${hub.token}`,
      'x-atrium-session': session,
      'x-atrium-hooks': '1',
    },
    body: JSON.stringify(body),
  })

async function begin(hub: Hub, name: string): Promise<string> {
  const directory = join(hub.vault, name)
  await mkdir(directory, { recursive: true })
  await run('git', ['init', '-q', '-b', 'main', directory])
  await writeFile(join(directory, 'new.txt'), 'not committed')
  const made = await hub.rest('POST', '/sessions', { name, directory, command: 'cat' })
  return made.name as string
}

const line = {
  cost: { total_cost_usd: 1.25 },
  context_window: { used_percentage: 83, context_window_size: 200_000 },
  model: { display_name: 'Opus' },
}

test('what the agent in a terminal does, costs and fills is on screen, as it changes', async ({
  open,
  hub,
  page,
}) => {
  const name = await begin(hub, 'shown')
  await open(`/terminals/${name}`)
  const header = page.locator('header', { hasText: 'shown' })
  const entry = page.getByRole('navigation').getByRole('link', { name: /shown/ })
  await tell(hub, name, 'UserPromptSubmit', {})
  await expect(header.getByRole('img', { name: 'Working' })).toBeVisible()
  await tell(hub, name, 'pre-tool-use', { tool_name: 'Bash' })
  await expect(header).toContainText('Bash')
  await expect(entry).toContainText('Bash')
  await tell(hub, name, 'statusline', line)
  await expect(header.getByRole('meter', { name: /Context 83 % full/ })).toBeVisible()
  await expect(header).toContainText('$1.25')
  await expect(header).toContainText('main')
  await expect(header.getByRole('img', { name: 'Uncommitted changes' })).toBeVisible()

  const asked = tell(hub, name, 'PermissionRequest', { tool_name: 'Edit', tool_input: { file_path: 'a' } })
  await expect(header.getByRole('img', { name: 'Waiting for you' })).toBeVisible()
  await expect(header).toContainText('Edit')
  await page.getByRole('button', { name: /^Terminals/ }).click()
  await expect(page.getByText('1 terminal waits for you')).toBeAttached()
  await page.getByRole('button', { name: /^Terminals/ }).click()
  expect(await seriousFindings(page)).toEqual([])
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/hooks-desk.png` })
  await page.emulateMedia({ colorScheme: 'dark' })
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/hooks-dark.png` })
  await page.setViewportSize({ width: 360, height: 740 })
  await expect(page.getByRole('img', { name: 'Waiting for you' }).first()).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/hooks-phone.png` })
  await tell(hub, name, 'Stop', {})
  await asked
  await expect(page.getByRole('img', { name: 'Idle' }).first()).toBeVisible()
})

test('the settings say how agents that were started by hand come to tell what they do', async ({
  open,
  page,
}) => {
  await open('/settings/agents')
  const section = page.getByRole('region', { name: 'Agents in terminals' })
  await expect(section.getByText('atrium hooks install', { exact: true })).toBeVisible()
  await expect(section.getByRole('button', { name: 'Copy “atrium hooks status”' })).toBeVisible()
  await section.scrollIntoViewIfNeeded()
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/hooks-settings.png` })
})
