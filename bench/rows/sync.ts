import { mkdirSync, writeFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type SpawnedServer, spawnServer } from '@atrium/server/testing'
import { asFactor, inTurns, milliseconds, type Result, type Row } from '../lib/result.ts'

const files = Number(process.env['BENCH_SYNC_FILES'] ?? 50_000)
const filesInFolder = 100
const turns = 5

/** Notes of many days: `2026/01/d0/note-0.md`. */
function fill(root: string): void {
  for (let at = 0; at < files; at += filesInFolder) {
    const day = at / filesInFolder
    const folder = join(root, String(2000 + (day >> 4)), String(day % 16).padStart(2, '0'))
    mkdirSync(folder, { recursive: true })
    for (let each = 0; each < filesInFolder; each++)
      writeFileSync(join(folder, `note-${each}.md`), `# Note ${at + each}\n\n${'Some words. '.repeat(30)}\n`)
  }
}

/** What anybody would write: every folder read, every file looked at. */
async function bareWalk(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true })
  const counts = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return bareWalk(path)
      await stat(path)
      return 1
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

async function manifest(server: SpawnedServer): Promise<number> {
  let count = 0
  let cursor: string | null = null
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const { status, body } = await server.rest('GET', `/api/sync/manifest?root=Notes${query}`)
    if (status !== 200) throw new Error(JSON.stringify(body))
    count += body.files.length
    cursor = body.next_cursor
  } while (cursor !== null)
  return count
}

async function timed(work: () => Promise<number>): Promise<number> {
  const begun = performance.now()
  const count = await work()
  if (count !== files) throw new Error(`${count} of ${files} files`)
  return performance.now() - begun
}

async function measure(): Promise<Result[]> {
  await using server = await spawnServer()
  const root = join(server.vault, 'Notes')
  fill(root)
  const firstMs = await timed(() => manifest(server))
  const measured = await inTurns(
    turns,
    () => timed(() => bareWalk(root)),
    () => timed(() => manifest(server)),
  )
  const note = `all pages over HTTP, no file read again; the first one, which hashes all, took ${milliseconds(firstMs)}; floor: readdir and stat in Node`
  return [asFactor(`sync manifest, ${files} files`, measured, 3, milliseconds, note)]
}

export const sync: Row = { name: 'sync', measure }
