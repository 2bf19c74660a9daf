import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openDatabase } from '@atrium/db'
import SqliteDatabase from 'better-sqlite3'
import { createLog } from '../../apps/server/src/core/log.ts'
import { createTasks } from '../../apps/server/src/core/tasks.ts'
import { listPlaces, rootsOf } from '../../apps/server/src/features/usage/history/places.ts'
import { createHistory } from '../../apps/server/src/features/usage/history.ts'
import { createUsageStore } from '../../apps/server/src/features/usage/store.ts'
import type { Result, Row } from '../lib/result.ts'
import { writeTranscripts } from '../lib/transcript-files.ts'

const bytes = 2_000_000_000
const ccusage = join(import.meta.dirname, '../node_modules/.bin/ccusage')

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`
const millis = (ms: number): string => `${ms.toFixed(1)} ms`

/** First reading beside `ccusage` on the same files; second answer beside reading the same cache and looking at the same files. */
async function measure(): Promise<Result[]> {
  const { bavail, bsize } = await statfs(tmpdir())
  if (bavail * bsize < 3 * bytes) throw new Error('There is no room for two gigabytes of transcripts')
  const folder = await mkdtemp(join(tmpdir(), 'atrium-usage-'))
  try {
    const written = writeTranscripts({ root: folder, bytes, until: Date.now(), days: 200 })
    const variables = { CLAUDE_CONFIG_DIR: join(folder, 'claude'), CODEX_HOME: join(folder, 'codex') }
    const roots = rootsOf(folder, variables)
    const theirs = async (): Promise<number> => {
      const began = performance.now()
      const args = ['daily', '--json', '--offline', '--by-agent']
      const child = spawn(ccusage, args, { env: { ...process.env, ...variables }, stdio: 'ignore' })
      await once(child, 'exit')
      return performance.now() - began
    }
    await theirs() // the files are in memory for both
    const firsts: number[] = []
    const floors: number[] = []
    for (let turn = 0; turn < 3; turn++) {
      floors.push(await theirs())
      firsts.push((await answer(join(folder, `first-${turn}.db`), roots)).ms)
    }
    const file = join(folder, 'first-0.db')
    const cached: number[] = []
    const seconds2: number[] = []
    for (let turn = 0; turn < 7; turn++) {
      cached.push(readCache(file, roots))
      seconds2.push((await answer(file, roots)).ms)
    }
    const note = `${written.files} transcripts, ${(written.bytes / 1e9).toFixed(1)} GB`
    return [
      result(
        'usage history, first',
        Math.min(...floors),
        Math.min(...firsts),
        1,
        seconds,
        `${note}; floor: ccusage`,
      ),
      result(
        'usage history, second',
        Math.min(...cached),
        Math.min(...seconds2),
        2,
        millis,
        'floor: its rows read, its files looked at',
      ),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const result = (
  name: string,
  floor: number,
  ours: number,
  bar: number,
  say: (ms: number) => string,
  note: string,
): Result => ({
  name,
  floor: say(floor),
  ours: say(ours),
  ratio: `${(ours / floor).toFixed(2)} ×`,
  bar: `${bar} ×`,
  ok: ours / floor <= bar,
  note,
})

type Roots = ReturnType<typeof rootsOf>

/** A hub's history from nothing in memory to the whole answer. */
async function answer(file: string, roots: Roots) {
  await using database = await openDatabase({ url: file })
  await migrate(database, { backup: () => Promise.reject(new Error('it is empty')) })
  const log = createLog('error')
  const tasks = createTasks(log)
  const began = performance.now()
  const history = createHistory({ store: createUsageStore(database.db), tasks, log, roots })
  await history.look()
  const found = await history.get(366)
  const ms = performance.now() - began
  await tasks.close()
  if (!found.complete || found.monthTotal === 0) throw new Error('The history is not whole')
  return { ms }
}

function readCache(file: string, roots: Roots): number {
  const began = performance.now()
  listPlaces(roots, 1_000_000)
  const connection = new SqliteDatabase(file, { readonly: true })
  connection
    .prepare('select path, provider, size, mtime_ms, inode, read_bytes from usage_file order by path')
    .all()
  for (const row of connection.prepare('select body from usage_summary').all())
    JSON.parse((row as { body: string }).body)
  connection.close()
  return performance.now() - began
}

export const usageHistory: Row = { name: 'usage history', measure }
