// Finds the folder an agent works in: an existing one in the vault or the person's home, never the hub's own.
import { stat } from 'node:fs/promises'
import { isAbsolute, relative, sep } from 'node:path'
import { AppError, invalid } from '../../core/errors.ts'
import { isInside, resolveInside } from '../../host/paths.ts'
import { isGuarded } from '../../host/vault-places.ts'

export type Folder = {
  absolute: string
  /** As it is kept: relative to the vault when inside, null for the vault itself. */
  stored: string | null
}

/** Where the CLI puts its worktrees: ordinary folders of a project. */
const worktree = /(^|\/)\.claude\/worktrees\/[^/]+/

export type Folders = ReturnType<typeof createFolders>

export function createFolders({
  vault,
  home,
  roots,
}: {
  vault: string
  home: string
  roots: readonly string[]
}) {
  const outside = () => new AppError('outside_roots', 'Path is outside the allowed folders')
  /** What is written there is run, or believed, later: an agent that works in it would not be asked about it. */
  const isForbidden = (path: string): boolean =>
    isInside(home, path) ||
    roots.some((root) => isInside(root, path) && isGuarded(relative(root, path).replace(worktree, '')))
  return {
    /**
     * The folder a chat has already. An agent that writes above it may have put a link in its place: it leads no further
     * than it did.
     * @throws AppError outside_roots, invalid
     */
    async again(stored: string | null): Promise<Folder> {
      const folder = await this.resolve(stored)
      const same = isAbsolute(stored ?? '.') ? folder.absolute === stored : isInside(vault, folder.absolute)
      if (!same) throw outside()
      return folder
    },
    /** @throws AppError outside_roots, invalid */
    async resolve(path: string | null): Promise<Folder> {
      const absolute = await resolveInside(path ?? '.', roots)
      if (isForbidden(absolute)) throw outside()
      const info = await stat(absolute).catch(() => null)
      if (!info?.isDirectory()) throw invalid('working_directory', `Folder not found: ${path ?? absolute}`)
      if (absolute === vault) return { absolute, stored: null }
      return {
        absolute,
        stored: isInside(vault, absolute) ? relative(vault, absolute).split(sep).join('/') : absolute,
      }
    },
  }
}
