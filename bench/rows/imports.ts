import { readFileSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openDatabase } from '@atrium/db'
import { type SpawnedServer, spawnServer } from '@atrium/server/testing'
import SqliteDatabase from 'better-sqlite3'
import { writeExport } from '../lib/export-file.ts'
import { asDifference, asFactor, median, milliseconds, type Result, type Row } from '../lib/result.ts'

const conversations = 10_000
const turns = 3
const tables = ['chat', 'chat_event', 'chat_text', 'imported_conversation']
const memoryBarMb = 200

const megabytes = (mb: number): string => `${mb.toFixed(0)} MB`

/** The most memory that the process ever held, or holds now. */
function memoryMb({ child }: SpawnedServer, line: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Number(new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024
}

type Imported = { ms: number; idleMb: number; peakMb: number; database: string }

/** One import into a hub of its own; `use` gets its database while it is there. */
async function importOnce(file: string, use: (imported: Imported) => Promise<void>): Promise<void> {
  await using server = await spawnServer({ ATRIUM_VAULT: join(file, '..') })
  const idleMb = memoryMb(server, 'VmRSS')
  const begun = performance.now()
  const { body } = await server.rest('POST', '/api/import/path', { path: file })
  const ms = performance.now() - begun
  if (body.imported_count !== conversations) throw new Error(JSON.stringify(body).slice(0, 500))
  const peakMb = memoryMb(server, 'VmHWM')
  await server.kill('SIGTERM')
  await use({ ms, idleMb, peakMb, database: join(server.home, 'atrium.db') })
}

/** The same rows, read beforehand, into an empty database of the same schema: one statement a row, one transaction. */
async function insertOnce(source: string, folder: string): Promise<number> {
  const target = join(folder, 'floor.db')
  const database = await openDatabase({ url: target })
  await migrate(database, { backup: () => Promise.reject(new Error('it is empty')) })
  await database.close()
  const from = new SqliteDatabase(source, { readonly: true })
  const rows = tables.map((table) => ({
    table,
    rows: from.prepare(`select * from ${table}`).raw().all() as unknown[][],
  }))
  from.close()
  const connection = new SqliteDatabase(target)
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  const begun = performance.now()
  connection.transaction(() => {
    for (const { table, rows: all } of rows) {
      const insert = connection.prepare(`insert into ${table} values (${all[0]?.map(() => '?').join(', ')})`)
      for (const row of all) insert.run(row)
    }
  })()
  const ms = performance.now() - begun
  connection.close()
  for (const suffix of ['', '-wal', '-shm']) await rm(target + suffix, { force: true })
  return ms
}

async function measure(): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-bench-'))
  try {
    const file = join(folder, 'conversations.json')
    await writeExport(file, conversations)
    const ours: number[] = []
    const floor: number[] = []
    const peaks: number[] = []
    for (let turn = 0; turn < turns; turn++)
      await importOnce(file, async ({ ms, idleMb, peakMb, database }) => {
        ours.push(ms)
        peaks.push(peakMb - idleMb)
        floor.push(await insertOnce(database, folder))
      })
    const { size } = await stat(file)
    const note = `${conversations} conversations of 10 messages, ${megabytes(size / 1e6)}; floor: prepared inserts of the same rows`
    const measured = { floor: median(floor), ours: median(ours) }
    return [
      asFactor('import of an export', measured, 3, milliseconds, note),
      asDifference(
        'memory of that import',
        { floor: 0, ours: median(peaks) },
        memoryBarMb,
        megabytes,
        'above idle',
      ),
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}

export const imports: Row = { name: 'imports', measure }
