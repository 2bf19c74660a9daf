import { execFile } from 'node:child_process'
import { access, chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { env, root } from './pack.ts'

const run = promisify(execFile)
const { platform, arch } = process
const cache = join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'atrium', 'programs')

/** The Nodes that the package supports, and which of each is fetched where the machine has none. */
const nodes = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' } as const
export type NodeMajor = keyof typeof nodes
export const nodeMajors = [20, 22, 24] as const satisfies NodeMajor[]

/** Cloudflare's runtime of Workers. It is no dependency: 155 MB, for one test. */
const workerd = '1.20261117.1'
export const edgeDate = '2026-11-17'

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

const onPath = (program: string) => (env['PATH'] ?? '').split(delimiter).map((path) => join(path, program))

/** The Nodes of this machine that the package supports, one of each major: the one that runs this, that of the lockfile, the host's. */
async function findNodes(): Promise<Map<number, string>> {
  const found = new Map<number, string>()
  for (const path of new Set([process.execPath, join(root, 'node_modules/.bin/node'), ...onPath('node')])) {
    if (!(await exists(path))) continue
    const { stdout } = await run(path, ['--version'])
    const major = Number(/^v(\d+)/.exec(stdout)?.[1])
    if (major >= 20 && !found.has(major)) found.set(major, path)
  }
  return found
}
const nodesFound = findNodes()

export const nodesHere = async () => [...(await nodesFound).values()]

/** A Node of this major, fetched where the machine has none. */
export async function nodeOf(major: NodeMajor): Promise<string> {
  const found = (await nodesFound).get(major)
  return found ?? fetched(`node-${platform}-${arch}`, nodes[major], 'bin/node')
}

/** The edge runtime. */
export const edgeRuntime = () =>
  fetched(`@cloudflare/workerd-${platform}-${arch === 'x64' ? '64' : arch}`, workerd, 'bin/workerd')

/** A program out of the registry, once for all checkouts; in place only when it is whole. */
async function fetched(name: string, version: string, program: string): Promise<string> {
  const target = join(cache, `${name.replace(/.*\//, '')}-${version}`)
  const path = join(target, 'node_modules', name, program)
  if (await exists(path)) return path
  await mkdir(cache, { recursive: true })
  const part = await mkdtemp(join(cache, '.part-'))
  try {
    process.stderr.write(`Fetching ${name}@${version} with npm\n`)
    const flags = [
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      '--loglevel=error',
      '--force',
    ]
    await run('npm', ['install', '--prefix', part, ...flags, '--', `${name}@${version}`], { cwd: part, env })
    await chmod(join(part, 'node_modules', name, program), 0o755)
    // Another run may have been faster.
    await rename(part, target).catch(async (error: unknown) => {
      if (!(await exists(path))) throw error
    })
  } finally {
    await rm(part, { recursive: true, force: true })
  }
  return path
}

/** Chromium as the browser tests of the console have it; undefined where there is none. */
export async function chromium(): Promise<string | undefined> {
  for (const path of [env['CHROMIUM_PATH'], ...onPath('chromium')])
    if (path && (await exists(path))) return path
  return undefined
}
