import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RecentDirs, UsageCosts, UsageLimits } from '@atrium/schema'
import { expect, test } from 'vitest'
import { createTestApp } from '../../testing.ts'
import { paceOf } from './pace.ts'
import { createStatusLines } from './status-lines.ts'
import { ofAgent } from './told.ts'

const soon = Math.floor(Date.now() / 1_000) + 3_600

test('limits, costs and recent folders are refused without a key', async () => {
  await using app = await createTestApp()
  for (const path of ['/api/usage/limits', '/api/usage/costs', '/api/recent-dirs'])
    expect((await app.rest('GET', path, undefined, { headers: { authorization: '' } })).status, path).toBe(
      401,
    )
  expect((await app.rest('GET', '/api/recent-dirs?limit=none')).status).toBe(422)
})

test('limits that a status line and an agent told are there, with a point of their history', async () => {
  await using app = await createTestApp()
  const { usage } = app.app
  usage.statuslines.report('cc-shop', {
    rate_limits: {
      five_hour: { used_percentage: 93.5, resets_at: soon + 0.4 },
      seven_day: { used_percentage: 31, resets_at: 1 },
    },
  })
  app.app.events.emit('agents.limits.told', {
    facts: { unifiedWindows: { seven_day_opus: { utilization: 0.128, resetsAt: soon } } },
    at: Date.now() + 10,
  })
  const limits = UsageLimits.parse((await app.rest('GET', '/api/usage/limits')).body)
  expect(limits.accounts).toMatchObject([
    {
      accountId: 'claude',
      source: 'chat',
      windows: [
        {
          label: '5h',
          usedPercentage: 93.5,
          resetsAt: soon,
          pace: { stage: 'farAhead', lastsToReset: false },
        },
        { label: '7d opus', usedPercentage: 12.8, resetsAt: soon },
      ],
    },
  ])
  expect(limits).toMatchObject({ points: [{ acct: 'claude', '5h': 93.5, '7d': 31 }], peaks5h: 1, peaks7d: 0 })
})

test('rubbish from an agent is no limit', () => {
  for (const facts of [null, 5, 'x', [], {}, { unifiedWindows: { five_hour: { utilization: 'much' } } }])
    expect(ofAgent(facts, 0)).toBeNull()
})

test('pace holds use against time, and says nothing at the beginning of a window', () => {
  const at = (used: number, leftShare: number) =>
    paceOf({ label: '5h', usedPercentage: used, resetsAt: 18_000 * leftShare }, 0)
  expect(at(42, 0.4)).toMatchObject({
    stage: 'farBehind',
    deltaPct: -18,
    expectedPct: 60,
    lastsToReset: true,
  })
  expect(at(61, 0.4)?.stage).toBe('onTrack')
  expect(at(66, 0.4)?.stage).toBe('slightlyAhead')
  expect(at(80, 0.4)).toMatchObject({ stage: 'farAhead', etaSeconds: 2_700, lastsToReset: false })
  expect(at(10, 0.98)).toBeNull()
  expect(paceOf({ label: null, usedPercentage: 1, resetsAt: 9 }, 0)).toBeNull()
})

test('any status line is taken; what is no number is null, a renamed session keeps its figures, and only fresh ones are summed', () => {
  let now = 1_000_000
  const lines = createStatusLines({ now: () => now })
  lines.report('a', {
    cost: { total_cost_usd: 1.5, total_lines_added: 'x' },
    model: { display_name: 'Opus' },
  })
  for (const body of [null, 5, 'x', [], { cost: [], rate_limits: { five_hour: 5 } }])
    lines.report('junk', body)
  expect(lines.of('junk')).toMatchObject({ cost: null, limits: null, contextPct: null })
  lines.rename('a', 'b')
  expect(lines.of('a')).toBeNull()
  expect(lines.of('b')).toMatchObject({
    cost: { totalUsd: 1.5, linesAdded: null },
    contextModel: 'Opus',
    fresh: true,
  })
  expect(lines.costs(() => true)).toMatchObject({ totalUsd: 1.5, sessions: [{ name: 'b', fresh: true }] })
  now += 121_000
  expect(UsageCosts.parse(lines.costs(() => true))).toMatchObject({
    totalUsd: 0,
    sessions: [{ costUsd: 1.5, fresh: false }],
  })
  expect(lines.costs(() => false).sessions).toEqual([])
  lines.drop('b')
  expect(lines.of('b')).toBeNull()
})

test('recent folders come from transcripts and chats, those that are gone are left out', async () => {
  await using app = await createTestApp()
  const folder = join(app.home, '..', 'claude', 'projects', '-x')
  const there = join(app.home, '..', 'shop')
  await mkdir(folder, { recursive: true })
  await mkdir(there)
  const line = (cwd: string) =>
    `${JSON.stringify({ timestamp: new Date().toISOString(), cwd, message: { usage: { input_tokens: 1, output_tokens: 1 } } })}\n`
  await writeFile(join(folder, 'a.jsonl'), line(there))
  await writeFile(join(folder, 'b.jsonl'), line('/srv/gone'))
  await app.app.usage.history(1)
  const { dirs } = RecentDirs.parse((await app.rest('GET', '/api/recent-dirs')).body)
  expect(dirs).toContainEqual({ cwd: there, sources: ['claude'], lastUsed: expect.any(Number) })
  expect(dirs.map(({ cwd }) => cwd)).not.toContain('/srv/gone')
})
