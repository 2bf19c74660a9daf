import type { Log } from './log.ts'

/** Background work with an owner: nothing floats outside it, and closing waits for all of it. */
export type Tasks = {
  /** Runs the work; its failure is logged here and nowhere else. */
  add(name: string, work: (signal: AbortSignal) => Promise<void>): void
  /** Calls `work` every `ms` until closed; a slow call is never overlapped. */
  every(name: string, ms: number, work: (signal: AbortSignal) => Promise<void>): void
  /** Ends the signal and waits until everything has stopped. */
  close(): Promise<void>
}

export function createTasks(log: Log): Tasks {
  const stop = new AbortController()
  const live = new Set<Promise<void>>()
  const add: Tasks['add'] = (name, work) => {
    const task = work(stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) log.error({ err: error, task: name }, 'background task failed')
    })
    live.add(task)
    void task.finally(() => live.delete(task))
  }
  return {
    add,
    every(name, ms, work) {
      let busy = false
      const timer = setInterval(() => {
        if (busy) return
        busy = true
        add(name, (signal) => work(signal).finally(() => (busy = false)))
      }, ms)
      timer.unref()
      stop.signal.addEventListener('abort', () => clearInterval(timer), { once: true })
    },
    async close() {
      stop.abort()
      while (live.size > 0) await Promise.all(live) // the last work may begin more
    },
  }
}
