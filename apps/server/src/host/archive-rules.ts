import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Entry, getFileNameLowLevel, type LocalFileHeader } from 'yauzl'

/** What an archive may hold. Sizes in bytes, unpacked. */
export type ArchiveLimits = { entries: number; bytes: number; ratio: number; depth: number }

export type ArchiveEntry = {
  /** Place in the archive, as refusals name it. */
  index: number
  /** Parts with `/` between, none of them empty, `.` or `..`; no slash at the end. */
  name: string
  isFolder: boolean
  /** Unpacked; what is read is held against it. */
  size: number
}

export type Listed = { entry: Entry; local: LocalFileHeader }
type Problem = { index: number | null; msg: string }

/** A ratio says nothing about what is small. */
const ratioFromBytes = 1024 * 1024

/** As many names are looked at before others get their turn. */
const namesATurn = 250

/** Everything that is wrong with an archive, and its entries as they would be unpacked. */
export async function inspectEntries(
  listed: readonly Listed[],
  facts: { bounds: ArchiveLimits; archiveBytes: number; directoryStart: number },
): Promise<{ entries: ArchiveEntry[]; problems: Problem[] }> {
  const { bounds, archiveBytes, directoryStart } = facts
  const problems: Problem[] = []
  const entries: ArchiveEntry[] = []
  for (const [index, { entry, local }] of listed.entries()) {
    if (index % namesATurn === 0) await nextTurn()
    const { name, isFolder, wrong } = nameOf(entry, local)
    const faults = [
      ...wrong,
      ...(wrong.length === 0 ? pathFaults(name, bounds.depth) : []),
      ...kindFaults(entry, isFolder),
      ...sizeFaults(entry, bounds),
    ]
    for (const msg of faults) problems.push({ index, msg })
    entries.push({ index, name, isFolder, size: entry.uncompressedSize })
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  if (total > bounds.bytes)
    problems.push({ index: null, msg: `more than ${bounds.bytes} bytes when unpacked` })
  if (total > ratioFromBytes && total > archiveBytes * bounds.ratio)
    problems.push({ index: null, msg: `more than ${bounds.ratio} times larger when unpacked` })
  problems.push(...overlaps(listed, directoryStart))
  // Names that are refused already may have any number of parts.
  if (problems.length === 0) problems.push(...(await collisions(entries)))
  return { entries, problems }
}

function nameOf(entry: Entry, local: LocalFileHeader): { name: string; isFolder: boolean; wrong: string[] } {
  const raw = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
  const isFolder = raw.endsWith('/')
  const name = isFolder ? raw.slice(0, -1) : raw
  const wrong: string[] = []
  // One program believes the list of contents, the next one the header before the bytes.
  if (!entry.fileNameRaw.equals(local.fileName)) wrong.push('it has two different names')
  if (raw.includes('\uFFFD')) wrong.push('the name is not valid text')
  return { name, isFolder, wrong }
}

/** Control characters, and those that turn the direction of writing or cannot be seen; but emoji are joined by some. */
const invisible = /[\p{Cc}\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/u

function pathFaults(name: string, depth: number): string[] {
  const faults: string[] = []
  const parts = name.split('/')
  if (invisible.test(name)) faults.push('names with control or invisible characters are not allowed')
  if (name.includes('\\')) faults.push('backslashes are not allowed')
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) faults.push('absolute names are not allowed')
  else if (parts.some((part) => part === '' || part === '.' || part === '..'))
    faults.push("empty, '.' and '..' parts are not allowed")
  if (parts.length > depth) faults.push(`folders deeper than ${depth} are not allowed`)
  if (Buffer.byteLength(name) > 4_096 || parts.some((part) => Buffer.byteLength(part) > 255))
    faults.push('the name is too long')
  return faults
}

const kindMask = 0o170_000
const folderKind = 0o040_000
const fileKind = 0o100_000
const encryptedFlags = 0x1 | 0x40 | 0x2000

function kindFaults(entry: Entry, isFolder: boolean): string[] {
  const faults: string[] = []
  const kind = (entry.externalFileAttributes >>> 16) & kindMask
  if (kind === 0o120_000) faults.push('links are not allowed')
  else if (kind !== 0 && kind !== folderKind && kind !== fileKind)
    faults.push('only files and folders are allowed')
  else if ((kind === folderKind) !== isFolder && kind !== 0) faults.push('it is a folder and a file at once')
  if (isFolder && entry.uncompressedSize !== 0) faults.push('a folder cannot have bytes')
  if ((entry.generalPurposeBitFlag & encryptedFlags) !== 0) faults.push('encrypted entries are not allowed')
  else if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    faults.push('the way it is compressed is not known')
  return faults
}

function sizeFaults(entry: Entry, { bytes, ratio }: ArchiveLimits): string[] {
  const { uncompressedSize: size, compressedSize } = entry
  const faults: string[] = []
  if (!Number.isSafeInteger(size) || size > bytes) faults.push(`more than ${bytes} bytes when unpacked`)
  else if (size > ratioFromBytes && size > compressedSize * ratio)
    faults.push(`more than ${ratio} times larger when unpacked`)
  if (entry.compressionMethod === 0 && size !== compressedSize) faults.push('its two sizes differ')
  return faults
}

/** The same for names that some file system takes for one. */
const folded = (name: string): string =>
  /^[ -~]*$/.test(name)
    ? name.toLowerCase()
    : name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')

/** Entries that would land on each other, on any file system, and files that others use as a folder. */
async function collisions(entries: readonly ArchiveEntry[]): Promise<Problem[]> {
  const problems: Problem[] = []
  const top: Level = new Map()
  for (const { index, name, isFolder } of entries) {
    if (index % namesATurn === 0) await nextTurn()
    const parts = name.split('/')
    let level = top
    let clash = false
    for (const [depth, part] of parts.entries()) {
      const listed = depth === parts.length - 1
      const place: Place = { part, isFolder: !listed || isFolder, listed, below: new Map() }
      const other = level.get(folded(part))
      if (!other) level.set(folded(part), place)
      else if (other.part !== part || other.isFolder !== place.isFolder || (listed && other.listed))
        clash = true
      else if (listed) other.listed = true
      level = (other ?? place).below
    }
    if (clash) problems.push({ index, msg: 'the name collides with another one' })
  }
  return problems
}

/** What a folder holds, by folded name: how it is spelled, and whether it has an entry of its own. */
type Level = Map<string, Place>
type Place = { part: string; isFolder: boolean; listed: boolean; below: Level }

/** Bytes that belong to two entries, or to an entry and the list of contents: how small archives become huge. */
function overlaps(listed: readonly Listed[], directoryStart: number): Problem[] {
  const ranges = listed
    .map(({ entry, local }, index) => ({
      index,
      start: entry.relativeOffsetOfLocalHeader,
      end: local.fileDataStart + entry.compressedSize,
    }))
    .sort((a, b) => a.start - b.start)
  const problems: Problem[] = []
  let end = 0
  for (const range of ranges) {
    if (range.start < end || range.end > directoryStart)
      problems.push({ index: range.index, msg: 'its bytes overlap with others' })
    end = Math.max(end, range.end)
  }
  return problems
}
