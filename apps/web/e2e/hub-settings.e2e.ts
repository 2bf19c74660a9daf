import { startHub } from './hub.ts'
import { expect, seriousFindings, testWith } from './test.ts'

const test = testWith(() => startHub(() => ({ ATRIUM_LOG_LEVEL: 'info' })))

test('settings of the hub are kept, also over its restart from the page', async ({ open, hub }) => {
  const page = await open('/settings/hub')
  const mouse = page.getByRole('checkbox', { name: /Mouse in terminals/ })
  await expect(mouse).toBeChecked()
  await mouse.click()
  await expect(mouse).not.toBeChecked()
  const live = page.getByRole('textbox', { name: 'Agents that may live at once' })
  await live.fill('0')
  await expect(page.getByRole('alert')).toHaveText('A whole number from 1 to 100.')
  await live.fill('3')
  await live.press('Enter')
  await expect
    .poll(async () => (await hub.rest('GET', '/settings')).settings)
    .toMatchObject({ tmuxMouse: 'off', maxLiveAgents: 3 })
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Restart' }).click()
  const loaded = page.waitForEvent('load', { timeout: 30_000 })
  await page.getByRole('alertdialog').getByRole('button', { name: 'Restart' }).click()
  await expect(page.getByRole('button', { name: /Restarting/ })).toBeVisible()
  await loaded
  await expect(mouse).not.toBeChecked()
})

test('the log shows what happens while it happens', async ({ open, hub }) => {
  const page = await open('/settings/logs')
  const log = page.getByRole('log')
  await expect(log).toContainText('info')
  await hub.rest('PATCH', '/settings', { checkForUpdates: false })
  await expect(log).toContainText('checkForUpdates')
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(log).toContainText('checkForUpdates')
  expect(await seriousFindings(page)).toEqual([])
})

test('the page of updates says what is here, and on a phone too', async ({ open, page: tab }) => {
  const page = await open('/settings/updates')
  await expect(page.getByText('Atrium', { exact: true }).last()).toBeVisible()
  await expect(page.getByText('tmux', { exact: true })).toBeVisible()
  await tab.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(await seriousFindings(page)).toEqual([])
})
