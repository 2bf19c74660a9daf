import { access, constants, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { appliedMigrations, openDatabase } from '@atrium/db'
import type { Settings } from '@atrium/schema'
import { findProgram, hasCredential, programVersion } from './agents/claude-program.ts'
import { type Config, databaseFile, defaultSettings, readConfig } from './config.ts'
import { messageOf } from './core/errors.ts'
import { createLog } from './core/log.ts'
import { createProblems } from './core/problems.ts'
import { createSettings } from './features/settings/service.ts'
import { createSettingsStore } from './features/settings/store.ts'
import { runningOn } from './host/data-folder.ts'
import { spaceOf } from './host/disk.ts'
import { setHostEnv } from './host/exec.ts'
import { portHolder } from './host/port-holder.ts'
import { versionOf } from './host/programs.ts'
import { sandboxAvailable } from './host/sandbox.ts'

/** One thing the hub uses: whether it is here, and how to get it when it is not. */
export type Finding = {
  name: string
  state: 'ok' | 'missing'
  /** Without it the hub does not start, or not with what was asked for. */
  needed: boolean
  detail: string
  /** What to do; null when all is well. */
  help: string | null
}

type Facts = { detail: string; help?: string }
const ok = (name: string, detail: string): Finding => ({
  name,
  state: 'ok',
  needed: false,
  detail,
  help: null,
})
const needed = (name: string, { detail, help = '' }: Facts): Finding => ({
  name,
  state: 'missing',
  needed: true,
  detail,
  help,
})
const wanted = (name: string, { detail, help = '' }: Facts): Finding => ({
  name,
  state: 'missing',
  needed: false,
  detail,
  help,
})

/** Looks at everything the hub uses and changes nothing. */
export async function diagnose(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  setHostEnv(env)
  let config: Config
  try {
    config = readConfig(env)
  } catch (error) {
    return [
      needed('configuration', { detail: messageOf(error), help: 'See docs/configuration.md.' }),
      checkNode(),
    ]
  }
  const checks = [
    checkProgram('tmux', ['-V'], 'Terminals work without it but end with the hub.'),
    checkProgram('git', ['--version'], 'Diffs and logs of projects need it.'),
    checkClaude(config),
    checkCredential(config),
    checkSandbox(),
    checkPort(config),
    checkDisk(config),
    checkHome(config),
    checkDatabase(config),
    checkVault(config),
    checkConsole(),
  ]
  return [ok('configuration', 'every variable is understood'), checkNode(), ...(await Promise.all(checks))]
}

function checkNode(): Finding {
  const version = process.versions.node
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return ok('node', version)
  return needed('node', {
    detail: `${version} is too old`,
    help: 'Start with npm start: Node 24 comes with Atrium.',
  })
}

async function checkProgram(program: string, args: string[], why: string): Promise<Finding> {
  const version = await versionOf(program, args)
  if (version !== null) return ok(program, version)
  return wanted(program, { detail: `not found. ${why}`, help: howToGet(program) })
}

const howToGet = (name: string): string =>
  process.platform === 'darwin' ? `brew install ${name}` : `sudo apt-get install ${name}`

async function checkSandbox(): Promise<Finding> {
  const state = await sandboxAvailable()
  if (state.available) return ok('sandbox', state.engine)
  return wanted('sandbox', {
    detail: `${state.reason} Sandboxed runs are refused until then.`,
    help: process.platform === 'linux' ? howToGet('bubblewrap') : 'Choose the trust level vault or full.',
  })
}

async function checkClaude(config: Config): Promise<Finding> {
  const { claude_path: configured } = await settingsOf(config)
  const found = await findProgram({ configured, agentsFolder: join(config.home, 'agents') })
  const help = 'atrium agents install claude (about 175 MB), or set ATRIUM_CLAUDE_PATH to the one you have'
  if (!found)
    return wanted('claude', {
      detail: `${configured === null ? 'not found' : `${configured} is no program`}. Chats are answered by the built-in guide until then.`,
      help,
    })
  const version = await programVersion(found.path)
  return version === null
    ? wanted('claude', { detail: `${found.path} does not run on this machine`, help })
    : ok('claude', `${version} at ${found.path}`)
}

/** What a person set; what the environment says where there is no database, or none that can be read. */
async function settingsOf(config: Config): Promise<Settings> {
  const defaults = defaultSettings(config)
  const url = config.databaseUrl ?? databaseFile(config)
  if (!config.databaseUrl && !(await stat(url).catch(() => null))) return defaults
  try {
    await using database = await openDatabase({ url })
    const store = createSettingsStore(database.db)
    return (
      await createSettings({ store, problems: createProblems(), log: createLog('silent'), defaults })
    ).get()
  } catch {
    return defaults // the database is a finding of its own
  }
}

async function checkCredential(config: Config): Promise<Finding> {
  if (await hasCredential(config.agentEnv)) return ok('claude credential', 'found')
  return wanted('claude credential', {
    detail: 'not found',
    help: 'Set ANTHROPIC_API_KEY, or run claude once and sign in.',
  })
}

async function checkPort(config: Config): Promise<Finding> {
  const running = await runningOn(config.home)
  if (running)
    return ok('port', `Atrium runs as process ${running.pid}${running.url ? ` at ${running.url}` : ''}`)
  const { code } = await tryListen(config)
  if (code === null) return ok('port', `${config.port} is free on ${config.host}`)
  const holder = code === 'EADDRINUSE' ? await portHolder(config.port) : null
  return needed('port', {
    detail:
      code === 'EADDRINUSE'
        ? `${config.port} is used by ${holder ?? 'another process'}`
        : `${config.host}:${config.port} cannot be used (${code})`,
    help: 'Choose another with PORT.',
  })
}

const tryListen = ({ host, port }: Config): Promise<{ code: string | null }> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? 'unknown' }))
    probe.listen(port, host.replace(/^\[|\]$/g, ''), () => probe.close(() => resolve({ code: null })))
  })

