// Owns the files of the folder: finds, hashes, writes and sets aside. What begins with a dot is not ours to touch.
import { createHash, randomUUID } from 'node:crypto'
import { type BigIntStats, constants, lstatSync, renameSync } from 'node:fs'
import { lstat, mkdir, open, opendir, readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Known } from './state.ts'

const draftPrefix = '.atrium-sync-draft-'
const trash = '.atrium-sync-trash'
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

export type LocalFile = {
  /** As the disk spells it; paths of the wire are in Unicode form NFC. */
  name: string
  hash: string
  size: number
  stamp: string
}

/** `unknown`: files of which nothing can be said now. */
export type Scanned = { files: Map<string, LocalFile>; unknown: Set<string>; errors: string[] }

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? ''
/** Gone since it was listed; also a name that is no text, which can be listed but not asked for. */
const isGone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error))

/** The file is not what it was when it was looked at; the next look will tell. */
export class ChangedError extends Error {
  override readonly name = 'ChangedError'
}

export type Local = ReturnType<typeof openLocal>

const stampOf = ({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string =>
  `${size}.${mtimeNs}.${ctimeNs}.${ino}`
/** Within one tick of the clock that marks files a change leaves no trace. */
const isSettled = ({ ctimeMs }: BigIntStats): boolean => Math.abs(Date.now() - Number(ctimeMs)) > 2_100

export function openLocal(folder: string) {
  const at = (name: string): string => join(folder, name)

  async function read(name: string): Promise<{ bytes: Buffer; info: BigIntStats }> {
    await using file = await open(at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    for (let tries = 0; tries < 3; tries++) {
      const before = await file.stat({ bigint: true })
      const chunks: Buffer[] = []
      for (let position = 0; ; ) {
        const chunk = Buffer.allocUnsafe(256 * 1024)
        const { bytesRead } = await file.read(chunk, 0, chunk.length, position)
        if (bytesRead === 0) break
        chunks.push(chunk.subarray(0, bytesRead))
        position += bytesRead
      }
      const info = await file.stat({ bigint: true })
      if (before.mtimeNs === info.mtimeNs && before.size === info.size)
        return { bytes: Buffer.concat(chunks), info }
    }
    throw new ChangedError(`${name} keeps changing`)
  }

  async function hash(name: string): Promise<{ hash: string; info: BigIntStats }> {
    await using file = await open(at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const before = await file.stat({ bigint: true })
    const sum = createHash('sha256')
    const chunk = Buffer.allocUnsafe(256 * 1024)
    for (let position = 0; ; ) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position)
      if (bytesRead === 0) break
      sum.update(chunk.subarray(0, bytesRead))
      position += bytesRead
    }
    const info = await file.stat({ bigint: true })
    if (before.mtimeNs !== info.mtimeNs || before.size !== info.size)
      throw new ChangedError(`${name} is changing`)
    return { hash: sum.digest('hex'), info }
  }

  /** Refuses unless the file still holds this; gives how it looked. */
  async function assertHolds(name: string, expected: string | null): Promise<BigIntStats | null> {
    const info = await lstat(at(name), { bigint: true }).catch(() => null)
    if (info === null && expected === null) return null
    if (info === null || expected === null || !info.isFile()) throw new ChangedError(`${name} changed`)
    const now = await hash(name)
    if (now.hash !== expected) throw new ChangedError(`${name} changed`)
    return now.info
  }

  /** Nothing lies between this look and what follows but the next system call. */
  function assertSame(name: string, seen: BigIntStats | null): void {
    const now = lstatSync(at(name), { bigint: true, throwIfNoEntry: false }) ?? null
    const isSame =
      seen === null || now === null
        ? seen === now
        : seen.ino === now.ino && seen.mtimeNs === now.mtimeNs && seen.size === now.size
    if (!isSame) throw new ChangedError(`${name} changed`)
  }

  /** A folder on the way may have been swapped for a link: then it is somebody else's place. */
  async function makeFolder(name: string): Promise<void> {
    const parts = dirname(name).split('/')
    for (let end = 1; end <= parts.length; end++) {
      const path = at(parts.slice(0, end).join('/'))
      await mkdir(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
      if (!(await lstat(path)).isDirectory())
        throw new ChangedError(`${name}: a part of the path is no folder`)
    }
  }

  /** Folders that were left behind empty are not in the way of a file of their name; anything in them is. */
  async function clearFolder(name: string): Promise<void> {
    const info = await lstat(at(name)).catch(() => null)
    if (!info?.isDirectory()) return
    const folders = [at(name)]
    for await (const entry of await opendir(at(name), { recursive: true })) {
      if (!entry.isDirectory()) return
      folders.push(join(entry.parentPath, entry.name))
    }
    for (const path of folders.sort().reverse()) await rmdir(path)
  }

  return {
    folder,

    /** Every file by its path in NFC; drafts of a run that was killed are removed on the way. */
    async scan(known: ReadonlyMap<string, Known>): Promise<Scanned> {
      const files = new Map<string, LocalFile>()
      const unknown = new Set<string>()
      const errors: string[] = []

      async function visit(prefix: string): Promise<void> {
        const entries = await readdir(at(prefix || '.'), { withFileTypes: true }).catch((error: unknown) => {
          if (prefix === '') throw error
          return leave(prefix, error)
        })
        for (const { name, ...entry } of entries.map((each) => ({
          name: each.name,
          isFile: each.isFile(),
          isFolder: each.isDirectory(),
        }))) {
          if (name.startsWith(draftPrefix)) await rm(at(prefix + name), { force: true })
          if (name.startsWith('.')) continue
          if (entry.isFolder) await visit(`${prefix}${name}/`)
          else if (entry.isFile) await take(prefix + name)
        }
      }

      /** What is in a folder that cannot be read must not look deleted. */
      function leave(prefix: string, error: unknown): [] {
        const folder = prefix.normalize('NFC')
        if (isGone(error)) return []
        for (const path of known.keys()) if (path.startsWith(folder)) unknown.add(path)
        errors.push(`${folder}: it cannot be read`)
        return []
      }

      async function take(name: string): Promise<void> {
        const path = name.normalize('NFC')
        if (files.has(path)) {
          errors.push(`${path}: there are two files of this name in different Unicode forms`)
          return
        }
        try {
          const info = await lstat(at(name), { bigint: true })
          const old = known.get(path)
          const isKnown = old?.hash !== undefined && old.stamp === stampOf(info)
          const found = isKnown ? { hash: old.hash ?? '', info } : await hash(name)
          const stamp = isKnown || isSettled(found.info) ? stampOf(found.info) : ''
          files.set(path, { name, hash: found.hash, size: Number(found.info.size), stamp })
        } catch (error) {
          if (isGone(error)) return
          // What cannot be read must not look deleted.
          unknown.add(path)
          errors.push(`${path}: ${error instanceof ChangedError ? 'it is changing' : 'it cannot be read'}`)
        }
      }

      await visit('')
      return { files, unknown, errors }
    },

    /** The bytes as they are now. */
    async read(name: string): Promise<{ bytes: Buffer; hash: string }> {
      const { bytes } = await read(name)
      return { bytes, hash: createHash('sha256').update(bytes).digest('hex') }
    },

    /** Puts a file in place, whole or not at all, if it still holds what it must. @throws ChangedError */
    async write(
      name: string,
      { bytes, expected, modified }: { bytes: Uint8Array; expected: string | null; modified: number },
    ): Promise<void> {
      await makeFolder(name)
      if (expected === null) await clearFolder(name)
      const draft = join(dirname(at(name)), draftPrefix + randomUUID())
      try {
        const seen = await assertHolds(name, expected)
        await using file = await open(draft, 'wx', seen ? Number(seen.mode & 0o777n) : 0o644)
        if (seen) await file.chmod(Number(seen.mode & 0o777n))
        await file.writeFile(bytes)
        // A time that this disk cannot hold costs the time, not the file.
        await file.utimes(modified, modified).catch(() => undefined)
        await file.sync()
        await assertHolds(name, expected)
        assertSame(name, seen)
        renameSync(draft, at(name))
        // What is remembered as done must not be undone by a power loss.
        await using parent = await open(dirname(at(name)), 'r')
        await parent.sync()
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
    },

    /** Sets a file aside, if it still holds this. @throws ChangedError */
    async remove(name: string, expected: string): Promise<void> {
      const kept = join(trash, new Date().toISOString().slice(0, 10), randomUUID().slice(0, 8), name)
      await makeFolder(kept)
      assertSame(name, await assertHolds(name, expected))
      renameSync(at(name), at(kept))
    },
  }
}
