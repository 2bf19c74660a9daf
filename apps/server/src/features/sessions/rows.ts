import type { Session } from '@atrium/schema'
import type { Activity } from './activity.ts'
import type { LiveSession } from './host.ts'
import type { KnownSession } from './store.ts'

/** What other features know of a session. */
export type Extras = Pick<
  Session,
  | 'cost'
  | 'contextPct'
  | 'contextLimit'
  | 'contextTokens'
  | 'contextModel'
  | 'limits'
  | 'git'
  | 'project'
  | 'boardCard'
>

export const noExtras: Extras = {
  cost: null,
  contextPct: null,
  contextLimit: null,
  contextTokens: null,
  contextModel: null,
  limits: null,
  git: null,
  project: null,
  boardCard: null,
}

/** What the hooks of an agent told last. */
export type Hooked = { activity: Activity; tool: string | null }

const order = { running: 0, dormant: 1, foreign: 2 } as const

const byName = (a: Session, b: Session): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** The session list: running, dormant, foreign, by name within each. */
export function toRows(from: {
  live: ReadonlyMap<string, LiveSession>
  known: ReadonlyMap<string, KnownSession>
  prefix: string
  ephemeral: boolean
  activityOf(name: string): Activity
  hookedOf(name: string): Hooked | undefined
  extrasOf(name: string, path: string | null, isLive: boolean): Extras
}): Session[] {
  const rows: Session[] = []
  for (const [name, session] of from.live) {
    const known = from.known.get(name)
    const hooked = from.hookedOf(name)
    const activity = hooked?.activity ?? from.activityOf(name)
    const path = session.path ?? known?.directory ?? null
    rows.push({
      name,
      created: session.createdMs,
      windows: session.windows,
      attached: session.attached > 0,
      path,
      status: known || name.startsWith(from.prefix) ? 'running' : 'foreign',
      activity,
      activitySource: hooked ? 'hooks' : activity === 'unknown' ? 'none' : 'output',
      tool: hooked?.tool ?? null,
      command: known?.command ?? null,
      ephemeral: from.ephemeral,
      muted: known?.muted ?? false,
      pinned: known?.pinned ?? false,
      exit: null,
      ...from.extrasOf(name, path, true),
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
      tool: null,
      command: known.command,
      ephemeral: from.ephemeral,
      muted: known.muted,
      pinned: known.pinned,
      exit: known.exit,
      ...from.extrasOf(name, known.directory, false),
      lastSeenAt: known.lastSeenAt,
    })
  }
  return rows.toSorted((a, b) => order[a.status] - order[b.status] || byName(a, b))
}
