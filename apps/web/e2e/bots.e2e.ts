import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startHub } from './hub.ts'
import { expect, seriousFindings, testWith } from './test.ts'

/** A Telegram that knows one bot, and has nothing to tell it. */
const telegram = createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  const isGood = request.url?.startsWith('/bot77:good/') ?? false
  if (!isGood) {
    response.statusCode = 401
    return response.end('{"ok":false,"error_code":401,"description":"Unauthorized"}')
  }
  const answer = (result: unknown) => response.end(JSON.stringify({ ok: true, result }))
  const bot = { id: 77, is_bot: true, first_name: 'Para', username: 'para_bot' }
  if (request.url?.includes('/getMe')) return answer(bot)
  if (request.url?.includes('/getUpdates')) return setTimeout(() => answer([]), 1_000)
  return answer(true)
})

const test = testWith(async () => {
  await new Promise<void>((done) => telegram.listen(0, '127.0.0.1', done))
  const { port } = telegram.address() as AddressInfo
  return startHub(() => ({ ATRIUM_TELEGRAM_API_ROOT: `http://127.0.0.1:${port}` }))
})
test.afterAll(() => void telegram.close())

test('a bot is set up, somebody asks, is let in and removed again', async ({ open, hub }) => {
  test.setTimeout(90_000)
  const page = await open('/bots')
  await expect(page.getByText('Not set up').first()).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('link', { name: 'Telegram' }).click()
  await expect(page.getByText('@BotFather')).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByLabel('Bot token').fill('77:good')
  await page.getByRole('button', { name: 'Save and turn on' }).click()
  await expect(page.getByText('Saved, connecting')).toBeVisible()
  expect(await page.content()).not.toContain('77:good')
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByText('The token belongs to Para')).toBeVisible()
  await expect(page.getByText('Running', { exact: true })).toBeVisible({ timeout: 30_000 })
  await page.getByLabel('Trust in direct conversations').selectOption('sandboxed')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()

  await hub.rest('POST', '/bots/telegram/messages', {
    update_id: '1',
    chat_id: '55501',
    chat_kind: 'dm',
    user_id: '55501',
    user_display: 'Zoe',
    message_id: '1',
    sent_at: new Date().toISOString(),
    text: 'Hello',
    addressed: true,
  })
  await expect(page.getByText('1 person asks to be let in')).toBeAttached()
  await page.getByRole('link', { name: 'Bots' }).first().click()
  const asking = page.getByRole('list', { name: 'Asking to be let in' }).getByRole('listitem')
  await expect(asking).toContainText('Zoe')
  expect(await seriousFindings(page)).toEqual([])
  await asking.getByLabel('Trust of Zoe').selectOption('sandboxed')
  await asking.getByRole('button', { name: 'Let in' }).click()
  await expect(page.getByText('Zoe may speak now')).toBeVisible()
  await expect(asking).toHaveCount(0)
  const people = page.getByRole('list', { name: 'People' }).getByRole('listitem')
  await expect(people).toContainText('Sandbox')
  await people.getByRole('button', { name: 'Remove Zoe' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(people).toHaveCount(0)
})
