#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// As the server does: compiled code is kept between calls.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/atrium', import.meta.url)))
const { messageOf } = await import('@atrium/server')
const { createProgram } = await import('./program.ts')

/** Errors of single commands carry their own. */
const exitCodeOf = (error: unknown): number =>
  error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : 1

try {
  await createProgram().parseAsync()
} catch (error) {
  console.error(messageOf(error))
  process.exitCode = exitCodeOf(error)
}
