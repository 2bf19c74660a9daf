import type { BotPlatform, BotsConfigUpdate, BotTrustLevel } from '@atrium/schema'
import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

/** Everything about the bots; `live.ts` renews by it. */
export const botsKey = ['bots'] as const

export const botsStatusQuery = () =>
  queryOptions({
    queryKey: [...botsKey, 'status'],
    queryFn: ({ signal }) => hub.rest('GET /bots/status', { signal }),
    // Times pass, and messages come without an event of their own.
    refetchInterval: 10_000,
  })
export const botsConfigQuery = () =>
  queryOptions({
    queryKey: [...botsKey, 'config'],
    queryFn: ({ signal }) => hub.rest('GET /bots/config', { signal }),
  })
export const pairingQuery = () =>
  queryOptions({
    queryKey: [...botsKey, 'pairing'],
    queryFn: ({ signal }) => hub.rest('GET /bots/pairing', { signal }).then(({ requests }) => requests),
  })
/** `wanted`: only who administrates the hub may know. */
export const pairingCountQuery = (wanted: boolean) =>
  queryOptions({
    queryKey: [...botsKey, 'count'],
    queryFn: ({ signal }) => hub.rest('GET /bots/pairing/count', { signal }).then(({ pending }) => pending),
    enabled: wanted,
  })
export const botPeopleQuery = () =>
  queryOptions({
    queryKey: [...botsKey, 'people'],
    queryFn: ({ signal }) => hub.rest('GET /bots/people', { signal }).then(({ people }) => people),
  })
export const botConversationsQuery = () =>
  queryOptions({
    queryKey: [...botsKey, 'conversations'],
    queryFn: ({ signal }) =>
      hub.rest('GET /bots/conversations', { signal }).then(({ conversations }) => conversations),
  })

const at = (platform: BotPlatform) => ({ path: { platform } })
export const configureBots = (body: BotsConfigUpdate) => hub.rest('PUT /bots/config', { body })
export const startBot = (platform: BotPlatform) => hub.rest('POST /bots/{platform}/start', at(platform))
export const stopBot = (platform: BotPlatform) => hub.rest('POST /bots/{platform}/stop', at(platform))
export const testBot = (platform: BotPlatform) => hub.rest('POST /bots/{platform}/test', at(platform))
export const approvePairing = (id: string, trust_level: BotTrustLevel) =>
  hub.rest('POST /bots/pairing/{id}/approve', { path: { id }, body: { trust_level } })
export const denyPairing = (id: string) => hub.rest('POST /bots/pairing/{id}/deny', { path: { id } })
export const revokePerson = (platform: BotPlatform, user_id: string) =>
  hub.rest('DELETE /bots/pairing/{platform}/{user_id}', { path: { platform, user_id } })
export const activateChat = (session_id: string) =>
  hub.rest('POST /chat/{session_id}/activate', { path: { session_id }, body: {} })