async function checkDisk(config: Config): Promise<Finding> {
  const { freeMb, floorMb } = await spaceOf(await nearestFolder(config.home), config.minFreeMb)
  if (freeMb >= floorMb) return ok('disk', `${freeMb} MB free`)
  return needed('disk', {
    detail: `${freeMb} MB free, ${floorMb} MB are needed to write`,
    help: 'Free some space.',
  })
}

/** The folder itself, or the first one above it that is there. */
async function nearestFolder(path: string): Promise<string> {
  const there = await stat(path).catch(() => null)
  return there || dirname(path) === path ? path : nearestFolder(dirname(path))
}

async function checkHome(config: Config): Promise<Finding> {
  const { home } = config
  const folder = await stat(home).catch(() => null)
  if (!folder) return ok('data folder', `${home} will be made at the first start`)
  const token = await stat(join(home, 'token')).catch(() => null)
  for (const [path, facts, mode] of [
    [home, folder, '700'],
    [join(home, 'token'), token, '600'],
  ] as const) {
    if (!facts) continue
    if (process.geteuid && facts.uid !== process.geteuid())
      return needed('data folder', {
        detail: `${path} belongs to user ${facts.uid}`,
        help: `sudo chown -R $(id -un) ${home}`,
      })
    if ((facts.mode & 0o077) !== 0)
      return needed('data folder', {
        detail: `${path} is readable by other users`,
        help: `chmod ${mode} ${path}`,
      })
  }
  return ok('data folder', home)
}

async function checkDatabase(config: Config): Promise<Finding> {
  const file = databaseFile(config)
  if (!config.databaseUrl && !(await stat(file).catch(() => null)))
    return ok('database', `${file} will be made at the first start`)
  try {
    await using database = await openDatabase({ url: config.databaseUrl ?? file })
    const schema = (await appliedMigrations(database)).at(-1) ?? 'empty'
    return ok('database', `${database.engine}, schema ${schema}`)
  } catch (error) {
    return needed('database', {
      detail: messageOf(error),
      help: config.databaseUrl
        ? 'Check ATRIUM_DATABASE_URL and that Postgres runs.'
        : 'Restore a backup: atrium restore <file>',
    })
  }
}

async function checkVault({ vault }: Config): Promise<Finding> {
  if (!(await stat(vault).catch(() => null)))
    return ok('vault', `${vault} will be made at the first start with it`)
  const usable = await access(vault, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  return usable
    ? ok('vault', vault)
    : needed('vault', {
        detail: `${vault} cannot be read and written`,
        help: 'Mend its rights, or set ATRIUM_VAULT.',
      })
}

async function checkConsole(): Promise<Finding> {
  const page = fileURLToPath(new URL('../../web/dist/index.html', import.meta.url))
  if (await stat(page).catch(() => null)) return ok('console', 'built')
  return wanted('console', {
    detail: 'not built; the API works without it',
    help: 'npm start builds it, or pnpm build',
  })
}
