// Lines of Codex's transcripts that tell of tokens: each `token_count` tells the totals so far and what came last.
import { type Entry, hashOf } from './entries.ts'

/** What later lines need to know of earlier ones. */
export type CodexState = {
  /** Of its thread, and of the one it goes on from. */
  id: string | null
  forkedFrom: string | null
  /** Times of the first two lines with counts, new ones or not: a history that was copied is written in one go. */
  first: number[]
  totals: Tokens | null
  model: string | null
  tier: 'standard' | 'fast' | null
  cwd: string | null
  limits: CodexLimits | null
}

type Tokens = { input: number; cached: number; output: number; reasoning: number; total: number }

/** Rate limits as the newest line told them. */
export type CodexLimits = {
  at: number
  plan: string | null
  windows: { minutes: number | null; usedPercent: number; resetsAt: number | null }[]
}

const newCodexState: CodexState = {
  id: null,
  forkedFrom: null,
  first: [],
  totals: null,
  model: null,
  tier: null,
  cwd: null,
  limits: null,
}

const signs = ['"token_count"', '"turn_context"', '"session_meta"', '"thread_settings_applied"']
/** They stand at the beginning of a line, before anything that a person or a model wrote. */
const headBytes = 300
const newline = 10
const unknownModel = 'gpt-5'

export function createCodexLines(session: string, before: CodexState | null) {
  const entries: Entry[] = []
  const state: CodexState = { ...(before ?? newCodexState) }

  function take(line: string): void {
    const value = parsed(line)
    const payload = record(value['payload'])
    const at = Date.parse(typeof value['timestamp'] === 'string' ? value['timestamp'] : '')
    switch (value['type']) {
      case 'session_meta':
        state.cwd = text(payload['cwd']) ?? state.cwd
        if (state.id !== null) return // a copied history has those of others
        state.id = text(payload['id'])
        state.forkedFrom = text(payload['forked_from_id'])
        return
      case 'turn_context':
        state.model = modelOf(payload) ?? state.model
        state.cwd = text(payload['cwd']) ?? state.cwd
        return
      case 'event_msg':
        if (!Number.isFinite(at) || at < 0) return
        if (payload['type'] === 'thread_settings_applied') setTier(record(payload['thread_settings']))
        else if (payload['type'] === 'token_count') takeCount(payload, at)
    }
  }

  function setTier(settings: Record<string, unknown>): void {
    const tier = text(settings['service_tier'])
    if (tier === null) return
    state.tier =
      tier === 'fast' || tier === 'priority'
        ? 'fast'
        : tier === 'default' || tier === 'standard'
          ? 'standard'
          : null
  }

  function takeCount(payload: Record<string, unknown>, at: number): void {
    takeLimits(record(payload['rate_limits']), at)
    const info = record(payload['info'])
    const total = tokensOf(info['total_token_usage'])
    const last = tokensOf(info['last_token_usage'])
    if (state.first.length < 2 && (total || last)) state.first = [...state.first, at]
    const advanced = total === null || !same(total, state.totals)
    const told = (advanced ? last : null) ?? (total && less(total, state.totals))
    if (total) state.totals = total
    if (!told) return
    const cached = Math.min(told.cached, told.input)
    if (told.input + cached + told.output + told.reasoning === 0) return
    state.model = modelOf(payload) ?? modelOf(info) ?? state.model ?? unknownModel
    entries.push({
      at,
      // The same request told again, in a copy of the session too.
      message: hashOf([told.input, cached, told.output, told.reasoning, told.total].join(' ')),
      request: 0,
      session,
      project: state.cwd,
      model: state.model,
      input: clamp(told.input - cached),
      output: clamp(told.output),
      cacheCreation: 0,
      cache5m: 0,
      cache1h: 0,
      cacheRead: clamp(cached),
      costUsd: null,
      sidechain: false,
      fast: state.tier === 'fast',
      speedTold: false,
      standard: state.tier === 'standard',
      error: false,
      stop: null,
      tools: '',
    })
  }

  function takeLimits(told: Record<string, unknown>, at: number): void {
    const windows = [told['primary'], told['secondary']].flatMap((each) => {
      const window = record(each)
      const usedPercent = amount(window['used_percent'])
      if (usedPercent === null) return []
      const inSeconds = amount(window['resets_in_seconds'])
      return [
        {
          minutes: amount(window['window_minutes']),
          usedPercent,
          resetsAt: amount(window['resets_at']) ?? (inSeconds === null ? null : at / 1_000 + inSeconds),
        },
      ]
    })
    if (windows.length > 0) state.limits = { at, plan: text(told['plan_type']), windows }
  }

  return {
    entries,
    state,
    /** A part of the file that ends with a line. */
    takeAll(bytes: Buffer, to: number): void {
      for (let from = 0; from < to; ) {
        const next = bytes.indexOf(newline, from)
        const end = next < 0 || next > to ? to : next
        const head = bytes.toString('latin1', from, Math.min(end, from + headBytes))
        if (signs.some((sign) => head.includes(sign))) take(bytes.toString('utf8', from, end))
        from = end + 1
      }
    },
  }
}

const amount = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null

const clamp = (tokens: number): number => Math.min(tokens, 2 ** 32 - 1)

const whole = (value: unknown): number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 48 ? value : 0

function tokensOf(value: unknown): Tokens | null {
  if (typeof value !== 'object' || value === null) return null
  const told = record(value)
  const input = whole(told['input_tokens'])
  const output = whole(told['output_tokens'])
  return {
    input,
    cached: Math.min(whole(told['cached_input_tokens'] ?? told['cache_read_input_tokens']), input),
    output,
    reasoning: whole(told['reasoning_output_tokens']),
    total: whole(told['total_tokens']) || input + output,
  }
}

const keys = ['input', 'cached', 'output', 'reasoning', 'total'] as const

const same = (one: Tokens, other: Tokens | null): boolean =>
  other !== null && keys.every((key) => one[key] === other[key])

function less(total: Tokens, before: Tokens | null): Tokens {
  const left = { ...total }
  for (const key of keys) left[key] = Math.max(0, total[key] - (before?.[key] ?? 0))
  return left
}

function modelOf(payload: Record<string, unknown>): string | null {
  return text(payload['model']) ?? text(payload['model_name']) ?? text(record(payload['metadata'])['model'])
}

function parsed(line: string): Record<string, unknown> {
  try {
    return record(JSON.parse(line))
  } catch {
    return {}
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null
