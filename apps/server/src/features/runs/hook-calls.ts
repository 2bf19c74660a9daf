import type { Outcome } from '@atrium/schema'
import type { AgentEvent } from '../../agents/runner.ts'
import { unlessAborted } from '../../core/clock.ts'
import type { LiveRun } from './live-run.ts'
import type { RunsStore } from './store.ts'

/** What the life of a run tells hooks. */
type RunHook =
  | 'session.created'
  | 'session.resumed'
  | 'session.completed'
  | 'message.received'
  | 'message.sent'
  | 'run.before'
  | 'run.after'
  | 'tool.before'
  | 'tool.after'
export type Fire = (event: RunHook, facts: Record<string, unknown>) => Promise<void>

type Said<Type> = Extract<AgentEvent, { type: Type }>

/** When hooks hear of a chat's runs. What comes before something waits for the hooks that may hold it up. */
export function createHookCalls(deps: { fire: Fire; store: RunsStore }, chatId: string) {
  const { fire } = deps
  const base = (run: LiveRun) => ({ session_id: chatId, run_id: run.id })

  /** Waits for hooks, but not longer than the run lives. */
  async function unlessGone({ gone }: LiveRun, told: Promise<void>): Promise<void> {
    await unlessAborted(told, gone.signal).catch(() => undefined)
  }

  return {
    /** Before the message reaches the agent; `isLive`: whether its agent is at hand already. */
    async begins(run: LiveRun, isLive: boolean): Promise<void> {
      const chat = await deps.store.chat(chatId)
      const { text, runner, model, trustLevel } = run.run.request
      const where = {
        ...base(run),
        module: chat.module,
        source: chat.source,
        workspace_id: chat.workspaceId,
        working_directory: chat.workingDirectory,
      }
      const message = { ...where, message_id: run.message, content: text }
      const first = run.position === 1
      if (first) await unlessGone(run, fire('session.created', { ...where, title: chat.title }))
      else if (!isLive) await unlessGone(run, fire('session.resumed', { ...where, title: chat.title }))
      await unlessGone(run, fire('message.received', message))
      await unlessGone(run, fire('run.before', { ...where, runner, model, trust_level: trustLevel }))
    },
    async toolAsked(run: LiveRun, { toolName, toolUseId, input }: Said<'permission'>): Promise<void> {
      const facts = { tool_use_id: toolUseId, tool_name: toolName, input }
      await unlessGone(run, fire('tool.before', { ...base(run), ...facts }))
    },
    toolEnded(run: LiveRun, { toolUseId, isError, result }: Said<'tool_result'>): void {
      void fire('tool.after', { ...base(run), tool_use_id: toolUseId, is_error: isError, result })
    },
    ended(run: LiveRun, outcome: Outcome): void {
      const facts = { ...base(run), outcome: outcome.type }
      if (outcome.type === 'result')
        void fire('message.sent', { ...base(run), content: outcome.response, model: outcome.model })
      void fire('run.after', outcome.type === 'error' ? { ...facts, code: outcome.code } : facts)
    },
    /** The chat's agent was let go: nothing of it lives any more. */
    agentLeft(): void {
      void fire('session.completed', { session_id: chatId })
    },
  }
}
