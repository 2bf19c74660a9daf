// Looks for the folders of the vault that have instructions: nearest first, within a bound, following no link.
import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type ContextFolder, limits } from '@atrium/schema'
import { isGuarded } from '../../host/vault-places.ts'

const skipped = new Set(['node_modules', '__pycache__', 'venv', 'build'])
/** Folders that are read at once. */
const width = 16

export type Walked = { folders: ContextFolder[]; truncated: boolean }

export async function walkFolders(
  vault: string,
  bounds: { found: number; folders: number; ms: number },
): Promise<Walked> {
  const deadline = performance.now() + bounds.ms
  const folders: ContextFolder[] = []
  let level = ['']
  let looked = 0
  while (level.length > 0) {
    const below: string[] = []
    for (let at = 0; at < level.length; at += width) {
      const some = level.slice(at, at + width)
      looked += some.length
      if (looked > bounds.folders || performance.now() > deadline) return { folders, truncated: true }
      const read = await Promise.all(
        some.map((folder) => readdir(join(vault, folder), { withFileTypes: true }).catch(() => [])),
      )
      for (const [index, entries] of read.entries()) {
        const folder = some[index] ?? ''
        const found = describe(folder, entries)
        if (found) folders.push(found)
        if (folders.length > bounds.found) return { folders: folders.slice(0, bounds.found), truncated: true }
        for (const entry of entries) if (isLookedInto(entry)) below.push(join(folder, entry.name))
      }
    }
    level = below.sort()
  }
  return { folders, truncated: false }
}

const isLookedInto = (entry: Dirent): boolean =>
  entry.isDirectory() && !entry.name.startsWith('.') && !skipped.has(entry.name) && !isGuarded(entry.name)

function describe(path: string, entries: readonly Dirent[]): ContextFolder | null {
  const has = (name: string) => entries.some((entry) => entry.name === name && entry.isFile())
  const [agents, claude] = [has('AGENTS.md'), has('CLAUDE.md')]
  if (!agents && !claude) return null
  return {
    path,
    context_file: agents ? 'AGENTS.md' : 'CLAUDE.md',
    has_agents_md: agents,
    has_claude_md: claude,
    display_name: path === '' ? 'Root' : titleOf(path.split('/').at(-1) ?? path),
  }
}

const titleOf = (name: string): string =>
  name.replaceAll(/[-_]+/g, ' ').replaceAll(/(?<=^|\s)\S/gu, (sign) => sign.toUpperCase())

/** One walk at a time: whoever asks meanwhile gets its result. */
export function createWalk(vault: string): () => Promise<Walked> {
  let running: Promise<Walked> | null = null
  return () => {
    running ??= walkFolders(vault, {
      found: limits.contextFoldersKnown,
      folders: limits.contextWalkFolders,
      ms: limits.contextWalkMs,
    }).finally(() => (running = null))
    return running
  }
}
