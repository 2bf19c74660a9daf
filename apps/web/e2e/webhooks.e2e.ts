import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webhooks } from '@atrium/sdk'
import { startHub } from './hub.ts'
import { expect, seriousFindings, testWith } from './test.ts'

const arrived: { body: string; headers: Record<string, string | string[] | undefined> }[] = []
let status = 204
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    arrived.push({ body: Buffer.concat(chunks).toString('utf8'), headers: request.headers })
    response.writeHead(status).end(status === 204 ? '' : 'The receiver is on holiday')
  })
})
const listen = async (): Promise<string> => {
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  return `127.0.0.1:${(receiver.address() as AddressInfo).port}`
}
let host = ''
const test = testWith(async () => {
  host = await listen()
  return startHub(() => ({ ATRIUM_WEBHOOK_HOSTS: host }))
})
test.afterAll(() => void receiver.close())

test('a webhook is made with chosen events, shows its secret once, is tested, and what failed is sent again', async ({
  open,
  hub,
}) => {
  const page = await open('/webhooks')
  await expect(page.getByRole('heading', { name: 'No webhooks yet' })).toBeVisible()
  await page.getByRole('button', { name: 'Add webhook' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add webhook' })
  await dialog.getByLabel('Address').fill('http://10.0.0.1/inside')
  await dialog.getByRole('button', { name: 'Add webhook' }).click()
  await expect(dialog.getByRole('alert')).toContainText('https://')
  await dialog.getByLabel('Address').fill(`http://${host}/hook`)
  await dialog.getByLabel('Description').fill('Build server')
  await dialog.getByRole('radio', { name: /Chosen events/ }).check()
  await expect(dialog.getByRole('button', { name: 'Add webhook' })).toBeDisabled()
  await dialog.getByRole('checkbox', { name: /An agent ended its turn/ }).check()
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Add webhook' }).click()

  const shown = page.getByRole('dialog', { name: 'Keep the secret' })
  const secret = (await shown.locator('code').textContent()) ?? ''
  expect(secret).toMatch(/^whsec_/)
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(page).toHaveURL(/\/webhooks\/[\w-]{36}$/)
  await expect(page.getByText(secret)).toHaveCount(0)
  await expect(page.getByText(secret.slice(-4))).toBeVisible()

  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByText('The test was taken')).toBeVisible()
  const [ping] = arrived
  if (!ping) throw new Error('nothing arrived')
  expect((await webhooks.unwrap(ping.body, ping.headers, secret)).type).toBe('webhook.ping')

  status = 500
  await hub.rest('POST', '/chat', { message: '/ls', runner: 'guide' }).catch(() => undefined)
  await page.getByRole('button', { name: 'run.completed' }).click()
  const details = page.getByRole('dialog', { name: 'Delivery' })
  await expect(details.getByText('The receiver is on holiday').first()).toBeVisible()
  await expect(details.getByText('"run.completed"')).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  status = 204
  await details.getByRole('button', { name: 'Send again' }).click()
  await expect(details.getByText('Delivered')).toBeVisible()
  await details.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByText('Nothing is sent')).toBeVisible()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/webhooks$/)
  expect((await hub.rest('GET', '/webhooks')).webhooks).toEqual([])
})
