import { limits, type PresenceFrame, type PushPresence } from '@atrium/schema'

type Seen = { credentialId: string; deviceId: string; session: string | null; visible: boolean; at: number }

export type Presence = ReturnType<typeof createPresence>

/** Where people look now, as their devices tell it over the notification socket; forgotten with the socket, and after a minute. */
export function createPresence(now: () => number = Date.now) {
  /** By connection: what one tab says ends with that tab. */
  const seen = new Map<object, Seen>()

  const fresh = (): Seen[] => {
    const since = now() - limits.presenceMs
    for (const [connection, entry] of seen) if (entry.at < since) seen.delete(connection)
    return [...seen.values()]
  }

  return {
    /** Over so many it is not remembered: then that device is told what it may see already. */
    report(connection: object, credentialId: string, frame: PresenceFrame): void {
      if (!seen.has(connection) && seen.size >= limits.presences && fresh().length >= limits.presences) return
      const { deviceId, session, visible } = frame
      seen.set(connection, { credentialId, deviceId, session, visible, at: now() })
    },
    drop(connection: object): void {
      seen.delete(connection)
    },
    /** A session has another name: whoever looks at it still does. */
    rename(from: string, to: string): void {
      for (const entry of seen.values()) if (entry.session === from) entry.session = to
    },
    /** Whether this device of this credential, or with null anybody, has exactly this session before the eyes. */
    isLooking(device: { credentialId: string; deviceId: string } | null, session: string): boolean {
      return fresh().some(
        (entry) =>
          entry.visible &&
          entry.session === session &&
          (device === null ||
            (entry.credentialId === device.credentialId && entry.deviceId === device.deviceId)),
      )
    },
    /** The last word of every device of this credential. */
    list(credentialId: string): PushPresence['presence'] {
      const at = now()
      const byDevice = new Map<string, Seen>()
      for (const entry of fresh().toSorted((a, b) => a.at - b.at))
        if (entry.credentialId === credentialId) byDevice.set(entry.deviceId, entry)
      return [...byDevice.values()].map(({ deviceId, session, visible, at: lastSeenAt }) => ({
        deviceId,
        session,
        visible,
        lastSeenAt,
        ageMs: at - lastSeenAt,
      }))
    },
  }
}
