import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import { Client } from 'pg'

const startDeadlineMs = 120_000
const keeper = fileURLToPath(new URL('keeper.ts', import.meta.url))

/** URL of a Postgres for tests: the one that `ATRIUM_TEST_POSTGRES_URL` names, else one of our own. */
export async function serverUrl(): Promise<string> {
  return process.env.ATRIUM_TEST_POSTGRES_URL ?? (await embeddedServer())
}

/** Every test file runs in a process of its own; what they share is the test runner that began them. */
function testRun(): number {
  const isWorker = process.env.VITEST_WORKER_ID !== undefined
  return isWorker && isMainThread ? process.ppid : process.pid
}

/** One server for a whole test run: the first file that asks starts it, the others wait for it. */
async function embeddedServer(): Promise<string> {
  const run = testRun()
  const folder = join(tmpdir(), `atrium-postgres-${run}`)
  if (isFirst(folder)) {
    spawn(process.execPath, [keeper, folder, String(run)], { detached: true, stdio: 'ignore' }).unref()
  }
  const deadline = performance.now() + startDeadlineMs
  while (performance.now() < deadline) {
    if (existsSync(join(folder, 'url'))) return readFileSync(join(folder, 'url'), 'utf8')
    if (existsSync(join(folder, 'error'))) throw new Error(readFileSync(join(folder, 'error'), 'utf8'))
    await sleep(50)
  }
  throw new Error('Postgres for tests did not start in two minutes')
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}

/** A schema of its own on the server, and the URL that leads to it. */
export async function createSchema(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = await serverUrl()
  const schema = `test_${randomBytes(8).toString('hex')}`
  await query(server, `create schema ${schema}`)
  const url = new URL(server)
  url.searchParams.set('options', `-c search_path=${schema}`)
  return { url: url.href, drop: () => query(server, `drop schema ${schema} cascade`) }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
