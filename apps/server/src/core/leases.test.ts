import { describe, expect, test } from 'vitest'
import { createLeases, type Leases } from './leases.ts'

/** What every form of the leases promises. */
function leasesConformance(name: string, create: (now: () => number) => Leases): void {
  describe(name, () => {
    test('a key has one owner at a time', async () => {
      const leases = create(() => 0)
      const won = await Promise.all(['a', 'b', 'c'].map((owner) => leases.acquire('chat', owner, 1_000)))
      expect(won.filter(Boolean)).toHaveLength(1)
      expect(await leases.acquire('other', 'b', 1_000)).toBe(true)
    })

    test('its owner may take it again and renew it; others may not', async () => {
      const leases = create(() => 0)
      await leases.acquire('chat', 'a', 1_000)
      expect(await leases.acquire('chat', 'a', 1_000)).toBe(true)
      expect(await leases.renew('chat', 'a', 1_000)).toBe(true)
      expect(await leases.renew('chat', 'b', 1_000)).toBe(false)
    })

    test('it is free again when it is let go by its owner, and only by its owner', async () => {
      const leases = create(() => 0)
      await leases.acquire('chat', 'a', 1_000)
      await leases.release('chat', 'b')
      expect(await leases.acquire('chat', 'b', 1_000)).toBe(false)
      await leases.release('chat', 'a')
      expect(await leases.acquire('chat', 'b', 1_000)).toBe(true)
    })

    test('an owner that does not renew loses it when its time is over, and is told', async () => {
      let now = 0
      const leases = create(() => now)
      await leases.acquire('chat', 'a', 1_000)
      now = 900
      expect(await leases.renew('chat', 'a', 1_000)).toBe(true)
      now = 1_800
      expect(await leases.acquire('chat', 'b', 1_000)).toBe(false)
      now = 1_900
      expect(await leases.acquire('chat', 'b', 1_000)).toBe(true)
      expect(await leases.renew('chat', 'a', 1_000)).toBe(false)
    })
  })
}

leasesConformance('leases in one process', createLeases)
