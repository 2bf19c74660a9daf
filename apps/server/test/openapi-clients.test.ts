import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../src/testing.ts'

const run = promisify(execFile)
const clients = fileURLToPath(new URL('clients', import.meta.url))
const generated = join(clients, 'generated')
const compiler = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(
  'package.json',
  'bin/tsc',
)

let app: TestApp
let projects: string
beforeAll(async () => {
  await rm(generated, { recursive: true, force: true })
  await mkdir(generated)
  projects = await realpath(await mkdtemp(join(tmpdir(), 'atrium-clients-')))
  const [hub] = await Promise.all([
    createTestApp({ claudePath: '/nowhere/claude', browseRoots: [projects], projectRoots: [projects] }),
    run(process.execPath, [join(clients, 'generate.ts'), generated]),
  ])
  app = hub
}, 120_000)
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await rm(generated, { recursive: true, force: true })
  await rm(projects, { recursive: true, force: true })
})

describe('clients made by others from the description', () => {
  test('pass the strict compiler, and make their calls', { timeout: 120_000 }, async () => {
    const compiled = await run(process.execPath, [compiler, '-p', clients]).catch(
      ({ stdout }: { stdout: string }) => ({ stdout }), // the compiler speaks on stdout
    )
    expect(compiled.stdout).toBe('')
    const { body } = await app.rest('POST', '/api/auth/keys', { label: 'outside', scopes: ['chat', 'files'] })
    for (const name of ['openapi-fetch', 'hey-api']) {
      const folder = join(projects, name)
      await mkdir(folder)
      const program = join(generated, 'js', `${name}.js`)
      const { stdout } = await run(process.execPath, [program, app.url, body.key, folder])
      expect(JSON.parse(stdout), name).toMatchObject({ bytes: 5 })
    }
  })
})
