// Owns taking over another hub: what was read is noted whole before the first step, so that a start finishes what was begun.
import { homedir } from 'node:os'
import { join } from 'node:path'
import {
  type PenatesImport,
  type PenatesImported,
  Settings,
  type Settings as SettingsValues,
} from '@atrium/schema'
import type { By } from '../../context.ts'
import { AppError, conflict, messageOf } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Log } from '../../core/log.ts'
import type { Problems } from '../../core/problems.ts'
import { existingFolder, expandHome } from '../../host/paths.ts'
import { readPrivate, removePrivate, writePrivate } from '../../host/private-file.ts'
import {
  type FoundCard,
  type FoundDevice,
  type FoundProject,
  type FoundSession,
  note,
  type Penates,
  readPenates,
  type VapidPair,
} from './read.ts'

export type Taken = 'new' | 'known'

export type PenatesDeps = {
  /** The hub's own folder. */
  home: string
  /** False while the hub only recovers. */
  active: boolean
  problems: Problems
  log: Log
  sessions: { knows(name: string): boolean; take(found: FoundSession): Promise<Taken> }
  projects: {
    /** The project here that has this folder. */
    at(path: string): Promise<string | null>
    /** Whether a person has decided here what this folder is. */
    isDecided(path: string): Promise<boolean>
    take(found: FoundProject): Promise<Taken>
  }
  settings: {
    isSet(name: string): Promise<boolean>
    update(change: Partial<SettingsValues>): Promise<unknown>
  }
  push: {
    /** Whether devices are bound to the keys of this hub. */
    hasDevices(): Promise<boolean>
    knows(endpoint: string): Promise<boolean>
    /** The keys as they will be from the next start. */
    publicKey(): Promise<string>
    useKeys(keys: VapidPair): Promise<void>
    take(found: FoundDevice, credentialId: string): Promise<Taken>
  }
  cards: { knows(id: string): Promise<boolean>; take(found: FoundCard): Promise<Taken> }
  credentialOf: (by: By) => string
  /** Between any two steps; for tests. */
  crashPoint?: (step: string) => Promise<void>
}

/** What is being taken over: written before the first step, removed behind the last. */
type Begun = { found: Penates; credentialId: string; from: string }

