import { filesEn } from './files-en.ts'
import { libraryEn } from './library-en.ts'

/** Words of the pages that are not there at first sight: they come with the first of those pages. */
export const pagesEn = {
  ...filesEn,
  ...libraryEn,
  settings: {
    agents: {
      note: 'Who can answer in chats on this machine.',
      default: 'Default',
      install: 'Install',
      models: 'Models',
      status: {
        ready: 'Ready',
        missing: 'Not installed',
        no_credential: 'Not signed in',
        error: 'Error',
      },
    },
    hooks: {
      approveMessage:
        'The script {{path}} (fingerprint {{hash}}…) will run on this machine whenever one of its events happens. Look at it first.',
      approveTitle: 'Approve the hook “{{name}}”?',
      errors_one: '{{count}} recent failure',
      errors_other: '{{count}} recent failures',
      none: 'There are none. A hook is a script in .atrium/hooks of your vault.',
      note: 'Scripts and modules that hear what happens here. A failing one harms nothing else.',
      status: {
        active: 'Active',
        disabled: 'Off',
        pending_approval: 'Needs approval',
        failed: 'Failed',
        unsupported: 'Not supported',
      },
      title: 'Hooks',
    },
    sandbox: { available: 'Available' },
    usage: {
      answers_one: '{{count}} answer',
      answers_other: '{{count}} answers',
      resets: 'Begins anew {{when}}',
      sources: {
        vendor: 'How much of your plan is used, as the vendor says.',
        transcripts:
          'What was used on this machine, counted from the transcripts. The limits of your plan are not known.',
      },
      title: 'Usage',
      tokens: '{{input}} tokens read, {{output}} written',
      windows: {
        five_hour: 'Last five hours',
        seven_day: 'Last seven days',
        seven_day_sonnet: 'Last seven days, Sonnet',
        seven_day_opus: 'Last seven days, Opus',
      },
    },
    access: {
      browser: 'This browser',
      copyKey: 'Copy key',
      keys: 'API keys',
      keysNote: 'For scripts, bots and other programs. A key is shown once, when it is made.',
      label: 'Name',
      labelHint: 'What uses it, e.g. “Backup script”.',
      madeNote: 'Copy it now. It cannot be shown again.',
      madeTitle: 'Your new key',
      make: 'Make key',
      mode: 'When to ask for sign-in',
      modeChange: 'Change',
      modeNote: 'Everybody who gets in can use a terminal, and with it this whole machine.',
      modeNotes: {
        always: 'Every call needs a token or a key. The safe choice.',
        remote: 'Programs on this computer get in without; everything else needs a key.',
        disabled: 'Nobody needs a key. Only possible while the hub listens on this computer alone.',
      },
      modeTitle: 'Ask for sign-in less often?',
      modes: { always: 'Always', remote: 'Only from elsewhere', disabled: 'Never' },
      needAdmin: 'Only the owner or a key with all rights can see and make keys.',
      newKey: 'New key',
      noKeys: 'There are no keys yet.',
      revoke: 'Revoke',
      revokeLabel: 'Revoke {{label}}',
      revokeMessage: 'Whatever uses “{{label}}” loses access at once.',
      revokeTitle: 'Revoke this key?',
      scopeNotes: {
        chat: 'Talk to agents.',
        terminal: 'Open and use terminals. This is a shell, so it equals full access.',
        files: 'Read and write files of the vault and projects.',
        bots: 'What the bots need.',
        admin: 'Everything, keys and settings included.',
      },
      scopes: { chat: 'Chat', terminal: 'Terminal', files: 'Files', bots: 'Bots', admin: 'Everything' },
      scopesTitle: 'What it may do',
      signOut: 'Sign out',
      signedInAs: 'Signed in as {{label}}.',
      unused: 'Never used',
      used: 'Last used {{when}}',
    },
    about: {
      database: 'Database',
      latest: 'Newest version',
      missing: 'Not available',
      problems: 'Needs attention',
      reference: 'API reference',
      sandbox: 'Sandbox',
      status: { ok: 'All is well', degraded: 'Needs attention', recovery: 'Recovery mode' },
      unknown: 'Not known',
      upToDate: 'You have it',
      uptime: 'Running for',
      vault: 'Vault',
      version: 'Version',
    },
  },
}

/** The shape of these texts, for other languages. */
export type PageTexts = typeof pagesEn
