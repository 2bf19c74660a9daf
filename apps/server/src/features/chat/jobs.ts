import type { Tasks } from '../../core/tasks.ts'
import type { ChatStore } from './store.ts'

const hourMs = 3_600_000
/** No client tries the same call again after this long. */
const keptMs = 24 * hourMs

export function startChatJobs({ store, tasks }: { store: ChatStore; tasks: Tasks }): void {
  tasks.every('chat.idempotency', hourMs, () =>
    store.forgetIdempotent(new Date(Date.now() - keptMs).toISOString()),
  )
}
