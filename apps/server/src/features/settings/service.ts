import { Settings, type SettingsUpdate } from '@atrium/schema'
import type { By } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import type { Events } from '../../core/events.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Problems } from '../../core/problems.ts'
import type { SettingsStore } from './store.ts'

export type SettingsDeps = {
  store: SettingsStore
  events: Events
  problems: Problems
  audit: Pick<Audit, 'append'>
  /** What holds where a person has set nothing. */
  defaults: Settings
}

/** Reads every setting once; a damaged one is reported and its default holds. */
export async function createSettings({ store, events, problems, audit, defaults }: SettingsDeps) {
  const stored = await store.list()
  let current: Settings = { ...defaults }
  for (const name of Object.keys(defaults) as (keyof Settings)[]) {
    const text = stored.get(name)
    if (text === undefined) continue
    const parsed = Settings.shape[name].safeParse(parse(text))
    if (parsed.success) current = { ...current, [name]: parsed.data }
    else
      problems.report(
        'record_quarantined',
        `The setting '${name}' cannot be read; its default holds until it is set again`,
        name,
      )
  }
  const lock = createKeyedLock()
  return {
    get: (): Readonly<Settings> => current,
    defaults,

    /** One change after another, so that what holds is what is stored. */
    update: ({ actor, requestId }: By, change: SettingsUpdate): Promise<Settings> =>
      lock('settings', async () => {
        const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
        const names = Object.keys(given)
        await store.save(given)
        for (const name of names) problems.clear('record_quarantined', name)
        current = { ...current, ...given }
        await audit.append('settings.changed', { actor, requestId }, { names })
        events.emit('settings.settings.changed', { names })
        return current
      }),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
