import { eachEngine, openTestDatabase } from '@atrium/db/testing'
import { expect, test } from 'vitest'
import { createSessionsStore, type KnownSession } from './store.ts'

const shop: KnownSession = {
  name: 'cc-shop',
  tmuxName: 'cc-shop',
  directory: '/tmp',
  command: 'cat',
  createdAt: '2026-01-01T10:00:00.000Z',
  lastSeenAt: '2026-01-01T10:05:00.000Z',
  pinned: false,
  muted: true,
  manuallyStopped: false,
  exit: null,
}

eachEngine('known sessions', (engine) => {
  test('are saved, saved again, renamed, touched and removed', async () => {
    await using database = await openTestDatabase(engine)
    const store = createSessionsStore(database.db)
    await store.save(shop)
    await store.save({ ...shop, pinned: true, exit: { code: null, signal: 'SIGKILL' }, command: null })
    const other = { ...shop, name: 'cc-a.b', tmuxName: 'cc-a_b~1' }
    await store.save(other)
    await store.replace('cc-shop', { ...shop, name: 'cc-store' })
    await store.touch(['cc-store', 'cc-none'], '2026-02-02T00:00:00.000Z')
    await store.touch([], '2026-03-03T00:00:00.000Z')
    expect(await store.list()).toEqual({
      known: [other, { ...shop, name: 'cc-store', lastSeenAt: '2026-02-02T00:00:00.000Z' }],
      damaged: [],
    })
    await store.remove('cc-store')
    await store.remove('cc-none')
    expect((await store.list()).known).toEqual([other])
  })

  test('P50 a damaged entry costs only itself and stays as it is', async () => {
    await using database = await openTestDatabase(engine)
    const store = createSessionsStore(database.db)
    for (const [name, change] of [
      ['bad:name', {}],
      ['no-folder', { directory: '' }],
      ['no-time', { createdAt: 'yesterday' }],
      ['bad-exit', {}],
      ['good', {}],
    ] as const)
      await store.save({ ...shop, name, ...change })
    await database.db
      .updateTable('knownSession')
      .set({ exit: '{"code":' })
      .where('name', '=', 'bad-exit')
      .execute()
    const { known, damaged } = await store.list()
    expect(known.map(({ name, exit }) => [name, exit])).toEqual([
      ['bad-exit', null],
      ['good', null],
    ])
    expect(damaged.toSorted()).toEqual(['bad:name', 'no-folder', 'no-time'])
    expect(await database.db.selectFrom('knownSession').selectAll().execute()).toHaveLength(5)
  })
})
