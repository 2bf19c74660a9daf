import { version } from '@atrium/server'
import { Command } from 'commander'
import type { RestoreOptions } from './backup.ts'
import type { DoctorOptions } from './doctor.ts'
import type { ImportOptions } from './import.ts'
import type { PenatesOptions } from './penates.ts'
import type { StartOptions } from './start.ts'
import type { SyncOptions } from './sync.ts'
import type { TargetOptions } from './target.ts'
import { printSignInLink } from './token.ts'

const examples = `
Examples:
  atrium start --port 4000            start the hub and print the sign-in link
  atrium doctor                       what is here, what is missing, how to get it
  atrium token --rotate               another owner token; every browser is signed out
  atrium backup                       a checked copy of the data, also while the hub runs
  atrium restore ~/.atrium/backups/atrium-2026-11-21T180411.120Z.db
  atrium agents install claude        fetch the claude program (or codex, opencode)
  atrium hooks install                let agents outside the hub tell it what they do
  atrium sync ~/Notes --root Daily    keep a folder in step with one of the vault
  atrium import ~/Downloads/export.zip
  atrium import penates --dry-run

Everything else is set by environment variables: see docs/configuration.md.`

const syncHelp = `
Nothing is overwritten: what two sides changed is kept twice, and what is deleted goes into
.atrium-sync-trash here and into the trash of the vault there. Names that begin with a dot stay here.

Status: 0 in step · 1 not done · 2 in step but for the files named · 75 another one is at work · 78 wrong setting`

const hooksHelp = `
Sessions that the hub starts with claude have their hooks already. Install them for agents that you start
by hand, in a terminal of the hub or in your own tmux; outside tmux they do nothing.

Examples:
  atrium hooks install                claude, by ~/.claude/settings.json
  atrium hooks install codex          codex, by ~/.codex/hooks.json; then type /hooks in codex and trust them
  atrium hooks status
  atrium hooks remove`

const importHelp = `
The same export twice adds nothing; a newer one brings what has come since.

Status: 0 imported · 1 not done · 2 imported but for the entries named · 78 wrong setting`

const penatesHelp = `
--url and --token are those of 'atrium import'. Nothing of the other hub is changed, no session is started, and what is
known here already stays as it is; again takes over what has come since.

Status: 0 taken over · 1 not done · 2 taken over but for the entries named · 78 wrong setting`

