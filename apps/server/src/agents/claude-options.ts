import { existsSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import type { HookCallback, Options } from '@anthropic-ai/claude-agent-sdk'
import { withoutMentions } from '../core/plain-text.ts'
import { equipmentOptions, type Reachable } from './claude-equipment.ts'
import { type Json, record, text } from './claude-json.ts'
import type { AgentSpec } from './runner.ts'

/** Our own reason for asking, which says nothing to a person. */
export const hookReason = 'asked by the hub'

/**
 * Makes every tool call ask, read-only ones and those that a rule or mode of the CLI would let pass: the chat decides.
 * Only plan mode's own plan file is left to the CLI's rule, which writes nothing else there.
 */
const askAlways =
  (plansFolder: string, spec: AgentSpec): HookCallback =>
  async (input) => {
    if (input.hook_event_name !== 'PreToolUse') return {}
    const call = record(input.tool_input)
    if (input.permission_mode === 'plan' && isOwnPlan(input.tool_name, call, input.cwd, plansFolder))
      return {}
    return {
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'ask',
        permissionDecisionReason: hookReason,
        // Inside the turn: what a subagent asks and says belongs to a run that people see and can stop.
        ...(subagentTools.has(input.tool_name) && { updatedInput: subagentCall(call, spec) }),
      },
    }
  }

const subagentTools = new Set(['Agent', 'Task'])

function subagentCall({ isolation, ...call }: Json, spec: AgentSpec): Json {
  const prompt = text(call['prompt'])
  return {
    ...call,
    run_in_background: false,
    ...(prompt !== null && { prompt: readable(prompt, spec) }),
    // A working copy of its own starts git and writes into the folder, a remote one leaves the machine.
    ...(isolation !== undefined && spec.trustLevel === 'full' && { isolation }),
  }
}

/** A text as the program may read it: files that it names with @ are taken in unasked where the agent acts freely. */
export const readable = (
  message: string,
  { trustLevel, workingDirectory }: Pick<AgentSpec, 'trustLevel' | 'workingDirectory'>,
): string =>
  trustLevel === 'full'
    ? message
    : withoutMentions(message, (name) => existsSync(resolve(workingDirectory, name)))

function isOwnPlan(tool: string, call: Json, folder: string, plansFolder: string): boolean {
  const path = text(call['file_path'])
  return (
    (tool === 'Write' || tool === 'Edit') &&
    path !== null &&
    resolve(folder, path).startsWith(plansFolder + sep)
  )
}

/** What is fixed while a session is open. */
export async function sessionOptions(
  spec: AgentSpec,
  launch: { program: string; plansFolder: string; reachable: Reachable; credentials: readonly string[] },
): Promise<Options> {
  const { systemPrompt, appendPrompt, agentSessionId, model } = spec
  return {
    cwd: spec.workingDirectory,
    pathToClaudeCodeExecutable: launch.program,
    includePartialMessages: true,
    forwardSubagentText: true,
    permissionMode: spec.permissionMode,
    // The person's own settings only: hooks and servers of a folder would run before anybody has looked into it.
    settingSources: ['user'],
    ...(await equipmentOptions(spec.equipment, launch.reachable, launch.credentials)),
    hooks: { PreToolUse: [{ hooks: [askAlways(launch.plansFolder, spec)] }] },
    systemPrompt: {
      ...(systemPrompt === null
        ? { type: 'preset', preset: 'claude_code', ...(appendPrompt !== '' && { append: appendPrompt }) }
        : {
            type: 'custom',
            prompt: [systemPrompt, appendPrompt].filter((part) => part !== '').join('\n\n'),
          }),
      // Else a resumed session goes on with the prompt of its first turn, whatever people have changed since.
      snapshot: false,
    },
    ...(model !== null && { model }),
    ...(agentSessionId !== null && { resume: agentSessionId }),
  }
}
