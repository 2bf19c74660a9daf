import { constants, type Stats } from 'node:fs'
import {
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  readlink,
  rename,
  rm,
  rmdir,
  symlink,
  unlink,
} from 'node:fs/promises'
import { AppError } from '../core/errors.ts'
import { noteDraft } from './drafts.ts'
import type { OpenFolder } from './open-folder.ts'

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? ''

const infoAt = (path: string): Promise<Stats | null> => lstat(path).catch(() => null)

/**
 * Gives a name in an open folder to what lies elsewhere on the same disk, unless the name is taken: by the one call that
 * fails then, since a look before would say nothing about the moment of the move.
 * @returns false when the name is taken
 */
export async function moveToFreeName(from: string, to: OpenFolder, name: string): Promise<boolean> {
  const target = to.at(name)
  const info = await lstat(from)
  if (info.isDirectory()) {
    // A folder may take the place of an empty one: this one nobody else can have made.
    const made = await mkdir(target, { mode: 0o700 }).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === 'EEXIST') return false
        throw error
      },
    )
    if (!made) return false
    try {
      await rename(from, target)
      return true
    } catch (error) {
      await rmdir(target).catch(() => undefined)
      if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') return false
      throw error
    }
  }
  try {
    // Some systems would give the second name to what a link leads to.
    if (info.isSymbolicLink()) await symlink(await readlink(from), target)
    else await link(from, target)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    if (!['EPERM', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK', 'EACCES'].includes(codeOf(error))) throw error
    // A file system without second names: there, looking first is all that can be done.
    if ((await infoAt(target)) !== null) return false
    await rename(from, target)
    return true
  }
  await unlink(from)
  return true
}

/** `a.txt` → `a-1.txt`, `a-2.txt` …: what to call it when the name is taken. */
export function numbered(name: string, turn: number, isFolder = false): string {
  const dot = isFolder ? -1 : name.lastIndexOf('.')
  const end = dot > 0 ? dot : name.length
  const [stem, extension] = [name.slice(0, end), name.slice(end)]
  return fitted(stem, `-${turn}${extension}`)
}

/** As much of the beginning as leaves room for the end. */
function fitted(stem: string, end: string): string {
  let short = Array.from(stem)
  while (short.length > 1 && Buffer.byteLength(short.join('') + end) > 255) short = short.slice(0, -1)
  return short.join('') + end
}

function shortened(name: string): string {
  const dot = name.lastIndexOf('.')
  const hasEnd = dot > 0 && Buffer.byteLength(name.slice(dot)) <= 32
  return hasEnd ? fitted(name.slice(0, dot), name.slice(dot)) : fitted(name, '')
}

const maxTurns = 1_000

/** The first such name that is free now; null when there is none. */
export async function freeName(folder: OpenFolder, name: string, isFolder: boolean): Promise<string | null> {
  for (let turn = 1; turn <= maxTurns; turn++) {
    const candidate = numbered(name, turn, isFolder)
    if ((await infoAt(folder.at(candidate))) === null) return candidate
  }
  return null
}

export type OnConflict = 'rename' | 'overwrite' | undefined

const exists = (name: string, suggested: string): AppError =>
  new AppError('already_exists', `There is already a '${name}' here`, {
    reason: 'exists',
    meta: { suggested },
  })

/**
 * Puts what was prepared under a name of a folder, as the caller wants it when the name is taken. A folder that is in the
 * way is not written over: `clear` takes it away first.
 * @returns the name it got
 * @throws AppError already_exists, with a name that is free
 */
export async function settleEntry(
  from: string,
  folder: OpenFolder,
  name: string,
  { onConflict, isFolder, clear }: { onConflict: OnConflict; isFolder: boolean; clear: () => Promise<void> },
): Promise<string> {
  if (await moveToFreeName(from, folder, name)) return name
  for (let looks = 0; looks < 20; looks++) {
    const free = await freeName(folder, name, isFolder)
    if (onConflict === undefined || free === null) throw exists(name, free ?? name)
    if (onConflict === 'rename') {
      if (await moveToFreeName(from, folder, free)) return free
      continue
    }
    const there = await infoAt(folder.at(name))
    if (there?.isFile() && !isFolder) {
      await rename(from, folder.at(name))
      return name
    }
    if (there) await clear()
    if (await moveToFreeName(from, folder, name)) return name
  }
  throw exists(name, name)
}

/**
 * What a client calls a file, as a name that can lie in a folder: its last part, without what cannot be seen or would turn
 * the direction of what is read.
 */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).pop() ?? ''
  const clean = last
    .normalize('NFC')
    .toWellFormed()
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/[. ]+$/u, '')
    .trim()
  if (clean === '' || clean === '.' || clean === '..') return 'file'
  return Buffer.byteLength(clean) <= 255 ? clean : shortened(clean)
}

/** Puts received bytes into a folder: readable, not executable, on the disk before they have their name. */
export async function placeUpload(
  source: string,
  folder: OpenFolder,
  name: string,
  how: { onConflict: OnConflict; clear: () => Promise<void> },
): Promise<string> {
  await using draft = await noteDraft(folder.path)
  const place = folder.at(draft.name)
  try {
    await rename(source, place).catch((error: unknown) => {
      if (codeOf(error) !== 'EXDEV') throw error
      return copyFile(source, place, constants.COPYFILE_EXCL)
    })
    await using file = await open(place, 'r+')
    await file.chmod(0o644)
    await file.sync()
    return await settleEntry(place, folder, name, { ...how, isFolder: false })
  } finally {
    await rm(place, { force: true })
  }
}
