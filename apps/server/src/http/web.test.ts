import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import Fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import { baseHeaders } from './headers.ts'
import { rawRequest } from './testing/wire.ts'
import { registerWeb } from './web.ts'

const script = `console.log(${JSON.stringify('x'.repeat(2000))})`

async function serveConsole() {
  const root = await mkdtemp(join(tmpdir(), 'atrium-web-'))
  const dist = join(root, 'dist')
  await mkdir(join(dist, 'assets'), { recursive: true })
  await writeFile(join(root, 'secret.txt'), 'secret')
  await writeFile(join(dist, '.hidden'), 'secret')
  await writeFile(join(dist, 'theme.js'), 'dark()')
  await writeFile(join(dist, 'assets', 'index-abc123.js'), script)
  await writeFile(join(dist, 'assets', 'index-abc123.js.br'), brotliCompressSync(script))
  await writeFile(join(dist, 'index.html'), '<!doctype html><script nonce="__ATRIUM_NONCE__">1</script>')
  const server = Fastify()
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(baseHeaders({ bootMs: 1, secure: false }))
    done()
  })
  const web = await registerWeb(server, dist)
  server.setNotFoundHandler((request, reply) =>
    web.isPage(request) ? web.sendIndex(reply) : reply.code(404).send('none'),
  )
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    dist,
    get: (path: string, headers: Record<string, string> = {}) => fetch(`${url}${path}`, { headers }),
    async [Symbol.asyncDispose]() {
      await server.close()
      await rm(root, { recursive: true })
    },
  }
}

const html = { accept: 'text/html,*/*' }

describe('the console', () => {
  test('its first page comes whatever the client accepts, compressed or not', async () => {
    await using site = await serveConsole()
    const answer = await rawRequest(site.url, ['GET / HTTP/1.1', 'Host: localhost', 'Accept: text/html'])
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('nonce=')
  })

  test('P13 its page carries a fresh nonce and is asked for again each time', async () => {
    await using site = await serveConsole()
    const pages = await Promise.all([site.get('/', html), site.get('/chats/019a', html)])
    const nonces = await Promise.all(
      pages.map(async (page) => /nonce="([^"]+)"/.exec(await page.text())?.[1]),
    )
    expect(new Set(nonces).size).toBe(2)
    for (const [i, page] of pages.entries()) {
      expect(page.status).toBe(200)
      expect(page.headers.get('cache-control')).toBe('no-cache')
      expect(page.headers.get('content-security-policy')).toContain(`'nonce-${nonces[i]}'`)
    }
  })

  test('P13 hashed files stay for ever, others are asked for again, and 304 carries the headers', async () => {
    await using site = await serveConsole()
    const hashed = await site.get('/assets/index-abc123.js', { 'accept-encoding': 'br' })
    expect([hashed.status, hashed.headers.get('content-encoding')]).toEqual([200, 'br'])
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(await hashed.text()).toBe(script)
    const plain = await site.get('/theme.js')
    expect(plain.headers.get('cache-control')).toBe('no-cache')
    // fetch would add `cache-control: no-cache`, which asks for the whole file
    const again = await rawRequest(site.url, [
      'GET /theme.js HTTP/1.1',
      'Host: localhost',
      `If-None-Match: ${plain.headers.get('etag')}`,
      'Connection: close',
    ])
    expect(again.status).toBe(304)
    expect(again.headers).toContain('x-content-type-options: nosniff')
    expect(again.headers).toContain("object-src 'none'")
  })

  test('P17 nothing outside its folder and nothing hidden is served', async () => {
    await using site = await serveConsole()
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/..%5csecret.txt',
      '/.hidden',
      '//secret.txt',
      '/assets/%00',
    ]) {
      const answer = await site.get(path)
      expect(answer.status, path).toBeGreaterThanOrEqual(400)
      expect(await answer.text(), path).not.toContain('secret')
    }
    expect((await site.get('/assets/gone.js', html)).status).toBe(404)
    expect((await site.get('/chats/019a')).status).toBe(404)
  })

  test('without a build it says so, honestly', async () => {
    await using site = await serveConsole()
    await rm(site.dist, { recursive: true })
    const page = await site.get('/', html)
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('The console is not built yet')
  })
})
