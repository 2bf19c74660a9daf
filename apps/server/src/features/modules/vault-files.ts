// What modules may do with the files of the vault: never outside it, never where programs, settings and secrets lie.
import { isUtf8 } from 'node:buffer'
import { lstat, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { limits } from '@atrium/schema'
import type { HubFile } from '@atrium/schema/module'
import { AppError } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import { openInside, readUpTo, resolveInside } from '../../host/paths.ts'
import { isGuarded } from '../../host/vault-places.ts'
import { writeWhole } from '../../host/write-file.ts'

export type VaultFilesDeps = {
  vault: string
  /** @throws AppError vault_missing, insufficient_storage */
  assertWritable: () => Promise<void>
}

export type VaultFiles = ReturnType<typeof createVaultFiles>

export function createVaultFiles({ vault, assertWritable }: VaultFilesDeps) {
  const inOrder = createKeyedLock()

  /** Where a path of the vault really leads. */
  async function inside(path: string): Promise<string> {
    if (path.startsWith('/') || path.startsWith('~'))
      throw new AppError('outside_roots', 'A path of a module is relative to the vault')
    if (Buffer.byteLength(path) > limits.pathBytes) throw new AppError('bad_request', 'The path is too long')
    const real = await resolveInside(path, [vault])
    if (isGuarded(path)) throw guarded()
    assertOpen(real)
    return real
  }

  function assertOpen(real: string): void {
    if (isGuarded(relative(vault, real))) throw guarded()
  }

  /** Asked again of the open file: a folder may have become a link meanwhile. */
  async function bytesOf(path: string): Promise<Buffer> {
    await using file = await openInside(await inside(path), [vault], assertOpen)
    const bytes = await readUpTo(file.handle, limits.textFileBytes + 1)
    if (bytes.length <= limits.textFileBytes) return bytes
    throw new AppError('payload_too_large', `The file is larger than ${limits.textFileBytes} bytes: ${path}`)
  }

  async function list(path: string, recursive: boolean): Promise<HubFile[]> {
    const found: HubFile[] = []
    const walk = async (folder: string, depth: number): Promise<void> => {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
      for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
        const at = join(folder, entry.name)
        const shown = relative(vault, at).split(sep).join('/')
        if ((!entry.isFile() && !entry.isDirectory()) || isGuarded(shown)) continue
        const info = await lstat(at).catch(() => null)
        if (!info) continue
        const kind = entry.isFile() ? 'file' : 'folder'
        if (found.length >= limits.folderEntries) return
        found.push({
          name: entry.name,
          path: shown,
          kind,
          size: kind === 'file' ? info.size : 0,
          modified: Math.round(info.mtimeMs),
        })
        if (recursive && kind === 'folder' && depth < 32) await walk(at, depth + 1)
      }
    }
    await walk(await inside(path), 0)
    return found
  }

  async function write(path: string, content: string, isBase64: boolean, create: boolean): Promise<string> {
    const real = await inside(path)
    const bytes = Buffer.from(content, isBase64 ? 'base64' : 'utf8')
    if (bytes.length > limits.textFileBytes)
      throw new AppError('payload_too_large', `A module writes files of up to ${limits.textFileBytes} bytes`)
    await assertWritable()
    return inOrder(real, async () => {
      const assertNew = async () => {
        if (create && (await lstat(real).catch(() => null)))
          throw new AppError('already_exists', `There is a file already: ${path}`)
      }
      await assertNew()
      await writeWhole(real, [vault], bytes, { before: assertNew })
      return relative(vault, real).split(sep).join('/')
    })
  }

  return {
    list,
    write,
    readBytes: async (path: string): Promise<string> => (await bytesOf(path)).toString('base64'),
    async read(path: string): Promise<string> {
      const bytes = await bytesOf(path)
      if (!isUtf8(bytes) || bytes.includes(0))
        throw new AppError('unsupported_media_type', `Not a text file: ${path}`)
      return new TextDecoder().decode(bytes)
    },
  }
}

const guarded = (): AppError =>
  new AppError('forbidden', 'This part of the vault holds programs, settings or secrets')
