// Where in the vault the hub's own kinds of files lie, and which parts of it are nobody's business but the hub's.
import { join } from 'node:path'

/**
 * Folders (for `mcp` files) that are looked through, the first one wins where a name is in both and is the one that new
 * things are written to. The later ones are those of the first system's vaults.
 */
const places = {
  workspaces: ['.atrium/workspaces', '.parachute/workspaces'],
  modules: ['.atrium/modules', '.modules'],
  skills: ['.atrium/skills', '.skills'],
  agents: ['.atrium/agents', '.parachute/agents'],
  hooks: ['.atrium/hooks', '.parachute/hooks'],
  mcp: ['.mcp.json', '.atrium/mcp.json'],
} as const

export type VaultPlace = keyof typeof places

/** Absolute paths, the first one to write to. */
export const vaultPlaces = (vault: string, place: VaultPlace): string[] =>
  places[place].map((path) => join(vault, path))

/** Parts of the vault that hold programs, settings or secrets: no file route reads, writes or lists them. */
const guarded = new Set([
  '.atrium',
  '.parachute',
  '.modules',
  '.skills',
  '.claude',
  '.codex',
  '.git',
  '.mcp.json',
  '.agents', // daily agents, which the scheduler starts
  '.ssh',
  '.gnupg',
])

/**
 * Whether a path relative to the vault lies in a guarded part, at any depth and in any spelling of case that a file system
 * might take for it. `.env` and its kin are secrets.
 */
export function isGuarded(relative: string): boolean {
  return relative.split(/[/\\]/).some((part) => {
    // Trailing dots and spaces, and Unicode forms, name the same file on some systems.
    const name = part
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[. ]+$/u, '')
    return guarded.has(name) || name === '.env' || name.startsWith('.env.')
  })
}
