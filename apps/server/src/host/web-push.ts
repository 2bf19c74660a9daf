// Owns the key pair of Web Push and the library that encrypts and signs with it.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import webPush from 'web-push'
import { AppError } from '../core/errors.ts'
import { StartError } from '../core/start-error.ts'
import { keepPrivate, readPrivate, writePrivate } from './private-file.ts'

export type VapidKeys = { publicKey: string; privateKey: string }

/** A message as a push service takes it. */
export type SealedPush = { headers: Record<string, string>; body: Uint8Array }

export type PushTarget = { endpoint: string; p256dh: string; auth: string }

/** Urgency as the push protocol names it; a topic stands in place of the message of that topic before. */
export type PushManner = { ttlSeconds: number; urgency: 'normal' | 'high'; topic?: string }

/**
 * The key pair of this hub, made at the first start: devices are bound to it, so it is never replaced.
 * @throws StartError misconfigured when others can read it, or it cannot be read
 */
export async function readVapidKeys(home: string): Promise<VapidKeys> {
  const folder = join(home, 'secrets')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await keepPrivate(folder, 0o700)
  const file = join(folder, 'vapid.json')
  const text = await readPrivate(file)
  if (text === null) {
    const keys = webPush.generateVAPIDKeys()
    await writePrivate(file, `${JSON.stringify(keys)}\n`)
    return keys
  }
  const keys = parse(text)
  if (!keys)
    throw new StartError(
      'misconfigured',
      `The keys of Web Push in ${file} cannot be read; put the file of a backup back, or remove it and let every device subscribe again`,
    )
  return keys
}

/**
 * Puts the key pair of another hub in the place of our own, for its devices; counts from the next start.
 * @throws AppError invalid when it is none
 */
export async function replaceVapidKeys(home: string, keys: VapidKeys): Promise<void> {
  const text = `${JSON.stringify(keys)}\n`
  if (!parse(text)) throw new AppError('invalid', 'These are no keys of Web Push')
  await readVapidKeys(home) // the folder is there and private
  await writePrivate(join(home, 'secrets', 'vapid.json'), text)
}

function parse(text: string): VapidKeys | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    const { publicKey, privateKey } = value as Partial<VapidKeys>
    return bytesOf(publicKey) === 65 && bytesOf(privateKey) === 32 && publicKey && privateKey
      ? { publicKey, privateKey }
      : null
  } catch {
    return null
  }
}

const bytesOf = (text: unknown): number =>
  typeof text === 'string' ? Buffer.from(text, 'base64url').length : 0

/** Encrypts for one device (aes128gcm) and signs for its push service (VAPID). */
export function createSealer(keys: VapidKeys, subject: string) {
  return (target: PushTarget, message: string, { ttlSeconds, urgency, topic }: PushManner): SealedPush => {
    const { endpoint, p256dh, auth } = target
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, message, {
      vapidDetails: { subject, ...keys },
      TTL: ttlSeconds,
      urgency,
      contentEncoding: 'aes128gcm',
      ...(topic !== undefined && { topic }),
    })
    const { 'Content-Length': _, ...rest } = headers as Record<string, string | number>
    return {
      headers: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])),
      body: body ?? new Uint8Array(),
    }
  }
}

export type Seal = ReturnType<typeof createSealer>
