import { eachEngine, openTestDatabase } from '@atrium/db/testing'
import { expect, test } from 'vitest'
import { createTranscriptStore, type TranscriptRow, type UsageRow } from './store.ts'

const aTranscript = (path: string, more: Partial<TranscriptRow> = {}): TranscriptRow => ({
  path,
  sessionId: path,
  folder: '-srv',
  size: 3_000_000_000,
  mtimeMs: 1_795_295_427_123.456,
  inode: 9_007_199_254_740_000,
  scannedBytes: 2_999_999_999,
  scannedCount: 5,
  messageCount: 5,
  exact: 1,
  cwd: '/srv',
  title: 'Title',
  titleKind: 'first',
  firstMessage: 'First',
  model: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  lastAt: '2026-01-02T00:00:00.000Z',
  ...more,
})
const anAnswer = (id: string, more: Partial<UsageRow> = {}): UsageRow => ({
  id,
  sessionId: 's',
  cwd: '/srv',
  at: '2026-01-02T00:00:00.000Z',
  model: 'claude-sonnet-5-5',
  inputTokens: 100,
  outputTokens: 10,
  cacheReadTokens: 3,
  cacheCreationTokens: 2,
  ...more,
})

eachEngine('the index of transcripts', (engine) => {
  const open = async () => {
    const database = await openTestDatabase(engine)
    return { store: createTranscriptStore(database.db), [Symbol.asyncDispose]: () => database.close() }
  }

  test('a row comes back as it was saved, also beyond 32 bits, and a later save replaces it', async () => {
    await using lab = await open()
    await lab.store.save([aTranscript('/a')], [])
    expect(await lab.store.find('/a')).toEqual(aTranscript('/a'))
    const grown = aTranscript('/a', { messageCount: 9, title: 'New', titleKind: 'custom', exact: 0 })
    await lab.store.save([grown], [])
    expect(await lab.store.find('/a')).toEqual(grown)
    expect(await lab.store.stamps()).toEqual([
      { path: '/a', size: grown.size, mtimeMs: grown.mtimeMs, exact: 0 },
    ])
    await lab.store.forget(['/a', '/b'])
    expect(await lab.store.find('/a')).toBeUndefined()
  })

  test('pages are in order of activity, those without messages hidden, projects by their real folder', async () => {
    await using lab = await open()
    await lab.store.save(
      [
        aTranscript('/1', { lastAt: '2026-01-03T00:00:00.000Z' }),
        aTranscript('/2', { lastAt: '2026-01-05T00:00:00.000Z', cwd: null, folder: '-x' }),
        aTranscript('/3', { lastAt: '2026-01-04T00:00:00.000Z' }),
        aTranscript('/4', { lastAt: '2026-01-06T00:00:00.000Z', messageCount: 0 }),
      ],
      [],
    )
    const paths = async (query: Parameters<typeof lab.store.page>[0]) =>
      (await lab.store.page(query)).map(({ path }) => path)
    expect(await paths({ limit: 10, offset: 0 })).toEqual(['/2', '/3', '/1'])
    expect(await paths({ limit: 1, offset: 1 })).toEqual(['/3'])
    expect(await paths({ limit: 10, offset: 0, project: '/srv' })).toEqual(['/3', '/1'])
    expect(await paths({ limit: 10, offset: 0, project: '-x' })).toEqual(['/2'])
    expect(await lab.store.projects()).toEqual([
      { folder: '-x', path: '-x', count: 1, lastAt: '2026-01-05T00:00:00.000Z' },
      { folder: '-srv', path: '/srv', count: 2, lastAt: '2026-01-04T00:00:00.000Z' },
    ])
  })

  test('an answer is counted once, with the most tokens that were told of it', async () => {
    await using lab = await open()
    await lab.store.save(
      [],
      [anAnswer('m1', { outputTokens: 4 }), anAnswer('m2', { model: 'claude-opus-5-5' })],
    )
    await lab.store.save([], [anAnswer('m1', { outputTokens: 40 })])
    await lab.store.save(
      [],
      [anAnswer('m1', { outputTokens: 7 }), anAnswer('old', { at: '2025-01-01T00:00:00Z' })],
    )
    const sums = await lab.store.tokensSince('2026-01-01')
    expect(new Map(sums.map(({ model, ...sum }) => [model, sum]))).toEqual(
      new Map([
        [
          'claude-sonnet-5-5',
          { messages: 1, inputTokens: 100, outputTokens: 40, cacheReadTokens: 3, cacheCreationTokens: 2 },
        ],
        [
          'claude-opus-5-5',
          { messages: 1, inputTokens: 100, outputTokens: 10, cacheReadTokens: 3, cacheCreationTokens: 2 },
        ],
      ]),
    )
    await lab.store.forgetUsage('2025-06-01')
    expect(await lab.store.tokensSince('2000-01-01')).toHaveLength(2)
  })
})
