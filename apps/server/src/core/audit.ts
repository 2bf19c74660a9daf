import type { Log } from './log.ts'

type Caller = { log: Log; actor: { id: string } | null; requestId: string }

/** What a call was about; never what it said. */
const targets = ['session_id', 'name', 'slug', 'request_id', 'grant_id', 'hash', 'path', 'root'] as const

/**
 * One line of the audit log for a change that was made through a door: deletions, decisions, commands. Sign-in, keys and
 * settings write lines of their own, which say more.
 */
export function auditChange({ log, actor, requestId }: Caller, event: string, input: unknown): void {
  const facts: Record<string, string> = {}
  if (typeof input === 'object' && input !== null)
    for (const target of targets) {
      const value: unknown = Reflect.get(input, target)
      if (typeof value === 'string') facts[target] = value
    }
  const [feature] = event.split('.')
  log.info({ feature, event, actor: actor?.id ?? null, requestId, ...facts }, 'audit')
}
