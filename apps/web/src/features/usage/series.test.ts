import { expect, test } from 'vitest'
import { barsOf } from './series.ts'

const model = (name: string, costUsd: number, provider: 'claude' | 'codex' = 'claude') => ({
  provider,
  model: name,
  input: 10,
  output: 5,
  cacheCreation: 1,
  cacheRead: 1_000,
  costUsd,
  priced: true,
})
const day = (date: string, models: ReturnType<typeof model>[]) => ({
  date,
  input: 0,
  output: 0,
  byModel: {},
  cost: 0,
  sessions: 0,
  errors: 0,
  models,
})

test('bars go from the oldest day to the newest, by model or provider, and small parts are one', () => {
  const days = [
    day('2026-02-01', [model('a', 3), model('gpt', 9, 'codex')]),
    day(
      '2026-01-31',
      ['b', 'c', 'd', 'e', 'f', 'a'].map((name, at) => model(name, 1 + at / 10)),
    ),
  ]
  const byDay = barsOf(days, { group: 'model', unit: 'cost', step: 'day' })
  expect(byDay.bars.map(({ date }) => date)).toEqual(['2026-01-31', '2026-02-01'])
  expect(byDay.names).toEqual(['gpt', 'a', 'f', 'e', 'd', ''])
  expect(byDay.bars[0]?.parts['']).toBeCloseTo(2.1)
  const byMonth = barsOf(days, { group: 'provider', unit: 'tokens', step: 'month' })
  expect(byMonth.bars).toEqual([
    { date: '2026-01', total: 96, parts: { Claude: 96 } },
    { date: '2026-02', total: 32, parts: { Claude: 16, Codex: 16 } },
  ])
})
