// The thread that watches: it waits for the disk so that nobody else has to.
import { parentPort, workerData } from 'node:worker_threads'
import { type BatchLimits, createBatches } from './batches.ts'
import { type Budget, createTreeWatch, type TreeWatch } from './tree-watch.ts'

export type ToWorker = { watch: number; root: string } | { unwatch: number }

export type FromWorker =
  | { of: number; type: 'ready'; folders: number }
  | { of: number; type: 'failed'; code: string }
  | { of: number; type: 'events'; events: { type: 'change' | 'rename'; path: string }[]; overflow: boolean }
  | { of: number; type: 'limited' }
  | { of: number; type: 'gone' }

const { folders, ...limits } = workerData as BatchLimits & { folders: number } // our own
const budget: Budget = { left: folders }
const trees = new Map<number, { close: () => void }>()
const say = (message: FromWorker) => parentPort?.postMessage(message)

function begin(of: number, root: string): void {
  let limited = false
  let tree: TreeWatch | null = null
  const batches = createBatches(
    limits,
    (batch) => say({ of, type: 'events', ...batch }),
    () => tree?.settle(),
  )
  const close = () => {
    tree?.close()
    batches.close()
    trees.delete(of)
  }
  try {
    tree = createTreeWatch(root, budget, {
      happened: (kind, path) => batches.add(kind, path),
      missed: () => batches.overflow(),
      limited() {
        if (!limited) say({ of, type: 'limited' })
        limited = true
      },
      gone() {
        close()
        say({ of, type: 'gone' })
      },
    })
    trees.set(of, { close })
    say({ of, type: 'ready', folders: tree.folders() })
  } catch (error) {
    close()
    say({ of, type: 'failed', code: (error as NodeJS.ErrnoException).code ?? 'unknown' })
  }
}

parentPort?.on('message', (message: ToWorker) => {
  if ('watch' in message) begin(message.watch, message.root)
  else trees.get(message.unwatch)?.close()
})
