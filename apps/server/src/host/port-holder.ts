import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { exec } from './exec.ts'

/** Who listens on a TCP port, as `process 4711 (node main.js)`; null when the system does not tell. */
export async function portHolder(port: number): Promise<string | null> {
  const found = await exec('ss', ['-Hltnp', `sport = :${port}`], { timeoutMs: 2_000 }).catch(() => null)
  const pid = /pid=(\d+)/.exec(found?.stdout.toString() ?? '')?.[1]
  if (pid === undefined) return null
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const words = command
    .split('\0')
    .slice(0, 2)
    .map((word) => basename(word))
  return `process ${pid}${words[0] ? ` (${words.join(' ').trim()})` : ''}`
}
