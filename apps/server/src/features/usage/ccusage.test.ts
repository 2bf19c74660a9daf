// Held against the public `ccusage` on the same files, to the cent.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listPlaces, rootsOf } from './history/places.ts'
import { readTranscript } from './history/read-file.ts'
import { createSummary } from './history/summary.ts'

const program = join(import.meta.dirname, '../../../node_modules/.bin/ccusage')
const run = promisify(execFile)
const runs = Number(process.env['FUZZ_RUNS'] ?? 6)
let root = ''
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'atrium-ccusage-')))
})
afterAll(() => rm(root, { recursive: true, force: true }))

type Line = Record<string, unknown>
type Files = Record<string, Line[]>

async function write(files: Files): Promise<void> {
  await rm(root, { recursive: true, force: true })
  await mkdir(join(root, 'claude/projects'), { recursive: true })
  await mkdir(join(root, 'codex/sessions'), { recursive: true })
  for (const [name, lines] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
  }
}

/** By day, provider and model: input, output, put into the cache, read from it; and the cost where one is told. */
type Figures = Record<string, number[]>

function ours(timeZone: string): Figures {
  const variables = { CLAUDE_CONFIG_DIR: join(root, 'claude'), CODEX_HOME: join(root, 'codex') }
  const summary = createSummary(timeZone)
  const places = listPlaces(rootsOf(root, variables), 1_000).toSorted((a, b) => (a.path < b.path ? -1 : 1))
  for (const place of places) {
    const file = readTranscript(place, null, 1_000_000)
    if (file) summary.add(file)
  }
  const figures: Figures = {}
  for (const day of summary.days().days) {
    const sums = { claude: day.unnamedUsd, codex: 0 }
    for (const each of day.models) {
      const { provider, model, input, output, cacheCreation, cacheRead, costUsd } = each
      figures[`${day.date} ${provider} ${model}`] = [input, output, cacheCreation, cacheRead]
      if (provider === 'claude') figures[`${day.date} ${provider} ${model}`]?.push(cents(costUsd))
      sums[provider] += costUsd
    }
    for (const [provider, usd] of Object.entries(sums))
      if (usd > 0) figures[`${day.date} ${provider}`] = [cents(usd)]
  }
  return figures
}

/** Rounded late: a tenth of a cent is more than anybody asked for. */
const cents = (usd: number): number => Math.round(usd * 1e6) / 1e4

type Counts = {
  inputTokens: number
  outputTokens: number
  cacheCreationTokens: number
  cacheReadTokens: number
}
const counts = (of: Counts) => [of.inputTokens, of.outputTokens, of.cacheCreationTokens, of.cacheReadTokens]

async function theirs(timeZone: string): Promise<Figures> {
  const env = {
    PATH: process.env['PATH'],
    HOME: root,
    CLAUDE_CONFIG_DIR: join(root, 'claude'),
    CODEX_HOME: join(root, 'codex'),
    TZ: timeZone,
  }
  const ask = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await run(program, [...args, '--json', '--offline', '--timezone', timeZone], { env })).stdout)
  type Claude = {
    date: string
    totalCost: number
    modelBreakdowns: (Counts & { modelName: string; cost: number })[]
  }
  type Codex = { date: string; costUSD: number; models: Record<string, Counts> }
  const [claude, codex] = (await Promise.all([
    ask('claude', 'daily', '--breakdown'),
    ask('codex', 'daily'),
  ])) as [{ daily?: Claude[] }, { daily?: Codex[] }]
  const figures: Figures = {}
  for (const { date, totalCost, modelBreakdowns } of claude.daily ?? []) {
    for (const each of modelBreakdowns)
      figures[`${date} claude ${each.modelName}`] = [...counts(each), cents(each.cost)]
    if (totalCost > 0) figures[`${date} claude`] = [cents(totalCost)]
  }
  for (const { date, costUSD, models } of codex.daily ?? []) {
    for (const [model, each] of Object.entries(models)) figures[`${date} codex ${model}`] = counts(each)
    if (costUSD > 0) figures[`${date} codex`] = [cents(costUSD)]
  }
  return figures
}

const answer = (more: Line = {}, message: Line = {}, usage: Line = {}): Line => ({
  parentUuid: null,
  isSidechain: false,
  cwd: '/srv/größer',
  sessionId: 's1',
  version: '2.1.330',
  message: {
    model: 'claude-sonnet-4-5-20250929',
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text: '"usage":{"input_tokens":9} '.repeat(20) }],
    stop_reason: 'end_turn',
    usage: {
      input_tokens: 250_000,
      output_tokens: 1_000,
      cache_creation_input_tokens: 300,
      cache_read_input_tokens: 7,
      ...usage,
    },
    ...message,
  },
  requestId: 'req_1',
  type: 'assistant',
  timestamp: '2026-03-29T00:59:59.999Z',
  ...more,
})

