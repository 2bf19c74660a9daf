import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { eachEngine, openTestDatabase } from '@atrium/db/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../core/log.ts'
import { createTasks } from '../../core/tasks.ts'
import { hashFile } from '../../host/hash-file.ts'
import { createSync } from './service.ts'
import { createSyncStore } from './store.ts'

const query = {
  root: 'R',
  pattern: '*',
  include_binary: false,
  limit: 5_000,
  quick: false,
  accept_empty: false,
}

eachEngine('the catalog', (engine) => {
  async function open() {
    const database = await openTestDatabase(engine)
    const vault = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-catalog-')))
    const tasks = createTasks(createLog('silent'))
    onTestFinished(async () => {
      await tasks.close()
      await database.close()
      rmSync(vault, { recursive: true })
    })
    mkdirSync(join(vault, 'R'))
    const read: string[] = []
    const store = createSyncStore(database.db)
    const sync = createSync({
      vault,
      store,
      vaultState: { assertThere: async () => undefined, assertReadable: async () => undefined },
      assertWritable: async () => undefined,
      tasks,
      hash: (path, signal) => {
        read.push(path)
        return hashFile(path, signal)
      },
    })
    const signal = new AbortController().signal
    return { vault, store, read, list: () => sync.manifest(query, signal), sync, signal }
  }

  test('reads each file once, and again only what changed', async () => {
    const { vault, read, list } = await open()
    for (let index = 0; index < 200; index++) writeFileSync(join(vault, `R/f${index}.md`), `${index}`)
    await delay(100) // past the tick in which a change leaves no trace
    const first = await list()
    expect([first.files.length, read.length]).toEqual([200, 200])
    expect((await list()).files).toEqual(first.files)
    expect(read).toHaveLength(200)
    writeFileSync(join(vault, 'R/f7.md'), 'new')
    const third = await list()
    expect(read).toHaveLength(201)
    expect(third.files.filter(({ hash }) => !first.files.some((old) => old.hash === hash))).toHaveLength(1)
  })

  test('does not trust a hash that was made in the tick of a change', async () => {
    const { vault, read, list } = await open()
    writeFileSync(join(vault, 'R/a.md'), 'one')
    await list()
    writeFileSync(join(vault, 'R/a.md'), 'two')
    const hashes = new Set<string | undefined>()
    for (let times = 0; times < 5; times++) hashes.add((await list()).files[0]?.hash)
    expect(hashes.size).toBe(1)
    expect(read.length).toBeGreaterThan(1)
  })

  test('positions grow with every change and with nothing else, also when many look at once', async () => {
    const { vault, list, store } = await open()
    for (const name of ['a.md', 'b.md']) writeFileSync(join(vault, 'R', name), name)
    await Promise.all(Array.from({ length: 5 }, list))
    await delay(100)
    await Promise.all(Array.from({ length: 5 }, list))
    const { seq } = await store.position()
    expect(seq).toBe(2)
    rmSync(join(vault, 'R/a.md'))
    await Promise.all(Array.from({ length: 5 }, list))
    expect((await store.position()).seq).toBe(3)
    expect((await store.since('R', 2, 10)).map(({ path, deletedAt }) => [path, deletedAt !== null])).toEqual([
      ['R/a.md', true],
    ])
  })
})

describe('pages', () => {
  test('end where the caller has left', async () => {
    const database = await openTestDatabase('sqlite')
    const vault = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-catalog-')))
    mkdirSync(join(vault, 'R'))
    writeFileSync(join(vault, 'R/a.md'), 'a')
    const tasks = createTasks(createLog('silent'))
    const sync = createSync({
      vault,
      store: createSyncStore(database.db),
      vaultState: { assertThere: async () => undefined, assertReadable: async () => undefined },
      assertWritable: async () => undefined,
      tasks,
    })
    await expect(sync.manifest(query, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
    await tasks.close()
    await database.close()
    rmSync(vault, { recursive: true })
  })
})
