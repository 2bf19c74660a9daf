import type { PermissionRequestAnswer, PreToolUseAnswer } from '@atrium/schema'

type Input = Record<string, unknown>

/** One use of a tool that an agent in a session asks about. */
export type ToolCall = { session: string; tool: string; input: Input; cwd: string }

export type Ruling = { decision: 'allow' | 'deny' | 'ask'; message: string }
export type Decision = {
  /** defer: nobody decided here; the agent's own dialog does. */
  decision: 'allow' | 'deny' | 'defer'
  message?: string
  input?: Input
}

/** What this feature asks of the approvals. */
export type Approvals = {
  /** Whether people may be asked through the hub at all. */
  gate(): boolean
  /** What the standing rules say; null when they say nothing. */
  verdict(
    call: ToolCall & {
      projectId: string | null
      /** Where the session works, and the project that it was started for. */
      home: { folder: string; projectId: string | null }
    },
  ): Promise<Ruling | null>
  /** Asks people. `signal` takes the question back. */
  ask(
    call: ToolCall & {
      toolUseId?: string
      agent: string | null
      suggestions?: unknown[]
      signal: AbortSignal
      waitMs: number
    },
  ): Promise<Decision>
  /** The session went on: its questions, or those of this use of a tool or of one agent, are answered elsewhere. */
  settle(session: string, match?: { tool: string; input: Input } | { agent: string | null }): void
  /** Whether a question of this session still waits. */
  isAsking(session: string): boolean
}

export type HookAnswer = PreToolUseAnswer | PermissionRequestAnswer | null