const tokens = (input: number, cached: number, output: number) => ({
  input_tokens: input,
  cached_input_tokens: cached,
  output_tokens: output,
  reasoning_output_tokens: 1,
  total_tokens: input + output,
})
const event = (payload: Line, timestamp = '2026-03-29T00:59:59.999Z', type = 'event_msg'): Line => ({
  timestamp,
  type,
  payload,
})
const count = (total: Line | null, last: Line | null, timestamp?: string): Line =>
  event(
    {
      type: 'token_count',
      info: { ...(total && { total_token_usage: total }), ...(last && { last_token_usage: last }) },
    },
    timestamp,
  )

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
]

const sets: Record<string, Files> = {
  'answers at the borders of days and where clocks are set': {
    'claude/projects/p/s1.jsonl': [
      '2026-03-28T22:59:59.999Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T01:00:00Z',
      '2026-03-29T03:00:00+02:00',
      '2026-10-25T00:59:59Z',
      '2026-10-25T01:00:00.5Z', // no form that either program writes,
      '2026-03-08T06:59:59Z',
      '2026-11-01T05:30:00Z',
    ].map((timestamp, at) => answer({ timestamp, requestId: `r${at}` }, { id: `m${at}` })),
  },
  'answers told again, in other files, sessions, and side conversations': {
    'claude/projects/p/s1.jsonl': [
      answer(),
      answer({}, {}, { output_tokens: 2_000 }),
      answer({ requestId: undefined }),
    ],
    'claude/projects/p/s2.jsonl': [
      answer({ sessionId: 's2' }),
      answer({ sessionId: 's2', isSidechain: true, requestId: 'req_9' }),
    ],
    'claude/projects/q/s1/subagents/agent-1.jsonl': [
      answer({ isSidechain: true }),
      answer({ isSidechain: true, requestId: 'r2' }),
    ],
    'claude/projects/q/s3.jsonl': [answer({ sessionId: undefined, requestId: undefined }, { id: undefined })],
  },
  'what is no answer, or half of one': {
    'claude/projects/p/s1.jsonl': [
      answer({ requestId: null }),
      answer({ version: 'dev' }, { id: 'm2' }),
      answer({ timestamp: 'yesterday' }, { id: 'm3' }),
      answer({ sessionId: '' }, { id: 'm4' }),
      answer({}, { id: 'm5', model: null }),
      answer({}, { id: 'm6' }, { output_tokens: undefined }),
      answer({}, { id: 'm7' }, { input_tokens: '5' }),
      answer(
        {},
        { id: 'm8', content: [{ type: 'tool_use', name: 'X', input: { id: null, text: 'x'.repeat(300) } }] },
      ),
      {
        type: 'user',
        toolUseResult: { usage: { input_tokens: 5, output_tokens: 5 } },
        timestamp: '2026-03-29T00:00:00Z',
      },
    ],
  },
  'models without a price, answers of the program itself, told costs, speed, and the cache by its time': {
    'claude/projects/p/s1.jsonl': [
      answer({ requestId: 'a' }, { id: 'a', model: 'a-model-of-mine' }),
      answer({ requestId: 'b' }, { id: 'b', model: '<synthetic>' }),
      answer({ requestId: 'c' }, { id: 'c', model: undefined }),
      answer({ requestId: 'd', costUSD: 1.25 }, { id: 'd' }),
      answer({ requestId: 'e', costUSD: 0 }, { id: 'e', model: '<synthetic>' }),
      answer({ requestId: 'f' }, { id: 'f', model: 'claude-opus-4-6' }, { speed: 'fast' }),
      answer({ requestId: 'g' }, { id: 'g', model: 'claude-opus-4-8' }, { speed: 'standard' }),
      answer(
        { requestId: 'h' },
        { id: 'h' },
        { cache_creation: { ephemeral_5m_input_tokens: 40, ephemeral_1h_input_tokens: 210_000 } },
      ),
      ...[
        'claude-opus-4-1',
        'claude-haiku-4-5-20251001',
        'claude-sonnet-5',
        'anthropic/claude-opus-4-6',
        'claude-opus-4-6[1m]',
      ].map((model) => answer({ requestId: model }, { id: model, model })),
    ],
  },
  'counts of Codex that repeat, run back, fork, and change their model and tier': {
    'codex/sessions/2026/03/29/rollout-1.jsonl': [
      event({ id: 'one', cwd: '/srv' }, undefined, 'session_meta'),
      count(tokens(50, 10, 5), tokens(50, 10, 5)),
      event({ model: 'gpt-5-codex' }, undefined, 'turn_context'),
      count(tokens(100, 20, 10), tokens(50, 10, 5), '2026-03-29T01:00:01Z'),
      count(tokens(100, 20, 10), tokens(50, 10, 5), '2026-03-29T01:00:02Z'),
      count(tokens(90, 20, 10), null, '2026-03-29T01:00:03Z'),
      count(null, tokens(10, 500, 1), '2026-03-29T01:00:04Z'),
      event({ type: 'token_count', info: null }),
      event({ model: 'gpt-5.5' }, undefined, 'turn_context'),
      event({ type: 'thread_settings_applied', thread_settings: { service_tier: 'priority' } }),
      count(null, tokens(300_000, 100_000, 900), '2026-03-29T02:00:04Z'),
      event({ type: 'thread_settings_applied', thread_settings: { service_tier: 'default' } }),
      count(null, tokens(200_000, 100_000, 900), '2026-03-29T02:00:05Z'),
    ],
    'codex/sessions/2026/03/30/rollout-2.jsonl': [
      event({ id: 'two', forked_from_id: 'one' }, undefined, 'session_meta'),
      event({ model: 'gpt-5-mini' }, undefined, 'turn_context'),
      count(tokens(50, 10, 5), tokens(50, 10, 5), '2026-03-30T00:00:00Z'),
      count(tokens(950, 10, 95), tokens(900, 0, 90), '2026-03-30T00:10:00Z'),
    ],
    'codex/sessions/2026/03/30/rollout-3.jsonl': [
      event({ id: 'three', forked_from_id: 'gone' }, undefined, 'session_meta'),
      count(tokens(50, 10, 5), tokens(50, 10, 5), '2026-03-30T08:00:00.000Z'),
      count(tokens(70, 10, 7), tokens(20, 0, 2), '2026-03-30T08:00:00.020Z'),
      count(tokens(170, 10, 17), tokens(100, 0, 10), '2026-03-30T08:00:09Z'),
    ],
  },
}

