import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of this run that the package is packed into, by whoever needs it first. */
    packFolder: string
  }
}

const run = promisify(execFile)
export const here = fileURLToPath(new URL('..', import.meta.url))
export const root = join(here, '../..')
// What a package manager set for this workspace must not reach the stranger's folder.
const { npm_config_prefix: _, NODE_PATH: __, ...rest } = process.env
export const env: NodeJS.ProcessEnv = rest

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-pack-'))
  project.provide('packFolder', folder)
  return () => rm(folder, { recursive: true, force: true })
}

/** Packs the package and installs it once a run, whichever file of tests asks first; gives the tarball. */
export async function packed(folder: string): Promise<string> {
  const done = join(folder, 'done')
  const first = await mkdir(join(folder, 'lock')).then(
    () => true,
    () => false,
  )
  if (first) {
    const outcome = await pack(folder).then(
      (tarball) => `packed ${tarball}`,
      (error: unknown) => `It could not be packed: ${String(error)}`,
    )
    // Nobody reads half of it.
    await writeFile(`${done}.part`, outcome)
    await rename(`${done}.part`, done)
  }
  for (;;) {
    const text = await readFile(done, 'utf8').catch(() => '')
    if (text.startsWith('packed ')) return text.slice('packed '.length)
    if (text !== '') throw new Error(text)
    await setTimeout(100)
  }
}

async function pack(folder: string): Promise<string> {
  await run(join(here, 'node_modules/.bin/tsdown'), [], { cwd: here, env })
  // The manifest of this workspace.
  const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    packageManager: string
  }
  const args = ['--prefer-offline', '-y', packageManager, 'pack', '--pack-destination', folder]
  await run('npx', args, { cwd: here, env })
  const name = (await readdir(folder)).find((each) => each.endsWith('.tgz'))
  if (!name) throw new Error('pnpm has packed nothing')
  const tarball = join(folder, name)
  const installed = installedIn(folder)
  await mkdir(installed)
  await writeFile(
    join(installed, 'package.json'),
    '{ "name": "stranger", "private": true, "type": "module" }',
  )
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: installed, env })
  return tarball
}

const installedIn = (folder: string): string => join(folder, 'stranger')

/** An empty folder with the packed package installed in it, and nothing of this workspace but what is named. */
export async function strangerFolder(tarball: string, links: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-sdk-'))
  await cp(installedIn(dirname(tarball)), folder, { recursive: true })
  for (const name of links) {
    const place = join(folder, 'node_modules', name)
    await mkdir(dirname(place), { recursive: true })
    await symlink(join(here, 'node_modules', name), place)
  }
  return folder
}
