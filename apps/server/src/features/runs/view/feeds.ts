// Owns the feeds of the chats that somebody looks at: opened for the first reader, closed behind the last.
import type { Bus } from '../../../core/bus.ts'
import type { EventLog } from '../../../core/event-log.ts'
import { type Feed, openFeed } from './feed.ts'

type Used = { feed: Promise<Feed>; users: number }

export function createFeeds(deps: { log: EventLog; bus: Bus }) {
  const feeds = new Map<string, Used>()

  async function leave(chatId: string, used: Used): Promise<void> {
    used.users -= 1
    const feed = await used.feed
    // One that has failed is for nobody new, whoever still holds on to it.
    if (used.users > 0 && !feed.failure) return
    if (feeds.get(chatId) === used) feeds.delete(chatId)
    if (used.users === 0) await feed.close()
  }

  return {
    /** The shared feed, until `leave` is called. */
    async enter(chatId: string): Promise<{ feed: Feed; leave(): Promise<void> }> {
      const used = feeds.get(chatId) ?? { feed: openFeed(deps, chatId), users: 0 }
      feeds.set(chatId, used)
      used.users += 1
      try {
        return { feed: await used.feed, leave: () => leave(chatId, used) }
      } catch (error) {
        if (feeds.get(chatId) === used) feeds.delete(chatId)
        throw error
      }
    },
    viewers: (chatId: string): number => feeds.get(chatId)?.users ?? 0,
    /** The chat is gone: its readers are sent home. */
    async end(chatId: string): Promise<void> {
      const used = feeds.get(chatId)
      feeds.delete(chatId)
      if (used) (await used.feed).end()
    },
  }
}
