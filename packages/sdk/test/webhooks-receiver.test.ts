import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTestApp } from '@atrium/server/testing'
import { expect, test, vi } from 'vitest'

test('the receiver of docs/webhooks.md takes what a real hub sends, and refuses what it does not', async () => {
  const page = await readFile(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8')
  const [, code = ''] = /```ts\n(import \{ createServer \}[\s\S]+?)```/.exec(page) ?? []
  const folder = await mkdtemp(join(tmpdir(), 'atrium-receiver-'))
  const file = join(folder, 'receiver.ts')
  await writeFile(file, code.replace('@atrium/sdk', new URL('../src/index.ts', import.meta.url).href))
  const told = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const { server } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { server: Server }
  try {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    await using app = await createTestApp({ webhookHosts: [host], webhookPausesMs: [] })
    const { body: made } = await app.rest('POST', '/api/webhooks', {
      url: `http://${host}/`,
      events: ['run.completed'],
    })
    const deliveries = async () =>
      (await app.rest('GET', `/api/webhooks/${made.webhook.id}/deliveries`)).body.deliveries as {
        state: string
      }[]
    vi.stubEnv('WEBHOOK_SECRET', 'whsec_c29tZWJvZHkgZWxzZSBrbm93cyB0aGlzIG9uZQ==')
    const { body: refused } = await app.rest('POST', `/api/webhooks/${made.webhook.id}/test`)
    expect(refused).toMatchObject({ state: 'failed', last_status: 400 })
    vi.stubEnv('WEBHOOK_SECRET', made.secret)
    await app.rest('POST', '/api/chat', { message: '/ls', runner: 'guide' })
    await vi.waitFor(
      async () => expect((await deliveries())[0]).toMatchObject({ state: 'delivered' }),
      15_000,
    )
    expect(told).toHaveBeenCalledWith(expect.stringMatching(/^[\w-]{36} took \d+ ms$/))
  } finally {
    vi.unstubAllEnvs()
    told.mockRestore()
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
})
