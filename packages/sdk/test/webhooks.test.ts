import { createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { WebhookError, type WebhookHeaders, webhooks } from '../src/index.ts'

const secret = `whsec_${randomBytes(32).toString('base64')}`
const other = `whsec_${randomBytes(32).toString('base64')}`
const now = new Date('2026-11-21T18:04:11.120Z')
const id = 'evt_5f3c1c7e0a9b4d2f8e6a7b1c2d3e4f50'
const body = JSON.stringify({
  id,
  type: 'chat.created',
  version: 1,
  data: { chat_id: 'c1', title: 'Blüten 😀' },
})

/** Signed by the implementation of the people who wrote the specification. */
const headersFor = (text: string, at = now, by: string = secret) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
  'webhook-signature': new Webhook(by).sign(id, at, text),
})
const reason = async (...call: Parameters<typeof webhooks.unwrap>): Promise<string> => {
  const error: unknown = await webhooks.unwrap(...call).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof WebhookError ? error.reason : String(error)
}

test('what another implementation signed is an event, however body and headers are handed over', async () => {
  const headers = headersFor(body)
  const event = await webhooks.unwrap(body, headers, secret, { now })
  expect(event).toEqual(JSON.parse(body))
  if (event.type === 'chat.created') expect(event.data.chat_id).toBe('c1')
  const capital = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
  )
  const bytes = new TextEncoder().encode(body)
  for (const given of [headers, new Headers(headers), capital])
    for (const payload of [body, bytes, bytes.buffer, Buffer.from(`x${body}x`).subarray(1, -1)])
      expect(await webhooks.unwrap(payload, given, secret, { now })).toEqual(event)
  expect(await webhooks.unwrap(body, headers, secret.slice(6), { now })).toEqual(event)
})

test('any text another implementation signed is accepted, and what we accept it accepts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ minLength: 24, maxLength: 64 }),
      async (text, key) => {
        const by = `whsec_${Buffer.from(key).toString('base64')}`
        const payload = JSON.stringify({ id, type: 'chat.created', data: text })
        const at = new Date()
        const signed = headersFor(payload, at, by)
        expect(await webhooks.unwrap(payload, signed, by)).toEqual(JSON.parse(payload))
        // The hub signs like this; the other implementation takes it.
        const head = `${id}.${signed['webhook-timestamp']}.`
        const own = `v1,${createHmac('sha256', key)
          .update(head + payload)
          .digest('base64')}`
        expect(own).toBe(signed['webhook-signature'])
        expect(new Webhook(by).verify(payload, { ...signed, 'webhook-signature': own })).toEqual(
          JSON.parse(payload),
        )
      },
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 100) },
  )
})

test('with any one bit of the body, the id, the time or the signature turned it is refused', async () => {
  const bytes = new TextEncoder().encode(body)
  const headers = headersFor(body)
  const flip = (text: string, at: number): string => {
    const code = text.charCodeAt(at % text.length)
    return (
      text.slice(0, at % text.length) + String.fromCharCode(code ^ 1) + text.slice((at % text.length) + 1)
    )
  }
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: bytes.length * 8 - 1 }),
      fc.constantFrom(...(['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const)),
      fc.nat(),
      async (bit, name, at) => {
        const turned = bytes.slice()
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(await reason(turned, headers, secret, { now })).toBe('signature')
        const odd = { ...headers, [name]: flip(headers[name], at) }
        // The last character of base64 has bits that mean nothing; every other one counts.
        const same = Buffer.from(odd['webhook-signature'].slice(3), 'base64')
        const isSame =
          odd['webhook-signature'].startsWith('v1,') &&
          same.equals(Buffer.from(headers['webhook-signature'].slice(3), 'base64'))
        const why = await reason(body, odd, secret, { now, toleranceSeconds: 1e12 })
        if (name !== 'webhook-signature' || !isSame) expect(['signature', 'headers']).toContain(why)
      },
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 200) },
  )
})

test('a time too far from now is refused, either way, and a tolerance that is no number lets nothing through', async () => {
  for (const [seconds, why] of [
    [-301, 'old'],
    [-300, 'null'],
    [300, 'null'],
    [302, 'new'],
  ] as const) {
    const headers = headersFor(body, new Date(Math.floor(now.getTime() / 1_000) * 1_000 + seconds * 1_000))
    expect([
      seconds,
      await reason(body, headers, secret, { now: new Date(Math.floor(now.getTime() / 1_000) * 1_000) }),
    ]).toEqual([seconds, why])
  }
  expect(await reason(body, headersFor(body), secret)).toBe('old')
  expect(await reason(body, headersFor(body), secret, { now, toleranceSeconds: Number.NaN })).toBe('old')
  for (const odd of ['', '1e9', '-5', ' 5', '0x10', '9'.repeat(20)])
    expect(await reason(body, { ...headersFor(body), 'webhook-timestamp': odd }, secret, { now })).toBe(
      'headers',
    )
})

test('one of several secrets and one of several signatures is enough, and other schemes are passed over', async () => {
  const headers = headersFor(body)
  expect(await reason(body, headers, [other, secret], { now })).toBe('null')
  expect(await reason(body, headers, [other], { now })).toBe('signature')
  const both = `v1a,AAAA ${new Webhook(other).sign(id, now, body)} ${headers['webhook-signature']}`
  expect(await reason(body, { ...headers, 'webhook-signature': both }, secret, { now })).toBe('null')
  const many = `${'v1,AAAA '.repeat(5_000)}${headers['webhook-signature']}`
  expect(await reason(body, { ...headers, 'webhook-signature': many }, secret, { now })).toBe('signature')
  for (const none of [
    'v1,',
    'v1',
    headers['webhook-signature'].slice(3),
    `v2${headers['webhook-signature'].slice(2)}`,
  ])
    expect(await reason(body, { ...headers, 'webhook-signature': none }, secret, { now })).toBe('signature')
})

test('what is missing, doubled or no secret is refused with its reason', async () => {
  const headers: Record<string, string> = headersFor(body)
  for (const name of Object.keys(headers)) {
    const { [name]: value = '', ...rest } = headers
    const odd: WebhookHeaders[] = [
      rest,
      { ...rest, [name]: [value, value] },
      { ...headers, [name.toUpperCase()]: value },
    ]
    for (const given of odd) expect(await reason(body, given, secret, { now })).toBe('headers')
  }
  for (const none of ['', 'whsec_', 'whsec_c2hvcnQ=', 'whsec_%%%', []])
    expect(await reason(body, headers, none, { now })).toBe('secret')
  expect(await reason(JSON.parse(body) as string, headers, secret, { now })).toBe('payload')
})

test('what is signed and no event of a hub is refused', async () => {
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"type":"chat.created"}',
    '{"id":"evt_other","type":"chat.created"}',
    `{"id":"${id}"}`,
  ])
    expect(await reason(text, headersFor(text), secret, { now })).toBe('payload')
})
