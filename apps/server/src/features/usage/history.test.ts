import { appendFile, mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageHistory } from '@atrium/schema'
import { expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'

const ask = async (app: TestApp, days = 30) =>
  UsageHistory.parse((await app.rest('GET', `/api/usage/history?days=${days}`)).body)

/** The figures after a look at all transcripts. */
async function get(app: TestApp, days = 30) {
  await app.app.usage.look() // what runs by then may have begun before a file was written
  await app.app.usage.look()
  const history = await ask(app, days)
  expect(history.complete).toBe(true)
  return history
}

let count = 0
const answer = (output: number, more: { at?: Date; message?: object; line?: object } = {}) =>
  JSON.stringify({
    type: 'assistant',
    timestamp: (more.at ?? new Date()).toISOString(),
    sessionId: 's1',
    requestId: `req_${++count}`,
    cwd: '/srv/shop',
    message: {
      id: `msg_${count}`,
      model: 'claude-opus-4-6',
      content: [{ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'x'.repeat(400) } }],
      stop_reason: 'tool_use',
      usage: { input_tokens: 10, output_tokens: output, cache_read_input_tokens: 90 },
      ...more.message,
    },
    ...more.line,
  })

async function transcripts(app: TestApp) {
  const folder = join(app.home, '..', 'claude', 'projects', '-srv-shop')
  await mkdir(folder, { recursive: true })
  return { folder, file: join(folder, 's1.jsonl') }
}

test('usage history is refused without a key, and what is no number of days is too', async () => {
  await using app = await createTestApp()
  const bare = await app.rest('GET', '/api/usage/history', undefined, { headers: { authorization: '' } })
  expect(bare.status).toBe(401)
  for (const days of ['0', '-1', 'many', '1.5'])
    expect((await app.rest('GET', `/api/usage/history?days=${days}`)).status, days).toBe(422)
  expect((await get(app, 10_000)).days).toHaveLength(366)
})

test('days without transcripts are there, and say that nothing was used', async () => {
  await using app = await createTestApp()
  const history = await get(app, 3)
  expect(history.days.map(({ input, cost }) => [input, cost])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ])
  expect(history).toMatchObject({ complete: true, monthTotal: 0, byProject: [], prices: { unknown: [] } })
})

test('what transcripts tell is counted by day, model, project, hour, tool, and end', async () => {
  await using app = await createTestApp()
  const { file } = await transcripts(app)
  await writeFile(
    file,
    [
      answer(100),
      answer(50, { message: { stop_reason: 'end_turn', content: [{ type: 'text', text: 'y' }] } }),
      answer(1, { message: { model: 'a-model-of-mine' } }),
      JSON.stringify({ type: 'user', message: { content: 'hello' } }),
      JSON.stringify({
        type: 'system',
        subtype: 'api_error',
        uuid: 'u1',
        sessionId: 's1',
        timestamp: new Date().toISOString(),
      }),
      'no line at all "usage":{',
      '',
    ].join('\n'),
  )
  const history = await get(app)
  expect(history.days[0]).toMatchObject({
    input: 30,
    output: 151,
    byModel: { 'claude-opus-4-6': 170, 'a-model-of-mine': 11 },
    sessions: 1,
    errors: 1,
  })
  expect(history.days[0]?.cost).toBeCloseTo((20 * 5 + 150 * 25 + 180 * 0.5) / 1e6, 12)
  expect(history).toMatchObject({
    complete: true,
    monthTotal: 181,
    byProject: [{ project: 'shop', path: '/srv/shop', tokens: 181 }],
    cacheRate: { read: 270, total: 300, pct: 90 },
    workStyle: { toolUse: 2, endTurn: 1, total: 3 },
    toolUsage: [{ name: 'Bash', count: 2 }],
    monthSessions: 1,
    errors: { total: 1 },
    byProvider: [{ provider: 'claude', tokens: 181 }],
    prices: { unknown: ['a-model-of-mine'] },
  })
  expect(history.heatmap).toHaveLength(1)
})

