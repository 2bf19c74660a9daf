import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { filePolicy, pagePolicy, workerPolicy } from './headers.ts'

const dist = fileURLToPath(new URL('../../../web/dist', import.meta.url))
/** The build leaves this mark wherever a nonce belongs. */
const nonceMark = '__ATRIUM_NONCE__'

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Atrium</title>
<h1>The console is not built yet</h1>
<p>The hub itself is running. Build the console with <code>npm start</code> or <code>pnpm build</code>, then reload.
<p>The API is at <a href="/api/docs">/api/docs</a>.
</html>
`

/** An HTML page of ours under the strict policy; the nonce is fresh each time. */
export function sendPage(reply: FastifyReply, html: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  return reply
    .headers({ 'content-security-policy': pagePolicy(nonce), 'cache-control': 'no-cache' })
    .type('text/html; charset=utf-8')
    .send(html.replaceAll(nonceMark, nonce))
}

/** The console's files: hashed ones for ever, the rest asked for again each time. */
export async function registerWeb(server: FastifyInstance, root = dist) {
  const setHeaders = (reply: FastifyReply, path: string) => {
    const hashed = path.startsWith(join(root, 'assets'))
    reply.headers({
      'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': path === join(root, 'sw.js') ? workerPolicy : filePolicy,
    })
  }
  await server.register(fastifyStatic, {
    root,
    suppressWarning: true,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    preCompressed: true,
    setHeaders,
  })
  const sendIndex = async (reply: FastifyReply): Promise<FastifyReply> => {
    const html = await readFile(join(root, 'index.html'), 'utf8').catch(() => null)
    return sendPage(html === null ? reply.code(503) : reply, html ?? notBuilt)
  }
  // To the file server it is a folder, which it may refuse before anybody asks for a page.
  server.get('/', (_request, reply) => sendIndex(reply))
  return {
    /** Whether a path that no file has is a page of the console. */
    isPage: (request: FastifyRequest): boolean =>
      (request.method === 'GET' || request.method === 'HEAD') &&
      (request.headers.accept?.includes('text/html') ?? false) &&
      // A page's own path may have a dot in it: terminals are named so.
      !/^\/(assets\/.*|[^/]+\.\w{1,8})$/.test(request.url.split('?')[0] ?? ''),
    sendIndex,
  }
}

export type Web = Awaited<ReturnType<typeof registerWeb>>
