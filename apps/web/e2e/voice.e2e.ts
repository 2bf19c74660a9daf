import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startHub } from './hub.ts'
import { test as base, expect, testWith } from './test.ts'

/** A service that understands the same of whatever it hears. */
const heard: Buffer[] = []
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    heard.push(Buffer.concat(chunks))
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ text: 'echo spoken words' }))
  })
})

const test = testWith(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  const { port } = server.address() as AddressInfo
  return startHub(() => ({ ATRIUM_VOICE_URL: `http://127.0.0.1:${port}/v1/audio/transcriptions` }))
})
test.use({ permissions: ['microphone'] })

test('what is spoken is written into the message, and into a terminal without Enter', async ({
  open,
  hub,
  page,
}) => {
  await page.addInitScript(() => localStorage.setItem('atrium.screen-reader', 'true'))
  await open()
  await page.getByRole('textbox', { name: 'Message' }).fill('Please')
  await page.getByRole('button', { name: 'Speak' }).click()
  const stop = page.getByRole('button', { name: 'Stop and write it down' })
  await expect(stop).toHaveAttribute('aria-pressed', 'true')
  await page.waitForTimeout(700) // the microphone makes a sound in real time
  await stop.click()
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Please echo spoken words')
  const wav = heard[0] ?? Buffer.alloc(0)
  const at = wav.indexOf('RIFF')
  expect(wav.toString('latin1', at + 8, at + 12)).toBe('WAVE')
  expect(wav.readUInt32LE(at + 24)).toBe(16_000)
  expect(wav.length).toBeGreaterThan(10_000)

  const { name } = await hub.rest('POST', '/sessions', { name: 'spoken', command: 'sh' })
  await page.goto(`${hub.url}/terminals/${name}`)
  await expect(page.getByRole('region', { name: /spoken/ })).toBeVisible()
  await page.getByRole('button', { name: 'Speak' }).click()
  await page.waitForTimeout(500)
  await page.getByRole('button', { name: 'Stop and write it down' }).click()
  const screen = page.locator('.xterm-accessibility-tree')
  await expect(screen).toContainText(/echo.spoken.words/)
  // Enter is the person's: only then does it run.
  await expect(page.locator('.xterm-helper-textarea')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(screen.getByRole('listitem').filter({ hasText: /^spoken.words/ })).toBeVisible()
})

base('where the hub cannot listen there is no microphone', async ({ open, page }) => {
  const asked = page.waitForResponse(/\/api\/voice\/config/)
  await open()
  expect(await (await asked).json()).toMatchObject({ enabled: false })
  await expect(page.getByRole('button', { name: 'Speak' })).toHaveCount(0)
})
