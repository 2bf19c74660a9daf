// Asks the vendor for the figures of a plan: one address, one timeout, and nothing of its answer but numbers and times.
import { limits, type PlanUsage, type UsageWindow } from '@atrium/schema'
import { z } from 'zod'
import { boundedText } from '../../host/bounded-text.ts'

export type VendorFigures = Pick<
  PlanUsage,
  'five_hour' | 'seven_day' | 'seven_day_sonnet' | 'seven_day_opus' | 'extra_usage'
>
export type VendorAnswer = { figures: VendorFigures } | { error: string; retryAfterMs: number | null }

const number = z.number().finite().nullable().catch(null).default(null)
const Window = z
  .object({ utilization: number, resets_at: z.string().max(64).nullable().catch(null).default(null) })
  .nullable()
  .catch(null)
  .default(null)
const Answer = z.object({
  five_hour: Window,
  seven_day: Window,
  seven_day_sonnet: Window,
  seven_day_opus: Window,
  extra_usage: z
    .object({ is_enabled: z.boolean(), monthly_limit: number, used_credits: number, utilization: number })
    .nullable()
    .catch(null)
    .default(null),
})

/** Tests bring a vendor of their own, and only from this computer. */
function addressOf(base: string): URL {
  const url = new URL('/api/oauth/usage', base)
  if (url.protocol !== 'https:' && url.hostname !== '127.0.0.1')
    throw new Error('A vendor of one’s own must lie on 127.0.0.1')
  return url
}

export async function askVendor(options: {
  base: string
  token: string
  signal: AbortSignal
  timeoutMs?: number
}): Promise<VendorAnswer> {
  const { base, token, signal, timeoutMs = limits.vendorTimeoutMs } = options
  const url = addressOf(base)
  const late = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      redirect: 'error', // the token goes to this address alone
      headers: {
        authorization: `Bearer ${token}`,
        'anthropic-beta': 'oauth-2025-04-20',
        accept: 'application/json',
      },
      signal: AbortSignal.any([signal, late]),
    })
    if (!response.ok) {
      await response.body?.cancel()
      return { error: refusal(response.status), retryAfterMs: retryAfter(response) }
    }
    const answer = Answer.safeParse(JSON.parse(await boundedText(response, limits.vendorAnswerBytes)))
    if (!answer.success) return unexpected
    return { figures: toFigures(answer.data) }
  } catch (error) {
    if (late.aborted) return { error: 'Request timed out', retryAfterMs: null }
    signal.throwIfAborted()
    if (error instanceof SyntaxError || error instanceof RangeError) return unexpected
    return { error: 'The vendor could not be reached', retryAfterMs: null }
  }
}

const unexpected = { error: 'The vendor answered in an unexpected form', retryAfterMs: null }

function refusal(status: number): string {
  const failed = `API request failed: ${status}`
  if (status === 401 || status === 403)
    return `${failed}. The sign-in of Claude Code is not accepted; run \`claude\` once to renew it.`
  if (status === 429) return `${failed}. The vendor is asked too often; try again later.`
  return failed
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3_600) * 1_000 : null
}

function toFigures(answer: z.infer<typeof Answer>): VendorFigures {
  const window = (given: z.infer<typeof Window>): UsageWindow | null => {
    if (given === null) return null
    const resets = given.resets_at === null ? Number.NaN : Date.parse(given.resets_at)
    return {
      utilization: given.utilization,
      resets_at: Number.isNaN(resets) ? null : new Date(resets).toISOString(),
    }
  }
  return {
    five_hour: window(answer.five_hour),
    seven_day: window(answer.seven_day),
    seven_day_sonnet: window(answer.seven_day_sonnet),
    seven_day_opus: window(answer.seven_day_opus),
    extra_usage: answer.extra_usage?.is_enabled ? answer.extra_usage : null,
  }
}
