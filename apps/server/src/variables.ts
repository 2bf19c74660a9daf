// Every variable the hub reads, as a table: `config.ts` reads them by it, and `docs/configuration.md` is tested against it.
import { BlockList, isIP } from 'node:net'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { AuthMode, limits } from '@atrium/schema'
import { z } from 'zod'
import { logLevels } from './core/log.ts'
import { ownerTokenProblem } from './core/owner-token.ts'
export type Variable = {
  kind: z.ZodType
  fallback: string | null
  effect: string
  shown?: string
  secret?: boolean
}

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
const previewHost = z
  .string()
  .toLowerCase()
  .regex(
    /^(off|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?)$/,
    'must be off or a host name like preview.example.org, with *. in front for a name a port',
  )
  .transform((text) => {
    if (text === 'off') return null
    const [name = '', port] = text.replace(/^\*\./, '').split(':')
    return { name, port: port === undefined ? null : Number(port), perPort: text.startsWith('*.') }
  })
const subject = z
  .string()
  .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 'must begin with mailto: or https://')
const httpAddress = z
  .string()
  .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an address like https://…')
const trustedRoot = z
  .string()
  .refine(isTrustedRoot, 'must begin with https://, or http:// on this computer')
  .transform((text) => text.replace(/\/+$/, ''))
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
  ATRIUM_TRIAL: {
    kind: onOff,
    fallback: 'off',
    effect:
      'Whether the hub is only tried, as an update does with a copy of the data: it answers, and begins, restores and settles nothing by itself.',
  },
  ATRIUM_SOCKET_QUERY_TOKEN: {
    kind: onOff,
    fallback: 'off',
    effect:
      'Whether a WebSocket may bring its token as `?token=`, as older clients do: `on` or `off`. Addresses end up in histories and logs of proxies.',
  },
  ATRIUM_PROJECT_ROOTS: {
    kind: z
      .string()
      .transform((text) => (text === 'off' ? '' : text))
      .pipe(list(folder).pipe(z.array(z.string()).max(limits.projectRoots))),
    fallback: '~/Projects',
    effect:
      'Folders in which projects are found by themselves, with commas between: each of their own subfolders that has a `.git` or a plan. `off` finds none.',
  },
  ATRIUM_BROWSE_ROOTS: {
    kind: z
      .string()
      .transform((text) => text.replaceAll(':', ','))
      .pipe(list(folder).pipe(z.array(z.string()).min(1).max(limits.projectRoots))),
    fallback: '~',
    effect:
      'Folders in which folders may be picked and made, and projects registered, with commas or colons between.',
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
  ATRIUM_PREVIEW_HOST: {
    kind: previewHost,
    fallback: '*.preview.localhost',
    effect:
      'Host name of previews; with `*.` in front each port has a name of its own, such as `5173.preview.localhost`. `off` serves none.',
  },
  ATRIUM_PREVIEW_SIGN_IN: {
    kind: onOff,
    fallback: 'on',
    effect: 'Whether a browser must come from the console to see a preview: `on` or `off`.',
  },
  ATRIUM_VAPID_SUBJECT: {
    kind: subject,
    fallback: null,
    shown: '`ATRIUM_PUBLIC_URL`, where that is https',
    effect: 'Whom push services may write to about your notifications: `mailto:` or `https:`.',
  },
  ATRIUM_PUSH_HOSTS: {
    kind: list(hostName),
    fallback: '',
    effect:
      'Push services besides those of the browsers, with commas. They may lie in your own network; http only on this computer.',
  },
  ATRIUM_WEBHOOK_HOSTS: {
    kind: list(hostName),
    fallback: '',
    effect:
      'Hosts that webhooks may be sent to besides those of the public internet, with commas, each with its port where it is not the usual one. They may lie in your own network, and http is enough there.',
  },
  ATRIUM_TELEGRAM_API_ROOT: {
    kind: trustedRoot,
    fallback: 'https://api.telegram.org',
    effect:
      'Where the Bot API of Telegram is: a Bot API server of your own in place of Telegram’s; https, or http on this computer.',
  },
  ATRIUM_DISCORD_API_ROOT: {
    kind: trustedRoot,
    fallback: 'https://discord.com/api',
    effect: 'Where the API of Discord is, without its version; https, or http on this computer.',
  },
  ATRIUM_MATRIX_HOSTS: {
    kind: list(hostName),
    fallback: '',
    effect:
      'Matrix homeservers that may lie in your own network or on a port of their own, with commas; http only on this computer. Every other one must be public.',
  },
  ATRIUM_WHISPER_BIN: {
    kind: folder,
    fallback: null,
    shown: '`whisper-cli` on PATH',
    effect: 'The program of whisper.cpp, which turns speech into text on this computer.',
  },
  ATRIUM_WHISPER_MODEL: {
    kind: folder,
    fallback: null,
    effect:
      'The model file of whisper.cpp. Without it, and without `ATRIUM_VOICE_URL`, there is no voice input.',
  },
  ATRIUM_VOICE_URL: {
    kind: httpAddress,
    fallback: null,
    effect:
      'OpenAI-compatible `…/v1/audio/transcriptions` to use in place of whisper.cpp; https, or http on this computer.',
  },
  ATRIUM_VOICE_KEY: {
    kind: z.string().regex(/^[\x21-\x7e]{1,512}$/, 'must be up to 512 visible characters'),
    fallback: null,
    secret: true,
    effect: 'Key for `ATRIUM_VOICE_URL`.',
  },
  ATRIUM_VOICE_MODEL: {
    kind: z.string().max(200),
    fallback: 'whisper-1',
    effect: 'Model that `ATRIUM_VOICE_URL` is asked for.',
  },
  ATRIUM_VOICE_LANGUAGE: {
    kind: z.string().regex(/^(auto|[a-z]{2})$/, 'must be auto or two letters'),
    fallback: 'auto',
    effect: 'Language that is spoken, as two letters; `auto` lets the engine find out.',
  },
  ATRIUM_SYSTEMD_UNIT: {
    kind: z.string().regex(/^[\w@.:-]{1,200}\.service$/, 'must be the name of a unit, like atrium.service'),
    fallback: 'atrium.service',
    effect: 'The systemd user unit that a restart asks for, where it is the one that started the hub.',
  },
  ATRIUM_LAUNCHD_LABEL: {
    kind: z.string().regex(/^[\w.-]{1,200}$/, 'must be a label, like com.atrium'),
    fallback: 'com.atrium',
    effect: 'The same for launchd on macOS.',
  },
  ATRIUM_MATA_BIN: {
    kind: folder,
    fallback: '/Applications/Mata.app/Contents/MacOS/mata',
    effect: 'The program of Mata, which shows the iOS Simulator on macOS.',
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

function isTrustedRoot(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.username !== '' || url.search !== '' || url.hash !== '') return false
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && isHere)
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
