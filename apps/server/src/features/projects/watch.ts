// Owns who hears that a plan changed: on disk, by whatever program, or through the API.
import { type FSWatcher, watch } from 'node:fs'
import type { Events } from '../../core/events.ts'
import type { Tasks } from '../../core/tasks.ts'
import { planFiles } from './plan.ts'
import type { KnownProject } from './registry.ts'

/** Programs write a file in several steps. */
const settleMs = 80
/** How often plans are looked at that the system does not watch for us. */
const lookMs = 2_000

type Watched = {
  project: KnownProject
  watcher: FSWatcher | null
  signature: string
  timer: NodeJS.Timeout | null
}

export function createPlanWatch(deps: {
  events: Events
  tasks: Tasks
  /** What changes when the plan does. */
  signatureOf: (project: KnownProject) => Promise<string>
}) {
  const { events, tasks, signatureOf } = deps
  const watched = new Map<string, Watched>()
  const counts = new Map<string, number>()

  function tell(id: string): void {
    const seq = (counts.get(id) ?? 0) + 1
    counts.set(id, seq)
    events.emit('projects.project.changed', { id, seq })
  }

  async function look(one: Watched): Promise<void> {
    const now = await signatureOf(one.project)
    if (watched.get(one.project.id) !== one || now === one.signature) return
    one.signature = now
    tell(one.project.id)
  }

  function settle(one: Watched): void {
    if (one.timer) clearTimeout(one.timer)
    one.timer = setTimeout(() => tasks.add('projects.look', () => look(one)), settleMs)
    one.timer.unref()
  }

  function open(one: Watched): FSWatcher | null {
    try {
      const names: readonly string[] = planFiles
      const watcher = watch(one.project.path, { persistent: false }, (event, name) => {
        if (name === null || names.includes(name)) return settle(one)
        // The folder itself went, or another took its place.
        if (event === 'rename' && one.project.path.endsWith(`/${name}`)) drop(one)
      })
      watcher.on('error', () => drop(one))
      return watcher
    } catch {
      return null // looked at now and then instead
    }
  }

  function drop(one: Watched): void {
    one.watcher?.close()
    one.watcher = null
    settle(one)
  }

  tasks.every('projects.unwatched', lookMs, async () => {
    for (const one of watched.values()) {
      if (one.watcher) continue
      one.watcher = one.signature === 'gone' ? null : open(one)
      await look(one)
    }
  })

  function stop(id: string): void {
    const one = watched.get(id)
    if (!one) return
    watched.delete(id)
    one.watcher?.close()
    if (one.timer) clearTimeout(one.timer)
  }

  return {
    /** Watches a project from now on, in its place of now. */
    async start(project: KnownProject): Promise<void> {
      stop(project.id)
      const one: Watched = { project, watcher: null, signature: '', timer: null }
      watched.set(project.id, one)
      one.watcher = open(one)
      one.signature = await signatureOf(project)
    },
    stop(id: string): void {
      stop(id)
      counts.delete(id)
    },
    /** Says that a project changed; its plan as it is now is nothing new any more. */
    async changed(project: KnownProject): Promise<void> {
      const one = watched.get(project.id)
      if (one) one.signature = await signatureOf(project)
      tell(project.id)
    },
    tell,
    close(): void {
      for (const id of watched.keys()) stop(id)
    },
  }
}
