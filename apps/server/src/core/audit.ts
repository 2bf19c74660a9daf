/** Who did it, and in which request. */
export type AuditBy = { actor: { id: string; label: string } | null; requestId: string | null }

/** Where what was done is written down for good. */
export type Audit = {
  /**
   * One line of the audit log: durable when this resolves. Where the log cannot be written, that is reported and the work
   * goes on. `by` is null for what the hub does by itself. Facts name things (`session`, `id`, `path`), never what they hold.
   */
  append(event: string, by: AuditBy | null, facts?: Record<string, unknown>): Promise<void>
  /**
   * Somebody was refused. The first one is written at once, what the same caller is refused within the same minute is
   * written as one line with its count.
   */
  refused(event: string, by: AuditBy & { address?: string }, facts?: Record<string, unknown>): void
}

/** For what is opened to be looked at, and changes nothing. */
export const noAudit: Audit = { append: () => Promise.resolve(), refused: () => undefined }

type Caller = AuditBy & { app: { audit: Audit } }

/** What a call was about; never what it said. */
const targets = [
  'id',
  'session_id',
  'name',
  'newName',
  'slug',
  'request_id',
  'grant_id',
  'hash',
  'path',
  'root',
  'directory',
  'command',
] as const

/** Events that have a name of their own in the second system. */
const names: Readonly<Record<string, string>> = {
  'sessions.create': 'session.create',
  'sessions.remove': 'session.delete',
  'sessions.rename': 'session.rename',
}

/**
 * One line of the audit log for a change that was made through a door: deletions, decisions, commands. Sign-in, keys and
 * settings write lines of their own, which say more.
 */
export async function auditChange(
  { app, actor, requestId }: Caller,
  path: string,
  input: unknown,
): Promise<void> {
  const facts: Record<string, string> = {}
  if (typeof input === 'object' && input !== null)
    for (const target of targets) {
      const value: unknown = Reflect.get(input, target)
      if (typeof value === 'string') facts[target] = value
    }
  const [feature] = path.split('.')
  if (feature === 'sessions' && facts['name'] !== undefined) facts['session'] = facts['name']
  if (facts['session_id'] !== undefined) facts['session'] = facts['session_id']
  await app.audit.append(names[path] ?? path, { actor, requestId }, facts)
}
