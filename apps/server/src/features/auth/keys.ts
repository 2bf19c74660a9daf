import { hash, timingSafeEqual } from 'node:crypto'
import { randomText } from '../../core/ids.ts'

/** What is kept of a secret: `sha256:` and 64 hexadecimal digits of its whole text. */
export const hashOf = (secret: string): string => `sha256:${hash('sha256', secret)}`

/** Takes the same time whatever part of two hashes agrees. */
export const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

const keyShape = /^para_[A-Za-z0-9_-]{32}$/
export const isKeyShaped = (text: string): boolean => keyShape.test(text)

/** A fresh credential for the programs of one session. */
export function makeSessionKey() {
  const key = `atrs_${randomText(40)}`
  return { key, keyId: `s_${randomText(12)}`, keyHash: hashOf(key) }
}

const cookieShape = /^[A-Za-z0-9_-]{43}$/
export const isCookieShaped = (text: string): boolean => cookieShape.test(text)

/** A fresh API key. The id has random characters of its own, so that lists tell nothing about the key. */
export function makeKey() {
  const key = `para_${randomText(32)}`
  return {
    key,
    id: `k_${randomText(12)}`,
    keyHash: hashOf(key),
    prefix: key.slice(0, 9),
    last4: key.slice(-4),
  }
}

/** 256 random bits for owner tokens and browser cookies. */
export const makeSecret = (): string => randomText(43)
