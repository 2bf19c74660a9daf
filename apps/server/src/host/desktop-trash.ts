// Owns the trash of the desktop as freedesktop.org specifies it (Trash specification 1.0): that of the home folder, and one
// at the top of every other disk. What is put there can be brought back by any file manager, and by us.
import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, opendir, rename, rm } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { limits } from '@atrium/schema'
import { AppError } from '../core/errors.ts'
import { isInside, readUpTo } from './paths.ts'

const infoBytes = 16 * 1024
const infosRead = 5_000
const tries = 10_000
const suffix = '.trashinfo'
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

/** A trash folder; `top` is what paths in it count from, null where they are absolute. */
type Can = { folder: string; top: string | null }

export type Trashed = {
  id: string
  path: string
  info: Stats
  deletedAt: string
  place: string
  note: string
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? ''

const unavailable = (why: string, cause?: unknown): AppError =>
  new AppError('not_implemented', `There is no trash to put it in: ${why}; nothing was deleted`, {
    reason: 'trash-unavailable',
    cause,
  })

const two = (value: number): string => String(value).padStart(2, '0')
const localTime = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

/** What a `.trashinfo` says; null when it is none. */
export function parseInfo(text: string): { path: string; deletedAt: string } | null {
  const lines = text.split(/\r?\n/)
  if (lines[0]?.trim() !== '[Trash Info]') return null
  // The first of each counts, as the specification has it.
  const valueOf = (key: string) =>
    lines
      .find((line) => line.startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .trim()
  const raw = valueOf('Path')
  if (!raw) return null
  try {
    const path = decodeURIComponent(raw)
    return path.includes('\0') ? null : { path, deletedAt: valueOf('DeletionDate') ?? '' }
  } catch {
    return null
  }
}

export const infoText = (path: string, at: Date): string =>
  `[Trash Info]\nPath=${encodePath(path)}\nDeletionDate=${localTime(at)}\n`

/** A name for the n-th thing that was called so; short enough for `.trashinfo` to fit behind it. */
function trashName(name: string, turn: number): string {
  const mark = turn === 0 ? '' : `.${turn + 1}`
  let stem = name
  while (Buffer.byteLength(stem) + mark.length + suffix.length > limits.fileNameBytes)
    stem = Array.from(stem).slice(0, -1).join('')
  return stem + mark
}

async function deviceOf(path: string): Promise<number> {
  return (await lstat(path)).dev
}

/** The uppermost folder on the same disk. */
async function topOf(path: string): Promise<string> {
  const dev = await deviceOf(path)
  for (let at = path; ; at = dirname(at))
    if (at === dirname(at) || (await deviceOf(dirname(at))) !== dev) return at
}

export type DesktopTrash = ReturnType<typeof createDesktopTrash>

/** `dataHome`: `$XDG_DATA_HOME`, else `~/.local/share`. */
export function createDesktopTrash({
  dataHome,
  uid = process.getuid?.() ?? 0,
}: {
  dataHome: string
  uid?: number
}) {
  const homeCan: Can = { folder: join(dataHome, 'Trash'), top: null }

  /** Ours alone and no link, made when it is missing. */
  async function ensure({ folder, top }: Can): Promise<boolean> {
    try {
      await mkdir(top === null ? folder : dirname(folder), { recursive: top === null, mode: 0o700 }).catch(
        known,
      )
      for (const path of [folder, join(folder, 'files'), join(folder, 'info')]) {
        await mkdir(path, { mode: 0o700 }).catch(known)
        const info = await lstat(path)
        if (!info.isDirectory() || (process.getuid && info.uid !== uid)) return false
      }
      return true
    } catch {
      return false
    }
  }

  /** A place for all users counts only as the specification wants it: a folder with the sticky bit, no link. */
  async function canOf(top: string): Promise<Can[]> {
    const shared = await lstat(join(top, '.Trash')).catch(() => null)
    const own = { folder: join(top, `.Trash-${uid}`), top }
    return shared?.isDirectory() && (shared.mode & 0o1000) !== 0
      ? [{ folder: join(top, '.Trash', String(uid)), top }, own]
      : [own]
  }

  /** Where things of this folder go, the best first. */
  async function cansFor(folder: string): Promise<Can[]> {
    const dev = await deviceOf(folder)
    await mkdir(dataHome, { recursive: true, mode: 0o700 }).catch(() => undefined)
    const home = await deviceOf(dataHome).catch(() => -1)
    return home === dev ? [homeCan, ...(await canOf(await topOf(folder)))] : canOf(await topOf(folder))
  }

  const idOf = (can: Can, name: string, root: string): string =>
    can.top === null ? `home//${name}` : `${relative(root, can.folder) || '.'}//${name}`

  /** The can an id means; null unless it is one in which things of this root can be. */
  async function canNamed(id: string, root: string): Promise<{ can: Can; name: string } | null> {
    const cut = id.lastIndexOf('//')
    if (cut < 1) return null
    const [where, name] = [id.slice(0, cut), id.slice(cut + 2)]
    if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) return null
    if (where === 'home') return { can: homeCan, name }
    const folder = resolve(root, where)
    const shared = basename(dirname(folder)) === '.Trash'
    const top = shared ? dirname(dirname(folder)) : dirname(folder)
    if (!isInside(top, root) && !isInside(root, top)) return null
    if ((await topOf(top).catch(() => null)) !== top) return null
    const can = (await canOf(top)).find((one) => one.folder === folder)
    return can ? { can, name } : null
  }

  /** Writes the note of a new name, which nobody else then gets. */
  async function noteIn(can: Can, name: string, path: string): Promise<{ name: string; note: string }> {
    for (let turn = 0; turn < tries; turn++) {
      const free = trashName(name, turn)
      const note = join(can.folder, 'info', free + suffix)
      if ((await lstat(join(can.folder, 'files', free)).catch(() => null)) !== null) continue
      const file: FileHandle | null = await open(note, 'wx', 0o600).catch((error: unknown) => {
        if (codeOf(error) === 'EEXIST') return null
        throw error
      })
      if (file === null) continue
      try {
        await file.writeFile(infoText(path, new Date()))
        await file.sync()
      } catch (error) {
        await rm(note, { force: true })
        throw error
      } finally {
        await file.close()
      }
      return { name: free, note }
    }
    throw unavailable('it holds too much of this name')
  }

  return {
    /**
     * Puts one thing in the trash, itself and not what it may link to.
     * @param from how file calls reach it: below a folder that is held open
     * @param real its real path, which the trash notes
     * @throws AppError not_implemented when no trash can be had, forbidden
     */
    async put(from: string, real: string, root: string): Promise<string> {
      const cans = await cansFor(dirname(real))
      let refused: unknown
      for (const can of cans) {
        if (isInside(real, can.folder) || isInside(can.folder, real))
          throw new AppError('forbidden', 'What is in the trash is deleted already')
        if (!(await ensure(can))) continue
        const path = can.top === null ? real : relative(can.top, real).split(sep).join('/')
        const { name, note } = await noteIn(can, basename(real), path)
        try {
          await rename(from, join(can.folder, 'files', name))
        } catch (error) {
          await rm(note, { force: true })
          if (codeOf(error) === 'EXDEV') {
            refused = error
            continue
          }
          throw error
        }
        await sync(join(can.folder, 'files'))
        return idOf(can, name, root)
      }
      throw unavailable(
        `no folder for it can be made on this disk (${cans.map(({ folder }) => folder).join(', ')})`,
        refused,
      )
    },

    /** What of this folder lies in the trash, newest first. */
    async list(root: string, most: number): Promise<{ entries: Trashed[]; truncated: boolean }> {
      const cans = [homeCan, ...(await canOf(await topOf(root)))]
      const found: Trashed[] = []
      let read = 0
      for (const can of cans) {
        const dir = await opendir(join(can.folder, 'info')).catch(() => null)
        if (dir === null) continue
        for await (const { name } of dir) {
          if (!name.endsWith(suffix)) continue
          if (++read > infosRead) break
          const one = await look(can, name.slice(0, -suffix.length), root)
          if (one) found.push(one)
        }
      }
      found.sort((a, b) => (a.deletedAt < b.deletedAt ? 1 : a.deletedAt > b.deletedAt ? -1 : 0))
      return { entries: found.slice(0, most), truncated: found.length > most || read > infosRead }
    },

    /** One thing of this folder; null when there is none of this id. */
    async find(id: string, root: string): Promise<Trashed | null> {
      const named = await canNamed(id, root)
      return named && look(named.can, named.name, root)
    },

    /** Forgets what was brought back. */
    async forget({ note }: Trashed): Promise<void> {
      await rm(note, { force: true })
    },
  }

  async function look(can: Can, name: string, root: string): Promise<Trashed | null> {
    const note = join(can.folder, 'info', name + suffix)
    const place = join(can.folder, 'files', name)
    const file = await open(note, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => null)
    if (file === null) return null
    try {
      if (!(await file.stat()).isFile()) return null
      const told = parseInfo((await readUpTo(file, infoBytes)).toString())
      if (told === null || (can.top === null) !== isAbsolute(told.path)) return null
      const path = resolve(can.top ?? '/', told.path)
      if (path === root || !isInside(root, path)) return null
      const info = await lstat(place)
      return { id: idOf(can, name, root), path, info, deletedAt: told.deletedAt, place, note }
    } catch {
      return null
    } finally {
      await file.close()
    }
  }
}

function known(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  if (handle === null) return
  await handle.sync().catch(() => undefined)
  await handle.close()
}
