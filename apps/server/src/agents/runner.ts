import type {
  Agent,
  PermissionMode,
  Question,
  RunErrorCode,
  SuggestedGrant,
  TrustLevel,
  Usage,
} from '@atrium/schema'

/** A server of the Model Context Protocol that the agent starts or calls itself; values are filled in already. */
export type McpServer =
  | { type: 'stdio'; command: string; args: string[]; env: Record<string, string> }
  | { type: 'http' | 'sse'; url: string; headers: Record<string, string> }

/** A tool that the hub carries out. */
export type HubTool = {
  /** `[a-z][a-z0-9_]*`; the agent sees it as `mcp__<server>__<name>`. */
  name: string
  description: string
  /** JSON Schema of an object. */
  inputSchema: Record<string, unknown>
  /** It changes nothing and shows what lies in the vault: agents that may read there use it unasked. */
  readOnly?: boolean
  /** It was approved with the chat it belongs to, so nobody is asked again. */
  granted?: boolean
  /** What is thrown becomes an error result with its message. */
  run(input: Record<string, unknown>, signal: AbortSignal): Promise<string>
}

export type Subagent = { description: string; prompt: string; tools?: string[]; model?: string }

/** What an agent is given beside its own tools. */
export type Equipment = {
  mcpServers: Record<string, McpServer>
  /** Tools of the hub, by the name of the server they appear under. */
  hubTools: Record<string, HubTool[]>
  /** Absolute folders in the form of Claude Code plugins, which carry skills. */
  plugins: string[]
  subagents: Record<string, Subagent>
  /** Whether the person's own plugins of the agent program are there too. */
  ownPlugins: boolean
  /** Another one means that something above is not the same, also inside the folders. */
  fingerprint: string
}

/** Plugin of the vault's skills: an agent sees one as `vault:<name>`. */
export const skillsPlugin = 'vault'
/** Where an agent in a sandbox finds its plugins. */
export const confinedPlugins = '/atrium/plugins'

/** The name under which an agent sees a tool of the hub. */
export const hubToolName = (server: string, tool: string): string => `mcp__${server}__${tool}`

export const noEquipment: Equipment = {
  mcpServers: {},
  hubTools: {},
  plugins: [],
  subagents: {},
  ownPlugins: true,
  fingerprint: '',
}

/** What a chat asks of an agent: everything that is fixed while its session is open. */
export type AgentSpec = {
  chatId: string
  /** Absolute, existing folder. */
  workingDirectory: string
  /** Absolute folder of the vault. */
  vault: string
  trustLevel: TrustLevel
  permissionMode: PermissionMode
  model: string | null
  /** Replaces the agent's own system prompt; null keeps it. */
  systemPrompt: string | null
  /** Added behind the system prompt: contexts, prior conversation. Empty when there is nothing. */
  appendPrompt: string
  equipment: Equipment
  /** The agent's own session to resume; null begins one. */
  agentSessionId: string | null
}

export type AgentMessage = {
  /** UUID; the agent's transcript carries it too. */
  id: string
  text: string
  images: { mimeType: string; base64: string }[]
}

/**
 * What an agent says. Growing text is `delta`, the finished block is `text` or `thinking` with the same `block`.
 * A turn begins with `turn_started` and ends with exactly one `turn_ended`; several messages may fold into one turn
 * and a turn may begin by itself. After `closed` nothing follows.
 */
export type AgentEvent =
  | { type: 'session'; agentSessionId: string }
  | { type: 'turn_started' }
  | { type: 'init'; tools: string[]; permissionMode: string }
  | { type: 'model'; model: string }
  | { type: 'delta'; kind: 'text' | 'thinking'; block: string; delta: string }
  | { type: 'text' | 'thinking'; block: string; content: string; parentToolUseId: string | null }
  | {
      type: 'tool_use'
      id: string
      name: string
      input: Record<string, unknown>
      parentToolUseId: string | null
    }
  | {
      type: 'tool_result'
      toolUseId: string
      result: string
      isError: boolean
      parentToolUseId: string | null
    }
  | {
      type: 'permission'
      requestId: string
      toolUseId: string | null
      toolName: string
      input: Record<string, unknown>
      reason: string | null
      /** Rules the agent itself proposes; the hub adds its own. */
      suggestions: SuggestedGrant[]
    }
  | { type: 'question'; requestId: string; toolUseId: string | null; questions: Question[] }
  | { type: 'request_withdrawn'; requestId: string }
  | { type: 'warning'; code: string; title: string; message: string }
  | { type: 'permission_mode'; mode: PermissionMode }
  | { type: 'compact'; trigger: string; preTokens: number | null }
  | {
      type: 'turn_ended'
      outcome: 'completed' | 'aborted' | 'error'
      /** Messages this turn answered, by id; empty for a turn that nobody asked for. */
      messageIds: string[]
      /** Text of the answer, or of the error. */
      text: string
      model: string | null
      usage: Usage | null
      /** Cost of this turn alone. */
      costUsd: number | null
      /** For outcome error. `raw` is never shown as it is. */
      error: { code: RunErrorCode; message: string; retryDelayMs: number | null } | null
    }
  | { type: 'closed'; error: { code: RunErrorCode; message: string } | null }

export type AgentAnswer =
  | { kind: 'permission'; decision: 'allow'; input?: Record<string, unknown> }
  | { kind: 'permission'; decision: 'deny'; message: string }
  | { kind: 'question'; answers: Record<string, string | string[]> }

/** What can change while a session is open. */
export type AgentChange = { model?: string | null; permissionMode?: PermissionMode }

/** One live session of an agent. Its owner reads `events` to the end and calls `close`. */
export type AgentSession = {
  /** Read once. Ends after `closed`. */
  readonly events: AsyncIterable<AgentEvent>
  /** Begins a turn, or hands the message into the live one where the agent can take it. */
  send(message: AgentMessage): void
  /** False when nobody waits for this answer any more. */
  answer(requestId: string, answer: AgentAnswer): boolean
  /** Stops the live turn; its `turn_ended` says `aborted`. Harmless when nothing runs. */
  interrupt(): Promise<void>
  configure(change: AgentChange): Promise<void>
  /** Ends the session and every process of it: term, 5 s, kill. Harmless twice. */
  close(): Promise<void>
}

export type AgentStatus = {
  status: 'ready' | 'missing' | 'no_credential' | 'error'
  message: string | null
  version: string | null
  models: { value: string; title: string; description: string | null }[]
  /** Permission modes that it knows itself; absent where it knows all. */
  modes?: PermissionMode[]
}

/**
 * An agent as the hub sees it: `claude`, `guide`, and every agent that speaks ACP.
 * Whatever an agent wants to do it asks with a `permission` event, whatever the trust level: the chat decides.
 */
export type AgentRunner = {
  readonly name: string
  readonly title: string
  /** Whether a message sent during a turn is folded into it. */
  readonly steerable: boolean
  /** Commands and variables that a person needs to use it, where they are known. */
  readonly setup?: Pick<Agent, 'install_command' | 'sign_in'>
  status(): Promise<AgentStatus>
  /** Whether it can be held to this trust here; absent where it always can. @throws AppError sandbox_unavailable */
  assertTrust?(trust: TrustLevel): Promise<void>
  /** `signal` ends the wait for the start, not the session. @throws AppError agent_unavailable, sandbox_unavailable */
  start(spec: AgentSpec, signal: AbortSignal): Promise<AgentSession>
}
