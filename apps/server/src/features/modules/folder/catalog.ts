// Owns what is known of the folders of modules: which there are, what they are, and their hashes.
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { limits } from '@atrium/schema'
import { messageOf } from '../../../core/errors.ts'
import { resolveInside } from '../../../host/paths.ts'
import { vaultPlaces } from '../../../host/vault-places.ts'
import { bundledFolder, bundledNames } from '../bundled.ts'
import { nameProblem } from '../names.ts'
import { FolderProblem, hashFolder, listFolder } from './contents.ts'
import { type Manifest, readManifest } from './manifest.ts'

/** A folder that is, or wants to be, a module. */
export type Found = {
  name: string
  source: 'bundled' | 'vault'
  /** Absolute. */
  folder: string
  /** As the person knows it. */
  shown: string
  manifest: Manifest | null
  fingerprint: string
  sha256: string | null
  files: number
  size: number
  problem: { status: 'unsupported' | 'invalid'; message: string } | null
}

const python =
  'A Python module of the first system, which Atrium does not run; see docs/modules.md for how to write it again'

/** What is wrong with a folder whose files could be read. */
function problemOf(manifest: Manifest, files: readonly string[]): Found['problem'] {
  if (manifest.isPython) return { status: 'unsupported', message: python }
  const invalid = (message: string) => ({ status: 'invalid' as const, message })
  const wrongName = nameProblem(manifest.name)
  if (wrongName !== null) return invalid(wrongName)
  if (!/\.m?js$/.test(manifest.entry)) return invalid('Its entry must be a file that ends in .js or .mjs')
  if (!files.includes(manifest.entry)) return invalid(`Its entry '${manifest.entry}' is missing`)
  return null
}

export async function readFolder(folder: string, source: Found['source'], vault: string): Promise<Found> {
  const base = {
    name: basename(folder),
    source,
    folder,
    shown: source === 'bundled' ? `modules/${basename(folder)}` : relative(vault, folder),
    manifest: null,
    fingerprint: '',
    sha256: null,
    files: 0,
    size: 0,
  }
  try {
    const { files, size, fingerprint } = await listFolder(folder)
    const names = files.map(({ path }) => path)
    const facts = { ...base, fingerprint, files: files.length, size }
    if (!names.includes('manifest.yaml') && !names.some((name) => /^module\.(m?js|py)$/.test(name)))
      return { ...facts, problem: { status: 'invalid', message: 'It has no manifest.yaml' } }
    const { sha256, manifest: text } = await hashFolder(folder, files)
    const manifest = readManifest(text, base.name, names)
    return { ...facts, name: manifest.name, manifest, sha256, problem: problemOf(manifest, names) }
  } catch (error) {
    const message =
      error instanceof FolderProblem ? error.message : messageOf(error).replaceAll(folder, base.shown)
    return { ...base, problem: { status: 'invalid', message } }
  }
}

export function createCatalog(vault: string) {
  let known = new Map<string, Found>()
  let bundled: Promise<Found[]> | null = null

  async function foldersIn(place: string): Promise<string[]> {
    const real = await resolveInside(place, [vault]).catch(() => null)
    const entries = real === null ? [] : await readdir(real, { withFileTypes: true }).catch(() => [])
    return entries
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !/^[._]/.test(entry.name))
      .map(({ name }) => join(place, name))
      .sort()
  }

  /** As it was, where nothing in it can have changed. */
  async function look(folder: string): Promise<Found> {
    const before = known.get(folder)
    if (before?.sha256) {
      const now = await listFolder(folder).catch(() => null)
      if (now?.fingerprint === before.fingerprint) return before
    }
    return readFolder(folder, 'vault', vault)
  }

  return {
    /** The parts of the hub. */
    bundled: (): Promise<Found[]> =>
      (bundled ??= Promise.all(
        bundledNames.map((name) => readFolder(join(bundledFolder, name), 'bundled', vault)),
      )),

    /** The folders of the vault, in the order of their places: the first of a name counts. */
    async inVault(): Promise<{ found: Found[]; tooMany: boolean }> {
      const folders = (await Promise.all(vaultPlaces(vault, 'modules').map(foldersIn))).flat()
      const found = await Promise.all(folders.slice(0, limits.modules).map(look))
      known = new Map(found.map((one) => [one.folder, one]))
      const names = new Set<string>()
      return {
        found: found.filter(({ name }) => !names.has(name) && names.add(name)),
        tooMany: folders.length > limits.modules,
      }
    },

    /** What a bundled module says it is made of, so that its process starts at its first use. */
    descriptionOf: async (name: string): Promise<unknown> =>
      JSON.parse(await readFile(join(bundledFolder, name, 'description.json'), 'utf8')),
  }
}
