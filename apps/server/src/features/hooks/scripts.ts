// Owns what is known of the script files of the vault: which there are, what is in them, and the copies that run.
import { createHash } from 'node:crypto'
import { lstat, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, extname, join, relative } from 'node:path'
import { limits } from '@atrium/schema'
import { messageOf } from '../../core/errors.ts'
import { readTextInside, resolveInside } from '../../host/paths.ts'
import { writePrivate } from '../../host/private-file.ts'
import { vaultPlaces } from '../../host/vault-places.ts'

/** One file of a folder of hooks. `text` is null when it cannot be run, and `problem` says why. */
export type Script = {
  name: string
  /** Absolute. */
  path: string
  /** Of the whole file; null when it cannot be read. */
  sha256: string | null
  text: string | null
  problem: string | null
  /** Whether it is a script of the first system. */
  foreign: boolean
}

type Seen = { fingerprint: string; script: Script }

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export function createScripts({ vault, home }: { vault: string; home: string }) {
  const copies = join(home, 'runtime', 'hooks')
  let seen = new Map<string, Seen>()

  async function look(path: string): Promise<Seen | null> {
    const facts = await lstat(path, { bigint: true }).catch(() => null)
    if (!facts) return null
    const fingerprint = [facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs, facts.mode].join(' ')
    const known = seen.get(path)
    if (known?.fingerprint === fingerprint) return known
    return { fingerprint, script: await read(path, facts.isFile()) }
  }

  async function read(path: string, isFile: boolean): Promise<Script> {
    const foreign = extname(path) === '.py'
    const script = { name: basename(path, extname(path)), path, foreign }
    const nothing = (problem: string): Script => ({ ...script, sha256: null, text: null, problem })
    if (!isFile) return nothing('Not a regular file; a link is not followed')
    try {
      const { text } = await readTextInside(path, [vault], limits.hookFileBytes)
      const problem = foreign
        ? 'A Python script of the first system, which Atrium does not run; write it again as JavaScript (see docs/hooks.md)'
        : namePattern.test(script.name)
          ? null
          : 'A name may have letters, digits, dot, - and _ only'
      return { ...script, sha256: sha256(text), text: problem === null ? text : null, problem }
    } catch (error) {
      return nothing(messageOf(error).replaceAll(path, basename(path)))
    }
  }

  async function filesIn(place: string): Promise<string[]> {
    // A folder that leads out of the vault is not one of ours.
    const real = await resolveInside(place, [vault]).catch(() => null)
    const names = real === null ? [] : await readdir(real).catch(() => [])
    return names
      .filter((name) => /\.(js|mjs|py)$/.test(name) && !/^[_.]/.test(name))
      .sort()
      .map((name) => join(place, name))
  }

  return {
    /** Path as the person knows it. */
    shown: (script: Script): string => relative(vault, script.path),

    /** Every script by its name; where two share one, the first folder wins. Unchanged files are not read again. */
    async find(): Promise<Script[]> {
      const paths = (await Promise.all(vaultPlaces(vault, 'hooks').map(filesIn))).flat()
      const found = await Promise.all(
        paths.slice(0, limits.hooks).map(async (path) => [path, await look(path)] as const),
      )
      seen = new Map(found.flatMap(([path, one]) => (one ? [[path, one]] : [])))
      const byName = new Map<string, Script>()
      for (const { script } of seen.values()) {
        const known = byName.get(script.name)
        if (!known || (known.foreign && !script.foreign)) byName.set(script.name, script)
      }
      return [...byName.values()].sort((one, other) => one.name.localeCompare(other.name))
    },

    /** The file to run: a copy out of the vault, so that what runs is what was hashed. */
    async copyOf(text: string, hash: string): Promise<string> {
      const path = join(copies, `${hash}.mjs`)
      const there = await readFile(path, 'utf8').catch(() => null)
      if (there === text) return path
      await mkdir(copies, { recursive: true, mode: 0o700 })
      await writePrivate(path, text)
      return path
    },

    /** Whether a hub with this folder ever ran a script. */
    haveRun: (): Promise<boolean> =>
      stat(copies).then(
        () => true,
        () => false,
      ),

    /** Copies that no script needs are removed. */
    async sweep(wanted: ReadonlySet<string>): Promise<void> {
      for (const name of await readdir(copies).catch(() => []))
        if (!wanted.has(basename(name, '.mjs'))) await rm(join(copies, name), { force: true })
    },
  }
}
