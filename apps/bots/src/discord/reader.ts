import {
  type APIChannel,
  type APIInteraction,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  type REST,
  Routes,
} from 'discord.js'
import type { Log } from '../log.ts'
import type { Listener } from '../platform.ts'
import { backoff, createLanes, createSlots, sleep } from '../time.ts'
import { isPassing, messagesAfter, oldestMs, placesSince, snowflakeAt } from './catch-up.ts'
import type { Cursor } from './cursor.ts'
import { failureOf } from './errors.ts'
import { type Arrived, incomingOf, isPersons, isPress, isSlash } from './incoming.ts'
import type { Interactions } from './interactions.ts'

/** What was read before an absence may have come a little out of order. */
const overlapMs = 10_000
/** Messages that are known to have been told: what a stranger wrote must not be told again once they are let in. */
const toldAtMost = 10_000
/** Messages that may wait for the hub; what comes beyond that is fetched later. */
const waitingAtMost = 10_000
const triesAtMost = 10
const titlesAtMost = 500

export type ReaderDeps = {
  rest: REST
  bot: { id: string }
  /** Whether a file lies where Discord keeps them. */
  isOurs: (url: URL) => boolean
  interactions: Interactions
  cursor: Cursor
  listener: Listener
  log: Log
  signal: AbortSignal
}

/** Hands on what comes, in the order of each channel. */
export function createReader({ rest, bot, isOurs, interactions, cursor, listener, log, signal }: ReaderDeps) {
  const lane = createLanes()
  const lookups = createSlots(8)
  const titles = new Map<string, Promise<string | null>>()
  const told = new Set<string>()
  /** What comes while the places to look at are being asked for, to be handed on behind what is older. */
  let held: (() => void)[] | null = null
  /** Ends the mark at the first message that there was no room for. */
  let missed: (() => void) | null = null

  async function stored(take: () => Promise<void>): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        return await take()
      } catch (error) {
        signal.throwIfAborted()
        if (tries >= triesAtMost) return log.error({ error }, 'The hub does not take a message of Discord')
        await sleep(backoff(tries, { baseMs: 500, capMs: 30_000 }), signal)
      }
    }
  }

  /** Until Discord answers. */
  async function patiently(ask: () => Promise<void>): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        return await ask()
      } catch (error) {
        signal.throwIfAborted()
        if (!isPassing(error)) throw error
        await sleep(backoff(tries, { baseMs: 1_000, capMs: 60_000 }), signal)
      }
    }
  }

  async function take(arrived: Arrived): Promise<void> {
    const { id } = arrived.message
    if (!isPersons(arrived) || told.has(id)) return
    const chatTitle = await titleOf(arrived)
    const incoming = incomingOf(arrived, { botId: bot.id, chatTitle, isOurs })
    if (incoming) await stored(() => listener.message(incoming))
    told.add(id)
    for (const oldest of told) {
      if (told.size <= toldAtMost) break
      told.delete(oldest)
    }
  }

  /** Work that did not end because we are stopping stays open, so that it is done again. */
  function work(channelId: string, done: () => void, task: () => Promise<void>): void {
    const go = () =>
      void lane(channelId, async () => {
        await task()
        done()
      }).catch((error: unknown) => {
        if (!signal.aborted) log.error({ error }, 'Something that Discord told could not be handed on')
      })
    if (held) held.push(go)
    else go()
  }

  function message(arrived: Arrived, finished: () => void): void {
    const id = BigInt(arrived.message.id)
    if (cursor.waiting() >= waitingAtMost) {
      missed ??= cursor.message(id)
      return finished()
    }
    if (arrived.guildId === null) cursor.known(arrived.message.channel_id)
    const seen = cursor.message(id)
    const done = () => {
      seen()
      finished()
      if (missed && cursor.waiting() <= 1) catchUp()
    }
    work(arrived.message.channel_id, done, () => take(arrived))
  }

  function interaction(told: APIInteraction, finished: () => void): void {
    const channelId = told.channel?.id ?? ''
    if (told.guild_id === undefined && channelId) cursor.known(channelId)
    // Presses do not wait for the messages before them: they are acknowledged within seconds or not at all.
    if (isPress(told)) work(`press ${told.id}`, finished, () => interactions.press(told, listener))
    else if (isSlash(told)) work(channelId, finished, () => interactions.slash(told, listener))
    else finished()
  }

  function dispatch(event: GatewayDispatchPayload): void {
    const finished = cursor.event(event.s)
    try {
      if (event.t === GatewayDispatchEvents.MessageCreate)
        message({ message: event.d, guildId: event.d.guild_id ?? null }, finished)
      else if (event.t === GatewayDispatchEvents.InteractionCreate) interaction(event.d, finished)
      else finished()
    } catch (error) {
      // Nobody above hears it but the process, with the other messengers in it.
      log.error({ error }, 'An event of Discord could not be read')
      finished()
    }
  }

  /** What was written while no session listened. Not before the first start: what is older was not meant for us. */
  function catchUp(): void {
    const seen = cursor.seen()
    const overflowed = missed
    missed = null
    if (seen === 0n) return cursor.message(snowflakeAt(Date.now()))()
    const mark = cursor.message(seen + 1n)
    held ??= []
    void patiently(() => lookBack(seen))
      .catch((error: unknown) => {
        if (!signal.aborted)
          log.warn({ error }, 'What was written while Discord was away could not be listed')
      })
      .then(() => {
        const waiting = held ?? []
        held = null
        for (const go of waiting) go()
        overflowed?.()
        if (!signal.aborted) mark()
      })
  }

  async function lookBack(seen: bigint): Promise<void> {
    const margin = seen - (BigInt(overlapMs) << 22n)
    const oldest = snowflakeAt(Date.now() - oldestMs)
    const since = margin > oldest ? margin : oldest
    const places = await placesSince(rest, { since, direct: cursor.direct(), signal })
    for (const { channelId, guildId } of places) {
      const done = cursor.message(since + 1n)
      void lane(channelId, async () => {
        const release = await lookups.take(signal)
        await patiently(async () => {
          for await (const message of messagesAfter(rest, { channelId, after: since, signal }))
            await take({ message, guildId })
        })
          .catch((error: unknown) => {
            signal.throwIfAborted()
            // Channels that went away, or that the bot may not read any more.
            log.debug({ error: failureOf(error) }, 'A channel could not be read again')
          })
          .finally(release)
        done()
      }).catch(() => undefined)
    }
  }

  function titleOf({ message, guildId }: Arrived): Promise<string | null> {
    if (guildId === null) return Promise.resolve(null)
    const known = titles.get(message.channel_id)
    if (known) return known
    const asked = rest
      .get(Routes.channel(message.channel_id), { signal })
      .then((channel) => (channel as APIChannel).name ?? null) // as the reference says of this route
      .catch(() => null)
    titles.set(message.channel_id, asked)
    for (const oldest of titles.keys()) {
      if (titles.size <= titlesAtMost) break
      titles.delete(oldest)
    }
    return asked
  }

  return { dispatch, catchUp }
}
