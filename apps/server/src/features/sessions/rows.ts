import type { Session } from '@atrium/schema'
import type { Activity } from './activity.ts'
import type { LiveSession } from './host.ts'
import type { KnownSession } from './store.ts'

/** What only later features know; each fills its own part. */
const notYet = {
  cost: null,
  contextPct: null,
  contextLimit: null,
  contextTokens: null,
  contextModel: null,
  limits: null,
  git: null,
  project: null,
  boardCard: null,
} as const

const order = { running: 0, dormant: 1, foreign: 2 } as const

const byName = (a: Session, b: Session): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** The session list: running, dormant, foreign, by name within each. */
export function toRows(from: {
  live: ReadonlyMap<string, LiveSession>
  known: ReadonlyMap<string, KnownSession>
  prefix: string
  ephemeral: boolean
  activityOf(name: string): Activity
}): Session[] {
  const rows: Session[] = []
  for (const [name, session] of from.live) {
    const known = from.known.get(name)
    const activity = from.activityOf(name)
    rows.push({
      name,
      created: session.createdMs,
      windows: session.windows,
      attached: session.attached > 0,
      path: session.path ?? known?.directory ?? null,
      status: known || name.startsWith(from.prefix) ? 'running' : 'foreign',
      activity,
      activitySource: activity === 'unknown' ? 'none' : 'output',
      command: known?.command ?? null,
      ephemeral: from.ephemeral,
      muted: known?.muted ?? false,
      pinned: known?.pinned ?? false,
      exit: null,
      ...notYet,
    })
  }
  for (const [name, known] of from.known) {
    if (from.live.has(name)) continue
    rows.push({
      name,
      created: Date.parse(known.createdAt),
      windows: 0,
      attached: false,
      path: known.directory,
      status: 'dormant',
      activity: 'unknown',
      activitySource: 'none',
      command: known.command,
      ephemeral: from.ephemeral,
      muted: known.muted,
      pinned: known.pinned,
      exit: known.exit,
      ...notYet,
      lastSeenAt: known.lastSeenAt,
    })
  }
  return rows.toSorted((a, b) => order[a.status] - order[b.status] || byName(a, b))
}
