import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { BackupRefusedError } from '../errors.ts'

/** What lies beside a backup as `<file>.json`: enough to know it whole and to know who can read it. */
export interface Manifest {
  /** sqlite: the database file. rows: one JSON value a line, compressed. */
  format: 'sqlite' | 'rows'
  /** Newest migration in it. */
  schema: string
  sha256: string
  createdAt: string
}

const formats: readonly string[] = ['sqlite', 'rows'] satisfies Manifest['format'][]

const manifestFile = (file: string): string => `${file}.json`

/** Written last: a backup without it was not finished. */
export async function writeManifest(file: string, manifest: Manifest): Promise<void> {
  const part = `${manifestFile(file)}.part`
  await using handle = await open(part, 'wx', 0o600)
  await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`)
  await handle.sync()
  await rename(part, manifestFile(file))
  await flush(dirname(file))
}

/** @throws BackupRefusedError when the manifest is missing or damaged, or the file is not the one it tells of */
export async function readManifest(file: string): Promise<Manifest> {
  const manifest = await parseManifest(file)
  const sha256 = await hashFile(file).catch((error: unknown) => {
    throw new BackupRefusedError(file, 'cannot be read', { cause: error })
  })
  if (sha256 !== manifest.sha256) throw new BackupRefusedError(file, 'was cut or altered')
  return manifest
}

async function parseManifest(file: string): Promise<Manifest> {
  try {
    const value: unknown = JSON.parse(await readFile(manifestFile(file), 'utf8'))
    if (isManifest(value)) return value
  } catch (error) {
    throw new BackupRefusedError(file, 'has no readable manifest beside it', { cause: error })
  }
  throw new BackupRefusedError(file, 'has a damaged manifest')
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false
  const fields: Partial<Record<keyof Manifest, unknown>> = value
  const { format, ...texts } = fields
  return (
    typeof format === 'string' &&
    formats.includes(format) &&
    [texts.schema, texts.sha256, texts.createdAt].every((text) => typeof text === 'string')
  )
}

export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Makes a file, or the names in a folder, survive a power loss. */
export async function flush(path: string): Promise<void> {
  await using handle: FileHandle = await open(path, 'r')
  await handle.sync()
}
