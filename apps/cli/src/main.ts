#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// As the server does: compiled code is kept between calls.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/atrium', import.meta.url)))
const { messageOf, StartError } = await import('@atrium/server')
const { createProgram } = await import('./program.ts')

try {
  await createProgram().parseAsync()
} catch (error) {
  console.error(messageOf(error))
  process.exitCode = error instanceof StartError ? error.exitCode : 1
}
