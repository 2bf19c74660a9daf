// Hears what is in no table: it is noted as it comes, and everything else that changes wakes the sender.
import { createHash } from 'node:crypto'
import { nowIso } from '../../core/clock.ts'
import type { EventMap, Events } from '../../core/events.ts'
import { randomText } from '../../core/ids.ts'
import type { Tasks } from '../../core/tasks.ts'
import type { EventRow, WebhooksStore } from './store.ts'

/** After any of these a trigger may have noted something. */
const wakes = [
  'runs.run.changed',
  'chat.chat.changed',
  'chat.chat.removed',
  'chat.request.opened',
  'chat.request.resolved',
  'approvals.request.opened',
  'approvals.request.resolved',
  'sessions.session.changed',
  'sessions.session.removed',
  'sessions.session.renamed',
  'board.card.changed',
  'board.card.removed',
  'projects.project.changed',
  'projects.project.removed',
  'bots.pairing.changed',
] as const satisfies (keyof EventMap)[]

/** Some of them are told before they are stored. */
export const lookAgainMs = 2_000

export function listen(deps: {
  events: Events
  store: WebhooksStore
  tasks: Tasks
  poke: () => void
  /** Whether anybody wants to hear. */
  isHeard: () => boolean
}): void {
  const { events, store, tasks, poke } = deps

  const note = (type: string, facts: object, more: Partial<EventRow> = {}): void => {
    if (!deps.isHeard()) return
    const row: EventRow = {
      id: `evt_${randomText(32)}`,
      type,
      at: nowIso(),
      chatId: null,
      projectId: null,
      session: null,
      facts: JSON.stringify(facts),
      ...more,
    }
    tasks.add('webhooks.note', async () => {
      await store.note(row)
      poke()
    })
  }

  for (const event of wakes) events.on(event, () => deps.isHeard() && poke())
  events.on('sessions.activity.changed', ({ name, activity, tool }) =>
    note('session.state.changed', { state: activity, tool: tool ?? null }, { session: name }),
  )
  events.on('sessions.session.ended', ({ name }) => note('session.ended', {}, { session: name }))
  events.on('imports.import.changed', ({ import: progress }) => {
    if (progress.state === 'completed' || progress.state === 'failed')
      note('import.finished', progress, { id: stableId('import', progress.import_id) })
  })
  events.on('updates.release.found', ({ current, latest, url }) =>
    note('update.available', { current, latest, url }, { id: stableId('update', latest) }),
  )
}

/** What is told once only is known by what it is about. */
const stableId = (...parts: string[]): string =>
  `evt_${createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 32)}`
