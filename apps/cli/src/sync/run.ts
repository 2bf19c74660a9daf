import { sep } from 'node:path'
import type { Client, RestResult } from '@atrium/sdk'
import { SyncError } from './error.ts'
import { ChangedError, type Local, type LocalFile } from './local.ts'
import { type Action, type Hashes, planSync } from './plan.ts'
import { type State, saveState } from './state.ts'

/** What `atrium sync` needs of a hub. */
export type Hub = Pick<Client, 'rest'>

export type RunOptions = {
  hub: Hub
  local: Local
  state: State
  device: string
  dryRun?: boolean
  /** That one side lost all of its files is meant. */
  acceptEmpty?: boolean
  say: (line: string) => void
  signal?: AbortSignal | undefined
  /** Called before each step that changes anything; for tests. */
  step?: (what: string) => Promise<void>
}

/** `skipped`: files that changed under our hands; the next round sees to them. */
export type Outcome = { done: number; conflicts: number; errors: string[]; skipped: string[] }

type Remote = {
  hashes: Map<string, string>
  sizes: Map<string, number>
  deleted: Map<string, string>
  errors: string[]
}

/** A hub takes no more at once. */
const largestFile = 50 * 1024 * 1024
const batchBytes = 8 * 1024 * 1024
const batchFiles = 200
/** Text up to here travels as text; quoting can make longer ones outgrow a request. */
const plainText = 1024 * 1024
const pathsInUrl = 12
const charsInUrl = 5_000
const timeoutMs = 120_000
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
  const run = createRun(options, files, remote, outcome)
  for (const action of plan) if (action.kind === 'settle') run.agree(action.path, action.base)
  await run.push(plan.filter((action) => action.kind === 'push'))
  await run.pull(plan.filter((action) => action.kind === 'pull'))
  await run.removeHere(plan.filter((action) => action.kind === 'remove here'))
  await run.removeThere(plan.filter((action) => action.kind === 'remove there'))
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

type Of<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>

