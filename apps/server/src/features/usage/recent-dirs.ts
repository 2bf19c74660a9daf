// Folders somebody worked in, from our own record and from what the programs leave behind.
import { open, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { RecentDirs } from '@atrium/schema'
import type { UsageStore } from './store.ts'

export type WorkedIn = {
  cwd: string
  source: RecentDirs['dirs'][number]['sources'][number]
  /** Milliseconds since 1970. */
  at: number | null
}

type Deps = {
  store: UsageStore
  home: string
  /** Transcripts were looked at, or that takes longer than a caller waits. */
  ready: () => Promise<void>
  /** What the hub itself knows: sessions, chats, projects. */
  ours: () => Promise<readonly WorkedIn[]>
  now?: () => number
}

const keepMs = 10_000
const transcriptsLooked = 500
const settingsBytes = 32 * 1024 * 1024
const looked = 120

export function createRecentDirs({ store, home, ours, ready, ...deps }: Deps) {
  const now = deps.now ?? (() => Date.now())
  let kept: { until: number; dirs: Promise<RecentDirs['dirs']> } | null = null

  async function find(): Promise<RecentDirs['dirs']> {
    await ready()
    const all = await Promise.all([ours(), ofTranscripts(store), ofClaude(home)])
    const dirs = new Map<string, { sources: Set<WorkedIn['source']>; at: number | null }>()
    for (const { cwd, source, at } of all.flat()) {
      if (!isAbsolute(cwd)) continue
      const path = cwd.replace(/(?<=.)\/+$/, '')
      const dir = dirs.get(path) ?? { sources: new Set(), at: null }
      dir.sources.add(source)
      if (at !== null && (dir.at === null || at > dir.at)) dir.at = at
      dirs.set(path, dir)
    }
    const ranked = [...dirs].toSorted(
      ([one, a], [other, b]) => (b.at ?? 0) - (a.at ?? 0) || (one < other ? -1 : 1),
    )
    const there = await Promise.all(
      ranked.slice(0, looked).map(async ([cwd, { sources, at }]) =>
        (await isFolder(cwd))
          ? [
              {
                cwd,
                sources: [...sources].toSorted(),
                lastUsed: at === null ? null : Math.floor(at / 1_000),
              },
            ]
          : [],
      ),
    )
    return there.flat()
  }

  return {
    async get(limit: number): Promise<RecentDirs> {
      if (!kept || kept.until <= now()) {
        const dirs = find()
        kept = { until: now() + keepMs, dirs }
        dirs.catch(() => (kept = null))
      }
      return { dirs: (await kept.dirs).slice(0, limit) }
    },
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  )

async function ofTranscripts(store: UsageStore): Promise<WorkedIn[]> {
  const rows = await store.workedIn(transcriptsLooked)
  return rows.flatMap(({ provider, state, mtimeMs }) => {
    const told = parsed(state)
    const cwd = told[provider === 'codex' ? 'cwd' : 'project']
    return typeof cwd === 'string' ? [{ cwd, source: provider, at: mtimeMs }] : []
  })
}

/** Folders that Claude Code was ever opened in; when, it does not say. */
async function ofClaude(home: string): Promise<WorkedIn[]> {
  const file = await open(join(home, '.claude.json'), 'r').catch(() => null)
  if (!file) return []
  try {
    const { size } = await file.stat()
    if (size > settingsBytes) return []
    const { projects } = parsed(await file.readFile('utf8'))
    if (typeof projects !== 'object' || projects === null) return []
    return Object.keys(projects).map((cwd) => ({ cwd, source: 'claude', at: null }))
  } finally {
    await file.close()
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
