import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AppError } from '../core/errors.ts'
import { childEnv, exec } from '../host/exec.ts'
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
  const { agentsFolder, progress, signal } = options
  const version = await sdkVersion()
  const target = join(agentsFolder, 'claude')
  const path = fetchedProgram(agentsFolder)
  if ((await installedVersion(target)) !== version) {
    await mkdir(agentsFolder, { recursive: true })
    await removeStale(agentsFolder)
    const temporary = join(agentsFolder, `.fetch-${randomBytes(6).toString('hex')}`)
    try {
      await fetchPackage(temporary, version, options)
      signal?.throwIfAborted()
      await replaceFolder(join(temporary, 'node_modules', ...platformPackage().split('/')), target, temporary)
    } finally {
      await rm(temporary, { recursive: true, force: true })
    }
  }
  const says = await programVersion(path)
  if (says === null) throw new AppError('not_implemented', `The fetched program does not run here: ${path}`)
  progress(`Claude ${says} is in ${target}`)
  return { path, version: says }
}

async function fetchPackage(folder: string, version: string, options: InstallOptions): Promise<void> {
  const { hostEnv, progress, signal } = options
  const wanted = `${platformPackage()}@${version}`
  await mkdir(folder, { recursive: true })
  const settings = Object.entries(hostEnv).filter(([name]) => npmSettings.test(name))
  const began = Date.now()
  progress(`Fetching ${wanted} with npm, about 175 MB`)
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
    const result = await exec('npm', ['install', '--prefix', folder, ...flags, '--', wanted], {
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

async function replaceFolder(from: string, target: string, temporary: string): Promise<void> {
  // Before the old one is moved away: npm may have ended well without the package.
  if ((await installedVersion(from)) === null)
    throw new AppError('bad_gateway', `npm gave no program for this machine (${platformPackage()})`)
  await rename(target, join(temporary, 'old')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(from, target)
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