export async function createPenates(deps: PenatesDeps) {
  const { crashPoint = async () => undefined } = deps
  const lock = createKeyedLock()
  const noteFile = join(deps.home, 'penates-import.json')

  async function folderOf(from: string | undefined): Promise<string> {
    if (from !== undefined) return existingFolder(from)
    const usual = join(homedir(), '.penates')
    // As the folder of the older versions was called.
    return existingFolder(usual).catch(() =>
      existingFolder(join(homedir(), '.claude-code-hub')).catch(() => {
        throw new AppError('not_found', `There is no state folder of Penates: ${usual}; name it with 'from'`)
      }),
    )
  }

  /** Takes over one part, entry by entry; what is refused costs only itself. */
  async function each<Item>(
    { items, report }: { items: Item[]; report: Penates['cards']['report'] },
    nameOf: (item: Item) => string,
    take: (item: Item) => Promise<Taken>,
  ): Promise<void> {
    for (const item of items) {
      try {
        if ((await take(item)) === 'new') report.taken++
        else report.known++
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        note(report, `${nameOf(item)}: ${messageOf(error)}`)
      }
    }
  }

  async function run({ found, credentialId, from }: Begun, dryRun: boolean): Promise<PenatesImported> {
    const would = (isKnown: boolean): Taken => (isKnown ? 'known' : 'new')
    await each(
      found.sessions,
      ({ name }) => name,
      async (one) => (dryRun ? would(deps.sessions.knows(one.name)) : deps.sessions.take(one)),
    )
    await crashPoint('sessions')
    await each(
      found.projects,
      ({ id }) => id,
      async (one) => (dryRun ? would(await deps.projects.isDecided(one.path)) : deps.projects.take(one)),
    )
    await crashPoint('projects')
    await each(
      found.settings,
      ([name]) => name,
      ([name, value]) => takeSetting(name, value, dryRun),
    )
    await crashPoint('settings')
    const restart = await takeDevices(found.push, credentialId, dryRun)
    await crashPoint('push')
    // Last, so that what a card points at is here.
    const ids = new Map<string, string>()
    for (const { id, path } of found.projects.items) ids.set(id, (await deps.projects.at(path)) ?? id)
    await each(
      found.cards,
      ({ title }) => title,
      async (card) => {
        const projectId = ids.get(card.projectId) ?? card.projectId
        return dryRun ? would(await deps.cards.knows(card.id)) : deps.cards.take({ ...card, projectId })
      },
    )
    await crashPoint('cards')
    const { sessions, projects, settings, push, cards } = found
    return {
      from,
      dryRun,
      parts: [sessions, projects, settings, push, cards].map(({ report }) => report),
      restart,
    }
  }

  async function takeSetting(name: string, value: unknown, dryRun: boolean): Promise<Taken> {
    const [known, meant] = meaningOf(name, value)
    if (known === null) throw conflict('there is no such setting here')
    const parsed = Settings.shape[known].safeParse(meant)
    if (!parsed.success) throw conflict('its value is not one that this setting has')
    if (await deps.settings.isSet(known)) return 'known'
    if (!dryRun) await deps.settings.update({ [known]: parsed.data })
    return 'new'
  }

  /** Devices are bound to the keys they subscribed under: without those they never hear of us. */
  async function takeDevices(
    { items, report, keys }: Penates['push'],
    credentialId: string,
    dryRun: boolean,
  ): Promise<boolean> {
    if (items.length === 0) return false
    if (keys === null) {
      note(report, `${report.file}: the keys of Web Push are needed too: name the .env of Penates`)
      return false
    }
    const isSame = keys.publicKey === (await deps.push.publicKey())
    if (!isSame && (await deps.push.hasDevices())) {
      note(
        report,
        `${report.file}: devices are subscribed to this hub already, under other keys; subscribe again`,
      )
      return false
    }
    if (!dryRun && !isSame) await deps.push.useKeys(keys)
    await each(
      { items, report },
      ({ deviceId }) => deviceId,
      async (one) =>
        dryRun
          ? (await deps.push.knows(one.endpoint))
            ? 'known'
            : 'new'
          : deps.push.take(one, credentialId),
    )
    return !isSame
  }

  async function finishBegun(): Promise<void> {
    const text = await readPrivate(noteFile)
    if (text === null) return
    try {
      const done = await run(JSON.parse(text) as Begun, false) // written by us below, whole or not at all
      deps.log.info({ feature: 'penates', parts: done.parts }, 'an import that was cut off is finished')
      await removePrivate(noteFile)
    } catch (error) {
      deps.log.error({ err: error, feature: 'penates' }, 'an import could not be finished')
      deps.problems.report(
        'import_unfinished',
        `The import from Penates could not be finished: ${messageOf(error)}`,
      )
    }
  }

  if (deps.active) await finishBegun()

  return {
    /** @throws AppError not_found, bad_request */
    import: (by: By, { from, envFile, dryRun }: PenatesImport): Promise<PenatesImported> =>
      lock('import', async () => {
        const folder = await folderOf(from)
        const found = await readPenates(folder, envFile === undefined ? null : expandHome(envFile))
        const begun: Begun = { found, credentialId: deps.credentialOf(by), from: folder }
        if (dryRun) return run(begun, true)
        await writePrivate(noteFile, JSON.stringify(begun))
        const done = await run(begun, false)
        await removePrivate(noteFile)
        return done
      }),
  }
}

/** What a setting of the other hub is called here, and how its value is written. */
function meaningOf(name: string, value: unknown): [keyof SettingsValues | null, unknown] {
  if (name === 'tmuxMouse') return [name, typeof value === 'boolean' ? (value ? 'on' : 'off') : value]
  if (name === 'remoteApproval') return [name, value === 'on' ? true : value === 'off' ? false : value]
  return [name in Settings.shape ? (name as keyof SettingsValues) : null, value]
}
