// Owns the folders of the vault where skills lie: finds them there, and moves them out.
import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { limits, type Skill } from '@atrium/schema'
import { isDraft } from '../../host/drafts.ts'
import { type Roots, readTextInside, resolveInside } from '../../host/paths.ts'
import { readSkillText } from './skill-text.ts'

/** A skill as it was found. */
export type FoundSkill = {
  skill: Skill
  /** The entry in the folder of skills: a file or a folder. */
  entry: string
  /** The folder of skills it lies in, as a real path. */
  place: string
  /** Real path of its main file. */
  main: string
  /** Its files as real paths by their names in the skill; the main one of a lone file alone. */
  files: { name: string; path: string; size: number; times: [modified: number, changed: number] }[]
}

const mainNames = (directory: string): string[] => ['SKILL.md', 'skill.md', 'index.md', `${directory}.md`]
/** Larger ones are no text for an agent. */
const mainBytes = 4 * limits.skillChars + 64 * 1024
const depth = 16

export function createPlaces({ vault, paths }: { vault: string; paths: readonly string[] }) {
  const roots: Roots = [vault]

  /** The real path of a folder of skills; null where there is none, or it leads out of the vault. */
  async function open(path: string): Promise<string | null> {
    const real = await resolveInside(path, roots).catch(() => null)
    if (real === null) return null
    const info = await stat(real).catch(() => null)
    return info?.isDirectory() ? real : null
  }

  async function entriesOf(place: string): Promise<{ directory: string; entry: string }[]> {
    const names = await readdir(place)
    return names
      .filter((name) => !name.startsWith('.') && !isDraft(name))
      .sort()
      .map((entry) => ({ directory: entry.replace(/\.md$/i, ''), entry }))
  }

  /** Null for what is no skill or cannot be read: one bad folder hides no other. */
  async function read(
    place: string,
    { directory, entry }: { directory: string; entry: string },
    source: Skill['source'],
  ): Promise<FoundSkill | null> {
    const real = await resolveInside(join(place, entry), [place]).catch(() => null)
    const info = real === null ? null : await stat(real).catch(() => null)
    if (real === null || !info) return null
    if (info.isDirectory()) return readFolder({ place, directory, entry, real, source })
    if (!info.isFile() || !/\.md$/i.test(entry)) return null
    const files: FoundSkill['files'] = [
      { name: basename(entry), path: real, size: info.size, times: [info.mtimeMs, info.ctimeMs] },
    ]
    return readMain({ place, directory, entry, main: real, files, isFolder: false, source, errors: [] })
  }

  async function readFolder(found: {
    place: string
    directory: string
    entry: string
    real: string
    source: Skill['source']
  }): Promise<FoundSkill | null> {
    const { place, directory, entry, real, source } = found
    const names = new Set(await readdir(real).catch((): string[] => []))
    const name = mainNames(directory).find((each) => names.has(each))
    if (name === undefined) return null
    const { files, errors } = await filesBelow(real)
    const main = join(real, name)
    return readMain({ place, directory, entry, main, files, isFolder: true, source, errors })
  }

  async function readMain(found: {
    place: string
    directory: string
    entry: string
    main: string
    files: FoundSkill['files']
    isFolder: boolean
    source: Skill['source']
    errors: string[]
  }): Promise<FoundSkill | null> {
    const { place, directory, entry, main, files, isFolder, source, errors } = found
    const file = await readTextInside(main, [place], mainBytes).catch(() => null)
    if (!file) return null
    const info = await stat(file.path)
    const read = readSkillText(file.text, directory)
    if (read.content.length > limits.skillChars)
      errors.push(`it is longer than ${limits.skillChars} characters`)
    const skill: Skill = {
      name: read.name,
      directory,
      description: read.description,
      content: read.content.slice(0, limits.skillChars),
      size: info.size,
      modified: info.mtime.toISOString(),
      version: read.version,
      allowed_tools: read.allowedTools,
      license: read.license,
      compatibility: read.compatibility,
      metadata: read.metadata,
      is_directory: isFolder,
      source,
      ...(isFolder && { files: files.map(({ name, size }) => ({ name, size })) }),
      ...(errors.length > 0 && { validationErrors: errors }),
    }
    return { skill, entry, place, main: file.path, files }
  }

  /** Every entry of this name, the one that counts first. */
  async function withName(name: string): Promise<FoundSkill[]> {
    const found: FoundSkill[] = []
    for (const [index, path] of paths.entries()) {
      const place = await open(path)
      if (place === null) continue
      for (const entry of await entriesOf(place)) {
        if (entry.directory !== name) continue
        const one = await read(place, entry, index === 0 ? 'custom' : 'vault')
        if (one) found.push(one)
      }
    }
    return found
  }

  return {
    /** Every skill, the first place before the others; a name is given once. */
    async all(): Promise<FoundSkill[]> {
      const found = new Map<string, FoundSkill>()
      for (const [index, path] of paths.entries()) {
        const place = await open(path)
        if (place === null) continue
        for (const entry of await entriesOf(place)) {
          if (found.has(entry.directory) || found.size >= limits.skills) continue
          const one = await read(place, entry, index === 0 ? 'custom' : 'vault')
          if (one) found.set(entry.directory, one)
        }
      }
      return [...found.values()]
    },
    withName,
    /** Whether anything has this name, a skill or not. */
    async isTaken(name: string): Promise<boolean> {
      for (const path of paths) {
        const place = await open(path)
        const entries = place === null ? [] : await entriesOf(place)
        if (entries.some(({ directory }) => directory.toLowerCase() === name)) return true
      }
      return false
    },
  }
}

/** Regular files below a folder; links are left out, and so is what nobody wrote. */
async function filesBelow(root: string): Promise<{ files: FoundSkill['files']; errors: string[] }> {
  const files: FoundSkill['files'] = []
  let bytes = 0
  const walk = async (folder: string, below: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (files.length > limits.skillFiles || bytes > limits.skillFolderBytes) return
      if (entry.name === '.DS_Store' || entry.name === '.git' || isDraft(entry.name)) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (below < depth) await walk(path, below + 1)
      } else if (entry.isFile()) {
        const info = await lstat(path).catch(() => null)
        if (!info?.isFile()) continue
        bytes += info.size
        files.push({ name: relative(root, path), path, size: info.size, times: [info.mtimeMs, info.ctimeMs] })
      }
    }
  }
  await walk(root, 1)
  const errors: string[] = []
  if (files.length > limits.skillFiles) errors.push(`it has more than ${limits.skillFiles} files`)
  if (bytes > limits.skillFolderBytes)
    errors.push(`its files are larger than ${limits.skillFolderBytes} bytes`)
  return { files: files.slice(0, limits.skillFiles), errors }
}
