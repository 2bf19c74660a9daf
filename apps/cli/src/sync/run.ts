import { sep } from 'node:path'
import type { RestResult } from '@atrium/sdk'
import { SyncError } from './error.ts'
import type { LocalFile } from './local.ts'
import { type Action, type Hashes, planSync } from './plan.ts'
import { type State, saveState } from './state.ts'
import { createTransfer, type Outcome, type Remote, type RunOptions, timeoutMs } from './transfer.ts'

export type { Outcome, RunOptions }

const rounds = 20

const isHub = (action: Action): boolean => action.kind !== 'settle'

/** Brings both sides into step, round by round until there is nothing left to do. */
export async function syncFolder(options: RunOptions): Promise<Outcome> {
  const outcome: Outcome = { done: 0, conflicts: 0, errors: [], skipped: [] }
  for (let round = 0; round < rounds; round++) {
    const { done, conflicts, errors, skipped } = await syncOnce(options)
    outcome.done += done
    outcome.conflicts += conflicts
    outcome.errors = [
      ...errors,
      ...skipped.map((path) => `${path}: it is changing, or another file has its name`),
    ]
    if (done === 0 || options.dryRun) break
  }
  return outcome
}

/** A hub may err or lie: it names files of this folder and nothing else. */
const isPlain = (path: string): boolean =>
  !path.includes('\0') &&
  path
    .split(sep)
    .join('/')
    .split('/')
    .every((part) => part !== '' && !part.startsWith('.'))

async function remoteOf({ hub, state, acceptEmpty = false, signal }: RunOptions): Promise<Remote> {
  const remote: Remote = { hashes: new Map(), sizes: new Map(), deleted: new Map(), errors: [] }
  let cursor: string | null = null
  do {
    const page: RestResult<'GET /sync/manifest'> = await hub.rest('GET /sync/manifest', {
      query: {
        root: state.root,
        pattern: '*',
        include_binary: true,
        ...(acceptEmpty && { accept_empty: true }),
        ...(cursor !== null && { cursor }),
      },
      timeoutMs,
      ...(signal && { signal }),
    })
    for (const { path, hash, size } of page.files) {
      if (!isPlain(path)) {
        remote.errors.push(`${path}: this name is not taken from a hub`)
        continue
      }
      remote.hashes.set(path, hash)
      remote.sizes.set(path, size)
    }
    for (const { path, hash } of page.deleted) remote.deleted.set(path, hash)
    remote.errors.push(...page.errors)
    cursor = page.next_cursor
  } while (cursor !== null)
  return remote
}

/** One look at both sides, and what follows from it. Whatever cuts it off, the next one goes on. */
export async function syncOnce(options: RunOptions): Promise<Outcome> {
  const { local, state, say, dryRun = false, acceptEmpty = false } = options
  const remote = await remoteOf(options)
  const { files, unknown, errors } = await local.scan(state.files)
  const base = basesOf(state)
  if (files.size + unknown.size === 0 && base.size > 0 && !acceptEmpty)
    throw new SyncError(
      `All ${base.size} files of ${local.folder} are gone, so nothing was done. If that is meant, pass --accept-empty.`,
    )
  const hashes = new Map([...files].map(([path, { hash }]) => [path, hash]))
  const troubled = new Set(remote.errors.map((line) => line.slice(0, line.lastIndexOf(': '))))
  const plan = planSync({ local: hashes, remote: remote.hashes, deleted: remote.deleted, base }).filter(
    ({ path }) => !troubled.has(path) && !unknown.has(path),
  )
  if (dryRun) {
    const actions = plan.filter(isHub)
    for (const { kind, path } of actions) say(`${kind}  ${path}`)
    return { done: actions.length, conflicts: 0, errors: [...errors, ...remote.errors], skipped: [] }
  }
  remember(state, files)
  const outcome: Outcome = { done: 0, conflicts: 0, errors: [...errors, ...remote.errors], skipped: [] }
  const transfer = createTransfer(options, files, remote, outcome)
  for (const action of plan) if (action.kind === 'settle') transfer.agree(action.path, action.base)
  await transfer.push(plan.filter((action) => action.kind === 'push'))
  await transfer.pull(plan.filter((action) => action.kind === 'pull'))
  await transfer.removeHere(plan.filter((action) => action.kind === 'remove here'))
  await transfer.removeThere(plan.filter((action) => action.kind === 'remove there'))
  await saveState(local.folder, state)
  return outcome
}

const basesOf = (state: State): Hashes =>
  new Map([...state.files].flatMap(([path, { base }]) => (base === undefined ? [] : [[path, base] as const])))

/** So that the next look reads only what changed. */
function remember(state: State, files: ReadonlyMap<string, LocalFile>): void {
  for (const [path, known] of state.files)
    if (!files.has(path)) {
      if (known.base === undefined) state.files.delete(path)
      else state.files.set(path, { base: known.base })
    }
  for (const [path, { hash, stamp }] of files) {
    const base = state.files.get(path)?.base
    state.files.set(path, { ...(base !== undefined && { base }), ...(stamp !== '' && { hash, stamp }) })
  }
}
