// How the process of a module is started, by how far it is trusted.
import { dirname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { limits, type ModuleTrust } from '@atrium/schema'
import { childEnv } from '../../../host/exec.ts'
import { realPathOf } from '../../../host/paths.ts'
import { sandboxEnv, sandboxedCommand } from '../../../host/sandbox.ts'
import type { Launch } from './process.ts'

const serverFolder = resolve(import.meta.dirname, '../../../..')
const main = fileURLToPath(new URL('../child/main.js', import.meta.url))

/** Name of the variable by which every process of a module is found again. */
export const moduleTag = 'ATRIUM_MODULE'

/** The outermost `node_modules` above a package that the module's process loads. */
async function packagesFolder(): Promise<string> {
  const { path } = await realPathOf(fileURLToPath(import.meta.resolve('yaml')))
  const parts = path.split(sep)
  return parts.slice(0, parts.indexOf('node_modules') + 1).join(sep)
}

/** Nothing of the person's desktop, agents or keys. */
const narrow = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => /^(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR)$/.test(name)))

/** @throws AppError sandbox_unavailable; nothing is ever run open in its place */
export async function launchOf(options: {
  folder: string
  entry: string
  trust: ModuleTrust
  vault: string
  tag: string
}): Promise<Launch> {
  const { folder, entry, trust, vault, tag } = options
  const argv = [
    `--max-old-space-size=${limits.moduleHeapMb}`,
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=SecurityWarning',
    main,
    join(folder, entry),
    vault,
  ]
  const own = { [moduleTag]: tag }
  const launch = { cwd: folder, tag: `${moduleTag}=${tag}` }
  if (trust === 'full') return { ...launch, file: process.execPath, args: argv, env: childEnv(own) }
  const packages = await packagesFolder()
  if (trust === 'vault') {
    const readable = [folder, vault, serverFolder, packages].map((path) => `--allow-fs-read=${path}`)
    // SQLite opens files without asking the permission model.
    const args = ['--permission', '--no-experimental-sqlite', ...readable, ...argv]
    return { ...launch, file: process.execPath, args, env: { ...narrow(childEnv()), ...own } }
  }
  const node = dirname(dirname(process.execPath))
  const binds = [...new Set([node, serverFolder, packages])].map((path) => ({ from: path, to: path }))
  const inside = await sandboxedCommand([process.execPath, ...argv], { workingDirectory: folder, binds })
  return { ...launch, ...inside, env: sandboxEnv(own) }
}
