/** Reads what `git diff-files|diff-index|diff-tree --raw -p -z` prints, as it comes and without keeping more than it may. */
import { type FileDiff, limits } from '@atrium/schema'

/** One changed file, with what only git needs to know. */
export type RawDiff = Omit<FileDiff, 'diff'> & { diff: string; newId: string }

type Entry = RawDiff & { lines: string[]; bytes: number; sections: number }

const newline = 0x0a
const [plus, minus, space] = [0x2b, 0x2d, 0x20]
/** Enough of a line to tell what it is. */
const headBytes = 16 * 1024
const submodule = '160000'
const absent = '000000'

/**
 * @param limit files that are kept; what follows is only counted
 * @returns `push` gives false when nothing more is wanted
 */
export function createRawDiffReader(limit: number = limits.diffFiles) {
  const entries: Entry[] = []
  let total = 0
  let inPatch = false
  /** Of the list: what came without its end yet. */
  let rest: Buffer = Buffer.alloc(0)
  /** Of the patch: a line whose end has not come yet, its beginning only when it is long. */
  let line: Buffer[] = []
  let lineBytes = 0
  let at = -1
  let inHunk = false
  let kept = 0
  let read = 0
  let full = false

  /** The entries, up to the empty field that ends them. @returns what follows */
  function readList(chunk: Buffer): Buffer {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let from = 0
    for (;;) {
      if (rest[from] === 0) {
        const patch = rest.subarray(from + 1)
        inPatch = true
        rest = Buffer.alloc(0)
        return patch
      }
      const end = rest.indexOf(0, from)
      if (end < 0) break
      const [oldMode = '', newMode = '', , newId = '', letters = ''] = rest
        .toString('utf8', from + 1, end)
        .split(' ')
      const letter = letters.slice(0, 1)
      const second = rest.indexOf(0, end + 1)
      if (second < 0) break
      const moved = letter === 'R' || letter === 'C'
      const third = moved ? rest.indexOf(0, second + 1) : second
      if (third < 0) break
      total++
      if (entries.length < limit) {
        const first = rest.toString('utf8', end + 1, second)
        const path = moved ? rest.toString('utf8', second + 1, third) : first
        const changed = oldMode !== newMode && oldMode !== absent && newMode !== absent
        entries.push({
          path,
          ...(moved && { oldPath: first }),
          status: letter,
          additions: 0,
          deletions: 0,
          binary: false,
          oversize: false,
          diff: '',
          newId,
          ...(changed && { oldMode, newMode }),
          ...((oldMode === submodule || newMode === submodule) && { submodule: true }),
          lines: [],
          bytes: 0,
          sections: 0,
        })
      }
      from = third + 1
    }
    rest = rest.subarray(from)
    return Buffer.alloc(0)
  }

  /** Whether a section can be of this entry: names with signs are written in quotes, and then the order tells. */
  const isOf = (entry: Entry, head: string): boolean =>
    head.endsWith('"') ||
    (head.startsWith('* ')
      ? entry.status === 'U' && head === `* Unmerged path ${entry.path}`
      : entry.status !== 'U' && head === `diff --git a/${entry.oldPath ?? entry.path} b/${entry.path}`)

  function begin(head: string): boolean {
    inHunk = false
    const now = entries[at]
    // A file that became a link, or the other way, is told as one that went and one that came.
    if (now?.status === 'T' && now.sections === 1 && isOf(now, head)) {
      now.sections++
      return true
    }
    const found = entries.findIndex((entry, place) => place > at && isOf(entry, head))
    at = found < 0 ? at + 1 : found
    const next = entries[at]
    if (!next) return false
    next.sections++
    return true
  }

  /** @returns false when all files that are wanted are read */
  function takeLine(head: Buffer, length: number): boolean {
    const first = head[0]
    if (first === 0x64 || first === 0x2a) {
      const text = head.toString('utf8')
      if ((text.startsWith('diff --git ') || text.startsWith('* Unmerged path ')) && !begin(text))
        return false
    }
    const entry = entries[at]
    if (!entry) return true
    if (inHunk) {
      if (first === plus) entry.additions++
      else if (first === minus) entry.deletions++
    } else if (first === 0x40) inHunk = true
    else if (first !== space && /^(?:Binary files |GIT binary patch)/.test(head.toString('latin1', 0, 16)))
      entry.binary = true
    keep(entry, head, length)
    return true
  }

  function keep(entry: Entry, head: Buffer, length: number): void {
    if (entry.oversize) return
    const size = length + 1
    if (head.length < length || entry.bytes + size > limits.diffFileBytes || kept + size > limits.diffBytes) {
      entry.oversize = true
      return
    }
    entry.lines.push(head.toString('utf8'))
    entry.bytes += size
    kept += size
  }

  function readPatch(chunk: Buffer): boolean {
    let from = 0
    for (;;) {
      const end = chunk.indexOf(newline, from)
      const part = chunk.subarray(from, end < 0 ? chunk.length : end)
      const room = limits.diffFileBytes + headBytes - lineBytes
      if (room > 0 && part.length > 0) line.push(part.length > room ? part.subarray(0, room) : part)
      lineBytes += part.length
      if (end < 0) return true
      const whole = line.length === 1 ? (line[0] ?? part) : Buffer.concat(line)
      if (!takeLine(whole, lineBytes)) return false
      line = []
      lineBytes = 0
      from = end + 1
    }
  }

  return {
    push: (chunk: Buffer): boolean => {
      read += chunk.length
      const patch = inPatch ? chunk : readList(chunk)
      if (!readPatch(patch) || read > limits.diffReadBytes) full = true
      return !full
    },
    end(): { files: RawDiff[]; total: number } {
      if (lineBytes > 0) takeLine(Buffer.concat(line), lineBytes)
      const files = entries.map(({ lines, bytes: _bytes, sections, ...file }) => ({
        ...file,
        // What was not reached is not known to be whole.
        oversize: file.oversize || (full && sections === 0),
        diff: lines.length === 0 ? '' : `${lines.join('\n')}\n`,
      }))
      return { files, total }
    },
  }
}
