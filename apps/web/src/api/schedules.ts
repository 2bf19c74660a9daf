import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const schedulesKey = ['schedules'] as const
const one = (name: string) => ({ path: { name } })

/** What is scheduled; the soonest first, what does not run by itself last. */
export const schedulesQuery = () =>
  queryOptions({
    queryKey: schedulesKey,
    queryFn: ({ signal }) => hub.rest('GET /scheduler', { signal }),
    // Nobody tells when one of them begins or ends.
    refetchInterval: 30_000,
  })
export const scheduleRunsQuery = (agent: string) =>
  infiniteQueryOptions({
    queryKey: [...schedulesKey, agent, 'runs'],
    queryFn: ({ pageParam, signal }) =>
      hub.rest('GET /scheduler/runs', {
        query: { agent, limit: 50, ...(pageParam !== '' && { before: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: 30_000,
  })
export const reloadSchedules = () => hub.rest('POST /scheduler/reload')
export const approveSchedule = (name: string, hash: string) =>
  hub.rest('POST /scheduler/agents/{name}/approve', { ...one(name), body: { hash } })
/** Runs it now; settles when the run is over, which may take long. */
export const triggerSchedule = (name: string) =>
  hub.rest('POST /scheduler/agents/{name}/trigger', { ...one(name), timeoutMs: 3_600_000 })
