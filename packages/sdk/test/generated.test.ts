import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const here = fileURLToPath(new URL('..', import.meta.url))

test('the types are those of the hub as it is: else run `pnpm generate`', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-generated-'))
  try {
    await promisify(execFile)(process.execPath, [join(here, 'scripts/generate.ts'), folder])
    for (const name of ['module.d.ts', 'openapi.d.ts', 'router.d.ts']) {
      const fresh = await readFile(join(folder, name), 'utf8')
      expect((await readFile(join(here, 'src/generated', name), 'utf8')) === fresh, name).toBe(true)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)
