import type { Events } from '../../core/events.ts'
import { type ChatStore, toChat } from './store.ts'

/** So many lists are told at once; whoever shows more asks again. */
const maxTold = 1_000

/** The chats of a workspace that is no more stay, in none; whoever shows them hears of it. */
export const createReleaseChats =
  ({ store, events }: { store: Pick<ChatStore, 'leaveWorkspace'>; events: Events }) =>
  async (slug: string): Promise<void> => {
    for (const row of (await store.leaveWorkspace(slug)).slice(0, maxTold))
      try {
        events.emit('chat.chat.changed', { chat: toChat(row) })
      } catch {
        // A damaged record costs only itself.
      }
  }
