import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { spawnServer } from '@atrium/server/testing'
import { expect, onTestFinished, test } from 'vitest'

const run = promisify(execFile)
const main = join(import.meta.dirname, '../src/main.ts')

function tree(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')))
    .filter((name) => statSync(join(folder, name)).isFile())
    .toSorted()
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

test('P20 P51 two devices sync with a conflict while an agent writes into the same folder: everything is kept', async () => {
  await using server = await spawnServer({ ATRIUM_CLAUDE_PATH: '/nowhere/claude' })
  const base = await mkdtemp(join(tmpdir(), 'atrium-sync-agent-'))
  onTestFinished(() => rm(base, { recursive: true, force: true }))
  const folderOf = (device: string) => join(base, device)
  const sync = async (device: string): Promise<string> => {
    const env = { PATH: process.env['PATH'], HOME: base, ATRIUM_URL: server.url, ATRIUM_TOKEN: server.token }
    const args = [main, 'sync', folderOf(device), '--root', 'Notes', '--device', device]
    return (await run(process.execPath, args, { env, timeout: 30_000 })).stdout
  }
  const agent = (message: string) => server.rest('POST', '/api/chat', { message, runner: 'guide' })
  const vault = join(server.vault, 'Notes')
  mkdirSync(vault)
  writeFileSync(join(vault, 'plan.md'), 'base')
  for (const device of ['desk', 'phone']) await sync(device)

  // All three change the plan; then both devices sync at once, and the agent goes on writing.
  expect((await agent('/write Notes/plan.md by the agent')).body).toContain('Wrote')
  for (const device of ['desk', 'phone']) writeFileSync(join(folderOf(device), 'plan.md'), `by the ${device}`)
  const written = Array.from({ length: 12 }, (_, at) => `by-the-agent-${at}.md`)
  await Promise.all([
    sync('desk'),
    sync('phone'),
    (async () => {
      for (const name of written) await agent(`/write Notes/${name} ${name}`)
    })(),
  ])

  let told = ''
  for (let round = 0; round < 4; round++) told = `${await sync('desk')}${await sync('phone')}`
  expect(told).not.toMatch(/^(push|pull|conflict|delete)/m)
  const kept = tree(vault)
  expect(tree(folderOf('desk'))).toEqual(kept)
  expect(tree(folderOf('phone'))).toEqual(kept)
  const plans = Object.keys(kept).filter((name) => name.startsWith('plan'))
  const contents = new Set(plans.map((name) => kept[name]?.trim()))
  expect(contents).toEqual(new Set(['by the agent', 'by the desk', 'by the phone']))
  expect(plans.filter((name) => name.includes('conflict'))).toHaveLength(2)
  for (const name of written) expect(kept[name]?.trim()).toBe(name)
})
