// Finds projects: folders right below the roots that have a repository or a plan.
import { type Dirent, promises } from 'node:fs'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { realPathOf } from '../../host/paths.ts'
import { planFiles } from './plan.ts'

const signs = ['.git', ...planFiles]

/** Real paths of the folders found, in the order of their names. Roots that are not there are no error. */
export async function findProjects(
  roots: readonly string[],
  isKnown: (path: string) => boolean,
  signal: AbortSignal,
): Promise<string[]> {
  const found: string[] = []
  for (const root of roots) {
    const real = (await realPathOf(root)).path
    for (const name of await foldersIn(real, signal)) {
      const path = join(real, name)
      if (!isKnown(path) && !found.includes(path) && (await hasSign(path))) found.push(path)
    }
  }
  return found
}

/** Visible folders; links to folders are not followed. */
async function foldersIn(root: string, signal: AbortSignal): Promise<string[]> {
  const names: string[] = []
  let left = limits.folderEntries
  try {
    await using folder = await promises.opendir(root)
    for await (const entry of folder as AsyncIterable<Dirent>) {
      if (--left < 0 || signal.aborted) break
      if (entry.isDirectory() && !entry.name.startsWith('.')) names.push(entry.name)
    }
  } catch {
    // It is not there, or nothing of ours.
  }
  return names.toSorted()
}

async function hasSign(path: string): Promise<boolean> {
  const there = await Promise.all(
    signs.map((name) =>
      promises.lstat(join(path, name)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return there.includes(true)
}
