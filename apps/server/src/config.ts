import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { type AuthMode, limits, type Settings } from '@atrium/schema'
import type { z } from 'zod'
import type { LogLevel } from './core/log.ts'
import { nearest } from './core/nearest.ts'
import { isSessionKey } from './core/session-key.ts'
import { StartError } from './core/start-error.ts'
import { type Variable, variables } from './variables.ts'

/** Everything the hub is told from outside, checked and frozen. This file is the only reader of the environment. */
export type Config = Readonly<{
  port: number
  host: string
  /** Absolute folder of the hub's own state. */
  home: string
  /** Absolute folder of the person's files. */
  vault: string
  /** Postgres, or null for `atrium.db` in `home`. */
  databaseUrl: string | null
  /** Owner token in place of the one in `home/token`. */
  token: string | null
  /** Origin under which people reach the hub, where it is not the address it listens on. */
  publicUrl: string | null
  allowedHosts: readonly string[]
  allowedOrigins: readonly string[]
  /** Addresses and ranges whose forwarding headers count. */
  trustedProxies: readonly string[]
  /** Mode of a fresh install; the settings table decides later. */
  authMode: AuthMode
  access: Readonly<{ teamDomain: string; audience: string; jwksUrl?: string }> | null
  logLevel: LogLevel
  maxLiveAgents: number
  claudePath: string | null
  sessionPrefix: string
  /** Name of our own tmux server (`tmux -L`); null is the person's. */
  tmuxSocket: string | null
  minFreeMb: number
  /** Whether it only shows that it starts, on a copy of the data. */
  trial: boolean
  /** Whether a socket may bring its token in the query string. */
  socketQueryToken: boolean
  /** Folders whose subfolders are looked at for projects. */
  projectRoots: readonly string[]
  /** Folders in which folders may be picked, and projects registered. */
  browseRoots: readonly string[]
  /** Calls a minute of one key; of one address ten times as many. */
  readsPerMinute: number
  writesPerMinute: number
  /** Host names of previews; with `perPort` every port has a name of its own below it. Null when there are none. */
  preview: Readonly<{ name: string; port: number | null; perPort: boolean }> | null
  /** Whether a browser must come from the console to see a preview. */
  previewSignIn: boolean
  /** Who answers for what the hub sends to push services: mailto: or https:. */
  vapidSubject: string
  /** Push services besides the known ones. */
  pushHosts: readonly string[]
  /** Hosts in private networks that webhooks may be sent to. */
  webhookHosts: readonly string[]
  /** Between the attempts of a delivery. */
  webhookPausesMs: readonly number[]
  /** Where the platforms of the bots are, and what speaks with them. */
  bots: Readonly<{
    telegramRoot: string
    discordRoot: string
    /** Homeservers that need not be public. */
    matrixHosts: readonly string[]
    /** The program that carries the connectors; tests bring their own. */
    program: Readonly<{ file: string; args: readonly string[] }>
    /** Waits and pauses of its supervisor; tests are in more of a hurry. */
    pace: Readonly<{
      backoff?: Readonly<{ base: number; cap: number }>
      steadyMs?: number
      pingMs?: number
      pongMs?: number
      stopMs?: number
    }>
  }>
  voice: Readonly<{
    whisperBin: string | null
    whisperModel: string | null
    url: string | null
    key: string | null
    model: string
    lang: string
  }>
  /** Names under which a service manager may know the hub. */
  systemdUnit: string
  launchdLabel: string
  /** Program of Mata, and where it gives its picture. */
  mataBin: string
  mataUrl: string
  /** Where GitHub is asked for the newest release; tests bring their own. */
  releasesUrl: string
  /** Where the vendor is asked for the figures of a plan; tests bring their own. */
  usageUrl: string
  /** The environment that children may inherit from. */
  hostEnv: Readonly<NodeJS.ProcessEnv>
  /** Credentials and switches that only agents get. */
  agentEnv: Readonly<NodeJS.ProcessEnv>
}>

type Values = {
  [Name in keyof typeof variables]:
    | z.output<(typeof variables)[Name]['kind']>
    | ((typeof variables)[Name]['fallback'] extends string ? never : null)
}

const forAgents =
  /^(ANTHROPIC_\w+|CLAUDE_CODE_\w+|CLAUDE_CONFIG_DIR|AWS_\w+|GOOGLE_APPLICATION_CREDENTIALS|CLOUD_ML_REGION|NODE_EXTRA_CA_CERTS|IS_SANDBOX)$/

