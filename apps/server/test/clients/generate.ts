import { writeFile } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Clients by two generators that know nothing of this hub but its description. The first argument is the folder. */
const input = fileURLToPath(new URL('../../openapi.json', import.meta.url))
const folder = process.argv[2] ?? ''

// Both print with the compiler API, which TypeScript 7 does not have yet.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'typescript'
      ? next('typescript-5', { ...context, parentURL: import.meta.url })
      : next(specifier, context),
})
const { default: openapiTS, astToString } = await import('openapi-typescript')
const { createClient } = await import('@hey-api/openapi-ts')

await createClient({
  input,
  output: { path: `${folder}/hey-api`, module: { extension: '.js' } },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  logs: { level: 'silent' },
})
await writeFile(`${folder}/schema.d.ts`, astToString(await openapiTS(new URL(`file://${input}`))))