/** The `atrium` command; what a command needs is loaded when it is called. */
export function createProgram(): Command {
  const program = new Command('atrium')
    .description('One self-hosted hub for AI agents.')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError('Run atrium --help for all commands.')
    .addHelpText('after', examples)

  program
    .command('start')
    .description('start the hub and print the sign-in link')
    .option('-p, --port <number>', 'port to listen on, in place of PORT')
    .action(async (options: StartOptions) => {
      const { start } = await import('./start.ts')
      await start(options)
    })
  program
    .command('doctor')
    .description('say what is here, what is missing and how to get it')
    .option('--json', 'as JSON, for programs')
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import('./doctor.ts')
      await runDoctor(options)
    })
  program
    .command('token')
    .description('print the sign-in link')
    .option('--rotate', 'make another owner token first; whoever has the old one is signed out')
    .action(printSignInLink)
  program
    .command('backup')
    .description('make a checked copy of the data, also while the hub runs')
    .argument('[folder]', 'where to put it; default: backups in ATRIUM_HOME')
    .action(async (folder: string | undefined) => {
      const { makeBackup } = await import('./backup.ts')
      await makeBackup(folder)
    })
  program
    .command('restore')
    .description('put a backup in the place of the data; what was there is kept beside it')
    .argument('<file>', 'the backup; its manifest (.json) must lie beside it')
    .option('-y, --yes', 'do not ask')
    .action(async (file: string, options: RestoreOptions) => {
      const { restoreBackup } = await import('./backup.ts')
      await restoreBackup(file, options)
    })
  program
    .command('sync')
    .description('keep a folder in step with one of the vault')
    .argument('<folder>', 'the folder here; made when it is missing')
    .requiredOption('-r, --root <folder>', 'the folder below the vault, such as Daily')
    .option('--url <address>', 'address of the hub; default: ATRIUM_URL, else the hub of this computer')
    .option(
      '--token <token>',
      'owner token or API key; default: ATRIUM_TOKEN, else the token of this computer',
    )
    .option('--device <name>', 'name for copies of what two sides changed; default: name of this computer')
    .option('-w, --watch', 'stay, and sync again at every change')
    .option('--interval <seconds>', 'with --watch: how often to ask the hub', '15')
    .option('-n, --dry-run', 'only say what would be done')
    .option('--accept-empty', 'all files of one side are gone, and that is meant')
    .addHelpText('after', syncHelp)
    .action(async (folder: string, options: SyncOptions) => {
      const { sync } = await import('./sync.ts')
      await sync(folder, options)
    })
  const importing = program
    .command('import')
    .description('make chats of an export of Claude or ChatGPT')
    .argument('<file>', 'what the vendor sent: a .zip, or the conversations.json in it')
    .option('--url <address>', 'address of the hub; default: ATRIUM_URL, else the hub of this computer')
    .option(
      '--token <token>',
      'owner token or API key; default: ATRIUM_TOKEN, else the token of this computer',
    )
    .option('-l, --listed', 'put the chats into the normal list; default: archived')
    .option('--vault', 'the file lies in the vault of the hub, its path counts from there; nothing is sent')
    .addHelpText('after', importHelp)
    .action(async (file: string, options: ImportOptions) => {
      const { importFile } = await import('./import.ts')
      await importFile(file, options)
    })
  importing
    .command('penates')
    .description('take over sessions, projects, settings, devices and cards of a Penates hub')
    .option('--from <folder>', 'its state folder on the machine of the hub; default: ~/.penates')
    .option('--env <file>', 'its .env, for the keys of Web Push')
    .option('-n, --dry-run', 'only say what would be taken over')
    .addHelpText('after', penatesHelp)
    .action(async (options: PenatesOptions, command: Command) => {
      const { importPenates } = await import('./penates.ts')
      await importPenates({ ...command.optsWithGlobals<PenatesOptions>(), ...options })
    })
  const hooks = program
    .command('hooks')
    .description('let coding agents beside the sessions of the hub tell it what they do')
    .addHelpText('after', hooksHelp)
  const hub = (command: Command): Command =>
    command
      .argument('[agent]', 'claude or codex; default: claude')
      .option('--url <address>', 'address of the hub; default: ATRIUM_URL, else the hub of this computer')
      .option(
        '--token <token>',
        'owner token or API key; default: ATRIUM_TOKEN, else the token of this computer',
      )
  hub(hooks.command('install'))
    .description('add hooks to the settings of an agent; all that is there is kept')
    .action(async (agent: string | undefined, options: TargetOptions) => {
      const { installHooks } = await import('./hooks/hooks.ts')
      await installHooks(agent, options)
    })
  hub(hooks.command('remove'))
    .description('take exactly those hooks away again; default: of every agent')
    .action(async (agent: string | undefined, options: TargetOptions) => {
      const { uninstallHooks } = await import('./hooks/hooks.ts')
      await uninstallHooks(agent, options)
    })
  hooks
    .command('status')
    .description('what is installed, and whether the hub answers')
    .option('--json', 'as JSON, for programs')
    .action(async (options: { json?: boolean }) => {
      const { showHooks } = await import('./hooks/hooks.ts')
      await showHooks(options)
    })
  program
    .command('agents')
    .description('fetch the programs of agents')
    .command('install')
    .description('fetch the program of claude, codex or opencode; docs/agents.md says how the others come')
    .argument('<name>', 'claude, codex or opencode')
    .action(async (name: string) => {
      const { installAgent } = await import('./agents.ts')
      await installAgent(name)
    })
  return program
}
