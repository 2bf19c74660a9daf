import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { migrate, openDatabase } from '@atrium/db'
import { createTestDatabase, eachEngine } from '@atrium/db/testing'
import { expect, test } from 'vitest'
import { createLog } from '../../core/log.ts'
import { createTasks } from '../../core/tasks.ts'
import { createHistory } from './history.ts'
import { createUsageStore, type UsageFileRow } from './store.ts'

const noBackup = { backup: () => Promise.reject(new Error('It is empty')) }
const row = (path: string, more: Partial<UsageFileRow> = {}): UsageFileRow => ({
  path,
  provider: 'claude',
  size: 5_000_000_000,
  mtimeMs: 1_774_746_000_123.456,
  inode: 2 ** 52 + 1,
  readBytes: 4_999_999_999,
  state: '{}',
  names: '{"texts":[],"costs":[]}',
  count: 0,
  entries: '',
  ...more,
})

/** A process of its own that looks at transcripts, as a hub does. */
const looker = (url: string, folder: string) => `
  import { openDatabase } from '@atrium/db'
  import { createLog } from './src/core/log.ts'
  import { createTasks } from './src/core/tasks.ts'
  import { createHistory } from './src/features/usage/history.ts'
  import { createUsageStore } from './src/features/usage/store.ts'
  const database = await openDatabase({ url: ${JSON.stringify(url)} })
  const log = createLog('error')
  const roots = [{ provider: 'claude', folder: ${JSON.stringify(folder)} }]
  const tasks = createTasks(log)
  console.log('begins')
  await createHistory({ store: createUsageStore(database.db), tasks, log, roots }).look()
  await tasks.close()
  process.exit()`

async function writeTranscripts(folder: string, files: number, answers: number): Promise<void> {
  await mkdir(join(folder, 'p'), { recursive: true })
  for (let file = 0; file < files; file++) {
    const lines = Array.from({ length: answers }, (_, at) =>
      JSON.stringify({
        type: 'assistant',
        timestamp: new Date(Date.now() - at * 1_000).toISOString(),
        sessionId: `s${file}`,
        requestId: `r${file}-${at}`,
        message: {
          id: `m${file}-${at}`,
          model: 'claude-opus-4-6',
          content: [{ type: 'text', text: 'x'.repeat(2_000) }],
          usage: { input_tokens: 1, output_tokens: 1 },
        },
      }),
    )
    await writeFile(join(folder, 'p', `s${file}.jsonl`), `${lines.join('\n')}\n`)
  }
}

eachEngine('what is kept of transcripts', (engine) => {
  test('files come back as they were saved, in the order of paths, however many', async () => {
    await using place = await createTestDatabase(engine)
    await using database = await openDatabase({ url: place.url })
    await migrate(database, noBackup)
    const store = createUsageStore(database.db)
    const paths = Array.from({ length: 120 }, (_, at) => `/t/${at % 2 ? 'ä' : 'Z'}${at}`)
    await store.save(paths.map((path) => row(path)))
    await store.save([row('/t/Z0', { size: 1, count: 7, entries: 'AAAA' })])
    const read: UsageFileRow[] = []
    for await (const rows of store.all()) read.push(...rows)
    const byBytes = paths.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    expect(read.map(({ path }) => path)).toEqual(byBytes)
    expect(read[0]).toEqual(row('/t/Z0', { size: 1, count: 7, entries: 'AAAA' }))
    expect(read[1]).toEqual(row(read[1]?.path ?? ''))
    expect(await store.stamps()).toHaveLength(120)
    expect(await store.files(['/t/Z0', '/t/none'])).toHaveLength(1)
    await store.saveSummary('a zone', 'one', '[]')
    await store.saveSummary('another zone', 'two', '[1]')
    expect(await store.summary('a zone')).toBeUndefined()
    expect(await store.summary('another zone')).toEqual({ fingerprint: 'two', body: '[1]' })
    await store.forgetFilesBefore(1_774_746_000_124)
    expect(await store.stamps()).toEqual([])
  })

  test('P49 a first reading that is killed anywhere is gone on with, and counts each answer once', {
    timeout: 120_000,
  }, async () => {
    const root = await mkdtemp(join(tmpdir(), 'atrium-usage-kill-'))
    try {
      await using place = await createTestDatabase(engine)
      await using database = await openDatabase({ url: place.url })
      await migrate(database, noBackup)
      const [files, answers] = [240, 60]
      await writeTranscripts(root, files, answers)
      const store = createUsageStore(database.db)
      const known: number[] = []
      for (const ms of [120, 260, 420, 700]) {
        const code = looker(place.url, root)
        const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
          cwd: join(import.meta.dirname, '../../..'),
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        await once(child.stdout, 'data')
        await pause(ms)
        if (child.exitCode === null) {
          child.kill('SIGKILL')
          await once(child, 'exit')
        }
        const stamps = await store.stamps()
        for (const { readBytes, size } of stamps) expect(readBytes).toBe(size)
        known.push(stamps.length)
      }
      expect(known).toEqual(known.toSorted((one, other) => one - other))
      const log = createLog('error')
      const tasks = createTasks(log)
      const roots = [{ provider: 'claude' as const, folder: root }]
      const history = createHistory({ store, tasks, log, roots })
      await history.look()
      const { days, complete } = await history.get(3)
      await tasks.close()
      expect(complete).toBe(true)
      expect(days.reduce((sum, { output }) => sum + output, 0)).toBe(files * answers)
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  })
})
