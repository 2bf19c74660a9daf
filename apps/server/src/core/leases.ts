/**
 * Who owns a run or a session: one owner a key at a time, by name, until it lets go or its time is over. An owner that
 * has died loses the key when the time is over, so it renews well before.
 */
export type Leases = {
  /** True when the key is now this owner's, also when it was before. */
  acquire(key: string, owner: string, ttlMs: number): Promise<boolean>
  /** False when the key was lost: the owner must stop at once. */
  renew(key: string, owner: string, ttlMs: number): Promise<boolean>
  /** Harmless when the key is not this owner's. */
  release(key: string, owner: string): Promise<void>
}

/** The form for one process. `now` is monotonic, so that a clock that jumps neither ends nor extends a lease. */
export function createLeases(now: () => number = () => performance.now()): Leases {
  const held = new Map<string, { owner: string; until: number }>()
  const ownedBy = (key: string): string | null => {
    const lease = held.get(key)
    return lease && lease.until > now() ? lease.owner : null
  }
  return {
    acquire(key, owner, ttlMs) {
      const free = [null, owner].includes(ownedBy(key))
      if (free) held.set(key, { owner, until: now() + ttlMs })
      return Promise.resolve(free)
    },
    renew(key, owner, ttlMs) {
      const mine = ownedBy(key) === owner
      if (mine) held.set(key, { owner, until: now() + ttlMs })
      return Promise.resolve(mine)
    },
    release(key, owner) {
      if (held.get(key)?.owner === owner) held.delete(key)
      return Promise.resolve()
    },
  }
}
