import { lstat, mkdir, opendir } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { type Browse, type BrowseQuery, limits } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { openFolder, pathRefusal } from '../../host/open-folder.ts'
import { expandHome, isInside, realPathOf, resolveInside } from '../../host/paths.ts'

/** Picks folders inside the allowed roots, by where they really are. */
export function createBrowse({
  roots,
  home,
  hidden,
}: {
  roots: readonly string[]
  home: string
  hidden: (real: string) => boolean
}) {
  async function realRoots(): Promise<string[]> {
    return Promise.all(roots.map(async (root) => (await realPathOf(root)).path))
  }

  /** @throws AppError bad_request, outside_roots, forbidden */
  async function resolve(path: string, allowed: readonly string[]): Promise<string> {
    const full = expandHome(path, home)
    if (!isAbsolute(full)) throw new AppError('bad_request', `Not an absolute path: ${path}`)
    const real = await resolveInside(full, allowed)
    if (hidden(real)) throw new AppError('forbidden', 'This folder belongs to the hub itself')
    return real
  }

  async function begin(allowed: readonly string[]): Promise<string> {
    const { path } = await realPathOf(home)
    return allowed.some((root) => isInside(root, path)) ? path : (allowed[0] ?? path)
  }

  return {
    /** The allowed roots, links resolved. */
    roots: realRoots,

    /** @throws AppError not_found, bad_request, outside_roots */
    async list({ path, hidden: withHidden }: BrowseQuery): Promise<Browse> {
      const allowed = await realRoots()
      const first = await begin(allowed)
      const real = path === undefined || path === '' ? first : await resolve(path, allowed)
      await using folder = await openFolder(real, allowed).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'conflict')
          throw new AppError('bad_request', `Not a folder: ${path ?? real}`, { reason: 'not-a-dir' })
        throw error
      })
      const names: string[] = []
      let truncated = false
      for await (const entry of await opendir(folder.at('.'), { bufferSize: 256 })) {
        if (!entry.isDirectory() || (!withHidden && entry.name.startsWith('.'))) continue
        if (hidden(join(real, entry.name))) continue
        if (names.length === limits.browseEntries) {
          truncated = true
          break
        }
        names.push(entry.name)
      }
      const above = dirname(real)
      return {
        path: real,
        home: first,
        parent: above !== real && allowed.some((root) => isInside(root, above)) ? above : null,
        entries: names.sort(byName).map((name) => ({ name, path: join(real, name) })),
        truncated,
      }
    },

    /** One level only. @throws AppError already_exists, not_found, bad_request, outside_roots */
    async make(path: string): Promise<{ path: string }> {
      const name = basename(path)
      if (
        name === '' ||
        name === '.' ||
        name === '..' ||
        /[\\\0]/.test(name) ||
        Buffer.byteLength(name) > limits.fileNameBytes
      )
        throw new AppError('bad_request', `Invalid folder name: ${name}`, { reason: 'bad-name' })
      const allowed = await realRoots()
      const parent = await resolve(dirname(expandHome(path, home)), allowed)
      const real = join(parent, name)
      if (hidden(real)) throw new AppError('forbidden', 'This folder belongs to the hub itself')
      await using folder = await openFolder(parent, allowed)
      await mkdir(folder.at(name)).catch(async (error: unknown) => {
        const there = await lstat(folder.at(name)).catch(() => null)
        throw there
          ? new AppError('already_exists', `There is already a '${name}' here`)
          : pathRefusal(error, real)
      })
      await folder.sync()
      return { path: real }
    },
  }
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
const byName = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : 1)
