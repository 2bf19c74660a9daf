import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Keeps the newest backups of a folder. The older ones go, and what was never finished; so only for a folder where nobody
 * makes a backup at the same time.
 */
export async function pruneBackups(folder: string, keep: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('atrium-'))
  const whole = names.filter((name) => name.endsWith('.json')).toSorted()
  const kept = new Set(whole.slice(-keep).flatMap((name) => [name, name.replace(/\.json$/, '')]))
  // Manifests first: a backup without one counts as not finished.
  const gone = names.filter((name) => !kept.has(name)).toSorted(byManifest)
  for (const name of gone) await rm(join(folder, name), { force: true })
}

const byManifest = (a: string, b: string): number => Number(b.endsWith('.json')) - Number(a.endsWith('.json'))
