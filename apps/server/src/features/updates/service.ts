import { join } from 'node:path'
import type { HubUpdate, UpdateGuardReason, UpdateStarted, Updates, Version } from '@atrium/schema'
import { limits } from '@atrium/schema'
import { AppError, messageOf, notFound } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Log } from '../../core/log.ts'
import type { Tasks } from '../../core/tasks.ts'
import type { Checkout, UpdateJournal } from '../../host/checkout.ts'
import { versionOf } from '../../host/programs.ts'
import { clis, lookAtClis, lookAtExternals } from './programs.ts'
import { latestRelease, type Release } from './releases.ts'
import { isNewer } from './versions.ts'

const knownForMs = 3_600_000
const checkEveryMs = 12 * 3_600_000
const windowMs = 5 * 60_000
const lookForRestartMs = 1_000

export type UpdatesDeps = {
  version: string
  checkout: Checkout
  releasesUrl: string
  tasks: Tasks
  log: Log
  /** Whether the person wants the hub to look by itself. */
  mayCheck(): boolean
  /** Whether a session outlives the hub. */
  hasTmux: boolean
  sessions: {
    isLive(name: string): boolean
    create(input: { name: string; directory: string; command: string }): Promise<{ name: string }>
  }
  /** What sessions of the hub begin with. */
  prefix: string
  /** The hub's own address and folder: the updater looks whether it is well afterwards. */
  address(): Promise<{ url: string; home: string }>
  restart(): Promise<unknown>
  /** There is a newer version than the one that runs; once for each. */
  found(release: { current: string; latest: string; url: string | null }): void
}

