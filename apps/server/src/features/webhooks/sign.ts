import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

/** As the Standard Webhooks specification has it: the prefix, and the key in base64. */
export const newSecret = (): string => prefix + randomBytes(32).toString('base64')

/** Headers that prove who sent this body, and when; every secret in force signs. */
export function signedHeaders(
  { id, body, at }: { id: string; body: string; at: Date },
  secrets: readonly string[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
