import type { PermissionRequestAnswer, PreToolUseAnswer } from '@atrium/schema'

type Input = Record<string, unknown>

/** What is decided, in the shapes that Claude Code and Codex read. Nothing at all leaves the agent to ask by itself. */
export const preToolUse = (
  decision: 'allow' | 'deny' | 'ask',
  reason: string,
  input?: Input,
): PreToolUseAnswer => ({
  hookSpecificOutput: {
    hookEventName: 'PreToolUse',
    permissionDecision: decision,
    permissionDecisionReason: reason,
    ...(input && decision === 'allow' && { updatedInput: input }),
  },
})

export const permissionAllowed = (input?: Input): PermissionRequestAnswer => ({
  hookSpecificOutput: {
    hookEventName: 'PermissionRequest',
    decision: { behavior: 'allow', ...(input && { updatedInput: input }) },
  },
})

export const permissionDenied = (message: string): PermissionRequestAnswer => ({
  hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'deny', message } },
})
