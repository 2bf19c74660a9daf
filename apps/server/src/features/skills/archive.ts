import { limits } from '@atrium/schema'
import { AppError, invalid } from '../../core/errors.ts'
import type { Archive, ArchiveEntry, ArchiveLimits } from '../../host/archive.ts'
import { slugOf } from './skill-text.ts'

export type OpenArchive = (path: string, bounds: ArchiveLimits) => Promise<Archive>

const bounds: ArchiveLimits = {
  entries: limits.skillFiles,
  bytes: limits.skillFolderBytes,
  ratio: limits.archiveRatio,
  depth: limits.archiveDepth,
}

/** What packers add of their own. */
const isJunk = (name: string): boolean => /^__MACOSX(\/|$)|(^|\/)\.DS_Store$/.test(name)

/**
 * A skill in an archive, its main file at the root or in the one folder there is. Whoever opens it disposes of it.
 * @throws AppError bad_request (no archive), invalid (no skill in it, or refused)
 */
export async function readSkillArchive(open: OpenArchive, path: string, fileName: string) {
  await using undo = new AsyncDisposableStack()
  const archive = await open(path, bounds).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'unsupported_media_type'
      ? new AppError('bad_request', 'Invalid ZIP file', { cause: error })
      : error
  })
  undo.use(archive)
  const entries = archive.entries.filter(({ name }) => !isJunk(name))
  const files = entries.filter(({ isFolder }) => !isFolder)
  const base = fileName.replace(/\.(skill|zip)$/i, '')
  const top = topFolder(entries)
  const main = mainFile(files, '', base) ?? (top === null ? null : mainFile(files, `${top}/`, top))
  if (!main) throw invalid('file', 'There is no SKILL.md in the archive', 'archive_error')
  if (main.size > 4 * limits.skillChars + 64 * 1024)
    throw invalid('file', `${main.name} is longer than ${limits.skillChars} characters`, 'archive_error')
  const text = textOf(await archive.read(main, main.size))
  if (text === null || text.length > limits.skillChars + 64 * 1024)
    throw invalid(
      'file',
      `${main.name} is no text of at most ${limits.skillChars} characters`,
      'archive_error',
    )
  const name = slugOf(base) || slugOf(top ?? '')
  if (name === '') throw invalid('file', 'The file needs a name of letters or digits')
  const prefix = main.name.includes('/') ? main.name.slice(0, main.name.indexOf('/') + 1) : ''
  const owned = undo.move()
  return {
    name,
    unpack: (folder: string): Promise<void> =>
      archive.unpack(folder, (entry) => {
        if (isJunk(entry) || !`${entry}/`.startsWith(prefix)) return null
        // Under its new folder a name of the old one would not be found.
        return entry === main.name && !isStandard(entry) ? 'SKILL.md' : entry.slice(prefix.length)
      }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Null for what could not be read again once it is kept. */
function textOf(bytes: Buffer): string | null {
  try {
    return bytes.includes(0) ? null : new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const standard = ['SKILL.md', 'skill.md', 'index.md']
const isStandard = (name: string): boolean => standard.includes(name.slice(name.lastIndexOf('/') + 1))

function mainFile(files: readonly ArchiveEntry[], prefix: string, directory: string): ArchiveEntry | null {
  for (const name of [...standard, `${directory}.md`]) {
    const found = files.find((file) => file.name === prefix + name)
    if (found) return found
  }
  return null
}

/** The one folder that everything lies in. */
function topFolder(entries: readonly ArchiveEntry[]): string | null {
  const tops = new Set(entries.map(({ name }) => name.split('/')[0] ?? ''))
  const [top] = tops
  if (tops.size !== 1 || top === undefined) return null
  return entries.every(({ name, isFolder }) => isFolder || name.startsWith(`${top}/`)) ? top : null
}
