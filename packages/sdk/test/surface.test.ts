import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, entries, identifiers, report, reportOf, silent } from '../scripts/declarations.ts'
import { stamp } from '../scripts/stamp.ts'
import * as root from '../src/index.ts'
import * as trpc from '../src/trpc.ts'

// A red pin is a question: is this name meant to be public for years?
test('the public values are these', () => {
  expect(Object.keys(root).sort()).toEqual([
    'AbortedError',
    'ApiError',
    'AtriumError',
    'ConnectionError',
    'RunError',
    'TimeoutError',
    'WebhookError',
    'createClient',
    'isApiError',
    'webhooks',
  ])
  expect(Object.keys(trpc)).toEqual(['createTrpc'])
})

test('a client has these doors', () => {
  const client = root.createClient({ baseUrl: 'http://127.0.0.1:9' })
  expect(Object.keys(client).sort()).toEqual([
    'baseUrl',
    'chat',
    'download',
    'fetch',
    'files',
    'list',
    'live',
    'notifications',
    'projects',
    'rest',
    'stream',
    'terminal',
    'upload',
  ])
  expect(Object.keys(client.chat).sort()).toEqual(['abort', 'answer', 'attach', 'send'])
  expect(Object.keys(client.terminal)).toEqual(['attach'])
  expect(Object.keys(client.files)).toEqual(['watch', 'upload', 'download'])
  expect(Object.keys(client.projects)).toEqual(['watch'])
})

const source = new URL('../src/', import.meta.url)

describe('as it is published', () => {
  let built: Awaited<ReturnType<typeof build>>
  beforeAll(async () => {
    built = await build()
  }, 60_000)
  afterAll(() => built[Symbol.asyncDispose]())

  // A red pin is a question here too: docs/sdk/versioning.md says what each kind of change means.
  test.each(entries)(
    'names and signatures of %s are those of the report: else run `pnpm api`',
    async (entry) => {
      expect(report(built, entry)).toBe(await readFile(reportOf(entry), 'utf8'))
    },
  )

  test('every public name, and every member of one, says what it is', () => {
    expect(silent(built)).toEqual([])
  })

  test('nothing in it is there in Node alone', async () => {
    const foreign = ['process', 'Buffer', 'global', 'require', '__dirname', '__filename', 'setImmediate']
    const code = (await readdir(built.folder)).filter((name) => name.endsWith('.js'))
    expect(code.length).toBeGreaterThan(3)
    for (const name of code) {
      const found = identifiers(await readFile(join(built.folder, name), 'utf8'))
      expect(
        [...found].filter((each) => foreign.includes(each) || each.startsWith('node:')),
        name,
      ).toEqual([])
    }
    expect(identifiers('a.process; process.env')).toContain('process')
  })
})

test('the reference is that of the sources: else run `pnpm reference`', async () => {
  const readme = await readFile(new URL('../../../docs/sdk/reference/README.md', import.meta.url), 'utf8')
  expect(readme).toContain(`from sources ${await stamp()};`)
})

test('nothing of Node, of the hub or of the wire schemas is imported at run time', async () => {
  const files = (await readdir(source)).filter((name) => name.endsWith('.ts'))
  for (const name of files) {
    const text = await readFile(new URL(name, source), 'utf8')
    const imports = [...text.matchAll(/^(?:import|export) (?!type).*? from '([^.][^']*)'/gms)].map(
      ([, from]) => from,
    )
    expect(
      imports.every((from) => name === 'trpc.ts' && from?.startsWith('@trpc/')),
      name,
    ).toBe(true)
  }
})