async function outputAfter(app: TestApp): Promise<number | undefined> {
  const history = await get(app)
  return history.days.slice(0, 2).reduce((sum, day) => sum + day.output, 0)
}

test('P12 asking reads and writes nothing: the hub looks by itself, soon after its start', async () => {
  await using app = await createTestApp()
  const { file } = await transcripts(app)
  await app.app.usage.look()
  await writeFile(file, `${answer(5)}\n`)
  const { db } = app.app.database
  for (const path of ['/api/usage/history', '/api/recent-dirs', '/api/usage']) await app.rest('GET', path)
  expect(await db.selectFrom('usageFile').selectAll().execute()).toEqual([])
  expect(await outputAfter(app)).toBe(5)
})

test('what lies there at the start is read without being asked for', async () => {
  await using app = await createTestApp()
  const { file } = await transcripts(app)
  await writeFile(file, `${answer(5)}\n`)
  const { db } = app.app.database
  await vi.waitFor(
    async () => expect(await db.selectFrom('usageSummary').select('id').execute()).toHaveLength(1),
    { timeout: 20_000, interval: 50 },
  )
  expect((await ask(app)).days[0]?.output).toBe(5)
})

test('only what was added is read again; what was cut or replaced is read anew', async () => {
  await using app = await createTestApp()
  const { file, folder } = await transcripts(app)
  await writeFile(file, `${answer(1)}\n${answer(2)}\n`)
  expect(await outputAfter(app)).toBe(3)
  const half = answer(40)
  await appendFile(file, `${answer(4)}\n${half.slice(0, 30)}`)
  expect(await outputAfter(app), 'a line that is still being written waits').toBe(7)
  await appendFile(file, half.slice(30))
  expect(await outputAfter(app), 'a last line needs no end').toBe(47)
  await appendFile(file, `\n${answer(100)}\n`)
  expect(await outputAfter(app)).toBe(147)
  await truncate(file, 0)
  await appendFile(file, `${answer(8)}\n`)
  expect(await outputAfter(app)).toBe(8)
  const other = join(folder, 'other')
  await writeFile(other, `${answer(16)}\n`.repeat(2) + 'x'.repeat(2_000))
  await rename(other, file)
  expect(await outputAfter(app)).toBe(16)
})

test('the same answer in two transcripts counts once, and stays when the vendor removes a file', async () => {
  await using app = await createTestApp()
  const { file, folder } = await transcripts(app)
  const line = answer(5)
  await writeFile(file, `${line}\n`)
  await writeFile(join(folder, 's2.jsonl'), `${line}\n${answer(7)}\n`)
  expect(await outputAfter(app)).toBe(12)
  await rm(file)
  expect(await outputAfter(app)).toBe(12)
})

test('P50 a transcript that cannot be read costs only itself, and is told of', async () => {
  await using app = await createTestApp()
  const { file, folder } = await transcripts(app)
  await writeFile(file, `${answer(5)}\n\0\0\0\0\n${answer(6)}\n{"half":`)
  await mkdir(join(folder, 'sub', 'x.jsonl'), { recursive: true })
  await writeFile(join(folder, 'nul.jsonl'), Buffer.alloc(10_000))
  expect((await get(app)).days[0]?.output).toBe(11)
})

test('a hub that starts again reads nothing anew', async () => {
  await using app = await createTestApp()
  const { file } = await transcripts(app)
  await writeFile(file, `${answer(5)}\n`)
  const first = await get(app)
  const { db } = app.app.database
  const rows = await db.selectFrom('usageFile').select(['path', 'readBytes', 'count']).execute()
  expect(rows).toMatchObject([{ path: file, count: 1 }])
  await db.updateTable('usageFile').set({ count: 99 }).execute()
  expect(await outputAfter(app)).toBe(first.days[0]?.output)
  expect(await db.selectFrom('usageFile').select('count').execute()).toEqual([{ count: 99 }])
})
