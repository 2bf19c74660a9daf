// The one way to run git. A repository is somebody else's text: its configuration names programs, and none of them runs here.
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { limits } from '@atrium/schema'
import { AppError, conflict } from '../core/errors.ts'
import { childEnv, type ExecOptions, type ExecResult, exec } from './exec.ts'
import { always, type ConfigPair, configEnv, neutralise, parseConfig } from './git-config.ts'

export type GitOptions = Pick<ExecOptions, 'input' | 'timeoutMs' | 'maxBytes' | 'onOutput' | 'signal'> & {
  /** Folder of the repository or of a working tree. */
  cwd: string
  /** Whether the command reads or writes files of the working tree, which the repository's filters would then run on. */
  filters?: boolean
  /** Whether it may take locks; reading takes none, so that it disturbs nobody's own git. */
  writes?: boolean
  /** Settings of this one command. */
  settings?: readonly ConfigPair[]
  /** Variables of this one command, such as an index of its own. */
  env?: NodeJS.ProcessEnv
  /** What `neutral` said of this repository, where several commands follow each other. */
  off?: readonly ConfigPair[]
}

/** Commands that reach other machines. Every other one is kept from it, also from fetching what a partial clone lacks. */
const network = new Set(['fetch', 'push', 'pull', 'clone', 'ls-remote'])
/** Commands that would look into submodules, each with a git of its own and the configuration that lies there. */
const looks = new Set(['status', 'diff', 'diff-files', 'diff-index'])

/** The commit of a submodule is compared, never its files: what its own configuration names would be run for that. */
const outsideOf = ([command = '', ...rest]: readonly string[]): string[] => {
  const end = rest.indexOf('--')
  const isOption = (at: number) => end < 0 || at < end
  const kept = rest.filter((arg, at) => !(isOption(at) && arg.startsWith('--ignore-submodules')))
  return [command, '--ignore-submodules=dirty', ...kept]
}

/** Commands that write and yet run nothing: objects alone. (Whoever writes the index looks at files as young as it, through filters.) */
const plain = new Set(['hash-object', 'mktree'])

/**
 * Runs git to its end; a non-zero status is a result. Paths are taken literally.
 * @throws AppError not_implemented, gateway_timeout, overloaded
 */
export async function git(args: readonly string[], options: GitOptions): Promise<ExecResult> {
  const { cwd, filters = false, writes = false, env = {}, off, settings = [], ...rest } = options
  await assertVersion()
  const [command = ''] = args
  const reaches = network.has(command)
  const asks = filters || reaches || (writes && !plain.has(command))
  const pairs = off ?? (asks ? await neutral(cwd, rest.signal) : [])
  return exec('git', looks.has(command) ? outsideOf(args) : args, {
    cwd,
    env: {
      ...env,
      ...environment([...always, ...pairs, ...settings], { reaches, writes }),
      ...(command === 'check-ignore' && { GIT_LITERAL_PATHSPECS: '0' }), // it takes names alone, and refuses to be told so
    },
    ...(reaches && { timeoutMs: limits.networkGitMs }),
    ...rest,
  })
}

function environment(
  pairs: readonly ConfigPair[],
  { reaches, writes }: { reaches: boolean; writes: boolean },
): NodeJS.ProcessEnv {
  return childEnv({
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_EDITOR: 'true',
    GIT_SEQUENCE_EDITOR: 'true',
    GIT_PAGER: 'cat',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
    // Set and empty: what the configuration names for these is not asked.
    GIT_ASKPASS: '',
    GIT_PROXY_COMMAND: '',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: reaches ? 'https:http:ssh:git:file' : 'none',
    ...(writes ? {} : { GIT_OPTIONAL_LOCKS: '0' }),
    ...configEnv(pairs),
  })
}

/** As `git`, for commands that must succeed. @throws AppError conflict with what git said */
export async function gitText(args: readonly string[], options: GitOptions): Promise<string> {
  const { code, stdout, stderr, truncated } = await git(args, options)
  if (truncated) throw conflict('git said more than the hub reads at once')
  if (code !== 0) throw await gitRefusal(stderr, options.cwd)
  return stdout.toString()
}

/** What turns off the programs that the configuration of this repository names; asked afresh, for it may change at any time. */
export async function neutral(cwd: string, signal?: AbortSignal): Promise<ConfigPair[]> {
  const { stdout } = await exec('git', ['config', '--list', '--show-scope', '--null'], {
    cwd,
    env: environment(always, { reaches: false, writes: false }),
    ...(signal && { signal }),
  })
  return neutralise(parseConfig(stdout.toString()))
}

/** Whether git says that there is no repository here, or none with a working tree. */
export const isNoRepository = (stderr: Buffer): boolean =>
  /not a git repository|cannot use bare repository|must be run in a work tree|Cannot change to/i.test(
    stderr.toString(),
  )

/** What git said, as a refusal with the next step. */
export async function gitRefusal(stderr: Buffer, cwd: string): Promise<AppError> {
  const text = stderr.toString().replace(/[^\P{Cc}\n]/gu, '')
  const [, foreign] = /dubious ownership in repository at '(.+)'/.exec(text) ?? []
  if (foreign)
    return conflict(
      `The repository belongs to another user of this machine. If you trust it: git config --global --add safe.directory '${foreign}'`,
    )
  const [, lock] = /Unable to create '(.+\.lock)': File exists/.exec(text) ?? []
  if (lock) return conflict(`${await sayLock(resolve(cwd, lock))}`)
  if (
    /transport '.*' not allowed|could not fetch .* from promisor|missing object|lazy fetching disabled/i.test(
      text,
    )
  )
    return conflict('Parts of this repository were never fetched. Run this in it first: git fetch --refetch')
  const said = text.trim().split('\n').slice(0, 3).join(' ').slice(0, 500)
  return conflict(said === '' ? 'git did not say why it failed' : `git said: ${said}`)
}

async function sayLock(path: string): Promise<string> {
  const made = await stat(path).catch(() => null)
  if (!made) return 'Another git was at work in this repository; try again'
  const seconds = Math.max(0, Math.round((Date.now() - made.mtimeMs) / 1000))
  const age =
    seconds < 120
      ? `${seconds} s`
      : seconds < 7200
        ? `${Math.round(seconds / 60)} min`
        : `${Math.round(seconds / 3600)} h`
  return `Another git is at work in this repository, or was ended: its lock is ${age} old. If none runs, remove ${path}`
}

let version: Promise<void> | null = null

/** @throws AppError not_implemented when git is missing or older than what keeps its configuration off */
function assertVersion(): Promise<void> {
  version ??= exec('git', ['--version']).then(({ stdout }) => {
    const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout.toString()) ?? []
    if (Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 31)) return
    throw new AppError('not_implemented', `git 2.31 or newer is needed; this is ${stdout.toString().trim()}`)
  })
  version.catch(() => {
    version = null // it may be installed while we run
  })
  return version
}
