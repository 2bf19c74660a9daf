import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { spawnServer } from '@atrium/server/testing'
import { asFactor, inTurns, milliseconds, type Result, type Row } from '../lib/result.ts'

const files = 100_000
const pageSize = 1_000
const turns = 7

/** What any program has to do for one page: read the names, and look at those of the page. */
async function bare(folder: string): Promise<number> {
  const begun = performance.now()
  const names = (await readdir(folder)).sort()
  await Promise.all(names.slice(0, pageSize).map((name) => lstat(join(folder, name))))
  return performance.now() - begun
}

async function measure(): Promise<Result[]> {
  await using server = await spawnServer()
  const root = join(server.vault, 'many')
  const folder = join(root, 'all')
  mkdirSync(folder, { recursive: true })
  for (let index = 0; index < files; index++) writeFileSync(join(folder, `file-${index}.txt`), '')
  const made = await server.rest('POST', '/api/sessions', {
    name: 'bench',
    command: 'sleep 3600',
    directory: root,
  })
  const source = encodeURIComponent(`session:${made.body.name}`)
  const page = async (name: string): Promise<number> => {
    const begun = performance.now()
    const { status, body } = await server.rest('GET', `/api/projects/${source}/files?path=${name}`)
    if (status !== 200 || body.entries.length !== pageSize) throw new Error(`HTTP ${status}`)
    return performance.now() - begun
  }
  /** Another folder each time, as it was never read: nothing is kept of it. */
  let round = 0
  const cold = async (): Promise<number> => {
    // A new time on the folder makes what is kept of it worthless.
    execFileSync('touch', [join(folder, `touched-${round}`)])
    execFileSync('rm', [join(folder, `touched-${round++}`)])
    return page('all')
  }
  await page('all')
  const result = asFactor(
    'a page of 100,000 files',
    await inTurns(turns, () => bare(folder), cold),
    2,
    milliseconds,
    '1,000 entries over REST, first look, against readdir and lstat of that page',
  )
  return [result]
}

export const folder: Row = { name: 'folder', measure }