for (const [name, files] of Object.entries(sets))
  test(`the figures are those of ccusage: ${name}`, async () => {
    await write(files)
    for (const zone of zones) expect(ours(zone), zone).toEqual(await theirs(zone))
  })

const maybe = <Value>(arb: fc.Arbitrary<Value>) => fc.option(arb, { nil: undefined })
const time = fc
  .integer({ min: Date.UTC(2026, 2, 27), max: Date.UTC(2026, 2, 31) })
  .map((ms) => new Date(ms - (ms % 600_000)).toISOString())
const claudeLine = fc
  .record({
    id: maybe(fc.constantFrom('msg_1', 'msg_2', 'msg_3', 'reused')),
    model: maybe(fc.constantFrom('claude-opus-4-6', 'claude-sonnet-4-5', '<synthetic>', 'mine')),
    requestId: maybe(fc.constantFrom('r1', 'r2', 'r3')),
    sessionId: maybe(fc.constantFrom('s1', 's2')),
    isSidechain: maybe(fc.boolean()),
    costUSD: maybe(fc.constantFrom(0, 0.25, null)),
    speed: maybe(fc.constantFrom('fast', 'standard')),
    input: fc.constantFrom(0, 3, 1_000, 260_000),
    output: fc.constantFrom(0, 9, 700),
    read: maybe(fc.constantFrom(0, 90_000)),
    timestamp: time,
  })
  .map(({ id, model, requestId, sessionId, isSidechain, costUSD, speed, input, output, read, timestamp }) =>
    answer(
      { requestId, sessionId, isSidechain, costUSD, timestamp },
      { id, model },
      { input_tokens: input, output_tokens: output, cache_read_input_tokens: read, speed },
    ),
  )
const codexLine = fc.oneof(
  fc.constantFrom('gpt-5', 'gpt-5.5', 'mine').map((model) => event({ model }, undefined, 'turn_context')),
  fc
    .record({
      total: fc.option(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.nat(200), fc.nat(50))),
      last: fc.option(fc.tuple(fc.constantFrom(10, 300_000), fc.nat(400), fc.nat(50))),
      timestamp: time,
    })
    .map(({ total, last, timestamp }) =>
      count(total && tokens(...total), last && tokens(...last), timestamp),
    ),
)

test('the figures are those of ccusage, whatever lines come in whatever order', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(claudeLine, { maxLength: 12 }), { minLength: 3, maxLength: 3 }),
      fc.array(codexLine, { maxLength: 12 }),
      fc.constantFrom(...zones),
      async ([one = [], two = [], sub = []], codex, zone) => {
        await write({
          'claude/projects/p/s1.jsonl': one,
          'claude/projects/q/s2.jsonl': two,
          'claude/projects/q/s2/subagents/agent-x.jsonl': sub,
          'codex/sessions/2026/03/29/rollout-1.jsonl': codex,
        })
        expect(ours(zone)).toEqual(await theirs(zone))
      },
    ),
    { numRuns: runs },
  )
})
