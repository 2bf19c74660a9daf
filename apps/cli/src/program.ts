import { version } from '@atrium/server'
import { Command } from 'commander'
import { installAgent } from './agents.ts'
import { makeBackup, restoreBackup } from './backup.ts'
import { runDoctor } from './doctor.ts'
import { start } from './start.ts'
import { printSignInLink } from './token.ts'

const examples = `
Examples:
  atrium start --port 4000            start the hub and print the sign-in link
  atrium doctor                       what is here, what is missing, how to get it
  atrium token --rotate               another owner token; every browser is signed out
  atrium backup                       a checked copy of the data, also while the hub runs
  atrium restore ~/.atrium/backups/atrium-2026-11-21T180411.120Z.db
  atrium agents install claude        fetch the claude program

Everything else is set by environment variables: see docs/configuration.md.`

/** The `atrium` command. */
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
    .action(start)
  program
    .command('doctor')
    .description('say what is here, what is missing and how to get it')
    .option('--json', 'as JSON, for programs')
    .action(runDoctor)
  program
    .command('token')
    .description('print the sign-in link')
    .option('--rotate', 'make another owner token first; whoever has the old one is signed out')
    .action(printSignInLink)
  program
    .command('backup')
    .description('make a checked copy of the data, also while the hub runs')
    .argument('[folder]', 'where to put it; default: backups in ATRIUM_HOME')
    .action(makeBackup)
  program
    .command('restore')
    .description('put a backup in the place of the data; what was there is kept beside it')
    .argument('<file>', 'the backup; its manifest (.json) must lie beside it')
    .option('-y, --yes', 'do not ask')
    .action(restoreBackup)
  program
    .command('agents')
    .description('programs of agents')
    .command('install')
    .description("fetch an agent's program")
    .argument('<name>', 'claude')
    .action(installAgent)
  return program
}
