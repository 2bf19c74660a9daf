import { BlockList, isIP } from 'node:net'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { AuthMode, limits, type Settings } from '@atrium/schema'
import { z } from 'zod'
import { type LogLevel, logLevels } from './core/log.ts'
import { nearest } from './core/nearest.ts'
import { ownerTokenProblem } from './core/owner-token.ts'
import { StartError } from './core/start-error.ts'

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
  /** Whether a socket may bring its token in the query string. */
  socketQueryToken: boolean
  /** Calls a minute of one key; of one address ten times as many. */
  readsPerMinute: number
  writesPerMinute: number
  /** Where the vendor is asked for the figures of a plan; tests bring their own. */
  usageUrl: string
  /** The environment that children may inherit from. */
  hostEnv: Readonly<NodeJS.ProcessEnv>
  /** Credentials and switches that only agents get. */
  agentEnv: Readonly<NodeJS.ProcessEnv>
}>

type Variable = { kind: z.ZodType; fallback: string | null; effect: string; shown?: string; secret?: boolean }

const whole = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message)
}
const folder = z.string().transform((path) => resolve(path.replace(/^~(?=$|\/)/, homedir())))
const list = <Item extends z.ZodType<string, string>>(item: Item) =>
  z
    .string()
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .pipe(z.array(item))
const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).transform((word) => word === 'on')
const hostName = z
  .string()
  .toLowerCase()
  .regex(/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+|[0-9a-f:]+)(:\d+)?$/, 'must be host names, with a comma between two')
const origin = z
  .string()
  .refine(isOrigin, 'must be an address like https://atrium.example.org, without a path')
  .transform((text) => new URL(text).origin)
const range = z.string().refine(isRange, 'must be addresses or ranges like 10.0.0.0/8, with a comma between')
const token = z.string().superRefine((text, context) => {
  const problem = ownerTokenProblem(text)
  if (problem !== null) context.addIssue({ code: 'custom', message: problem })
})