function createRun(
  { hub, local, state, device, say, signal, step = async () => undefined }: RunOptions,
  files: ReadonlyMap<string, LocalFile>,
  remote: Remote,
  outcome: Outcome,
) {
  const call = { timeoutMs, ...(signal && { signal }) }

  function agree(path: string, base: string | null): void {
    const { base: _, ...known } = state.files.get(path) ?? {}
    if (base !== null) state.files.set(path, { ...known, base })
    else state.files.delete(path)
  }

  const save = (): Promise<void> => saveState(local.folder, state)

  /** A file that is changing now is looked at again in the next round. */
  async function unlessChanged(path: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
      outcome.done++
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (!(error instanceof ChangedError) && code !== 'ENOENT') throw error
      outcome.skipped.push(path)
    }
  }

  type Outgoing = { action: Of<'push'>; bytes: Buffer; hash: string }

  async function pushBatch(batch: readonly Outgoing[]): Promise<void> {
    if (batch.length === 0) return
    await step('push')
    const answer = await hub.rest('POST /sync/push', {
      body: {
        root: state.root,
        device,
        files: batch.map(({ action, bytes }) => ({
          path: action.path,
          base_hash: action.base,
          ...contentOf(bytes),
        })),
      },
      ...call,
    })
    const conflicts = new Map(answer.conflicts.map((each) => [each.path, each]))
    const refused = new Map(
      batch.map(({ action: { path } }) => [path, answer.errors.find((line) => line.startsWith(`${path}: `))]),
    )
    for (const { action, hash } of batch) {
      const { path } = action
      const error = refused.get(path)
      const conflict = conflicts.get(path)
      if (error !== undefined) outcome.errors.push(error)
      else if (conflict) {
        say(`conflict  ${path}: yours is kept as ${conflict.conflict_path}`)
        outcome.conflicts++
        // Ours is safe on the hub: from here on the file follows the hub's.
        await pull([{ kind: 'pull', path, local: hash }])
      } else {
        say(`push  ${path}`)
        agree(path, hash)
        outcome.done++
      }
    }
    await save()
  }

  async function push(actions: readonly Of<'push'>[]): Promise<void> {
    let batch: Outgoing[] = []
    let size = 0
    for (const action of actions) {
      const file = files.get(action.path)
      if (!file) continue
      if (file.size > largestFile) {
        outcome.errors.push(`${action.path}: larger than 50 MiB`)
        continue
      }
      if (batch.length === batchFiles || (size > 0 && size + file.size > batchBytes)) {
        await pushBatch(batch)
        batch = []
        size = 0
      }
      const content = await local.read(file.name).catch(() => null)
      if (content === null || content.bytes.length > largestFile) continue
      batch.push({ action, ...content })
      size += content.bytes.length
    }
    await pushBatch(batch)
  }

  async function pull(actions: readonly Of<'pull'>[]): Promise<void> {
    const wanted = new Map(actions.map((action) => [action.path, action]))
    for (const { path } of actions)
      if ((remote.sizes.get(path) ?? 0) > largestFile) {
        outcome.errors.push(`${path}: larger than 50 MiB`)
        wanted.delete(path)
      }
    let paths = [...wanted.keys()]
    while (paths.length > 0) {
      const some = paths.slice(0, countOf(paths))
      paths = paths.slice(some.length)
      await step('pull')
      const answer = await hub.rest('POST /sync/pull', { body: { root: state.root, paths: some }, ...call })
      paths.unshift(...answer.remaining)
      outcome.errors.push(...answer.errors.filter((line) => !line.endsWith(': File not found')))
      for (const file of answer.files) {
        const action = wanted.get(file.path)
        if (action) await unlessChanged(file.path, () => place(action, file))
      }
      await save()
    }
  }

  /** As many as are surely answered at once. */
  function countOf(paths: readonly string[]): number {
    let size = 0
    let count = 0
    for (const path of paths) {
      size += remote.sizes.get(path) ?? 0
      if (count === batchFiles || (count > 0 && size > batchBytes)) break
      count++
    }
    return count
  }

  async function place(
    { path, local: expected }: Of<'pull'>,
    file: RestResult<'POST /sync/pull'>['files'][number],
  ): Promise<void> {
    const name = files.get(path)?.name ?? path
    const bytes = Buffer.from(file.content, file.is_binary ? 'base64' : 'utf8')
    await step('write')
    await local.write(name, { bytes, expected, modified: file.modified })
    say(`pull  ${path}`)
    agree(path, file.hash)
  }

  async function removeHere(actions: readonly Of<'remove here'>[]): Promise<void> {
    for (const { path, local: expected } of actions) {
      await step('remove here')
      await unlessChanged(path, async () => {
        await local.remove(files.get(path)?.name ?? path, expected)
        say(`delete  ${path}`)
        agree(path, null)
      })
    }
    if (actions.length > 0) await save()
  }

  async function removeThere(actions: readonly Of<'remove there'>[]): Promise<void> {
    for (let rest = actions; rest.length > 0; ) {
      const some = rest.slice(0, fitting(rest))
      rest = rest.slice(some.length)
      await step('remove there')
      const answer = await hub.rest('DELETE /sync/files', {
        query: {
          root: state.root,
          paths: some.map(({ path }) => path),
          hashes: some.map(({ remote: hash }) => hash),
        },
        ...call,
      })
      for (const { path } of some) {
        // One that was changed there meanwhile is seen in the next round.
        if (answer.errors.some((line) => line.startsWith(`${path}: `))) continue
        say(`delete  ${path} (on the hub)`)
        agree(path, null)
        outcome.done++
      }
    }
    if (actions.length > 0) await save()
  }

  return { agree, push, pull, removeHere, removeThere }
}

/** As many as one address can name. */
function fitting(actions: readonly Of<'remove there'>[]): number {
  let chars = 0
  let count = 0
  for (const { path } of actions) {
    chars += encodeURIComponent(path).length + 90
    if (count === pathsInUrl || (count > 0 && chars > charsInUrl)) break
    count++
  }
  return count
}

function contentOf(bytes: Buffer): { content: string; is_binary: boolean } {
  if (bytes.length <= plainText && !bytes.includes(0)) {
    try {
      const content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
      return { content, is_binary: false }
    } catch {
      // It is no text.
    }
  }
  return { content: bytes.toString('base64'), is_binary: true }
}
