import { createFeed, type FeedContext } from './feed.ts'
import type { OnState } from './follow.ts'
import type { NotificationEvent } from './types.ts'
import { uuid } from './wait.ts'

/** What `notifications()` takes. */
export type NotificationsOptions = {
  /** Ends the reading with an {@link AbortedError}. */
  signal?: AbortSignal | undefined
  /** Hears when the wire opens, is lost and comes back. What happened meanwhile is not told again: read your lists anew. */
  onState?: OnState | undefined
  /** The device that subscribed to push, so that it is left alone while its person looks; default: one at random. */
  deviceId?: string | undefined
}

/**
 * What sessions do, and what waits for a decision. Loop over it; leaving the loop closes it. It comes back by itself when the
 * wire breaks. Of what nobody reads the newest thousand are kept.
 */
export interface Notifications extends AsyncIterable<NotificationEvent> {
  /** Tells where the person of this device looks, again and again until it is told otherwise. */
  look(place: { session: string | null; visible: boolean }): void
  /** Closes it; the loop ends. */
  close(): void
}

/** Follows what may interest a person who does not look. */
export type NotificationsApi = (options?: NotificationsOptions) => Notifications

const maxUnread = 1_000
/** The hub forgets a place after a minute. */
const lookEveryMs = 20_000

export function createNotifications(context: FeedContext): NotificationsApi {
  return ({ signal, onState, deviceId = uuid() } = {}) => {
    let place: { session: string | null; visible: boolean } | undefined
    const feed = createFeed<NotificationEvent>(context, {
      path: '/api/notifications/events',
      signal,
      onState,
      onOpen: () => sayPlace(),
      onText(text) {
        const frame = parse(text)
        if (!frame || frame.type === 'hello' || frame.type === 'pong') return
        if (feed.unread >= maxUnread) feed.shift()
        feed.push(frame)
      },
    })
    const { socket } = feed
    const timer = setInterval(() => sayPlace(), lookEveryMs)
    // A program that has nothing else to do may end. Browsers give a number here.
    if (typeof timer === 'object') (timer as { unref?: () => void }).unref?.()
    void feed.ended.then(() => clearInterval(timer))

    function sayPlace(): void {
      if (place && socket.isOpen) socket.send(JSON.stringify({ type: 'presence', deviceId, ...place }))
    }

    return {
      look(next) {
        place = next
        sayPlace()
      },
      close: () => socket.close(),
      [Symbol.asyncIterator]: () => feed.read(),
    }
  }
}

type Frame = NotificationEvent | { type: 'hello' } | { type: 'pong' }

function parse(text: string): Frame | undefined {
  try {
    // What the hub sends there follows its own schema, which the type comes from.
    return JSON.parse(text) as Frame
  } catch {
    return undefined
  }
}
