import { hub } from './client.ts'
import { renew } from './push.ts'

/** Keeps the subscription of this browser good, and tells where its person looks. */
export async function attend(deviceId: string, signal: AbortSignal): Promise<void> {
  await renew().catch(() => {}) // the next page tries again
  if (!signal.aborted) await tellPresence(deviceId, signal)
}

/** Tells the hub where this device's person looks, so that push leaves it alone. Runs until the signal ends it. */
async function tellPresence(deviceId: string, signal: AbortSignal): Promise<void> {
  const notifications = hub.notifications({ deviceId, signal })
  const look = () =>
    notifications.look({
      session:
        /^\/terminals\/([^/]+)$/.exec(location.pathname)?.[1]?.replace(/.+/, decodeURIComponent) ?? null,
      visible: document.visibilityState === 'visible' && document.hasFocus(),
    })
  look()
  for (const event of ['focus', 'blur', 'popstate']) window.addEventListener(event, look, { signal })
  document.addEventListener('visibilitychange', look, { signal })
  moved = look
  try {
    for await (const _ of notifications) signal.throwIfAborted()
  } catch {
    // Push goes on; the device is told more than it needs.
  }
}

let moved: () => void = () => {}
/** The page shows another place now. */
export const placeChanged = (): void => moved()
