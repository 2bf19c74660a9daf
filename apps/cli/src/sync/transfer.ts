// Carries out what was planned, in batches; whatever was done is remembered before the next batch begins.
import type { Client, RestResult } from '@atrium/sdk'
import { ChangedError, type Local, type LocalFile } from './local.ts'
import type { Action } from './plan.ts'
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

/** What the hub says of the root. */
export type Remote = {
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
export const timeoutMs = 120_000
/** What the disk says of one name or folder; the others go on. A full disk is not among them. */
const ofOneFile = new Set(
  'EACCES EPERM ENOTDIR EISDIR EBUSY EXDEV ETXTBSY ENAMETOOLONG EINVAL EILSEQ ELOOP EFBIG'.split(' '),
)

type Of<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>

export function createTransfer(
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
      const { code = '' } = error as NodeJS.ErrnoException
      if (error instanceof ChangedError || code === 'ENOENT') outcome.skipped.push(path)
      else if (ofOneFile.has(code)) outcome.errors.push(`${path}: the disk here does not take it (${code})`)
      else throw error
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
      if (content === null || content.bytes.length > largestFile) {
        outcome.skipped.push(action.path)
        continue
      }
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
      if (answer.remaining.length < some.length) paths = [...answer.remaining, ...paths]
      outcome.errors.push(...answer.errors)
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
        const error = answer.errors.find((line) => line.startsWith(`${path}: `))
        if (error !== undefined) {
          outcome.errors.push(error)
          continue
        }
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
