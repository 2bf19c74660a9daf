import type { PlanUsage, TokenCount } from '@atrium/schema'
import type { ModelTokens } from '../claude-code/store.ts'
import { findCredential } from './credential.ts'
import { askVendor, type VendorAnswer, type VendorFigures } from './vendor.ts'

export type UsageDeps = {
  configFolder: string
  agentEnv: Readonly<NodeJS.ProcessEnv>
  /** Where the vendor is asked. */
  vendorUrl: string
  /** What the transcripts of this machine tell. */
  transcripts: {
    isThere(): Promise<boolean>
    tokensSince(times: readonly number[]): Promise<{ since: ModelTokens[][]; complete: boolean }>
  }
}

const keepMs = 60_000
const hourMs = 3_600_000

const noFigures: VendorFigures = {
  five_hour: null,
  seven_day: null,
  seven_day_sonnet: null,
  seven_day_opus: null,
  extra_usage: null,
}
/** Windows are known, their limits are not. */
const noLimit = { utilization: null, resets_at: null }

export type PlanFigures = ReturnType<typeof createUsage>

export function createUsage(deps: UsageDeps) {
  const asked = new Map<string, { until: number; at: string; answer: Promise<VendorAnswer> }>()
  const closing = new AbortController()

  /** One call for everybody who asks within a minute, also when it fails: the vendor counts those too. */
  async function ask(token: string): Promise<{ at: string; answer: VendorAnswer }> {
    const known = asked.get(token)
    if (known && known.until > performance.now()) return { at: known.at, answer: await known.answer }
    const at = new Date().toISOString()
    const answer = askVendor({ base: deps.vendorUrl, token, signal: closing.signal })
    const entry = { until: performance.now() + keepMs, at, answer }
    asked.clear() // a token that was renewed leaves nothing behind
    asked.set(token, entry)
    const said = await answer
    if ('error' in said && said.retryAfterMs !== null)
      entry.until = Math.max(entry.until, performance.now() + said.retryAfterMs)
    return { at, answer: said }
  }

  async function local(): Promise<PlanUsage['local']> {
    if (!(await deps.transcripts.isThere())) return null
    const now = Date.now()
    const windows = [now - 5 * hourMs, now - 7 * 24 * hourMs]
    const { since, complete } = await deps.transcripts.tokensSince(windows)
    const [hours = [], week = []] = since
    return {
      five_hour: sum(hours),
      seven_day: sum(week),
      seven_day_sonnet: sum(week.filter(({ model }) => model.includes('sonnet'))),
      seven_day_opus: sum(week.filter(({ model }) => model.includes('opus'))),
      complete,
    }
  }

  return {
    /** Never fails: what cannot be had is null, and why is said. */
    async get(): Promise<PlanUsage> {
      const [counted, credential] = await Promise.all([local(), findCredential(deps)])
      const computed: PlanUsage = {
        ...noFigures,
        ...(counted && { five_hour: noLimit, seven_day: noLimit }),
        subscription_type: null,
        rate_limit_tier: null,
        error: null,
        source: counted ? 'transcripts' : null,
        fetched_at: null,
        local: counted,
      }
      if ('missing' in credential) return { ...computed, error: credential.missing }
      const plan = { subscription_type: credential.subscription, rate_limit_tier: credential.tier }
      const { at, answer } = await ask(credential.token)
      if ('error' in answer) return { ...computed, ...plan, error: answer.error }
      return { ...computed, ...plan, ...answer.figures, source: 'vendor', fetched_at: at }
    },
    /** The vendor's figures alone, and when; null when it cannot be asked. */
    async vendor(): Promise<{ at: string; plan: string | null; figures: VendorFigures } | null> {
      const credential = await findCredential(deps)
      if ('missing' in credential) return null
      const { at, answer } = await ask(credential.token)
      return 'error' in answer ? null : { at, plan: credential.subscription, figures: answer.figures }
    },
    close: (): void => closing.abort(),
  }
}

function sum(models: readonly ModelTokens[]): TokenCount {
  const total = {
    messages: 0,
    input_tokens: 0,
    output_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  }
  for (const each of models) {
    total.messages += each.messages
    total.input_tokens += each.inputTokens
    total.output_tokens += each.outputTokens
    total.cache_read_input_tokens += each.cacheReadTokens
    total.cache_creation_input_tokens += each.cacheCreationTokens
  }
  return total
}
