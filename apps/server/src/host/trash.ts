// Owns `.atrium/trash/files/<day>/` of the vault: what was deleted or replaced without a word, with its path, to be had
// back by hand.
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, link, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { nowIso } from '../core/clock.ts'
import { openFolder } from './open-folder.ts'
import { resolveInside } from './paths.ts'
import { syncFolder } from './write-file.ts'

const place = '.atrium/trash/files'
const isDay = (name: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(name)

export type Trash = ReturnType<typeof createTrash>

export function createTrash({ vault }: { vault: string }) {
  return {
    /** Keeps a file as it is now. `path`: where it lies; `from`: how it is open, when it is. */
    async keep(path: string, from: string = path): Promise<void> {
      const now = nowIso()
      // A folder of its own for each, so that nothing that is kept can be in the way.
      const batch = `${now.slice(11, 19).replaceAll(':', '')}-${randomUUID().slice(0, 8)}`
      const target = join(vault, place, now.slice(0, 10), batch, relative(vault, path))
      const real = await resolveInside(dirname(target), [vault])
      await using folder = await openFolder(real, [vault], { make: true })
      const to = folder.at(basename(target))
      // A second name costs nothing; not every file system has them.
      await link(from, to).catch(() =>
        copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE),
      )
      await syncFolder(folder.at('.'))
    },

    /** Removes what was kept before a day, YYYY-MM-DD. */
    async empty(before: string): Promise<void> {
      const real = await resolveInside(join(vault, place), [vault]).catch(() => null)
      const days = real === null ? [] : await readdir(real).catch(() => [])
      for (const day of days)
        if (isDay(day) && day < before && real !== null)
          await rm(join(real, day), { recursive: true, force: true })
    },
  }
}
