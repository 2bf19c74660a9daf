import { hash, timingSafeEqual } from 'node:crypto'
import { limits } from '@atrium/schema'
import { randomText } from '../../core/ids.ts'

const digest = (text: string): Buffer => hash('sha256', text, 'buffer')

/**
 * One-time codes, each for one request that waits. They live here alone, so they end with the request, its answer or the
 * hub; whoever has one may allow or deny that request, and nothing else.
 */
export function createCodes() {
  const codes = new Map<string, string>()
  return {
    /** 144 random bits, told once. */
    issue(id: string): string {
      const code = randomText(24)
      codes.set(id, code)
      const [oldest] = codes.keys()
      if (codes.size > 4 * limits.waitingRequests && oldest !== undefined) codes.delete(oldest)
      return code
    },
    /** Takes the same time whether the request is known or not, and however much of the code is right. */
    matches(id: string, code: string): boolean {
      const known = codes.get(id)
      return timingSafeEqual(digest(known ?? ''), digest(code)) && known !== undefined
    },
    drop: (id: string): void => void codes.delete(id),
  }
}
export type Codes = ReturnType<typeof createCodes>