/** What is newer elsewhere, and updates in a session of their own. */
export function createUpdates(deps: UpdatesDeps) {
  const { version, checkout, tasks, log } = deps
  const lock = createKeyedLock()
  const starts: number[] = []
  let release: Release | null = null
  let checkedAt: number | null = null
  let error: string | null = null
  let known: { at: number; list: Omit<Updates, 'hub' | 'outdatedCount'> } | null = null

  /** Asks for the newest release; what was known before stays when that fails. */
  const check = (signal: AbortSignal): Promise<void> =>
    lock('check', async () => {
      try {
        release = await latestRelease({ checkout, releasesUrl: deps.releasesUrl, signal })
        error = null
        tell(release)
      } catch (cause) {
        error = explain(cause)
      }
      checkedAt = Date.now()
    })

  let told: string | null = null
  function tell({ latest, url }: Release): void {
    if (latest === null || latest === told || !isNewer(latest, version)) return
    told = latest
    deps.found({ current: version, latest, url })
  }

  tasks.every('updates.check', checkEveryMs, async (signal) => {
    if (deps.mayCheck()) await check(signal)
  })

  let asked = 0
  /** What an updater asks of the hub: it has no key that could. */
  tasks.every('updates.restart', lookForRestartMs, async () => {
    if (!deps.sessions.isLive(sessionOf('hub'))) return
    const journal = await checkout.journal()
    if (journal?.state !== 'restart' || journal.target === version || asked === journal.at) return
    asked = journal.at
    log.info(
      { feature: 'updates', event: 'restart', from: journal.from, to: journal.to },
      'restarting for an update',
    )
    await deps.restart()
  })
  const sessionOf = (id: string): string => `${deps.prefix}update-${id.replaceAll(/\W/g, '-')}`

  async function guardReason(): Promise<UpdateGuardReason | null> {
    if (!(await checkout.isCheckout())) return 'not-a-checkout'
    if (release?.latest == null || !isNewer(release.latest, version)) return 'up-to-date'
    if (await checkout.isDirty()) return 'dirty-tree'
    if (await checkout.isAhead()) return 'local-ahead'
    return deps.hasTmux ? null : 'no-tmux'
  }

  async function hub(): Promise<HubUpdate> {
    const reason = await guardReason()
    const latest = release?.latest ?? null
    return {
      id: 'hub',
      category: 'hub',
      name: 'Atrium',
      current: version,
      latest,
      outdated: latest !== null && isNewer(latest, version),
      source: release?.source ?? 'git',
      executable: reason !== 'not-a-checkout',
      url: release?.url ?? null,
      guard: { ok: reason === null, reason },
      lastUpdate: shown(await checkout.journal()),
    }
  }

  /** An updater that was killed says so no more. */
  function shown(journal: UpdateJournal | null): HubUpdate['lastUpdate'] {
    if (!journal) return null
    const { from, to, message, at } = journal
    const running = journal.state === 'running' || journal.state === 'restart'
    if (!running) return { from, to, state: journal.state as 'done' | 'rolled-back' | 'failed', message, at }
    if (deps.sessions.isLive(sessionOf('hub'))) return { from, to, state: 'running', message, at }
    // What was asked for last is what runs now: only the word of it is missing.
    if (journal.state === 'restart' && journal.target === version)
      return { from, to, state: to === version ? 'done' : 'rolled-back', message, at }
    return { from, to, state: 'failed', message: `The update was cut off: ${message}`, at }
  }

  return {
    version: (): Version => ({
      current: version,
      latest: release?.latest ?? null,
      publishedAt: release?.publishedAt ?? null,
      url: release?.url ?? null,
      changelogMd: release?.changelogMd ?? null,
      isNewer: release?.latest != null && isNewer(release.latest, version),
      checkedAt,
      error,
    }),
    check,

    async list(refresh: boolean, signal: AbortSignal): Promise<Updates> {
      if (refresh || !known || Date.now() - known.at > knownForMs) {
        const [agents, externals] = await Promise.all([lookAtClis(), lookAtExternals(), check(signal)])
        const errors = [error, ...agents.errors].filter((one) => one !== null)
        known = {
          at: Date.now(),
          list: {
            clis: agents.items,
            dependencies: [],
            externals,
            checkedAt: Date.now(),
            error: errors.length > 0 ? errors.join(' ') : null,
          },
        }
      }
      const mine = await hub()
      const outdated = [mine, ...known.list.clis].filter((item) => item.outdated)
      return { hub: mine, ...known.list, outdatedCount: outdated.length }
    },

    /**
     * Begins an update in a session of its own, which outlives the hub.
     * @throws AppError not_found, conflict with reason guard, invalid for what cannot be updated here
     */
    start: (id: string, signal: AbortSignal): Promise<UpdateStarted> =>
      lock('start', async () => {
        const cli = clis.find((one) => one.id === id)
        if (id !== 'hub' && !cli && !/^(ext|dep):/.test(id)) throw notFound('Update', id)
        if (id !== 'hub' && !cli?.update)
          throw new AppError('invalid', `'${id}' is not updated by the hub: use what it was installed with`, {
            reason: 'not-executable',
          })
        const session = sessionOf(id)
        if (deps.sessions.isLive(session)) return { session, existing: true }
        if (cli && (await versionOf(cli.program)) === null)
          throw new AppError('conflict', `'${cli.program}' is not installed here`, {
            reason: 'not-installed',
          })
        const { command, directory } = cli?.update
          ? { command: inOwnSession(cli.update), directory: '~' }
          : await hubCommand(signal)
        limitRate()
        await deps.sessions.create({ name: session, directory, command })
        log.info({ feature: 'updates', event: 'started', id, session }, 'update started')
        return { session }
      }),
  }

  function limitRate(): void {
    const now = performance.now()
    while (starts[0] !== undefined && starts[0] < now - windowMs) starts.shift()
    if (starts.length >= limits.restartsPerFiveMinutes)
      throw new AppError(
        'too_many_requests',
        'Two updates were started within five minutes. Try again later.',
        {
          retryAfterSeconds: Math.ceil(((starts[0] ?? now) + windowMs - now) / 1000),
        },
      )
    starts.push(now)
  }

  async function hubCommand(signal: AbortSignal): Promise<{ command: string; directory: string }> {
    await check(signal)
    const reason = await guardReason()
    if (reason !== null) throw new AppError('conflict', refusals[reason], { reason })
    const latest = release?.latest ?? ''
    const { url, home } = await deps.address()
    const script = join(checkout.root, 'scripts', 'update.mjs')
    const args = [script, '--to', latest, '--url', url, '--home', home]
    return { command: inOwnSession([process.execPath, ...args]), directory: checkout.root }
  }
}

const refusals: Record<UpdateGuardReason, string> = {
  'up-to-date': 'There is nothing newer',
  'dirty-tree': 'Files of the hub were changed: commit, stash or undo that first',
  'local-ahead': 'The hub has commits that were never published; an update would leave them behind',
  'not-a-checkout': 'The hub was not installed with git: update it the way it was installed',
  'no-tmux': 'An update needs tmux, so that it outlives the restart: install tmux first',
}

/** A line for the person's shell; what was said last stays to be read. */
const inOwnSession = (words: readonly string[]): string =>
  `sh -c ${quoted(`${words.map(quoted).join(' ')}; echo; echo 'Press Enter to close.'; read -r _`)}`

/** One word of a shell line, whatever is in it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

function explain(cause: unknown): string {
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return `The newest version could not be looked up within ${limits.releaseTimeoutMs / 1000} s: is there a network?`
  if (cause instanceof TypeError)
    return 'The newest version could not be looked up: there is no way to GitHub'
  return `The newest version could not be looked up: ${messageOf(cause)}`
}
