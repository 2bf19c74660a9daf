import { AtriumError } from './errors.ts'
import type { WebhookEvent } from './types.ts'

/**
 * Why a payload was refused. `headers`: one is missing or odd. `old`, `new`: its time is too far from now. `signature`: no
 * signature was made with any of the secrets for these bytes. `payload`: the bytes are no event. `secret`: what you gave is
 * no secret of a webhook.
 */
export type WebhookErrorReason = 'headers' | 'old' | 'new' | 'signature' | 'payload' | 'secret'

/** A payload that must not be believed. Answer 400 and do nothing. */
export class WebhookError extends AtriumError {
  override name = 'WebhookError'
  /** Why. */
  readonly reason: WebhookErrorReason

  constructor(reason: WebhookErrorReason, message: string) {
    super(message)
    this.reason = reason
  }
}

/** Headers of a request: of `fetch`, or as Node, Express and others have them. */
export type WebhookHeaders =
  | {
      /** Value of a header, or null. */
      get(name: string): string | null
    }
  | { readonly [name: string]: string | readonly string[] | undefined }

/** How strictly the time is looked at. */
export type UnwrapOptions = {
  /** How far the time of the signature may be from now, either way. Default 300. */
  toleranceSeconds?: number | undefined
  /** The time that is now; for tests. */
  now?: Date | undefined
}

const prefix = 'whsec_'
const maxSignatures = 20

/**
 * Checks that a hub sent these bytes, and lately, and gives the event. Signatures follow the Standard Webhooks specification.
 *
 * Pass the body as it came, before anything has parsed it. With a list of secrets one of them is enough, as while a secret is
 * rotated. The same event may come more than once: drop what has an `id` that you have seen. A copy of a request that is younger
 * than `toleranceSeconds` passes too, so ids need to be remembered at least that long.
 *
 * @throws WebhookError when it must not be believed
 */
async function unwrap(
  payload: string | Uint8Array | ArrayBuffer,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  { toleranceSeconds = 300, now = new Date() }: UnwrapOptions = {},
): Promise<WebhookEvent> {
  const body = bytesOf(payload)
  const id = headerOf(headers, 'webhook-id')
  const timestamp = headerOf(headers, 'webhook-timestamp')
  const given = headerOf(headers, 'webhook-signature')
  checkTime(timestamp, toleranceSeconds, now)
  const keys = (typeof secret === 'string' ? [secret] : secret).map(keyOf)
  if (keys.length === 0) throw new WebhookError('secret', 'No secret was given')
  const signatures = given
    .split(' ', maxSignatures)
    .flatMap((part) => (part.startsWith('v1,') ? (decoded(part.slice(3)) ?? []) : []))
  const head = new TextEncoder().encode(`${id}.${timestamp}.`)
  const signed = new Uint8Array(head.length + body.length)
  signed.set(head)
  signed.set(body, head.length)
  if (!(await isSigned(signed, keys, signatures)))
    throw new WebhookError('signature', 'No signature was made with this secret for this payload')
  return eventOf(body, id)
}

/** What receives webhooks needs: no client, and no key of the hub. */
export const webhooks: {
  /**
   * Checks that a hub sent these bytes, lately, and gives the event. Pass the body as it came, before anything has parsed it; with
   * a list of secrets one of them is enough. The same event may come more than once: drop what has an `id` that you have seen.
   * @throws WebhookError when it must not be believed
   *
   * @example
   * const event = await webhooks.unwrap(await request.text(), request.headers, secret)
   */
  unwrap: typeof unwrap
} = { unwrap }

/** The comparison is left to the platform, whose time does not depend on where two signatures differ. */
async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  keys: readonly Uint8Array<ArrayBuffer>[],
  signatures: readonly Uint8Array<ArrayBuffer>[],
): Promise<boolean> {
  let isGood = false
  for (const key of keys) {
    const usages = ['verify'] as const
    const imported = await crypto.subtle.importKey(
      'raw',
      key,
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      usages,
    )
    for (const signature of signatures)
      isGood = (await crypto.subtle.verify('HMAC', imported, signature, signed)) || isGood
  }
  return isGood
}

function bytesOf(payload: unknown): Uint8Array {
  if (typeof payload === 'string') return new TextEncoder().encode(payload)
  if (payload instanceof Uint8Array) return payload
  if (payload instanceof ArrayBuffer) return new Uint8Array(payload)
  throw new WebhookError(
    'payload',
    'The body must be the text or bytes that arrived, not what was parsed from them',
  )
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = valueOf(headers, name)
  if (typeof value !== 'string' || value === '')
    throw new WebhookError('headers', `Header ${name} is missing`)
  return value
}

function valueOf(headers: WebhookHeaders, name: string): unknown {
  if ('get' in headers && typeof headers.get === 'function') return headers.get(name)
  const found = Object.entries(headers).filter(([key]) => key.toLowerCase() === name)
  const value: unknown = found[0]?.[1]
  // Two of a kind were put together by somebody in between: none of them is ours.
  if (found.length !== 1) return undefined
  return Array.isArray(value) && value.length === 1 ? value[0] : value
}

function checkTime(timestamp: string, tolerance: number, now: Date): void {
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookError('headers', 'Header webhook-timestamp is no time')
  const age = Math.floor(now.getTime() / 1_000) - Number(timestamp)
  // Written so that a tolerance that is no number refuses.
  if (!(age <= tolerance)) throw new WebhookError('old', `The signature is ${age} s old`)
  if (!(-age <= tolerance)) throw new WebhookError('new', `The signature is ${-age} s in the future`)
}

function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  const key = decoded(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret)
  // As short as the specification allows; shorter ones are a slip, such as an empty variable.
  if (!key || key.length < 24) throw new WebhookError('secret', 'This is no secret of a webhook')
  return key
}

function decoded(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  } catch {
    return null
  }
}

function eventOf(body: Uint8Array, id: string): WebhookEvent {
  try {
    const event: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    if (typeof event === 'object' && event !== null && Reflect.get(event, 'id') === id)
      if (typeof Reflect.get(event, 'type') === 'string') return event as WebhookEvent // the hub signed it
  } catch {
    // Said below.
  }
  throw new WebhookError('payload', 'The payload is signed, and is no event of a hub')
}
