import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const limitsQuery = (days = 7) =>
  queryOptions({
    queryKey: ['usage', 'limits', days],
    queryFn: ({ signal }) => hub.rest('GET /usage/limits', { query: { days }, signal }),
    refetchInterval: 60_000,
  })
export const costsQuery = () =>
  queryOptions({
    queryKey: ['usage', 'costs'],
    queryFn: ({ signal }) => hub.rest('GET /usage/costs', { signal }),
    refetchInterval: 15_000,
  })
export const historyQuery = (days: number) =>
  queryOptions({
    queryKey: ['usage', 'history', days],
    queryFn: ({ signal }) => hub.rest('GET /usage/history', { query: { days }, signal }),
    placeholderData: keepPreviousData,
    // While transcripts are being read the numbers grow.
    refetchInterval: ({ state }) => (state.data?.complete === false ? 1_500 : 120_000),
  })
export const recentDirsQuery = (limit = 12) =>
  queryOptions({
    queryKey: ['usage', 'recent-dirs', limit],
    queryFn: ({ signal }) => hub.rest('GET /recent-dirs', { query: { limit }, signal }),
    staleTime: 10_000,
    refetchInterval: 10_000, // transcripts that are new are read meanwhile
  })
