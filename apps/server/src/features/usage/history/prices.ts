// What a million tokens cost, in US dollars: list prices, the one table of the hub. Nobody is asked for them.
import type { Entry } from './entries.ts'

/** When and where the table was taken. */
export const priceTable = { date: '2026-09-22', source: 'list prices as LiteLLM publishes them' }

type Rates = { input: number; output: number; cacheWrite: number; cacheRead: number }
type Price = Rates & {
  /** Of what goes beyond 200,000 tokens of one kind in one request. */
  above200k?: Rates
  /** Of the whole request, once it reads more than 272,000 tokens. */
  long?: Rates
  /** The faster mode costs so many times as much. */
  fast?: number
}

const prices: Record<string, Price> = {
  'claude-3-5-haiku': { input: 0.8, output: 4, cacheWrite: 1, cacheRead: 0.08 },
  'claude-3-5-sonnet': { input: 3, output: 15, cacheWrite: 3.75, cacheRead: 0.3 },
  'claude-3-7-sonnet': { input: 3, output: 15, cacheWrite: 3.75, cacheRead: 0.3 },
  'claude-3-haiku': { input: 0.25, output: 1.25, cacheWrite: 0.3, cacheRead: 0.03 },
  'claude-3-opus': { input: 15, output: 75, cacheWrite: 18.75, cacheRead: 1.5 },
  'claude-4-opus': { input: 15, output: 75, cacheWrite: 18.75, cacheRead: 1.5 },
  'claude-4-sonnet': {
    input: 3,
    output: 15,
    cacheWrite: 3.75,
    cacheRead: 0.3,
    above200k: { input: 6, output: 22.5, cacheWrite: 7.5, cacheRead: 0.6 },
  },
  'claude-fable-5': { input: 10, output: 50, cacheWrite: 12.5, cacheRead: 1 },
  'claude-fable-5-1': { input: 10, output: 50, cacheWrite: 12.5, cacheRead: 0.25 },
  'claude-haiku-4-5': { input: 1, output: 5, cacheWrite: 1.25, cacheRead: 0.1 },
  'claude-mythos-5': { input: 10, output: 50, cacheWrite: 12.5, cacheRead: 1 },
  'claude-mythos-5-1': { input: 10, output: 50, cacheWrite: 12.5, cacheRead: 0.25 },
  'claude-mythos-preview': { input: 10, output: 50, cacheWrite: 12.5, cacheRead: 1 },
  'claude-opus-4': { input: 15, output: 75, cacheWrite: 18.75, cacheRead: 1.5 },
  'claude-opus-4-1': { input: 15, output: 75, cacheWrite: 18.75, cacheRead: 1.5 },
  'claude-opus-4-5': { input: 5, output: 25, cacheWrite: 6.25, cacheRead: 0.5 },
  'claude-opus-4-6': { input: 5, output: 25, cacheWrite: 6.25, cacheRead: 0.5, fast: 6 },
  'claude-opus-4-7': { input: 5, output: 25, cacheWrite: 6.25, cacheRead: 0.5, fast: 6 },
  'claude-opus-4-8': { input: 5, output: 25, cacheWrite: 6.25, cacheRead: 0.5, fast: 2 },
  'claude-opus-5': { input: 5, output: 25, cacheWrite: 6.25, cacheRead: 0.5, fast: 2 },
  'claude-sonnet-4': {
    input: 3,
    output: 15,
    cacheWrite: 3.75,
    cacheRead: 0.3,
    above200k: { input: 6, output: 22.5, cacheWrite: 7.5, cacheRead: 0.6 },
  },
  'claude-sonnet-4-5': {
    input: 3,
    output: 15,
    cacheWrite: 3.75,
    cacheRead: 0.3,
    above200k: { input: 6, output: 22.5, cacheWrite: 7.5, cacheRead: 0.6 },
  },
  'claude-sonnet-4-6': { input: 3, output: 15, cacheWrite: 3.75, cacheRead: 0.3 },
  'claude-sonnet-5': { input: 2, output: 10, cacheWrite: 2.5, cacheRead: 0.2 },
  'gpt-4.1': { input: 2, output: 8, cacheWrite: 2.5, cacheRead: 0.5 },
  'gpt-4.1-mini': { input: 0.4, output: 1.6, cacheWrite: 0.5, cacheRead: 0.1 },
  'gpt-4.1-nano': { input: 0.1, output: 0.4, cacheWrite: 0.125, cacheRead: 0.025 },
  'gpt-5': { input: 1.25, output: 10, cacheWrite: 1.5625, cacheRead: 0.125 },
  'gpt-5-codex': { input: 1.25, output: 10, cacheWrite: 1.5625, cacheRead: 0.125 },
  'gpt-5-mini': { input: 0.25, output: 2, cacheWrite: 0.3125, cacheRead: 0.025 },
  'gpt-5-nano': { input: 0.05, output: 0.4, cacheWrite: 0.0625, cacheRead: 0.005 },
  'gpt-5-pro': { input: 15, output: 120, cacheWrite: 18.75, cacheRead: 15 },
  'gpt-5.1': { input: 1.25, output: 10, cacheWrite: 1.5625, cacheRead: 0.125 },
  'gpt-5.1-codex': { input: 1.25, output: 10, cacheWrite: 1.25, cacheRead: 0.125 },
  'gpt-5.1-codex-max': { input: 1.25, output: 10, cacheWrite: 1.5625, cacheRead: 0.125 },
  'gpt-5.1-codex-mini': { input: 0.25, output: 2, cacheWrite: 0.3125, cacheRead: 0.025 },
  'gpt-5.2': { input: 1.75, output: 14, cacheWrite: 1.75, cacheRead: 0.175 },
  'gpt-5.2-codex': { input: 1.75, output: 14, cacheWrite: 1.75, cacheRead: 0.175 },
  'gpt-5.2-pro': { input: 21, output: 168, cacheWrite: 26.25, cacheRead: 21 },
  'gpt-5.3-codex': { input: 1.75, output: 14, cacheWrite: 2.1875, cacheRead: 0.175, fast: 2 },
  'gpt-5.3-codex-spark': { input: 1.75, output: 14, cacheWrite: 2.1875, cacheRead: 0.175 },
  'gpt-5.4': {
    input: 2.5,
    output: 15,
    cacheWrite: 3.125,
    cacheRead: 0.25,
    long: { input: 5, output: 22.5, cacheWrite: 3.125, cacheRead: 0.5 },
    fast: 2,
  },
  'gpt-5.4-mini': { input: 0.75, output: 4.5, cacheWrite: 0.9375, cacheRead: 0.075 },
  'gpt-5.4-nano': { input: 0.2, output: 1.25, cacheWrite: 0.25, cacheRead: 0.02 },
  'gpt-5.4-pro': {
    input: 30,
    output: 180,
    cacheWrite: 37.5,
    cacheRead: 30,
    long: { input: 60, output: 270, cacheWrite: 37.5, cacheRead: 60 },
  },
  'gpt-5.5': {
    input: 5,
    output: 30,
    cacheWrite: 6.25,
    cacheRead: 0.5,
    long: { input: 10, output: 45, cacheWrite: 6.25, cacheRead: 1 },
    fast: 2.5,
  },
  'gpt-5.5-cyber': { input: 12.5, output: 75, cacheWrite: 15.625, cacheRead: 1.25 },
  'gpt-5.5-pro': {
    input: 30,
    output: 180,
    cacheWrite: 37.5,
    cacheRead: 30,
    long: { input: 60, output: 270, cacheWrite: 37.5, cacheRead: 60 },
  },
  'gpt-5.6': {
    input: 4,
    output: 20,
    cacheWrite: 5,
    cacheRead: 0.4,
    long: { input: 8, output: 30, cacheWrite: 10, cacheRead: 0.8 },
    fast: 2,
  },
  'gpt-5.6-cyber': { input: 12.5, output: 75, cacheWrite: 15.625, cacheRead: 1.25 },
  'gpt-5.6-luna': {
    input: 0.2,
    output: 1.2,
    cacheWrite: 0.25,
    cacheRead: 0.02,
    long: { input: 0.4, output: 1.8, cacheWrite: 0.5, cacheRead: 0.04 },
    fast: 2,
  },
  'gpt-5.6-sol': {
    input: 4,
    output: 20,
    cacheWrite: 5,
    cacheRead: 0.4,
    long: { input: 8, output: 30, cacheWrite: 10, cacheRead: 0.8 },
    fast: 2,
  },
  'gpt-5.6-terra': {
    input: 2,
    output: 12,
    cacheWrite: 2.5,
    cacheRead: 0.2,
    long: { input: 4, output: 18, cacheWrite: 5, cacheRead: 0.4 },
    fast: 2,
  },
  'gpt-6-astra': {
    input: 10,
    output: 50,
    cacheWrite: 12.5,
    cacheRead: 1,
    long: { input: 20, output: 75, cacheWrite: 25, cacheRead: 2 },
    fast: 2,
  },
}

