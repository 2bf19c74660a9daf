import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openHub } from './hub.ts'

const run = promisify(execFile)
const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}.ts`, import.meta.url))

test('ten lines talk with an agent, ten lines sit at a terminal, each a program of its own', async () => {
  await using hub = await openHub()
  const env = { ...process.env, ATRIUM_URL: hub.server.url, ATRIUM_TOKEN: hub.server.token }
  for (const name of ['chat', 'terminal']) {
    const lines = (await readFile(example(name), 'utf8')).split('\n').filter((line) => line.trim() !== '')
    expect(lines.length).toBeLessThanOrEqual(10)
  }
  const chat = await run(process.execPath, [example('chat')], { env, timeout: 30_000 })
  expect(chat.stdout).toContain(Array.from({ length: 20 }, (_, i) => `word${i + 1}`).join(' '))
  expect(chat.stdout).toMatch(/\n2 messages, \d+ ms, chat [0-9a-f-]{36}\n/)
  const terminal = await run(process.execPath, [example('terminal')], { env, timeout: 30_000 })
  expect(terminal.stdout).toContain('the answer is 42')
  expect(terminal.stdout).toContain("{ reason: 'exited', exitCode: 0, signal: null }")
}, 60_000)
