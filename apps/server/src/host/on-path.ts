import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { childEnv } from './exec.ts'

export async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

/** Absolute path of a program that children would find by this name. */
export async function findOnPath(name: string): Promise<string | null> {
  for (const folder of (childEnv()['PATH'] ?? '').split(':')) {
    const path = join(folder, name)
    if (folder.startsWith('/') && (await isProgram(path))) return path
  }
  return null
}
