import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AppError } from '../core/errors.ts'
import { childEnv, exec } from '../host/exec.ts'
import type { AcpAgent } from './acp/agents.ts'
import { agentFolder } from './acp/program.ts'
import { record, text } from './claude-json.ts'
import { fetchedProgram, platformPackage, programName, programVersion } from './claude-program.ts'

export type InstallOptions = {
  /** `agents` in the folder of the hub. */
  agentsFolder: string
  /** Environment of the hub, for the person's registry and proxy settings. */
  hostEnv: Readonly<NodeJS.ProcessEnv>
  progress: (line: string) => void
  signal?: AbortSignal
}

const fetchMs = 20 * 60_000
const staleMs = 60 * 60_000
const tickMs = 3_000
const npmSettings =
  /^(npm_config_(registry|userconfig|globalconfig|cache|proxy|https_proxy|noproxy|cafile|strict_ssl)|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR))$/i

/** Version of the SDK in the lockfile; its program has the same. */
async function sdkVersion(): Promise<string> {
  const folder = dirname(createRequire(import.meta.url).resolve('@anthropic-ai/claude-agent-sdk'))
  const version = text(record(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))['version'])
  if (version === null) throw new AppError('internal', `The Agent SDK in ${folder} does not say its version`)
  return version
}

async function installedVersion(folder: string): Promise<string | null> {
  try {
    await stat(join(folder, programName))
    return text(record(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))['version'])
  } catch {
    return null
  }
}

/**
 * Fetches the native program of the Agent SDK with the person's own npm, which also checks its integrity. Nothing is in
 * place before it is whole; a second call finds it there, and a broken download goes on from npm's cache.
 * @throws AppError not_implemented without npm, bad_gateway when the registry does not give it
 */
export async function installClaude(options: InstallOptions): Promise<{ path: string; version: string }> {
  const { agentsFolder, progress } = options
  const version = await sdkVersion()
  const target = join(agentsFolder, 'claude')
  const path = fetchedProgram(agentsFolder)
  if ((await installedVersion(target)) !== version) {
    const wanted = `${platformPackage()}@${version}`
    await fetched([wanted], 'about 175 MB', options, async (temporary) => {
      const from = join(temporary, 'node_modules', ...platformPackage().split('/'))
      // Before the old one is moved away: npm may have ended well without the package.
      if ((await installedVersion(from)) === null)
        throw new AppError('bad_gateway', `npm gave no program for this machine (${platformPackage()})`)
      await replaceFolder(from, target, temporary)
    })
  }
  const says = await programVersion(path)
  if (says === null) throw new AppError('not_implemented', `The fetched program does not run here: ${path}`)
  progress(`Claude ${says} is in ${target}`)
  return { path, version: says }
}

/**
 * Fetches the packages of an agent that speaks ACP. Nothing is in place before it is whole.
 * @throws AppError as `installClaude`
 */
export async function installAgent(agent: AcpAgent, options: InstallOptions): Promise<{ path: string }> {
  const { agentsFolder, progress } = options
  const { id, title, packages } = agent
  if (!packages) throw new AppError('conflict', `The agent '${id}' has nothing to install`)
  const target = agentFolder(agentsFolder, id)
  const path = join(target, packages.program)
  const note = join(target, 'packages')
  const wanted = packages.names.join('\n')
  if ((await readFile(note, 'utf8').catch(() => null)) !== wanted)
    await fetched(packages.names, 'some hundred MB', options, async (temporary) => {
      const program = join(temporary, packages.program)
      if (!(await stat(program).catch(() => null)))
        throw new AppError('bad_gateway', `npm gave no program of ${title} for this machine`)
      await chmod(program, 0o755)
      await writeFile(join(temporary, 'packages'), wanted)
      await replaceFolder(
        temporary,
        target,
        join(agentsFolder, `.fetch-old-${randomBytes(6).toString('hex')}`),
      )
    })
  progress(`${title} is in ${target}`)
  return { path }
}

/** Fetches packages into a folder of their own, hands it over, and leaves nothing behind. */
async function fetched(
  wanted: readonly string[],
  size: string,
  options: InstallOptions,
  place: (temporary: string) => Promise<void>,
): Promise<void> {
  const { agentsFolder, signal } = options
  await mkdir(agentsFolder, { recursive: true })
  await removeStale(agentsFolder)
  const temporary = join(agentsFolder, `.fetch-${randomBytes(6).toString('hex')}`)
  try {
    await fetchPackages(temporary, wanted, size, options)
    signal?.throwIfAborted()
    await place(temporary)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function fetchPackages(
  folder: string,
  packages: readonly string[],
  size: string,
  options: InstallOptions,
): Promise<void> {
  const { hostEnv, progress, signal } = options
  const wanted = packages.join(' ')
  await mkdir(folder, { recursive: true })
  const settings = Object.entries(hostEnv).filter(([name]) => npmSettings.test(name))
  const began = Date.now()
  progress(`Fetching ${wanted} with npm, ${size}`)
  const tick = setInterval(
    () => progress(`Fetching ${wanted} with npm, ${Math.round((Date.now() - began) / 1000)} s`),
    tickMs,
  )
  const flags = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--loglevel=error',
    '--force',
  ]
  try {
    const result = await exec('npm', ['install', '--prefix', folder, ...flags, '--', ...packages], {
      cwd: folder,
      env: childEnv(Object.fromEntries(settings)),
      timeoutMs: fetchMs,
      ...(signal && { signal }),
    })
    if (result.code !== 0)
      throw new AppError('bad_gateway', `npm could not fetch ${wanted}: ${npmError(result.stderr)}`)
  } finally {
    clearInterval(tick)
  }
}

/** The line of npm's complaint that says why, without credentials of a registry address. */
function npmError(stderr: Buffer): string {
  const lines = stderr
    .toString('utf8')
    .split('\n')
    .map((line) =>
      line
        .replace(/^npm (error|ERR!)\s*/, '')
        .replace(/\/\/[^/\s@]+@/g, '//')
        .trim(),
    )
    .filter((line) => line !== '' && !/^(code|errno|syscall|npm warn|A complete log)/i.test(line))
  return lines[0]?.slice(0, 300) ?? 'it gave no reason'
}

/** `aside`: a folder of ours, to which the old one goes. */
async function replaceFolder(from: string, target: string, aside: string): Promise<void> {
  await mkdir(aside, { recursive: true })
  await rename(target, join(aside, 'old')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(from, target)
  if (!from.startsWith(aside)) await rm(aside, { recursive: true, force: true })
}

/** What an install that was killed has left. */
async function removeStale(agentsFolder: string): Promise<void> {
  for (const name of await readdir(agentsFolder)) {
    if (!name.startsWith('.fetch-')) continue
    const path = join(agentsFolder, name)
    const facts = await stat(path).catch(() => null)
    if (facts && Date.now() - facts.mtimeMs > staleMs) await rm(path, { recursive: true, force: true })
  }
}
