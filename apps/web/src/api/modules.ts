import type { RestResult } from '@atrium/sdk'
import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export type ModulePromptText = RestResult<'GET /modules/{mod}/prompt'>
export const modulesKey = ['modules'] as const

export const modulesQuery = () =>
  queryOptions({
    queryKey: modulesKey,
    queryFn: ({ signal }) => hub.rest('GET /modules', { signal }).then(({ modules }) => modules),
    // Another program may change the vault; nothing tells of it.
    refetchInterval: 30_000,
  })
export const modulePromptQuery = (mod: string) =>
  queryOptions({
    queryKey: [...modulesKey, mod, 'prompt'],
    queryFn: ({ signal }) => hub.rest('GET /modules/{mod}/prompt', { path: { mod }, signal }),
  })
export const moduleStatsQuery = (mod: string) =>
  queryOptions({
    queryKey: [...modulesKey, mod, 'stats'],
    queryFn: ({ signal }) => hub.rest('GET /modules/{mod}/stats', { path: { mod }, signal }),
  })
/** Approves the files that were shown, and no others. */
export const approveModule = (name: string, hash: string) =>
  hub.rest('POST /modules/{name}/approve', { path: { name }, body: { hash }, timeoutMs: 60_000 })
export const writeModulePrompt = (mod: string, content: string) =>
  hub.rest('PUT /modules/{mod}/prompt', { path: { mod }, body: { content } })
export const resetModulePrompt = (mod: string) =>
  hub.rest('PUT /modules/{mod}/prompt', { path: { mod }, body: { reset: true } })
