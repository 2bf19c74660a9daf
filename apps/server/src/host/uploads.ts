import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The folder for what is arriving, ours alone and empty: what the last process was still receiving when it ended is gone.
 * Call it with the data folder's lock held.
 */
export async function openUploads(home: string): Promise<string> {
  const folder = join(home, 'uploads')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { mode: 0o700 })
  return folder
}
