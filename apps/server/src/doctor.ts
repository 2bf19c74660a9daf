import { access, constants, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { appliedMigrations, openDatabase } from '@atrium/db'
import { BotsStatus, type Settings } from '@atrium/schema'
import { knownAgents } from './agents/acp/agents.ts'
import { findAcpProgram } from './agents/acp/program.ts'
import { findProgram, hasCredential, programVersion } from './agents/claude-program.ts'
import { type Config, databaseFile, defaultSettings, readConfig } from './config.ts'
import { noAudit } from './core/audit.ts'
import { messageOf } from './core/errors.ts'
import { createEvents } from './core/events.ts'
import { createProblems } from './core/problems.ts'
import { createAuditStore } from './features/audit/store.ts'
import { verifyAudit } from './features/audit/verify.ts'
import { createSettings } from './features/settings/service.ts'
import { createSettingsStore } from './features/settings/store.ts'
import { runningOn } from './host/data-folder.ts'
import { spaceOf } from './host/disk.ts'
import { setHostEnv } from './host/exec.ts'
import { findOwnerToken } from './host/owner-token.ts'
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
    checkOtherAgents(config),
    checkBots(config),
    checkSandbox(),
    checkPort(config),
    checkDisk(config),
    checkHome(config),
    checkDatabase(config),
    checkAudit(config),
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
  const { claudePath: configured } = await settingsOf(config)
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
      await createSettings({
        store,
        events: createEvents(),
        problems: createProblems(),
        audit: noAudit,
        defaults,
      })
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

/** Agents beside Claude: none is needed unless a person chose it for new chats. */
async function checkOtherAgents(config: Config): Promise<Finding> {
  const found = await Promise.all(
    knownAgents.map(async (agent) => ({
      agent,
      isHere: (await findAcpProgram(agent, join(config.home, 'agents'))) !== null,
    })),
  )
  const { defaultRunner } = await settingsOf(config)
  const chosen = found.find(({ agent, isHere }) => agent.id === defaultRunner && !isHere)?.agent
  if (chosen)
    return wanted('other agents', {
      detail: `${chosen.id} is chosen for new chats, and is not here`,
      help: chosen.hints.install,
    })
  const names = (here: boolean) => found.filter(({ isHere }) => isHere === here).map(({ agent }) => agent.id)
  const [here, absent] = [names(true), names(false)]
  const rest = absent.length > 0 ? `; not here: ${absent.join(', ')}` : ''
  return ok('other agents', `${here.length > 0 ? here.join(', ') : 'none'}${rest}`)
}

/** The connectors live in a program of the running hub, which is asked how they are. */
async function checkBots(config: Config): Promise<Finding> {
  const url = (await runningOn(config.home))?.url
  if (!url) return ok('bots', 'looked at while the hub runs')
  try {
    const response = await fetch(`${url}/api/bots/status`, {
      headers: { authorization: `Bearer ${config.token ?? (await findOwnerToken(config.home)) ?? ''}` },
      signal: AbortSignal.timeout(3_000),
    })
    if (!response.ok) return ok('bots', `the hub does not say how they are (${response.status})`)
    const { connectors } = BotsStatus.parse(await response.json())
    const on = Object.entries(connectors).filter(([, { enabled, running }]) => enabled || running)
    if (on.length === 0) return ok('bots', 'none is turned on')
    const detail = on
      .map(([platform, { status, last_error }]) =>
        status === 'running' || last_error === null
          ? `${platform}: ${status}`
          : `${platform}: ${status} (${last_error})`,
      )
      .join('; ')
    return on.some(([, { status }]) => status === 'failed')
      ? wanted('bots', { detail, help: 'See Bots in the console: Try again starts anew.' })
      : ok('bots', detail)
  } catch (error) {
    return ok('bots', `the hub does not say how they are (${messageOf(error)})`)
  }
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

/** Reads the whole log, also while the hub writes on. */
async function checkAudit(config: Config): Promise<Finding> {
  const url = config.databaseUrl ?? databaseFile(config)
  if (!config.databaseUrl && !(await stat(url).catch(() => null)))
    return ok('audit log', 'begins with the first start')
  try {
    await using database = await openDatabase({ url })
    if (!(await appliedMigrations(database)).includes('0008-approvals'))
      return ok('audit log', 'begins with the next start')
    const { entries, broken } = await verifyAudit(createAuditStore(database.db))
    if (broken === null) return ok('audit log', `${entries} lines, whole and as they were written`)
    return needed('audit log', {
      detail: `broken at line ${broken.seq}: ${broken.problem}`,
      help: 'Somebody changed the database, or it was damaged. Compare it with a backup: atrium restore <file>',
    })
  } catch (error) {
    return wanted('audit log', {
      detail: `cannot be read: ${messageOf(error)}`,
      help: 'See what is said of the database.',
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
