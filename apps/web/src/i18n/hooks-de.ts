/** Wörter über Agenten in Terminals und ihre Hooks. */
export const agentHooksDe = {
  copied: 'Kopiert',
  copy: '„{{command}}“ kopieren',
  note: 'Ein Terminal, das hier mit claude geöffnet wird, zeigt von selbst, was sein Agent tut. Ein Agent, den du von Hand startest, sagt es, sobald diese Hooks in seinen Einstellungen stehen; deine eigenen Hooks und deine Statuszeile bleiben.',
  title: 'Agenten in Terminals',
  what: {
    claude: 'für Claude Code',
    codex: 'für Codex',
    status: 'was installiert ist',
  },
}
