/** One holder at a time, first come first served. */
export function createLock() {
  const waiting: (() => void)[] = []
  let held = false
  return {
    async acquire(): Promise<void> {
      if (!held) {
        held = true
        return
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
    },
    /** Hands over to the next in line, which is why `held` stays set then. */
    release(): void {
      const next = waiting.shift()
      if (next === undefined) held = false
      else next()
    },
  }
}
