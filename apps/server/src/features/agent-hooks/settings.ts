/** The hooks that an agent is given, as its settings spell them. */
import { fileURLToPath } from 'node:url'

export type HookEntry = {
  matcher: string
  hooks: { type: 'command'; command: string; timeout: number }[]
}

const script = fileURLToPath(new URL('./child.js', import.meta.url))

/** Seconds that the agent waits for each. The script gives up earlier by itself. */
const timeouts: Record<string, number> = { PermissionRequest: 310, PreToolUse: 10 }
const otherSeconds = 5

export type HookAgent = 'claude' | 'codex'

const events: Record<HookAgent, readonly string[]> = {
  claude: [
    'SessionStart',
    'SessionEnd',
    'UserPromptSubmit',
    'PreToolUse',
    'PermissionRequest',
    'PostToolUse',
    'PostToolUseFailure',
    'PostToolBatch',
    'Notification',
    'SubagentStop',
    'Stop',
  ],
  codex: [
    'SessionStart',
    'SessionEnd',
    'UserPromptSubmit',
    'PreToolUse',
    'PermissionRequest',
    'PostToolUse',
    'Stop',
    'Interrupt',
  ],
}

/** One word for the shell, whatever is in it. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** The line that an agent runs. `record` is where an installation keeps what it needs; null for agents of the hub. */
export const hookLine = (event: string, record: string | null): string =>
  [
    quote(process.execPath),
    quote(script),
    ...(record === null ? [] : ['--installed', quote(record)]),
    event,
  ].join(' ')

/** By event, what is added to the agent's own list. */
export function hookEntries(agent: HookAgent, record: string | null): Record<string, HookEntry> {
  const entryOf = (event: string): HookEntry => ({
    matcher: '',
    hooks: [{ type: 'command', command: hookLine(event, record), timeout: timeouts[event] ?? otherSeconds }],
  })
  return Object.fromEntries(events[agent].map((event) => [event, entryOf(event)]))
}

export const statusLineOf = (record: string | null) => ({
  type: 'command' as const,
  command: hookLine('statusline', record),
})
