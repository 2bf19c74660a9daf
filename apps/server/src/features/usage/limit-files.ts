// Rate limits that programs leave in files: Codex in its newest transcripts, Antigravity in its logs.
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createCodexLines } from './history/codex-lines.ts'
import type { ToldLimits } from './limits.ts'

const tailBytes = 256 * 1024
const maxLooked = 5
const newestFolders = 3

/** What Codex was last told; null when none of its newest sessions says. */
export async function codexLimits(folder: string): Promise<ToldLimits | null> {
  const files = await newestFiles(folder, 3, /^rollout-.*\.jsonl$/)
  let newest: ToldLimits | null = null
  for (const { path } of files) {
    const lines = createCodexLines('', null)
    const tail = await tailOf(path)
    lines.takeAll(tail, tail.length)
    const told = lines.state.limits
    if (!told || (newest && newest.at >= told.at)) continue
    newest = {
      accountId: 'codex',
      accountLabel: told.plan,
      agent: 'codex',
      source: 'transcript',
      at: told.at,
      windows: told.windows.map(({ minutes, usedPercent, resetsAt }) => ({
        label: minutes === null ? null : labelOf(minutes),
        usedPercentage: usedPercent,
        resetsAt,
      })),
    }
  }
  return newest
}

export const labelOf = (minutes: number): string =>
  minutes % 1_440 === 0
    ? `${minutes / 1_440}d`
    : minutes >= 60
      ? `${Math.round(minutes / 60)}h`
      : `${minutes}m`

/** Whether Antigravity has used up what it may; null when no log says so of a time to come. */
export async function antigravityLimits(folder: string, now: number): Promise<ToldLimits | null> {
  for (const { path, mtimeMs } of await newestFiles(folder, 0, /\.log$/)) {
    const lines = (await tailOf(path)).toString('utf8').split('\n')
    const resets = lines.flatMap((line) =>
      line.includes('RESOURCE_EXHAUSTED') ? resetOf(line, mtimeMs) : [],
    )
    const last = resets.filter((at) => at > now).at(-1)
    if (last === undefined) continue
    return {
      accountId: 'antigravity',
      accountLabel: null,
      agent: 'antigravity',
      source: 'log',
      at: now,
      limited: true,
      windows: [{ label: null, usedPercentage: null, resetsAt: Math.round(last / 1_000) }],
    }
  }
  return null
}

/** `reset after 3h12m5s`, or a time. */
function resetOf(line: string, mtimeMs: number): number[] {
  const [, hours, minutes, seconds] =
    /resets? (?:after|in) (?:(\d{1,4})h)?\s?(?:(\d{1,4})m)?\s?(?:(\d{1,6})(?:\.\d+)?s)?/i.exec(line) ?? []
  const after = Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
  const stamp = /^\W*(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))/.exec(line)?.[1]
  const said = stamp === undefined ? mtimeMs : Date.parse(stamp)
  if (after > 0) return [said + after * 1_000]
  const at = /reset\w*\W{1,6}(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))/i.exec(line)?.[1]
  return at === undefined ? [] : [Date.parse(at)]
}

type Found = { path: string; mtimeMs: number }

/** The newest files of some; folders above them are named by date, so that the last ones hold the newest. */
async function newestFiles(folder: string, depth: number, name: RegExp): Promise<Found[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  if (depth > 0) {
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    const last = folders.toSorted().slice(-newestFolders)
    const found = await Promise.all(last.map((each) => newestFiles(join(folder, each), depth - 1, name)))
    return newest(found.flat())
  }
  const files = entries
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .slice(-1_000)
  const found = await Promise.all(
    files.map(async (entry): Promise<Found[]> => {
      const path = join(folder, entry.name)
      const info = await stat(path).catch(() => null)
      return info?.isFile() ? [{ path, mtimeMs: info.mtimeMs }] : []
    }),
  )
  return newest(found.flat())
}

const newest = (files: Found[]): Found[] =>
  files.toSorted((a, b) => b.mtimeMs - a.mtimeMs).slice(0, maxLooked)

async function tailOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return Buffer.alloc(0)
  try {
    const { size } = await file.stat()
    const from = Math.max(0, size - tailBytes)
    const bytes = Buffer.alloc(size - from)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
    return bytes.subarray(from === 0 ? 0 : bytes.indexOf(10) + 1, bytesRead)
  } finally {
    await file.close()
  }
}
