/** Words about agents in terminals and their hooks. */
export const agentHooksEn = {
  copied: 'Copied',
  copy: 'Copy “{{command}}”',
  note: 'A terminal that is opened here with claude shows what its agent does, by itself. An agent that you start by hand tells it once these hooks are in its settings; your own hooks and status line stay.',
  title: 'Agents in terminals',
  what: {
    claude: 'for Claude Code',
    codex: 'for Codex',
    status: 'what is installed',
  },
}
