import { expect, test } from './test.ts'

const shots = process.env['SHOTS']

/** Calls the tool server as an agent does that was told so. */
const call = (url: string, authorization: string, method: string) =>
  fetch(url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method }),
  })

test('an agent of somebody else is connected with a key of its own, and the command that is shown works', async ({
  open,
  hub,
}) => {
  const page = await open('/settings/access')
  await page
    .getByRole('region', { name: 'Connect an agent' })
    .getByRole('button', { name: 'Connect' })
    .click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('checkbox', { name: /Chat/ })).toBeChecked()
  if (shots) await page.screenshot({ path: `${shots}/connect-light.png` })
  await dialog.getByRole('button', { name: 'Make key' }).click()
  const command = (await dialog.locator('pre').textContent()) ?? ''
  const [, url = '', authorization = ''] =
    /^claude mcp add --transport http --scope user atrium (\S+) --header "Authorization: (Bearer para_\S+)"$/.exec(
      command,
    ) ?? []
  expect(url).toBe(`${hub.url}/api/mcp`)
  const listed = (await (await call(url, authorization, 'tools/list')).json()) as {
    result: { tools: { name: string }[] }
  }
  const names = listed.result.tools.map(({ name }) => name)
  expect(names).toContain('start_chat')
  expect(names).not.toContain('send_to_terminal')
  await dialog.getByRole('button', { name: 'Copy command' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(command)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText(command)).toHaveCount(0)

  await page.getByRole('button', { name: 'Revoke Claude Code' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('button', { name: 'Revoke Claude Code' })).toHaveCount(0)
  expect((await call(url, authorization, 'tools/list')).status).toBe(401)
})

test('connecting an agent fits a phone, the dark, German and the keyboard', async ({ open, page: given }) => {
  await given.setViewportSize({ width: 360, height: 740 })
  await given.emulateMedia({ colorScheme: 'dark' })
  const page = await open('/settings/general')
  await page.getByRole('radio', { name: 'Deutsch' }).check()
  await expect(page.getByRole('heading', { name: 'Aussehen' })).toBeVisible()
  await page.goto(new URL('/settings/access', page.url()).href)
  await page.getByRole('button', { name: 'Verbinden' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Einen Agenten verbinden' })
  await dialog.getByRole('radio', { name: 'Claude Code' }).focus()
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight')
  await expect(dialog.getByRole('radio', { name: 'OpenCode' })).toBeChecked()
  if (shots) await page.screenshot({ path: `${shots}/connect-phone-form.png` })
  const make = dialog.getByRole('button', { name: 'Schlüssel anlegen' })
  for (const part of [make, dialog.getByText(/Das ist eine Shell/)])
    await expect(part).toBeInViewport({ ratio: 1 })
  await make.press('Enter')
  await expect(page.getByRole('dialog', { name: 'OpenCode verbinden' })).toBeVisible()
  const text = (await page.locator('pre').textContent()) ?? ''
  expect(JSON.parse(text)).toMatchObject({
    mcp: { atrium: { type: 'remote', url: expect.stringMatching(/\/api\/mcp$/) } },
  })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  if (shots) await page.screenshot({ path: `${shots}/connect-phone-dark.png` })
})
