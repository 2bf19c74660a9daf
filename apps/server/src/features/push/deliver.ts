import { limits, type PushMessage } from '@atrium/schema'
import { nowIso, sleep } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import type { Outbound } from '../../host/outbound.ts'
import type { PushManner, Seal } from '../../host/web-push.ts'
import type { PushRow, PushStore } from './store.ts'

export type Delivered = { delivered: boolean; reason: string | null }

/** The push service says that this device is no more, or that it is not ours to write to. */
const dead = [401, 404, 410]

export type Deliver = ReturnType<typeof createDeliver>

/** Brings one message to one device: again with growing pauses while it may still matter, and remembers how it went. */
export function createDeliver(deps: {
  store: PushStore
  outbound: Outbound
  seal: Seal
  /** First pause between two tries; tests take a shorter one. */
  pauseMs?: number
}) {
  const { store, outbound, seal, pauseMs = 1_000 } = deps

  async function once(row: PushRow, text: string, manner: PushManner, signal: AbortSignal) {
    try {
      const { headers, body } = seal(row, text, manner)
      const answer = await outbound.request(row.endpoint, { method: 'POST', headers, body, signal })
      return { status: answer.status, retryAfter: waitOf(answer.headers['retry-after']), reason: null }
    } catch (error) {
      if (signal.aborted) throw error
      // Whatever else goes wrong, an address that is not allowed any more included, is this device's own trouble.
      const known = error instanceof AppError ? error : null
      const again = known?.code === 'gateway_timeout' || known?.code === 'bad_gateway'
      return {
        status: again ? 0 : null,
        retryAfter: null,
        reason: known?.facts.detail?.[0]?.msg ?? known?.message ?? 'The message could not be made',
      }
    }
  }

  return async (
    row: PushRow,
    message: PushMessage,
    manner: PushManner,
    options: { signal: AbortSignal; again: boolean },
  ): Promise<Delivered> => {
    const text = JSON.stringify(message)
    const { signal } = options
    const until = Date.now() + Math.min(manner.ttlSeconds * 1_000, limits.pushRetryMs)
    for (let pause = pauseMs; ; pause *= 2) {
      const left = Math.max(1, Math.ceil((until - Date.now()) / 1_000))
      const { status, retryAfter, reason } = await once(row, text, { ...manner, ttlSeconds: left }, signal)
      if (status !== null && status >= 200 && status < 300) {
        await store.succeeded(row, nowIso())
        return { delivered: true, reason: null }
      }
      if (status !== null && dead.includes(status)) {
        await store.removeDead(row)
        return { delivered: false, reason: `The push service knows this device no more (${status})` }
      }
      const wait = Math.max(retryAfter ?? 0, pause * (0.5 + Math.random() / 2))
      const passing = status === 0 || status === 429 || (status !== null && status >= 500)
      if (options.again && passing && Date.now() + wait < until) {
        await sleep(wait, signal)
        continue
      }
      const why = reason ?? `The push service answered ${status}`
      await store.failed(row, { at: nowIso(), statusCode: status === 0 ? null : status, reason: why })
      return { delivered: false, reason: why }
    }
  }
}

/** Milliseconds that `Retry-After` asks for; null when it asks for none. */
function waitOf(header: string | undefined): number | null {
  if (header === undefined) return null
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}
