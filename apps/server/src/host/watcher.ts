// Owns the thread that watches folders. Every root is watched once, whoever wants to hear of it, and for a while after the
// last one has left: pages come and go.
import { Worker } from 'node:worker_threads'
import { AppError, notFound } from '../core/errors.ts'
import type { FromWorker, ToWorker } from './watch/worker.ts'

export type Heard =
  | { type: 'change' | 'rename'; path: string; seq: number; at: number }
  /** Too much at once; and for `limited`: not all of the tree is watched. For `gone` nothing follows. */
  | { type: 'overflow' | 'limited' | 'gone'; seq: number }

export type WatchHandle = { seq: () => number; close: () => void }

type Root = {
  of: number
  path: string
  seq: number
  limited: boolean
  listeners: Set<(heard: Heard) => void>
  ready: PromiseWithResolvers<void>
  linger: ReturnType<typeof setTimeout> | null
}

export function createWatcher({
  folders,
  joinMs,
  perSecond,
  lingerMs,
}: {
  /** Folders that may be watched, over all roots. */
  folders: number
  joinMs: number
  perSecond: number
  lingerMs: number
}) {
  const roots = new Map<string, Root>()
  const byNumber = new Map<number, Root>()
  let worker: Worker | null = null
  let next = 1

  function thread(): Worker {
    if (worker) return worker
    const started = new Worker(new URL('./watch/worker.ts', import.meta.url), {
      workerData: { folders, joinMs, perSecond },
      env: {},
      stderr: false,
    })
    started.unref()
    started.on('message', (message: FromWorker) => hear(message))
    const lost = () => {
      if (worker !== started) return
      worker = null
      for (const root of roots.values()) end(root)
    }
    started.on('error', lost)
    started.on('exit', lost)
    worker = started
    return started
  }

  const tell = (message: ToWorker) => thread().postMessage(message)

  function hear(message: FromWorker): void {
    const root = byNumber.get(message.of)
    if (!root) return
    switch (message.type) {
      case 'ready':
        return root.ready.resolve()
      case 'failed':
        forget(root)
        return root.ready.reject(
          message.code === 'ENOENT' || message.code === 'ENOTDIR'
            ? notFound('Folder', root.path)
            : new AppError('unavailable', `The folder cannot be watched: ${message.code}`),
        )
      case 'events': {
        const at = Date.now()
        for (const { type, path } of message.events) spread(root, { type, path, seq: ++root.seq, at })
        if (message.overflow) spread(root, { type: 'overflow', seq: ++root.seq })
        return
      }
      case 'limited':
        root.limited = true
        return spread(root, { type: 'limited', seq: root.seq })
      case 'gone':
        return end(root)
    }
  }

  function spread(root: Root, heard: Heard): void {
    for (const listener of root.listeners) listener(heard)
  }

  function end(root: Root): void {
    forget(root)
    root.ready.reject(notFound('Folder', root.path))
    spread(root, { type: 'gone', seq: root.seq })
  }

  function forget(root: Root): void {
    if (root.linger) clearTimeout(root.linger)
    if (roots.get(root.path) === root) roots.delete(root.path)
    byNumber.delete(root.of)
  }

  function begin(path: string): Root {
    const root: Root = {
      of: next++,
      path,
      seq: 0,
      limited: false,
      listeners: new Set(),
      ready: Promise.withResolvers(),
      linger: null,
    }
    root.ready.promise.catch(() => undefined)
    roots.set(path, root)
    byNumber.set(root.of, root)
    tell({ watch: root.of, root: path })
    return root
  }

  function leave(root: Root): void {
    if (root.listeners.size > 0 || !byNumber.has(root.of)) return
    root.linger = setTimeout(() => {
      forget(root)
      tell({ unwatch: root.of })
      if (roots.size === 0) void stop()
    }, lingerMs)
    root.linger.unref()
  }

  function stop(): Promise<number> | undefined {
    const last = worker
    worker = null
    return last?.terminate()
  }

  return {
    /**
     * Hears of everything below a folder, given by its real path, until it is closed; resolves once all of it is watched.
     * @throws AppError not_found, unavailable
     */
    async watch(path: string, listener: (heard: Heard) => void): Promise<WatchHandle> {
      const root = roots.get(path) ?? begin(path)
      if (root.linger) clearTimeout(root.linger)
      root.linger = null
      root.listeners.add(listener)
      try {
        await root.ready.promise
      } catch (error) {
        root.listeners.delete(listener)
        throw error
      }
      if (root.limited) listener({ type: 'limited', seq: root.seq })
      return {
        seq: () => root.seq,
        close() {
          if (root.listeners.delete(listener)) leave(root)
        },
      }
    },
    /** Roots that are watched now. */
    size: (): number => roots.size,
    async close(): Promise<void> {
      for (const root of roots.values()) forget(root)
      await stop()
    },
  }
}
