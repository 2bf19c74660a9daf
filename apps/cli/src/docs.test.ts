import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createTestApp } from '@atrium/server/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../', import.meta.url))
const docs = (await readdir(join(root, 'docs')))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)

type Example = { name: string; language: 'sh' | 'ts'; code: string }

/** Code blocks that claim to run: every `ts` block that imports the SDK, every `sh` block marked `test`; a test of its own may run one. */
async function examplesOf(file: string): Promise<Example[]> {
  const text = await readFile(join(root, file), 'utf8')
  const blocks = [...text.matchAll(/^(?:<!-- run by (\S+) -->\n)?```(sh test|ts)\n(.*?)^```/gms)]
  return blocks.flatMap(([, elsewhere, info, code = ''], index) => {
    if (elsewhere !== undefined && existsSync(join(root, elsewhere))) return []
    const language = info === 'ts' ? 'ts' : 'sh'
    if (language === 'ts' && !code.includes("from '@atrium/sdk'")) return []
    return [{ name: `${file} #${index + 1}`, language, code }]
  })
}

const examples = (await Promise.all(['README.md', 'CONTRIBUTING.md', ...docs].map(examplesOf))).flat()

describe('the examples of the documents run as printed', () => {
  let app: Awaited<ReturnType<typeof createTestApp>>
  let folder: string
  beforeAll(async () => {
    app = await createTestApp()
    folder = await mkdtemp(fileURLToPath(new URL('./.docs-', import.meta.url))) // inside the package, so that @atrium/sdk resolves
  })
  afterAll(async () => {
    await app[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('there are some', () => expect(examples.length).toBeGreaterThan(1))

  test.each(examples)('$name', async ({ name, language, code }) => {
    const env = { ...process.env, ATRIUM_URL: app.url, ATRIUM_TOKEN: app.token }
    if (language === 'sh') {
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', code], { env })
      expect(stdout).toMatch(/"type":"result"/)
      return
    }
    const file = join(folder, `${name.replace(/\W+/g, '-')}.ts`)
    await writeFile(file, code.replaceAll('http://127.0.0.1:3333', app.url))
    const { stdout } = await run(process.execPath, [file], { env })
    expect(stdout).toMatch(/\w/)
  })
})
