import type { LiveEvent, Scope } from '@atrium/schema'
import type { Events } from '../../core/events.ts'
import { hasScope } from '../../core/scopes.ts'
import { signedInProcedure } from '../../trpc.ts'

/** A reader that is this far behind is cut off; on its return it asks for its lists again. */
const maxWaiting = 1_000

export const live = {
  events: signedInProcedure.subscription(({ ctx, signal }) => {
    const stop = AbortSignal.any([ctx.actor.revoked, ctx.signal, ...(signal ? [signal] : [])])
    return follow(ctx.app.events, (scope) => hasScope(ctx.actor, scope), stop)
  }),
}

/** Gives what this caller may hear, until the signal ends. */
async function* follow(
  events: Events,
  may: (scope: Scope) => boolean,
  signal: AbortSignal,
): AsyncGenerator<LiveEvent> {
  const waiting: LiveEvent[] = []
  const over = new AbortController()
  const ended = AbortSignal.any([signal, over.signal])
  let wake: () => void = () => undefined
  const push = (event: LiveEvent): void => {
    if (waiting.push(event) > maxWaiting) over.abort()
    wake()
  }
  listen(events, may, push, ended)
  ended.addEventListener('abort', () => wake(), { once: true })
  try {
    while (!ended.aborted) {
      const next = waiting.shift()
      if (next) yield next
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    over.abort()
  }
}

function listen(
  events: Events,
  may: (scope: Scope) => boolean,
  push: (event: LiveEvent) => void,
  signal: AbortSignal,
): void {
  if (may('chat')) {
    events.on('chat.chat.changed', ({ chat }) => push({ type: 'chat.changed', chat }), signal)
    events.on('chat.chat.removed', ({ id }) => push({ type: 'chat.removed', id }), signal)
    events.on(
      'imports.import.changed',
      ({ import: progress }) => push({ type: 'import.changed', import: progress }),
      signal,
    )
    events.on('agents.agent.changed', ({ name }) => push({ type: 'agent.changed', name }), signal)
    const asked = ({ id }: { id: string }): void => push({ type: 'approval.changed', id })
    events.on('chat.request.opened', asked, signal)
    events.on('chat.request.resolved', asked, signal)
  }
  if (may('admin')) {
    const ofBots = (): void => push({ type: 'bots.changed' })
    events.on('bots.pairing.changed', ofBots, signal)
    events.on('bots.status.changed', ofBots, signal)
  }
  if (may('files')) {
    events.on('projects.project.changed', ({ id }) => push({ type: 'project.changed', id }), signal)
    events.on('projects.project.removed', ({ id }) => push({ type: 'project.removed', id }), signal)
  }
  if (may('terminal')) {
    const asked = ({ id }: { id: string }): void => push({ type: 'approval.changed', id })
    events.on('approvals.request.opened', asked, signal)
    events.on('approvals.request.resolved', asked, signal)
    events.on('approvals.rules.changed', () => push({ type: 'rules.changed' }), signal)
    const changed = (name: string): void => push({ type: 'session.changed', name })
    const removed = (name: string): void => push({ type: 'session.removed', name })
    const moved = ({ projectId }: { projectId: string }): void => push({ type: 'board.changed', projectId })
    events.on('board.card.changed', moved, signal)
    events.on('board.card.removed', moved, signal)
    events.on('sessions.session.changed', ({ name }) => changed(name), signal)
    events.on('sessions.activity.changed', ({ name }) => changed(name), signal)
    events.on('sessions.session.removed', ({ name }) => removed(name), signal)
    events.on(
      'sessions.session.renamed',
      ({ from, to }) => {
        removed(from)
        changed(to)
      },
      signal,
    )
  }
}
