// Owns the permission of hub tools for one agent: it may not ask before it calls one, so the tool asks itself.
import { type HubTool, hubToolName } from '../runner.ts'
import type { NamedCall } from './tools.ts'

/** @throws Refused */
type Allow = (call: NamedCall, signal: AbortSignal) => Promise<unknown>

export type ToolGate = {
  tools: Record<string, HubTool[]>
  /** Who answers, once there is a session. */
  open(allow: Allow): void
}

export function createToolGate(given: Record<string, HubTool[]>): ToolGate {
  let allow: Allow = () => Promise.reject(new Error('The session has not begun'))
  const asked = (server: string, tool: HubTool): HubTool => ({
    ...tool,
    async run(input, signal) {
      await allow({ name: hubToolName(server, tool.name), input }, signal)
      return tool.run(input, signal)
    },
  })
  return {
    tools: Object.fromEntries(
      Object.entries(given).map(([server, tools]) => [server, tools.map((tool) => asked(server, tool))]),
    ),
    open(next) {
      allow = next
    },
  }
}
