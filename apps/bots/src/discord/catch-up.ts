import {
  type APIChannel,
  type APIGuild,
  type APIMessage,
  type APIThreadList,
  type REST,
  Routes,
  SnowflakeUtil,
} from 'discord.js'
import { failureOf } from './errors.ts'

/** Older messages are not answered any more. */
export const oldestMs = 86_400_000
/** Messages of one channel that are fetched after an absence: so many pages of a hundred. */
const pagesAtMost = 20

/**
 * Where to look for what was written since `since`: channels of all servers in which something was, and the direct
 * conversations given, since Discord lists those to no bot.
 */
export async function placesSince(
  rest: REST,
  { since, direct, signal }: { since: bigint; direct: readonly string[]; signal: AbortSignal },
): Promise<{ channelId: string; guildId: string | null }[]> {
  const found: { channelId: string; guildId: string | null }[] = direct.map((channelId) => ({
    channelId,
    guildId: null,
  }))
  // A server that may not be listed any more is none of ours; one that cannot be listed now is asked for again.
  const get = async <T>(route: `/${string}`, query?: Record<string, string>): Promise<T | null> =>
    rest
      .get(route, { signal, ...(query && { query: new URLSearchParams(query) }) })
      .then((answer) => answer as T) // as the reference says of this route
      .catch((error: unknown) => {
        if (isPassing(error)) throw error
        return null
      })
  for (let after = '0'; ; ) {
    const guilds = (await get<Pick<APIGuild, 'id'>[]>(Routes.userGuilds(), { after, limit: '200' })) ?? []
    for (const { id: guildId } of guilds) {
      const channels = (await get<APIChannel[]>(Routes.guildChannels(guildId))) ?? []
      const threads = (await get<APIThreadList>(Routes.guildActiveThreads(guildId)))?.threads ?? []
      for (const channel of [...channels, ...threads])
        if ('last_message_id' in channel && BigInt(channel.last_message_id ?? 0) > since)
          found.push({ channelId: channel.id, guildId })
    }
    const last = guilds.at(-1)
    if (guilds.length < 200 || !last) return found
    after = last.id
  }
}

/** What was written in a channel after a message, oldest first. */
export async function* messagesAfter(
  rest: REST,
  { channelId, after, signal }: { channelId: string; after: bigint; signal: AbortSignal },
): AsyncGenerator<APIMessage> {
  let from = after
  for (let page = 0; page < pagesAtMost; page++) {
    const query = new URLSearchParams({ after: String(from), limit: '100' })
    const messages = (await rest.get(Routes.channelMessages(channelId), { query, signal })) as APIMessage[]
    const oldestFirst = messages.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    yield* oldestFirst
    const last = oldestFirst.at(-1)
    if (messages.length < 100 || !last) return
    from = BigInt(last.id)
  }
}

/** Whether asking again may help. */
export const isPassing = (error: unknown): boolean => ['away', 'limited'].includes(failureOf(error).kind)

export const snowflakeAt = (ms: number): bigint => SnowflakeUtil.generate({ timestamp: ms, increment: 0n })
