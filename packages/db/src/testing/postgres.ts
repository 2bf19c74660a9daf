import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import { Client } from 'pg'
import { migrateEmpty } from './migrated.ts'

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

let template: Promise<string> | undefined

/** A database of its own with the current schema, copied from one that was migrated. */
export async function createCopy(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = await serverUrl()
  template ??= makeTemplate(server)
  const name = `test_${randomBytes(8).toString('hex')}`
  await query(server, `create database ${name} template ${await template}`)
  return { url: urlOf(server, name), drop: () => query(server, `drop database ${name} with (force)`) }
}

/** Made once on a server for these migrations: the first file that asks makes it, the others wait. */
async function makeTemplate(server: string): Promise<string> {
  const folder = new URL('../migrations/', import.meta.url)
  const hash = createHash('sha256')
  for (const file of readdirSync(folder).toSorted()) hash.update(readFileSync(new URL(file, folder)))
  const name = `atrium_test_${hash.digest('hex').slice(0, 16)}`
  const draft = `${name}_draft`
  await connected(server, async (client) => {
    await client.query('select pg_advisory_lock(1)')
    const found = await client.query('select from pg_database where datname = $1', [name])
    if (found.rowCount !== 0) return
    await client.query(`drop database if exists ${draft} with (force)`)
    await client.query(`create database ${draft}`)
    await migrateEmpty(urlOf(server, draft))
    await client.query(`alter database ${draft} rename to ${name}`)
  })
  return name
}

function urlOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

const query = (url: string, sql: string): Promise<void> =>
  connected(url, async (client) => void (await client.query(sql)))

async function connected(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