const marginalTokens = 200_000
const longTokens = 272_000
/** What is kept in the cache for an hour costs twice what reading it would. */
const hourFactor = 2

const known = new Map<string, Price | null>()

/** Price of a model by any of its names: with a provider before it, a date or the size of its window behind it. */
export function priceOf(model: string): Price | null {
  const before = known.get(model)
  if (before !== undefined) return before
  const name = model
    .slice(model.lastIndexOf('/') + 1)
    .replace(/\[1m\]$/, '')
    .replace(/[-@](?:latest|\d{8}|\d{4}-\d\d-\d\d)$/, '')
  const key = name.startsWith('claude-') ? name.replaceAll('.', '-') : name
  const found = Object.hasOwn(prices, key) ? (prices[key] ?? null) : null
  // For models of OpenAI the faster mode is sold under the undated name alone.
  const price = found?.fast && key !== model && !key.startsWith('claude-') ? { ...found, fast: 1 } : found
  if (known.size > 10_000) known.clear()
  known.set(model, price)
  return price
}

/** US dollars of one answer; 0 when its model is not in the table. */
export function costOf(entry: Entry): number {
  if (entry.costUsd !== null) return entry.costUsd
  const price = entry.model === null ? null : priceOf(entry.model)
  if (!price) return 0
  const { input, output, cache5m, cache1h, cacheRead } = entry
  const isLong = price.long !== undefined && input + cacheRead + cache5m + cache1h > longTokens
  const rates = isLong && price.long ? price.long : price
  const above = price.above200k
  const of = (tokens: number, kind: keyof Rates, factor = 1): number =>
    above && tokens > marginalTokens
      ? factor * (marginalTokens * rates[kind] + (tokens - marginalTokens) * above[kind])
      : factor * tokens * rates[kind]
  const sum =
    of(input, 'input') +
    of(output, 'output') +
    of(cache5m, 'cacheWrite') +
    of(cache1h, 'input', hourFactor) +
    of(cacheRead, 'cacheRead')
  return (sum * (entry.fast ? (price.fast ?? 1) : 1)) / 1e6
}
