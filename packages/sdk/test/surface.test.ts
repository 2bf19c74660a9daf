import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
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
    'createClient',
  ])
  expect(Object.keys(trpc)).toEqual(['createTrpc'])
})

test('a client has these doors', () => {
  const client = root.createClient({ baseUrl: 'http://127.0.0.1:9' })
  expect(Object.keys(client).sort()).toEqual([
    'baseUrl',
    'chat',
    'fetch',
    'live',
    'rest',
    'stream',
    'terminal',
  ])
  expect(Object.keys(client.chat).sort()).toEqual(['abort', 'answer', 'attach', 'send'])
  expect(Object.keys(client.terminal)).toEqual(['attach'])
})

const source = new URL('../src/', import.meta.url)

test('every public name has a sentence above it', async () => {
  const index = await readFile(new URL('index.ts', source), 'utf8')
  const files = (await readdir(source)).filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, source), 'utf8')))
  const all = texts.join('\n')
  const names = [...index.replaceAll(/\/\/.*|from '.*'|export|type\b/g, '').matchAll(/\w+/g)].map(
    ([name]) => name,
  )
  expect(names.length).toBeGreaterThan(50)
  const bare = names.filter(
    (name) =>
      !new RegExp(`\\*/\\nexport (type|interface|class|function|const|async function) ${name}\\b`).test(all),
  )
  expect(bare).toEqual([])
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
