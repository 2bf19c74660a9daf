// One module in service: where it was copied to, what it is made of, its process and its clock.
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, messageOf } from '../../core/errors.ts'
import { randomText } from '../../core/ids.ts'
import type { Log } from '../../core/log.ts'
import { writePrivate } from '../../host/private-file.ts'
import type { Fire } from '../hooks/service.ts'
import { type Description, readDescription } from './description.ts'
import type { Found } from './folder/catalog.ts'
import { hashFolder, listFolder } from './folder/contents.ts'
import { launchOf } from './process/launch.ts'
import type { Done, Work } from './process/process.ts'
import { createSupervisor, type Times } from './process/supervisor.ts'
import { createSchedule } from './schedule.ts'
import type { VaultFiles } from './vault-files.ts'

export type LoadedDeps = {
  found: Found
  vault: string
  /** Where copies lie. */
  runtime: string
  /** What tells the processes of this hub from those of others. */
  owner: string
  /** What it is made of, when that is known before its process runs. */
  known: unknown
  times: Times
  files: VaultFiles
  fire: Fire
  log: Log
  callModule(name: string, route: string, input: Record<string, unknown>): Promise<unknown>
  failed(reason: string): void
  isWell(): void
}

export type Loaded = ReturnType<typeof createLoaded>

/** Lines and events of one module in a second; what is more is lost. */
const chatterPerSecond = 100

export function createLoaded(deps: LoadedDeps) {
  const { found, vault, runtime, log } = deps
  const { name, sha256 } = found
  const trust = found.manifest?.trust_level ?? 'vault'
  const entry = found.manifest?.entry ?? 'module.js'
  const home = join(runtime, `${name}-${sha256}`)
  let description: Description | null = tryRead(deps.known)
  let schedule: ReturnType<typeof createSchedule> | null = null
  let second = 0
  let chatter = 0

  function isTooMuch(): boolean {
    const now = Math.floor(performance.now() / 1_000)
    if (now !== second) chatter = 0
    second = now
    return ++chatter > chatterPerSecond
  }

  /** Exactly the approved bytes, out of the vault. @throws AppError approval_needed */
  async function copy(): Promise<string> {
    if (found.source === 'bundled') return found.folder
    await mkdir(runtime, { recursive: true, mode: 0o700 })
    const draft = join(runtime, `.${randomText(12)}`)
    try {
      await mkdir(draft, { mode: 0o700 })
      const { files } = await listFolder(found.folder)
      if ((await hashFolder(found.folder, files, draft)).sha256 !== sha256) throw changed(name)
      await rm(home, { recursive: true, force: true })
      await rename(draft, home)
      return home
    } catch (error) {
      await rm(draft, { recursive: true, force: true })
      throw error
    }
  }

  async function ask(what: string, given: unknown[]): Promise<unknown> {
    const [first, second, third, fourth] = given
    const path = typeof first === 'string' ? first : ''
    switch (what) {
      case 'files.read':
        return deps.files.read(path)
      case 'files.readBytes':
        return deps.files.readBytes(path)
      case 'files.list':
        return deps.files.list(path, second === true)
      case 'files.write':
        return deps.files.write(
          path,
          typeof second === 'string' ? second : '',
          third === true,
          fourth === true,
        )
      case 'modules.call':
        return deps.callModule(path, typeof second === 'string' ? second : '', record(third))
      default:
        throw new AppError('bad_request', 'The hub does not know this question')
    }
  }

  function begin(said: Description): void {
    description = said
    schedule?.stop()
    schedule = createSchedule(said.schedule, async (index) => {
      const job = said.schedule[index]?.name
      try {
        const done = await supervisor.call({ kind: 'job', index })
        if (done.kind === 'error')
          log.warn({ feature: 'modules', module: name, job, err: done.stack }, 'a job failed')
      } catch (error) {
        log.warn({ feature: 'modules', module: name, job, reason: messageOf(error) }, 'a job could not run')
      }
    })
  }

  const supervisor = createSupervisor({
    name,
    times: deps.times,
    launch: async () =>
      launchOf({ folder: await copy(), entry, trust, vault, tag: `${deps.owner}.${randomText(8)}` }),
    asked: {
      ask,
      fire(event, facts) {
        if (isTooMuch() || !/^[a-z][a-z0-9_.-]{0,60}$/.test(event)) return
        void deps.fire(`${name}.${event}`, facts)
      },
      log(level, message) {
        if (!isTooMuch()) log[level]({ feature: 'modules', module: name, said: message }, 'a module says')
      },
    },
    described(said) {
      begin(readDescription(said))
      deps.isWell()
      if (found.source === 'vault')
        void writePrivate(`${home}.json`, JSON.stringify(said)).catch(() => undefined) // only the next start is slower
    },
    isNeeded: () => description?.starts ?? false,
    failed(reason) {
      log.warn({ feature: 'modules', module: name, reason }, 'a module failed')
      deps.failed(reason)
    },
  })
  if (description) begin(description)

  return {
    found,
    trust,
    supervisor,
    get description(): Description | null {
      return description
    },
    jobs: () => schedule?.list() ?? [],
    /** Starts it where that is needed to know what it is made of, or because it does something by itself. */
    async learn(): Promise<void> {
      if (!description || description.starts) await supervisor.running()
    },
    /** @throws AppError unavailable, overloaded */
    call: (work: Work, signal?: AbortSignal): Promise<Done> => supervisor.call(work, signal),
    async close(): Promise<void> {
      schedule?.stop()
      await supervisor.close()
      if (found.source === 'vault') await rm(home, { recursive: true, force: true })
    },
  }
}

export const changed = (name: string): AppError =>
  new AppError('approval_needed', `Module '${name}' changed since it was approved`)

/** What an earlier hub kept of a module with these very files; null when there is nothing. */
export const keptDescription = async (runtime: string, found: Found): Promise<unknown> =>
  readFile(join(runtime, `${found.name}-${found.sha256}.json`), 'utf8').then(
    (text) => JSON.parse(text) as unknown,
    () => null,
  )

function tryRead(said: unknown): Description | null {
  try {
    return said === null ? null : readDescription(said)
  } catch {
    return null
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
