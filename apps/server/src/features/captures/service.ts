/** Owns the pictures of a session: where they lie, that git does not see them, and that they go after a while. */
import { lstat, open, opendir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { limits, type SessionImage } from '@atrium/schema'
import { AppError, conflict } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import { noteDraft } from '../../host/drafts.ts'
import type { git as runGit } from '../../host/git.ts'
import type { Mata } from '../../host/mata.ts'
import { type OpenFolder, openFolder } from '../../host/open-folder.ts'
import { existingFolder, readTextInside, readUpTo } from '../../host/paths.ts'
import { placeUpload } from '../../host/place-entry.ts'
import { writeWhole } from '../../host/write-file.ts'
import { assertPng, pngHeadBytes } from './png.ts'

const folderName = '.penates-images'
/** Names that are given here; nothing else in the folder is ever removed. */
const ownName = /^\d{4}-\d{2}-\d{2}-\d{6}(?:-\d+)?\.(?:png|jpg)$/
const ignoreBytes = 1024 * 1024

export function createCaptures(deps: {
  git: typeof runGit
  mata: Mata
  /** @throws AppError insufficient_storage */
  assertSpace: (path: string) => Promise<void>
}) {
  const lock = createKeyedLock()

  /** Puts received bytes among the pictures of the session; `source` is moved there. */
  async function store(directory: string, source: string, extension: 'png' | 'jpg'): Promise<SessionImage> {
    const root = await existingFolder(directory)
    await deps.assertSpace(root)
    return lock(root, async () => {
      await ignore(root)
      await using folder = await openFolder(join(root, folderName), [root], { make: true })
      await prune(folder)
      const clear = () => Promise.resolve()
      const name = await placeUpload(source, folder, `${timestamp(new Date())}.${extension}`, {
        onConflict: 'rename',
        clear,
      })
      await folder.sync()
      return { rel: `${folderName}/${name}` }
    })
  }

  /** Pictures are nobody's work: where there is a repository they are kept out of it. */
  async function ignore(root: string): Promise<void> {
    const args = ['check-ignore', '--quiet', '--no-index', '--', `${folderName}/picture.png`]
    const { code } = await deps.git(args, { cwd: root })
    // 0 is "ignored already", 128 "no repository".
    if (code !== 1) return
    const path = join(root, '.gitignore')
    const before = (await textAt(path, root)) ?? ''
    const end = before === '' || before.endsWith('\n') ? '' : '\n'
    await writeWhole(path, [root], `${before}${end}${folderName}/\n`, {
      async before() {
        if (((await textAt(path, root)) ?? '') !== before)
          throw conflict('Another program just changed the .gitignore of this folder; try again')
      },
    })
  }

  return {
    /** @throws AppError unsupported_media_type, payload_too_large, not_found, outside_roots, insufficient_storage */
    async savePng(directory: string, source: string): Promise<SessionImage> {
      await using file = await open(source)
      assertPng(await readUpTo(file, pngHeadBytes))
      return await store(directory, source, 'png')
    },

    /** What the simulator shows now. @throws AppError conflict, bad_gateway, not_found */
    async capture(directory: string, uploads: string, signal: AbortSignal): Promise<SessionImage> {
      const { bytes, extension } = await deps.mata.capture(signal)
      if (extension === 'png') assertPng(bytes.subarray(0, pngHeadBytes))
      await using draft = await noteDraft(uploads)
      const path = join(uploads, draft.name)
      try {
        await using file = await open(path, 'wx', 0o600)
        await file.writeFile(bytes)
        return await store(directory, path, extension)
      } finally {
        await unlink(path).catch(() => undefined) // it was moved
      }
    },
  }
}

/** @throws AppError payload_too_large, unsupported_media_type, outside_roots, forbidden */
async function textAt(path: string, root: string): Promise<string | null> {
  const found = await readTextInside(path, [root], ignoreBytes).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
  return found?.text ?? null
}

/** Old ones go when a new one comes. */
async function prune(folder: OpenFolder): Promise<void> {
  const oldest = Date.now() - limits.imageKeptMs
  for await (const { name } of await opendir(folder.at('.'))) {
    if (!ownName.test(name)) continue
    const info = await lstat(folder.at(name)).catch(() => null)
    if (info?.isFile() && info.mtimeMs < oldest) await unlink(folder.at(name)).catch(() => undefined)
  }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Local time, as a name that sorts. */
function timestamp(at: Date): string {
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${day}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`
}