/** @throws StartError misconfigured, with one sentence that names the variable */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  refuseUnknown(env)
  const values = readValues(env)
  const access = accessOf(values)
  return freeze({
    port: values.PORT,
    host: values.ATRIUM_HOST,
    home: values.ATRIUM_HOME,
    vault: values.ATRIUM_VAULT,
    databaseUrl: values.ATRIUM_DATABASE_URL,
    token: values.ATRIUM_TOKEN,
    publicUrl: values.ATRIUM_PUBLIC_URL,
    allowedHosts: values.ATRIUM_ALLOWED_HOSTS,
    allowedOrigins: values.ATRIUM_ALLOWED_ORIGINS,
    trustedProxies: values.ATRIUM_TRUSTED_PROXIES,
    authMode: values.ATRIUM_AUTH,
    access,
    logLevel: values.ATRIUM_LOG_LEVEL,
    maxLiveAgents: values.ATRIUM_MAX_LIVE_AGENTS,
    claudePath: values.ATRIUM_CLAUDE_PATH,
    sessionPrefix: values.ATRIUM_SESSION_PREFIX,
    tmuxSocket: values.ATRIUM_TMUX_SOCKET,
    minFreeMb: values.ATRIUM_MIN_FREE_MB,
    trial: values.ATRIUM_TRIAL,
    socketQueryToken: values.ATRIUM_SOCKET_QUERY_TOKEN,
    projectRoots: values.ATRIUM_PROJECT_ROOTS,
    browseRoots: values.ATRIUM_BROWSE_ROOTS,
    readsPerMinute: values.ATRIUM_READS_PER_MINUTE,
    writesPerMinute: values.ATRIUM_WRITES_PER_MINUTE,
    preview: values.ATRIUM_PREVIEW_HOST,
    previewSignIn: values.ATRIUM_PREVIEW_SIGN_IN,
    vapidSubject:
      values.ATRIUM_VAPID_SUBJECT ??
      (values.ATRIUM_PUBLIC_URL?.startsWith('https:')
        ? values.ATRIUM_PUBLIC_URL
        : 'mailto:owner@atrium.invalid'),
    pushHosts: values.ATRIUM_PUSH_HOSTS,
    webhookHosts: values.ATRIUM_WEBHOOK_HOSTS,
    webhookPausesMs: limits.webhookPausesMs,
    bots: {
      telegramRoot: values.ATRIUM_TELEGRAM_API_ROOT,
      discordRoot: values.ATRIUM_DISCORD_API_ROOT,
      matrixHosts: values.ATRIUM_MATRIX_HOSTS,
      program: {
        file: process.execPath,
        args: [resolve(import.meta.dirname, '../../bots/src/main.ts')],
      },
      pace: {},
    },
    voice: {
      whisperBin: values.ATRIUM_WHISPER_BIN,
      whisperModel: values.ATRIUM_WHISPER_MODEL,
      url: values.ATRIUM_VOICE_URL,
      key: values.ATRIUM_VOICE_KEY,
      model: values.ATRIUM_VOICE_MODEL,
      lang: values.ATRIUM_VOICE_LANGUAGE,
    },
    systemdUnit: values.ATRIUM_SYSTEMD_UNIT,
    launchdLabel: values.ATRIUM_LAUNCHD_LABEL,
    releasesUrl: 'https://api.github.com',
    mataBin: values.ATRIUM_MATA_BIN,
    mataUrl: 'http://127.0.0.1:3070',
    usageUrl: 'https://api.anthropic.com',
    hostEnv: { ...env },
    agentEnv: Object.fromEntries(Object.entries(env).filter(([name]) => forAgents.test(name))),
  })
}

/** Whether a listen address is reachable from this computer alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))

/** Whether somebody beyond this computer may reach the hub: by its address, a proxy or a tunnel. */
export const isExposed = (config: Config): boolean =>
  !isLoopback(config.host) ||
  config.trustedProxies.length > 0 ||
  config.allowedHosts.length > 0 ||
  config.access !== null ||
  (config.preview !== null && !config.preview.name.endsWith('.localhost')) ||
  (config.publicUrl !== null && !isLoopback(new URL(config.publicUrl).hostname))

/** What holds where a person has set nothing. */
export const defaultSettings = (config: Config): Settings => ({
  defaultRunner: null,
  claudePath: config.claudePath,
  maxLiveAgents: config.maxLiveAgents,
  tmuxMouse: 'on',
  checkForUpdates: true,
  autoRestore: false,
  autoRestoreContinue: true,
  remoteApproval: true,
  chatTools: true,
})

/** The file of the embedded database. */
export const databaseFile = (config: Config): string => join(config.home, 'atrium.db')

/** What the hub itself sets in its terminals, where somebody may start another hub. */
const inTerminals = ['ATRIUM_URL', 'ATRIUM_SESSION', 'ATRIUM_PROMPT', 'ATRIUM_HOOKED']

function refuseUnknown(env: NodeJS.ProcessEnv): void {
  const known = Object.keys(variables)
  for (const name of Object.keys(env)) {
    if (
      !name.startsWith('ATRIUM_') ||
      name.startsWith('ATRIUM_TEST_') ||
      known.includes(name) ||
      inTerminals.includes(name)
    )
      continue
    const bare = name.slice('ATRIUM_'.length)
    const guess = known.includes(bare) ? bare : nearest(name, known)
    throw new StartError(
      'misconfigured',
      `Unknown variable ${name}${guess ? `. Did you mean ${guess}?` : ''}`,
    )
  }
}

function readValues(env: NodeJS.ProcessEnv): Values {
  const entries = Object.entries(variables as Record<string, Variable>).map(([name, variable]) => {
    const given = env[name]?.trim() ?? ''
    // In a terminal of a hub it is the credential of that terminal, and no hub's own.
    const text = (isSessionKey(given) ? '' : given) || variable.fallback
    if (text === null) return [name, null]
    const result = variable.kind.safeParse(text)
    if (result.success) return [name, result.data]
    const problem = result.error.issues[0]?.message ?? 'is not acceptable'
    throw new StartError('misconfigured', `${name} ${problem}${variable.secret ? '' : `, not '${text}'`}`)
  })
  return Object.fromEntries(entries) as Values // each value came out of the kind beside its name
}

function accessOf(values: Values): Config['access'] {
  const { CF_ACCESS_TEAM_DOMAIN: teamDomain, CF_ACCESS_AUD: audience } = values
  if (teamDomain && audience) return { teamDomain, audience }
  if (!teamDomain && !audience) return null
  throw new StartError(
    'misconfigured',
    'CF_ACCESS_TEAM_DOMAIN and CF_ACCESS_AUD belong together: set both or neither',
  )
}

function freeze<Value extends object>(value: Value): Readonly<Value> {
  for (const inner of Object.values(value)) if (inner !== null && typeof inner === 'object') freeze(inner)
  return Object.freeze(value)
}
