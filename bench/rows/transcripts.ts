import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openDatabase } from '@atrium/db'
import { createLog } from '../../apps/server/src/core/log.ts'
import { createTasks } from '../../apps/server/src/core/tasks.ts'
import { createClaudeCode } from '../../apps/server/src/features/claude-code/service.ts'
import { createTranscriptStore } from '../../apps/server/src/features/claude-code/store.ts'
import { startFloor } from '../lib/child.ts'
import { watchQueries } from '../lib/queries.ts'
import { asDifference, asFactor, inTurns, milliseconds, type Result, type Row } from '../lib/result.ts'
import { openShell } from '../lib/shell.ts'
import { createTranscripts } from '../lib/transcripts.ts'

const size = { files: 5_000, bytesEach: 4_000_000 }
const turns = 7
const times = 50
const memoryBarMb = 100
/** Of all bytes, the part that may be read to list them. */
const readBar = 0.05

type Indexed = {
  memoryMb: number
  readMb: number
  firstMs: number
  tookMs: number
  stallMs: number
  known: number
}

/** What the first look at the folder takes, in a process that does nothing else. */
async function index(folder: string, file: string): Promise<Indexed> {
  const { url: line, child } = await startFloor('transcript-index.ts', folder, file)
  if (child.exitCode === null) await once(child, 'exit')
  return JSON.parse(line) as Indexed // it prints nothing else
}

export async function measureTranscripts({ files, bytesEach } = size): Promise<Result[]> {
  const root = await mkdtemp(join(tmpdir(), 'atrium-bench-'))
  try {
    await createTranscripts(root, { files, bytesEach })
    const file = join(root, 'atrium.db')
    await using database = await openDatabase({ url: file })
    await migrate(database, { backup: () => Promise.reject(new Error('it is empty')) })
    const indexed = await index(root, file)

    const log = createLog('error')
    const tasks = createTasks(log)
    const lastQuery = watchQueries(database)
    const claudeCode = createClaudeCode({
      store: createTranscriptStore(database.db),
      tasks,
      log,
      configFolder: root,
      folders: { resolve: async () => ({ stored: null }) },
      importChat: async () => ({ id: '', created: false }),
    })
    const page = () => claudeCode.recent({ limit: 100, offset: 0 })
    await page()
    const sql = lastQuery()
    const shell = openShell(file)
    const ours = async () => {
      const begun = performance.now()
      for (let time = 0; time < times; time++) await page()
      return (performance.now() - begun) / times
    }
    const measured = await inTurns(turns, () => shell.run(sql, times), ours)
    await shell.close()
    await tasks.close()

    const total = (files * bytesEach) / 1e6
    const what = `${files} transcripts, ${(total / 1_000).toFixed(1)} GB`
    const known = `${what}; first answer after ${milliseconds(indexed.firstMs)}, all known after ${milliseconds(indexed.tookMs)}, longest stall ${milliseconds(indexed.stallMs)}`
    const megabytes = (value: number): string => `${value.toFixed(0)} MB`
    return [
      asFactor('page of transcripts', measured, 3, milliseconds, `${what}; floor: ${shell.name}`),
      asDifference(
        'memory to index them',
        { floor: 0, ours: indexed.memoryMb },
        memoryBarMb,
        megabytes,
        known,
      ),
      asFactor(
        'bytes read to list them',
        { floor: total, ours: indexed.readMb },
        readBar,
        megabytes,
        'floor: reading them whole',
      ),
    ]
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

export const transcripts: Row = { name: 'transcripts', measure: () => measureTranscripts() }
