import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createVite } from 'vite'
import { expect, seriousFindings, test } from './test.ts'

/** A page that tries what it must not be able to do, and says what came of it. */
const hostile = (hub: string) => `<!doctype html><title>previewed</title><p id="out">waiting</p><script>
const tries = {
  cookie: async () => document.cookie,
  storage: async () => JSON.stringify(Object.keys(localStorage)),
  read: async () => (await fetch('${hub}/api/sessions', { credentials: 'include' })).status,
  change: async () => (await fetch('${hub}/api/sessions', { method: 'POST', credentials: 'include', mode: 'no-cors', headers: {}, body: '{}' })).type,
  socket: () => new Promise((resolve) => {
    const socket = new WebSocket('${hub}'.replace('http', 'ws') + '/api/notifications/events')
    socket.onopen = () => resolve('open'); socket.onerror = () => resolve('refused')
  }),
  opener: async () => String(window.opener),
  own: async () => (await fetch('/api/data')).text(),
}
;(async () => {
  const said = {}
  for (const [name, work] of Object.entries(tries)) said[name] = await work().catch((error) => 'refused')
  document.getElementById('out').textContent = JSON.stringify(said)
})()
</script>`

test('P16 a previewed page works on its own and reaches nothing of ours', async ({
  open,
  hub,
  context,
  page,
}) => {
  const seen: Record<string, string | string[] | undefined>[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers)
    if (request.url === '/api/data') return void response.end('its own data')
    response.setHeader('content-type', 'text/html').end(hostile(hub.url))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const sessionNames = async () =>
    ((await hub.rest('GET', '/sessions')) as { name: string }[]).map(({ name }) => name)
  const before = await sessionNames()
  await open('/preview')
  await page.evaluate(() => localStorage.setItem('secret', 'ours'))
  await expect(page.getByRole('button', { name: `Open port ${port}` })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  const [preview] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: `Open port ${port}` }).click(),
  ])
  await expect(preview).toHaveURL(new RegExp(`^http://${port}\\.preview\\.localhost:`))
  await expect(preview.locator('#out')).not.toHaveText('waiting')
  const said = JSON.parse((await preview.locator('#out').textContent()) ?? '') as Record<string, unknown>
  expect(said).toEqual({
    cookie: '',
    storage: '[]',
    read: 'refused',
    change: expect.stringMatching(/opaque|refused/),
    socket: 'refused',
    opener: 'null',
    own: 'its own data',
  })
  expect(preview.url()).not.toContain('ticket')
  for (const headers of seen)
    expect(JSON.stringify(headers)).not.toMatch(/atrium_session|atrium_preview|ticket/)
  expect(await sessionNames()).toEqual(before)

  await expect(page.getByText('Allowed')).toBeVisible()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('button', { name: 'Allow none any more' }).click()
  await preview.reload()
  await expect(preview.getByRole('heading', { name: 'Not to be seen here' })).toBeVisible()
  server.closeAllConnections()
  server.close()
})

test('a real Vite server updates its page in place, without a reload', async ({ open, context, page }) => {
  const root = await mkdtemp(join(tmpdir(), 'atrium-vite-e2e-'))
  const code = (word: string) => `
    document.querySelector('p').textContent = '${word}'
    import.meta.hot?.accept()
  `
  await writeFile(
    join(root, 'index.html'),
    '<p>…</p><input aria-label="kept"><script type="module" src="/main.js"></script>',
  )
  await writeFile(join(root, 'main.js'), code('first'))
  const vite = await createVite({
    root,
    configFile: false,
    logLevel: 'silent',
    server: { host: 'localhost', port: 0 },
  })
  try {
    await vite.listen()
    const address = vite.httpServer?.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    await open('/preview')
    const [preview] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('button', { name: `Open port ${port}` }).click(),
    ])
    await expect(preview.getByText('first')).toBeVisible()
    // A change before the page listens for changes is one it begins with.
    const listens = preview.waitForEvent('console', (message) => message.text() === '[vite] connected.')
    await preview.reload()
    await listens
    await preview.getByLabel('kept').fill('typed by hand')
    await writeFile(join(root, 'main.js'), code('second'))
    await expect(preview.getByText('second')).toBeVisible()
    await expect(preview.getByLabel('kept')).toHaveValue('typed by hand')
  } finally {
    await vite.close()
    await rm(root, { recursive: true, force: true })
  }
})
