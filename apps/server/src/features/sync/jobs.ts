import type { Tasks } from '../../core/tasks.ts'
import type { Trash } from '../../host/trash.ts'
import type { SyncStore } from './store.ts'

const dayMs = 86_400_000
/** What was deleted or replaced can be had back for so long. */
const trashDays = 90
/** A device that was away for longer brings a deleted file back, rather than lose one. */
const deletionDays = 365

const before = (days: number): string => new Date(Date.now() - days * dayMs).toISOString()

export function startSyncJobs({
  store,
  trash,
  tasks,
}: {
  store: SyncStore
  trash: Trash
  tasks: Tasks
}): void {
  tasks.every('sync.trash', dayMs / 24, async () => {
    await trash.empty(before(trashDays).slice(0, 10))
    await store.forget(before(deletionDays))
  })
}
