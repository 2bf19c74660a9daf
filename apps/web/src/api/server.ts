import type { Settings } from '@atrium/schema'
import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const settingsKey = ['settings'] as const
export const settingsQuery = () =>
  queryOptions({ queryKey: settingsKey, queryFn: ({ signal }) => hub.rest('GET /settings', { signal }) })
export const changeSettings = (change: Partial<Settings>) => hub.rest('PATCH /settings', { body: change })

export const restartHub = () => hub.rest('POST /server/restart', { body: {} })
/** Whether the hub answers; during a restart it does not. */
export const hubAnswers = (): Promise<boolean> =>
  hub.rest('GET /health', { signal: AbortSignal.timeout(3_000) }).then(
    () => true,
    () => false,
  )

export const updatesKey = ['updates'] as const
/** What is newer; `refresh` looks again instead of telling what was learnt within the hour. */
export const updatesQuery = () =>
  queryOptions({
    queryKey: updatesKey,
    queryFn: ({ signal }) => hub.rest('GET /updates', { signal }),
    refetchInterval: ({ state }) => (state.data?.hub?.lastUpdate?.state === 'running' ? 2_000 : false),
  })
export const lookForUpdates = () => hub.rest('GET /updates', { query: { refresh: '1' } })
export const startUpdate = (id: string) => hub.rest('POST /updates/{id}', { path: { id }, body: {} })

export type LogStream = 'stdout' | 'stderr'
export const followLog = (stream: LogStream, lines: number, signal: AbortSignal) =>
  hub.stream('GET /server/logs', { query: { stream, lines }, signal })
