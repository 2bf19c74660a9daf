import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { readConfig } from '@atrium/server'
import { restoreData, saveData } from '@atrium/server/data'

export async function makeBackup(folder: string | undefined): Promise<void> {
  const config = readConfig(process.env)
  const { file, sha256, integrity } = await saveData(
    config,
    folder === undefined ? undefined : resolve(folder),
  )
  console.log(JSON.stringify({ file, sha256, integrity }))
}

export type RestoreOptions = { yes?: boolean }

export async function restoreBackup(file: string, { yes = false }: RestoreOptions): Promise<void> {
  const config = readConfig(process.env)
  if (!yes && !(await isConfirmed(`Put ${file} in the place of the data in ${config.home}?`))) {
    console.error('Nothing was changed. Pass --yes to restore without being asked.')
    process.exitCode = 1
    return
  }
  const { schema, kept } = await restoreData(config, resolve(file))
  console.log(`Restored ${file} (schema ${schema}).`)
  if (kept !== undefined) console.log(`What was there before is in ${kept}.`)
}

/** Nobody to ask means no. */
async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim())
  } finally {
    lines.close()
  }
}
