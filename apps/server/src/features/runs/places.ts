// Owns how many agents may live at once: an idle one makes room for a chat that needs it, else that chat waits.

/** One agent that lives. */
export type Tenant = {
  /** Null while it works; else since when it is idle. */
  idleSince(): number | null
  close(): Promise<void>
}

export type Places = ReturnType<typeof createPlaces>

export function createPlaces(max: () => number) {
  const tenants = new Map<string, Tenant>()
  const waiting = new Set<() => void>()

  const longestIdle = (): Tenant | null => {
    let found: { tenant: Tenant; since: number } | null = null
    for (const tenant of tenants.values()) {
      const since = tenant.idleSince()
      if (since !== null && (!found || since < found.since)) found = { tenant, since }
    }
    return found?.tenant ?? null
  }
  const news = (): void => {
    for (const wake of waiting) wake()
  }

  return {
    /** Resolves when there is a place; `onWait` is called once if that takes an agent's end. */
    async take(id: string, tenant: Tenant, options: { onWait(): void; signal: AbortSignal }): Promise<void> {
      for (let told = false; tenants.size >= Math.max(1, max()); ) {
        const idle = longestIdle()
        if (idle) {
          await idle.close()
          options.signal.throwIfAborted()
          continue
        }
        if (!told) options.onWait()
        told = true
        await new Promise<void>((resolve) => {
          const wake = () => {
            waiting.delete(wake)
            options.signal.removeEventListener('abort', wake)
            resolve()
          }
          waiting.add(wake)
          options.signal.addEventListener('abort', wake, { once: true })
        })
        options.signal.throwIfAborted()
      }
      tenants.set(id, tenant)
    },
    leave(id: string): void {
      if (tenants.delete(id)) news()
    },
    /** Some agent became idle. */
    news,
    get count() {
      return tenants.size
    },
  }
}
