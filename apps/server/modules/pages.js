// The Markdown files of one folder of the vault, kept in memory and in line with the disk: before each use the folder is looked
// at again, and only what changed is read. Links are not followed, and nothing outside the vault is read.
import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const mostPages = 50_000
/** Bytes; what is larger is not read. */
export const largestPage = 1_000_000
/** The looking costs about one part in so many of the time, and nothing is older than this. */
const lookShare = 10
const oldestMs = 2_000

/**
 * @template Page
 * @typedef {{ all: () => Map<string, Page>, version: () => number, forget: () => void }} Pages
 */

/**
 * @template Page
 * @param {{ vault: string, folder: string, read: (text: string, path: string, modified: Date) => Page }} options
 *   `path` is relative to the folder, with `/`
 * @returns {Pages<Page>}
 */
export function createPages({ vault, folder, read }) {
  /** @type {Map<string, Page>} */
  let pages = new Map()
  /** @type {Map<string, string>} */
  let stamps = new Map()
  let version = 0
  let freshUntil = 0

  /** @returns {string | null} */
  function root() {
    try {
      const real = realpathSync(join(vault, folder))
      const way = relative(realpathSync(vault), real)
      return way === '..' || way.startsWith(`..${sep}`) ? null : real
    } catch {
      return null
    }
  }

  /**
   * @param {string} at
   * @param {string} below
   * @param {(path: string, file: string) => void} visit
   */
  function walk(at, below, visit, depth = 0) {
    /** @type {import('node:fs').Dirent[]} */
    let entries
    try {
      entries = readdirSync(at, { withFileTypes: true })
    } catch {
      return
    }
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory() && depth < 32) walk(join(at, entry.name), path, visit, depth + 1)
      else if (entry.isFile() && entry.name.endsWith('.md')) visit(path, join(at, entry.name))
    }
  }

  function look() {
    const begun = performance.now()
    if (begun < freshUntil) return
    const place = root()
    /** @type {Map<string, Page>} */
    const now = new Map()
    /** @type {Map<string, string>} */
    const marks = new Map()
    let changed = false
    let reading = 0
    if (place !== null)
      walk(place, '', (path, file) => {
        if (now.size >= mostPages) return
        try {
          const info = lstatSync(file)
          if (!info.isFile() || info.size > largestPage) return
          const stamp = `${info.ino} ${info.size} ${info.mtimeMs} ${info.ctimeMs}`
          const known = stamps.get(path) === stamp ? pages.get(path) : undefined
          if (known === undefined) changed = true
          const from = performance.now()
          now.set(path, known ?? read(readFileSync(file, 'utf8'), path, info.mtime))
          reading += performance.now() - from
          marks.set(path, stamp)
        } catch {
          // It went, or may not be read: then it is not there.
        }
      })
    if (changed || now.size !== pages.size) version++
    pages = now
    stamps = marks
    const end = performance.now()
    freshUntil = end + Math.min((end - begun - reading) * lookShare, oldestMs)
  }

  return {
    all() {
      look()
      return pages
    },
    version() {
      look()
      return version
    },
    /** The next use looks at once. */
    forget() {
      freshUntil = 0
    },
  }
}
