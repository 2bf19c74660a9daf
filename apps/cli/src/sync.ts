import { once } from 'node:events'
import { type FSWatcher, watch } from 'node:fs'
import { mkdir, realpath } from 'node:fs/promises'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ApiError, AtriumError, createClient } from '@atrium/sdk'
import { SyncError } from './sync/error.ts'
import { ChangedError, openLocal } from './sync/local.ts'
import { type Outcome, type RunOptions, syncFolder } from './sync/run.ts'
import { lockFolder, readState } from './sync/state.ts'
import { type TargetOptions, targetOf } from './target.ts'
import { plain } from './terminal.ts'

export type SyncOptions = TargetOptions & {
  root: string
  device?: string
  watch?: boolean
  interval?: string
  dryRun?: boolean
  acceptEmpty?: boolean
}

/** Quiet time after a change here, so that a program may finish what it writes. */
const settleMs = 500
const longestPauseMs = 60_000

function secondsOf(interval: string): number {
  const seconds = Number(interval)
  if (!Number.isFinite(seconds) || seconds < 1 || seconds > 86_400)
    throw new SyncError(`--interval must be a number of seconds from 1 to 86400, not '${interval}'`, 78)
  return seconds
}

/** `atrium sync`: keeps a folder in step with one of the hub's vault. */
export async function sync(folder: string, options: SyncOptions): Promise<void> {
  const interval = secondsOf(options.interval ?? '15')
  const { url, token } = await targetOf(options, 'files')
  const place = resolve(folder)
  if (!options.dryRun) await mkdir(place, { recursive: true })
  const local = openLocal(await realpath(place))
  using _lock = options.dryRun ? null : lockFolder(local.folder)
  const say = (line: string): void => console.log(plain(line))
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
  const run: RunOptions = {
    hub: createClient({ baseUrl: url, token }),
    local,
    state: await readState(local.folder, {
      url,
      root: options.root,
      say: (line) => console.error(plain(line)),
    }),
    device: options.device ?? hostname(),
    dryRun: options.dryRun ?? false,
    acceptEmpty: options.acceptEmpty ?? false,
    say,
    signal: stop.signal,
  }
  try {
    if (options.watch && !options.dryRun) await keepInStep(run, interval, stop.signal)
    else process.exitCode = tell(await syncFolder(run), run)
  } catch (error) {
    if (stop.signal.aborted) return
    throw inWords(error, url)
  }
}

/** One line at the end; gives the exit code. */
function tell({ done, conflicts, errors }: Outcome, { dryRun }: RunOptions): number {
  for (const line of errors) console.error(plain(`cannot sync  ${line}`))
  const kept = conflicts === 0 ? '' : `, ${conflicts} kept twice`
  console.log(
    dryRun ? `${done} to do` : done + conflicts === 0 ? 'In step.' : `In step: ${done} done${kept}.`,
  )
  return errors.length > 0 ? 2 : 0
}

/** A full disk, or one that is away. */
const isOfDisk = (error: unknown): error is Error => error instanceof Error && 'syscall' in error

/** A refusal as one sentence that says what to do. */
function inWords(error: unknown, url: string): Error {
  if (error instanceof ChangedError) return new SyncError(plain(`${error.message}; try again`))
  if (error instanceof ApiError && error.message.includes('accept_empty'))
    return new SyncError(
      plain(error.message.replace('ask again with accept_empty=true', 'pass --accept-empty')),
    )
  if (error instanceof AtriumError) return new SyncError(plain(`${url}: ${error.message}`))
  if (isOfDisk(error)) return new SyncError(plain(`The folder cannot be used: ${error.message}`))
  return error instanceof Error ? error : new Error(String(error))
}

/** Again at each change here, and in between to hear of those on the hub. */
async function keepInStep(run: RunOptions, interval: number, signal: AbortSignal): Promise<void> {
  const changed = watchFolder(run.local.folder, signal)
  for (let failures = 0; !signal.aborted; ) {
    try {
      const outcome = await syncFolder(run)
      if (failures > 0 || outcome.done + outcome.conflicts > 0 || outcome.errors.length > 0)
        tell(outcome, run)
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      const words = inWords(error, run.state.url)
      const mayPass = error instanceof AtriumError || error instanceof ChangedError || isOfDisk(error)
      if (!mayPass || (error instanceof ApiError && [401, 403, 422].includes(error.status))) throw words
      console.error(words.message)
      failures++
    }
    const pause = failures === 0 ? interval * 1000 : Math.min(1000 * 2 ** failures, longestPauseMs)
    await changed(pause)
  }
}

/** Waits for a change of the folder, at most so long. */
function watchFolder(folder: string, signal: AbortSignal): (ms: number) => Promise<void> {
  let watcher: FSWatcher | null = null
  try {
    watcher = watch(folder, { recursive: true, persistent: false, signal })
    // Too many folders to watch: the interval is left.
    watcher.on('error', () => watcher?.close())
  } catch {
    watcher = null
  }
  return async (ms) => {
    const wake = new AbortController()
    const ends = AbortSignal.any([signal, wake.signal])
    const quiet = (): undefined => undefined
    const timer = delay(ms, undefined, { signal: ends }).catch(quiet)
    const change = watcher
      ? ownChange(watcher, ends)
          .then(() => delay(settleMs, undefined, { signal: ends }))
          .catch(quiet)
      : timer
    await Promise.race([timer, change])
    wake.abort()
  }
}

/** A change that is not of our own making. */
async function ownChange(watcher: FSWatcher, signal: AbortSignal): Promise<void> {
  for (;;) {
    const [, name] = (await once(watcher, 'change', { signal })) as [string, string | null]
    if (name === null || !name.split('/').some((part) => part.startsWith('.'))) return
  }
}
