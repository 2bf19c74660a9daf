import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, seriousFindings, test } from './test.ts'

const shots = process.env['SHOTS']
const script = fileURLToPath(new URL('../../server/test/acp-agent.ts', import.meta.url))

test('an agent of one’s own is added with its whole command line shown, answers in a chat, asks, and is removed', async ({
  open,
  hub,
}) => {
  const page = await open('/settings/agents')
  await expect(page.getByRole('listitem').filter({ hasText: 'Gemini CLI' })).toContainText('Install it with')
  await page.getByRole('button', { name: 'Add an agent' }).click()
  const dialog = page.getByRole('dialog')
  const add = dialog.getByRole('button', { name: 'Add an agent' })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('claude')
  await expect(dialog.getByRole('alert')).toContainText('There is an agent of this name')
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('tester')
  await dialog.getByRole('textbox', { name: 'Name for people' }).fill('Tester')
  await expect(add).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Program' }).fill(process.execPath)
  await dialog.getByRole('textbox', { name: 'Arguments' }).fill(`${script}\nwith a space`)
  await dialog
    .getByRole('textbox', { name: 'Variables of its own' })
    .fill(`ACP_TEST_STATE=${join(hub.root, 'tester')}\nTESTER_KEY=canary-of-the-tester`)
  await expect(dialog.getByRole('group', { name: 'This is what will be started' })).toHaveText(
    `${process.execPath} ${script} 'with a space'`,
  )
  expect(await seriousFindings(page)).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/agents-dialog.png`, fullPage: true })
  await add.click()
  const entry = page.getByRole('listitem').filter({ hasText: 'Tester' })
  await expect(entry).toContainText('Ready')
  await expect(entry).toContainText("'with a space'")
  await expect(page.getByText('canary-of-the-tester')).toHaveCount(0)
  if (shots) await page.screenshot({ path: `${shots}/agents-list.png`, fullPage: true })

  await page.goto(hub.url)
  await page.getByRole('button', { name: /^Agent:/ }).click()
  await expect(page.getByRole('menuitemradio', { name: /Codex/ })).toBeDisabled()
  if (shots) await page.screenshot({ path: `${shots}/agents-picker.png` })
  await page.getByRole('menuitemradio', { name: /Tester/ }).click()
  await page.getByRole('button', { name: /^How far it is trusted/ }).click()
  await expect(page.getByRole('menuitemradio', { name: /Asks first/ })).toBeDisabled()
  await page.getByRole('menuitemradio', { name: /Acts freely/ }).click()
  const box = page.getByRole('textbox', { name: 'Message' })
  await box.fill('[[plan Look|Do]] [[ask Which one?|Red|Green]] [[say All done]]')
  await box.press('Enter')
  await page
    .getByRole('radio', { name: 'Green' })
    .or(page.getByRole('checkbox', { name: 'Green' }))
    .check()
  await page.getByRole('button', { name: /Answer|Send answer/ }).click()
  const log = page.getByRole('main')
  await expect(log).toContainText('"choice":"Green"')
  await expect(log).toContainText('All done')
  await page.getByRole('button', { name: /TodoWrite/ }).click()
  await expect(
    log.getByRole('listitem').filter({ hasText: 'Look' }).getByRole('img', { name: 'done' }),
  ).toBeVisible()
  if (shots) {
    await page.screenshot({ path: `${shots}/agents-chat.png`, fullPage: true })
    await page.setViewportSize({ width: 360, height: 740 })
    await page.screenshot({ path: `${shots}/agents-chat-phone.png` })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto(`${hub.url}/settings/agents`)
    await page.getByRole('button', { name: 'Change Tester' }).click()
    await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Program' })).toBeVisible()
    await page.screenshot({ path: `${shots}/agents-dialog-phone-dark.png`, fullPage: true })
  }
  await access(join(hub.root, 'tester', 'notes.jsonl'))

  await page.goto(`${hub.url}/settings/agents`)
  await page.getByRole('button', { name: 'Remove “Tester”?' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Tester' })).toHaveCount(0)
})
