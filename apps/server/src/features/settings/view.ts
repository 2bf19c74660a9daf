import { Settings, type SettingsView } from '@atrium/schema'
import { z } from 'zod'
import type { createSettings } from './service.ts'

export type SettingsViewDeps = {
  settings: Pick<Awaited<ReturnType<typeof createSettings>>, 'get' | 'defaults'>
  version: string
  status(): Pick<SettingsView['status'], 'sessions' | 'activePtys'>
  features(): SettingsView['features'] | Promise<SettingsView['features']>
}

const { $schema: _, ...schema } = z.toJSONSchema(z.object(Settings.shape))

/** Settings with what a page about them shows beside. */
export function createSettingsView(deps: SettingsViewDeps) {
  const { settings, version } = deps
  const startedAt = performance.now()
  return async (): Promise<SettingsView> => ({
    settings: settings.get(),
    defaults: settings.defaults,
    schema,
    status: { version, uptimeSeconds: Math.floor((performance.now() - startedAt) / 1000), ...deps.status() },
    features: await deps.features(),
  })
}