/** Every variable the hub reads, in the order of `docs/configuration.md`, which is tested against this table. */
export const variables = {
  PORT: { kind: whole(0, 65_535), fallback: '3333', effect: 'Port to listen on; 0 takes any free one.' },
  ATRIUM_HOST: {
    kind: hostName,
    fallback: '127.0.0.1',
    effect: 'Address to listen on. Anything but loopback makes the hub reachable from other machines.',
  },
  ATRIUM_HOME: {
    kind: folder,
    fallback: '~/.atrium',
    effect: 'Folder of the hub itself: database, owner token, backups.',
  },
  ATRIUM_VAULT: {
    kind: folder,
    fallback: '~/Atrium',
    effect: 'Folder of your files, where agents work unless a chat names another one under your home.',
  },
  ATRIUM_DATABASE_URL: {
    kind: z.string().regex(/^postgres(ql)?:\/\/.+/, 'must begin with postgres://'),
    fallback: null,
    shown: '`atrium.db` in `ATRIUM_HOME`',
    secret: true,
    effect: 'Postgres to use in place of the embedded SQLite.',
  },
  ATRIUM_TOKEN: {
    kind: token,
    fallback: null,
    shown: 'made at the first start',
    secret: true,
    effect: 'Owner token in place of the one in `ATRIUM_HOME/token`; at least 22 characters.',
  },
  ATRIUM_PUBLIC_URL: {
    kind: origin,
    fallback: null,
    effect:
      'Address under which browsers reach the hub (behind a proxy or tunnel). https makes cookies Secure.',
  },
  ATRIUM_ALLOWED_HOSTS: {
    kind: list(hostName),
    fallback: '',
    effect: 'Further Host names to answer to, with commas.',
  },
  ATRIUM_ALLOWED_ORIGINS: {
    kind: list(origin),
    fallback: '',
    effect: 'Further web origins that may call the API from a browser, with commas.',
  },
  ATRIUM_TRUSTED_PROXIES: {
    kind: list(range),
    fallback: '',
    effect: 'Addresses or ranges of reverse proxies whose forwarding headers count, with commas.',
  },
  ATRIUM_AUTH: {
    kind: z.enum(AuthMode.options, { error: `must be one of ${AuthMode.options.join(', ')}` }),
    fallback: 'always',
    effect: 'Sign-in mode of a fresh install; later the settings decide. `always`, `remote` or `disabled`.',
  },
  ATRIUM_LOG_LEVEL: {
    kind: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }),
    fallback: 'info',
    effect: 'Least severe lines that are logged: silent, error, warn, info, debug.',
  },
  ATRIUM_MAX_LIVE_AGENTS: {
    kind: whole(limits.liveAgents.min, limits.liveAgents.max),
    fallback: '8',
    effect: 'Agent processes that may live at once (about 230 MB each); the settings override it.',
  },
  ATRIUM_CLAUDE_PATH: {
    kind: folder,
    fallback: null,
    shown: 'found on PATH',
    effect: 'The `claude` program to use; the settings override it.',
  },
  ATRIUM_SESSION_PREFIX: {
    kind: z.string().regex(/^[A-Za-z0-9_-]{0,16}$/, 'must be up to 16 of A-Z a-z 0-9 _ -'),
    fallback: 'cc-',
    effect: 'What the tmux sessions of the hub begin with.',
  },
  ATRIUM_TMUX_SOCKET: {
    kind: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 _ -'),
    fallback: null,
    shown: "tmux's own default",
    effect: 'Name of a tmux server of its own (`tmux -L`), apart from yours.',
  },
  ATRIUM_MIN_FREE_MB: {
    kind: whole(0, 1_000_000),
    fallback: String(limits.minFreeMb),
    effect:
      'Free disk space, in MB, below which nothing is written (at least 1 % of the disk); 0 turns that off.',
  },
  ATRIUM_SOCKET_QUERY_TOKEN: {
    kind: onOff,
    fallback: 'off',
    effect:
      'Whether a WebSocket may bring its token as `?token=`, as older clients do: `on` or `off`. Addresses end up in histories and logs of proxies.',
  },
  ATRIUM_READS_PER_MINUTE: {
    kind: whole(300, 10_000_000),
    fallback: String(limits.readsPerMinute),
    effect: 'Reading calls that one key may make a minute.',
  },
  ATRIUM_WRITES_PER_MINUTE: {
    kind: whole(60, 10_000_000),
    fallback: String(limits.writesPerMinute),
    effect: 'Changing calls that one key may make a minute.',
  },
  CF_ACCESS_TEAM_DOMAIN: {
    kind: hostName,
    fallback: null,
    effect: 'Cloudflare Access: host name of the team. Needs `CF_ACCESS_AUD` too.',
  },
  CF_ACCESS_AUD: {
    kind: z.string().min(1),
    fallback: null,
    effect: 'Cloudflare Access: audience tag of the application.',
  },
} as const satisfies Record<string, Variable>

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
    socketQueryToken: values.ATRIUM_SOCKET_QUERY_TOKEN,
    readsPerMinute: values.ATRIUM_READS_PER_MINUTE,
    writesPerMinute: values.ATRIUM_WRITES_PER_MINUTE,
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
  (config.publicUrl !== null && !isLoopback(new URL(config.publicUrl).hostname))

/** What holds where a person has set nothing. */
export const defaultSettings = (config: Config): Settings => ({
  default_runner: null,
  claude_path: config.claudePath,
  max_live_agents: config.maxLiveAgents,
})

/** The file of the embedded database. */
export const databaseFile = (config: Config): string => join(config.home, 'atrium.db')

/** What the hub itself sets in its terminals, where somebody may start another hub. */
const inTerminals = ['ATRIUM_URL', 'ATRIUM_SESSION']

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
    const text = env[name]?.trim() || variable.fallback
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

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username
  )
}

function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  if (bits === undefined) return true
  if (!/^\d{1,3}$/.test(bits)) return false
  try {
    new BlockList().addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
    return true
  } catch {
    return false
  }
}

function freeze<Value extends object>(value: Value): Readonly<Value> {
  for (const inner of Object.values(value)) if (inner !== null && typeof inner === 'object') freeze(inner)
  return Object.freeze(value)
}
