import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { notFound } from '../core/errors.ts'
import type { Gate } from './gate.ts'
import { filePolicy } from './headers.ts'
import type { ModuleRoutes } from './module-paths.ts'
import { withModules } from './openapi.ts'
import type { ServedRoute } from './rest.ts'
import { sendPage } from './web.ts'

const document = fileURLToPath(new URL('../../openapi.json', import.meta.url))
const swagger = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')))
const files: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Atrium API</title>
<link rel="icon" href="/atrium.svg"><link rel="stylesheet" href="/api/docs/swagger-ui.css">
<div id="reference"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script nonce="__ATRIUM_NONCE__">
SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
})
</script>
</html>
`

/** The OpenAPI document as it was generated, with the modules that are loaded now, and a page to browse it that loads nothing
 * from elsewhere. */
export function registerReference(
  server: FastifyInstance,
  gate: Gate,
  modules: () => readonly ModuleRoutes[],
): ServedRoute[] {
  const onRequest = gate.door('signed-in')
  server.get('/openapi.json', { onRequest }, async (_request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(withModules(JSON.parse(await readFile(document, 'utf8')), modules()))),
  )
  server.get('/docs', { onRequest }, (_request, reply) => sendPage(reply, page))
  server.get<{ Params: { file: string } }>('/docs/:file', { onRequest }, async ({ params }, reply) => {
    const type = Object.hasOwn(files, params.file) ? files[params.file] : undefined
    if (type === undefined) throw notFound('File', params.file)
    return reply
      .headers({ 'cache-control': 'private, max-age=3600', 'content-security-policy': filePolicy })
      .type(type)
      .send(await readFile(join(swagger, params.file)))
  })
  const route = (path: string): ServedRoute => ({ method: 'GET', path, access: 'signed-in' })
  return [route('/api/openapi.json'), route('/api/docs'), route('/api/docs/{file}')]
}
