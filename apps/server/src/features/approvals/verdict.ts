import type { StandingRule } from '../runs/permission/grants.ts'

/** What holds for a call before anybody is asked. */
export type Judged = {
  /** Why nobody lifts the refusal of it; null where it may be allowed. */
  never: string | null
  ruling: { id: string; behavior: 'allow' | 'ask' | 'deny'; message: string } | null
}

/** The one that chats are judged by too, given in `app`. */
export type Judge = (
  call: { tool: string; input: Record<string, unknown>; cwd: string },
  rules: readonly StandingRule[],
) => Promise<Judged>
