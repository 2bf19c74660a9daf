import type { TrustLevel } from '@atrium/schema'

const order: readonly TrustLevel[] = ['full', 'vault', 'sandboxed']

/** The stricter of two levels: trust is never widened by asking. */
export const stricter = (one: TrustLevel, other: TrustLevel): TrustLevel =>
  order.indexOf(one) >= order.indexOf(other) ? one : other
