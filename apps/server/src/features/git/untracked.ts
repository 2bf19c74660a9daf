/** What is not in git yet, told as files that came. Read by us: git would run filters, and once a file. */

import { readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type ChangedFile, limits } from '@atrium/schema'
import { openInside, readUpTo } from '../../host/paths.ts'

type Content = Pick<ChangedFile, 'additions' | 'binary' | 'oversize' | 'diff'>

const none: Content = { additions: 0, binary: false, oversize: false, diff: null }
/** As much as git looks at. */
const headBytes = 8_000

/** A name as git writes it in a header. */
const quoted = (name: string): string =>
  // oxlint-disable-next-line no-control-regex -- these are what is quoted
  /["\\\u0000-\u001f\u007f]/.test(name) ? JSON.stringify(name) : name

const header = (path: string, mode: string): string =>
  `diff --git ${quoted(`a/${path}`)} ${quoted(`b/${path}`)}\nnew file mode ${mode}\n`

function asAdditions(path: string, mode: string, text: string): Pick<Content, 'additions' | 'diff'> {
  if (text === '') return { additions: 0, diff: null }
  const ends = text.endsWith('\n')
  const lines = (ends ? text.slice(0, -1) : text).split('\n')
  const span = lines.length === 1 ? '1' : `1,${lines.length}`
  const last = ends ? '' : '\n\\ No newline at end of file'
  return {
    additions: lines.length,
    diff: `${header(path, mode)}--- /dev/null\n+++ ${quoted(`b/${path}`)}\n@@ -0,0 +${span} @@\n+${lines.join('\n+')}${last}\n`,
  }
}

/** A file as it lies there; what cannot be read is told without content. A folder of its own repository is not looked into. */
export async function contentOf(root: string, path: string): Promise<Content> {
  if (path.endsWith('/')) return none
  try {
    const place = join(root, path)
    const link = await readlink(place).catch(() => null)
    if (link !== null) return { ...none, ...asAdditions(path, '120000', link) }
    await using file = await openInside(place, [root])
    const bytes = await readUpTo(file.handle, limits.diffFileBytes + 1)
    if (bytes.subarray(0, headBytes).includes(0)) return { ...none, binary: true }
    const mode = (file.info.mode & 0o100) === 0 ? '100644' : '100755'
    if (bytes.length <= limits.diffFileBytes)
      return { ...none, ...asAdditions(path, mode, bytes.toString('utf8')) }
    const cut = bytes.subarray(0, bytes.lastIndexOf(0x0a, limits.diffFileBytes) + 1)
    return { ...none, ...asAdditions(path, mode, cut.toString('utf8')), oversize: true }
  } catch {
    return none
  }
}
