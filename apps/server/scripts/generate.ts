import { writeFileSync } from 'node:fs'
import brain from '../modules/brain/module.js'
import daily from '../modules/daily/module.js'
import { version } from '../src/core/version.ts'
import { bundledRoutes } from '../src/features/modules/bundled.ts'
import { describe } from '../src/features/modules/child/describe.js'
import { buildDocument } from '../src/http/openapi.ts'
import { appRouter } from '../src/router.ts'
import { rawRoutes, socketDoors } from '../src/server.ts'

/** Writes what the bundled modules are made of, and `openapi.json`; tests say when they are stale. */
const write = (path: string, value: unknown): void =>
  writeFileSync(new URL(path, import.meta.url), `${JSON.stringify(value, null, 2)}\n`)

for (const [name, module] of Object.entries({ brain, daily }))
  write(`../modules/${name}/description.json`, describe(module).description)
const modules = bundledRoutes()
const document = buildDocument({ router: appRouter, rawRoutes, sockets: socketDoors, modules, version })
write('../openapi.json', document)
