import { writeFileSync } from 'node:fs'
import { version } from '../src/core/version.ts'
import { buildDocument } from '../src/http/openapi.ts'
import { appRouter } from '../src/router.ts'
import { rawRoutes, socketDoors } from '../src/server.ts'

/** Writes `openapi.json`; a test says when it is stale. */
const document = buildDocument({ router: appRouter, rawRoutes, sockets: socketDoors, version })
writeFileSync(new URL('../openapi.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`)
