// Owns the one tool that makes a sandbox here: bubblewrap. Docker is not used for it yet.
import { lstat, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../core/errors.ts'
import { childEnv, exec } from './exec.ts'
import { findOnPath } from './on-path.ts'
import { isInside } from './paths.ts'

export type SandboxState =
  | { available: true; engine: 'bubblewrap'; program: string }
  | { available: false; code: 'system' | 'not_installed' | 'not_allowed' | 'no_answer'; reason: string }

/** One thing of the host that is seen inside. */
export type SandboxBind = { from: string; to: string; writable?: boolean }

export type SandboxPlan = {
  /** Real path, seen under itself, and but for `writable` the only folder of the person's that can be written. */
  workingDirectory: string
  /** More folders that can be written: real paths, seen under themselves. */
  writable?: readonly string[]
  /** Real path inside those to begin in; the working directory unless it is given. */
  begin?: string
  /** Folders inside those that must not be seen: they are empty inside. */
  hidden?: readonly string[]
  binds?: readonly SandboxBind[]
}

export const sandboxHome = '/home/agent'
export const sandboxPath = '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin'
const ownRoots = ['/', '/usr', '/etc', '/bin', '/sbin', '/lib', '/lib64', '/dev', '/proc', '/sys', '/run']
const etcFiles = [
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'alternatives',
  'localtime',
  'nsswitch.conf',
  'protocols',
  'services',
  'mime.types',
  'terminfo',
]
const probeMs = 10_000

/** Read-only system folders: links stay links, so that a merged /usr and an old one both work. */
async function systemFolders(): Promise<string[]> {
  const args = ['--ro-bind', '/usr', '/usr']
  for (const path of ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']) {
    const facts = await lstat(path).catch(() => null)
    if (facts?.isSymbolicLink()) args.push('--symlink', await readlink(path), path)
    else if (facts?.isDirectory()) args.push('--ro-bind', path, path)
  }
  return [...args, ...etcFiles.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`])]
}

/** Everything is taken away first: network, processes, users, mounts, the terminal; what follows is given back. */
const isolation = [
  '--unshare-all',
  '--unshare-user',
  '--die-with-parent',
  '--new-session',
  '--cap-drop',
  'ALL',
  '--hostname',
  'sandbox',
]
const scratch = [
  '--proc',
  '/proc',
  '--dev',
  '/dev',
  '--tmpfs',
  '/tmp',
  '--tmpfs',
  '/run',
  '--dir',
  '/var/tmp',
]

async function probe(): Promise<SandboxState> {
  if (process.platform !== 'linux')
    return {
      available: false,
      code: 'system',
      reason: 'bubblewrap needs Linux, and Docker is not used for sandboxes yet.',
    }
  const program = await findOnPath('bwrap')
  if (program === null)
    return {
      available: false,
      code: 'not_installed',
      reason:
        "bubblewrap is not installed. Install the package 'bubblewrap'; Docker is not used for sandboxes yet.",
    }
  try {
    const args = [...isolation, ...(await systemFolders()), ...scratch, '--', '/usr/bin/env', 'true']
    const { code, stderr } = await exec(program, args, { timeoutMs: probeMs })
    if (code === 0) return { available: true, engine: 'bubblewrap', program }
    const said = stderr.toString('utf8').trim().split('\n')[0] ?? ''
    return {
      available: false,
      code: 'not_allowed',
      reason: `bubblewrap may not run here: ${said.slice(0, 200)}`,
    }
  } catch {
    return { available: false, code: 'no_answer', reason: 'bubblewrap did not answer.' }
  }
}

const known = new Map<string, Promise<SandboxState>>()

/** Whether a sandbox can be had, found out by making one; asked once for each PATH. */
export function sandboxAvailable(): Promise<SandboxState> {
  const path = childEnv()['PATH'] ?? ''
  const asked = known.get(path) ?? probe()
  known.set(path, asked)
  return asked
}

/**
 * What git would run later, outside, on behalf of whoever may write it: hooks and configuration stay as they are. The
 * repository's folder is mounted on itself, so that it cannot be put aside for another one.
 */
async function guardGit(folder: string): Promise<string[]> {
  const git = join(folder, '.git')
  const facts = await lstat(git).catch(() => null)
  if (!facts || facts.isSymbolicLink()) return []
  if (!facts.isDirectory()) return ['--ro-bind', git, git]
  const hooks = join(git, 'hooks')
  const config = join(git, 'config')
  const known = await lstat(hooks).catch(() => null)
  return [
    '--bind',
    git,
    git,
    ...(known?.isDirectory() ? ['--ro-bind', hooks, hooks] : known ? [] : ['--tmpfs', hooks]),
    ...((await lstat(config).catch(() => null))?.isFile() ? ['--ro-bind', config, config] : []),
  ]
}

/**
 * A command line that runs `argv` inside: no network, no process of the host, private /tmp and home, nothing of the
 * person's but the working directory.
 * @throws AppError sandbox_unavailable; nothing is ever run open in its place
 */
export async function sandboxedCommand(
  argv: readonly string[],
  plan: SandboxPlan,
): Promise<{ file: string; args: string[] }> {
  const state = await sandboxAvailable()
  if (!state.available) throw new AppError('sandbox_unavailable', `Sandbox is not available: ${state.reason}`)
  const folder = await realpath(plan.workingDirectory)
  // Its real path was taken when it was chosen; since then a link to elsewhere may have been put in its place.
  if (folder !== plan.workingDirectory)
    throw new AppError('sandbox_unavailable', `The folder is not where it was: ${plan.workingDirectory}`)
  // What lies in another one is mounted after it, or the other would cover what is guarded in it.
  const folders = [...new Set([...(plan.writable ?? []), folder])].sort(
    (one, other) => one.length - other.length,
  )
  for (const root of folders)
    if (ownRoots.includes(root))
      throw new AppError('sandbox_unavailable', `A sandbox cannot have ${root} as its working directory`)
  const binds = (plan.binds ?? []).flatMap(({ from, to, writable }) => [
    writable ? '--bind' : '--ro-bind',
    from,
    to,
  ])
  const hidden = (await Promise.all((plan.hidden ?? []).map((path) => realpath(path).catch(() => path))))
    .filter((path) => folders.some((root) => isInside(root, path)))
    .flatMap((path) => ['--tmpfs', path])
  const mounted = await Promise.all(
    folders.map(async (root) => ['--bind', root, root, ...(await guardGit(root))]),
  )
  return {
    file: state.program,
    args: [
      ...isolation,
      ...(await systemFolders()),
      ...scratch,
      '--dir',
      sandboxHome,
      ...mounted.flat(),
      ...hidden,
      ...binds,
      '--remount-ro',
      '/',
      '--chdir',
      plan.begin ?? folder,
      '--',
      ...argv,
    ],
  }
}

/** Environment for what runs inside: nothing of the host's but the language. */
export function sandboxEnv(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { LANG = 'C.UTF-8', TZ } = childEnv()
  return {
    PATH: sandboxPath,
    HOME: sandboxHome,
    USER: 'agent',
    LANG,
    ...(TZ !== undefined && { TZ }),
    TERM: 'dumb',
    ...extra,
  }
}

/** @throws AppError sandbox_unavailable */
export async function assertSandbox(): Promise<void> {
  const state = await sandboxAvailable()
  if (!state.available) throw new AppError('sandbox_unavailable', `Sandbox is not available: ${state.reason}`)
}
