/** Agents outside that can use the hub, and how each is told of it. */
export const outsideAgents = ['claude', 'codex', 'gemini', 'opencode', 'vscode'] as const
export type OutsideAgent = (typeof outsideAgents)[number]

export const agentTitles: Record<OutsideAgent, string> = {
  claude: 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  opencode: 'OpenCode',
  vscode: 'VS Code',
}

type Hub = { url: string; key: string }
const json = (value: unknown): string => JSON.stringify(value, null, 2)

/** What the person runs, or puts into `file`. Keys and addresses hold nothing that a shell would read. */
export const instructions: Record<OutsideAgent, (hub: Hub) => { file: string | null; text: string }> = {
  claude: ({ url, key }) => ({
    file: null,
    text: `claude mcp add --transport http --scope user atrium ${url} --header "Authorization: Bearer ${key}"`,
  }),
  codex: ({ url, key }) => ({
    file: null,
    text: `export ATRIUM_KEY=${key}\ncodex mcp add atrium --url ${url} --bearer-token-env-var ATRIUM_KEY`,
  }),
  gemini: ({ url, key }) => ({
    file: null,
    text: `gemini mcp add --scope user --transport http --header "Authorization: Bearer ${key}" atrium ${url}`,
  }),
  opencode: ({ url, key }) => ({
    file: 'opencode.json',
    text: json({
      mcp: { atrium: { type: 'remote', url, headers: { Authorization: `Bearer ${key}` } } },
    }),
  }),
  vscode: ({ url, key }) => ({
    file: null,
    text: `code --add-mcp '${JSON.stringify({ name: 'atrium', type: 'http', url, headers: { Authorization: `Bearer ${key}` } })}'`,
  }),
}
