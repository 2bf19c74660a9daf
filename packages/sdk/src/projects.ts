import { createFeed, type FeedContext } from './feed.ts'
import type { OnState } from './follow.ts'

/** How `projects.watch()` watches. */
export type ProjectWatchOptions = {
  /** Ends the watching with an {@link AbortedError}. */
  signal?: AbortSignal | undefined
  /** Hears when the wire opens, is lost and comes back. */
  onState?: OnState | undefined
}

/** What `projects.watch()` tells. */
export type ProjectChange =
  | {
      /** The plan, the name or another part of this project changed: read it again. */
      type: 'project-changed'
      /** Id of the project. */
      id: string
      /** Grows with every change of this project; from 1 again when the hub starts. */
      seq: number
    }
  | {
      /** Changes were missed, since they were too many or the wire was down: read again what you show. */
      type: 'overflow'
    }

/** Projects, as they change. */
export interface ProjectsApi {
  /**
   * Which projects change, by whatever hand, for as long as the loop runs. It comes back by itself when the wire breaks, and
   * says `overflow` then. Leaving the loop ends the watching.
   * @throws ApiError `unauthorized` (also when the key lacks the scope `files`); ConnectionError; AbortedError
   *
   * @example
   * for await (const change of hub.projects.watch())
   *   if (change.type === 'overflow') await readAll()
   *   else await readOne(change.id)
   */
  watch(options?: ProjectWatchOptions): AsyncIterable<ProjectChange>
}

const maxUnread = 10_000

export function createProjects(context: FeedContext): ProjectsApi {
  return { watch: (options = {}) => watch(context, options) }
}

async function* watch(
  context: FeedContext,
  { signal, onState }: ProjectWatchOptions,
): AsyncGenerator<ProjectChange, void, void> {
  let before = false
  const feed = createFeed<ProjectChange>(context, {
    path: '/api/projects/events',
    signal,
    onState,
    onText(text) {
      const frame = JSON.parse(text) as ProjectChange | { type: 'hello' | 'pong' } // the hub's own shape
      if (frame.type === 'hello') {
        // What happened while nobody listened is not told.
        if (before) feed.replace({ type: 'overflow' })
        before = true
      } else if (frame.type === 'project-changed') {
        if (feed.unread >= maxUnread) feed.replace({ type: 'overflow' })
        else feed.push({ type: frame.type, id: frame.id, seq: frame.seq })
      }
    },
  })
  yield* feed.read()
}
