import type { Session } from '@atrium/schema'
import type { Extras } from './rows.ts'

/** The parts of a row that other features know, put together; each answers at once from what it has. */
export function createExtras(from: {
  statusline(
    name: string,
  ): Pick<
    Session,
    'cost' | 'contextPct' | 'contextLimit' | 'contextTokens' | 'contextModel' | 'limits'
  > | null
  badge(path: string): Session['git']
  /** By its folder, or by what its programs were begun for. */
  project(path: string, name: string): Session['project']
  card(name: string): Session['boardCard']
}): (name: string, path: string | null, isLive: boolean) => Partial<Extras> {
  return (name, path, isLive) => {
    const line = isLive ? from.statusline(name) : null
    return {
      ...(line && {
        cost: line.cost,
        contextPct: line.contextPct,
        contextLimit: line.contextLimit,
        contextTokens: line.contextTokens,
        contextModel: line.contextModel,
        limits: line.limits,
      }),
      git: path !== null && isLive ? from.badge(path) : null,
      project: path === null ? null : from.project(path, name),
      boardCard: from.card(name),
    }
  }
}
