import { homedir } from 'node:os'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { AppError } from '../core/errors.ts'
import { createBrowse } from '../features/browse/service.ts'
import { createFileRoots } from '../features/project-files/roots.ts'
import { createProjectFiles } from '../features/project-files/service.ts'
import { createDesktopTrash } from '../host/desktop-trash.ts'
import { spaceOf } from '../host/disk.ts'
import { isInside, realPathOf } from '../host/paths.ts'
import { createWatcher } from '../host/watcher.ts'
import type { Ground } from './ground.ts'

/** Files of projects and sessions, and picking folders. */
export async function createFileRooms(
  { config, vaultPath, homePath }: Ground,
  folders: {
    projectFolder: (id: string) => string | Promise<string>
    sessionFolder: (name: string) => Promise<string>
  },
  undo: AsyncDisposableStack,
) {
  const person = config.hostEnv['HOME'] ?? homedir()
  const fileRoots = createFileRoots(folders)
  const projectFiles = createProjectFiles({
    roots: fileRoots,
    grounds: { home: homePath, vault: vaultPath, person: (await realPathOf(person)).path },
    trash: createDesktopTrash({ dataHome: config.hostEnv['XDG_DATA_HOME'] || join(person, '.local/share') }),
    async assertSpace(path) {
      const space = await spaceOf(path, config.minFreeMb).catch(() => null)
      if (space && space.freeMb < space.floorMb)
        throw new AppError('insufficient_storage', `Less than ${space.floorMb} MB free`)
    },
  })
  const watcher = createWatcher({
    folders: limits.watchedFolders,
    joinMs: limits.fileEventJoinMs,
    perSecond: limits.fileEventsPerSecond,
    lingerMs: limits.watchLingerMs,
  })
  undo.defer(() => watcher.close())
  const browse = createBrowse({
    roots: config.browseRoots,
    home: person,
    hidden: (real) => isInside(homePath, real),
  })
  return { projectFiles, watcher, browse }
}
