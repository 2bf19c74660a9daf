import { createHash } from 'node:crypto'
import type { MatrixConfig } from '../lines.ts'
import type { Log } from '../log.ts'
import type { Connector, Limits, Listener, Memory, Outgoing, Place } from '../platform.ts'
import { backoff, sleep } from '../time.ts'
import { createApi } from './api.ts'
import { choicesAtMost, choicesIn, signsOf } from './choices.ts'
import { failureOf } from './errors.ts'
import { matrixFormat } from './html.ts'
import { editOf, fileContent, relatedTo, textContent } from './messages.ts'
import { createReader } from './reader.ts'
import { createRooms, drop } from './rooms.ts'
import { follow } from './sync.ts'

// Homeservers limit an account, not a room; Synapse's own default is a burst of ten and then one event in five seconds
// (rc_message), so progress is shown seldom, and what the server says to wait is waited.
export const matrixLimits: Limits = {
  sendsOnce: true,
  messageSize: 25_000,
  captionSize: 2_000,
  chatMs: 500,
  groupMs: 500,
  perSecond: 10,
  progressMs: 3_000,
  downloadBytes: 10 * 1024 * 1024,
  uploadBytes: 10 * 1024 * 1024,
  buttonDataBytes: 200,
  buttonLabelChars: 200,
  buttons: choicesAtMost,
}
/** Choices that the bot itself marks with their numbers, so that one tap is enough. */
const signedAtMost = 3
const remembered = 5_000

const short = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24)

export function createMatrix(
  {
    token,
    homeserver_url,
    user_id,
    device_id,
    allowed_rooms,
  }: Pick<MatrixConfig, 'token' | 'homeserver_url' | 'user_id' | 'device_id' | 'allowed_rooms'>,
  { memory, log }: { memory: Memory; log: Log },
): Connector {
  const api = createApi({ homeserver: homeserver_url, token, userId: user_id, deviceId: device_id })
  const rooms = createRooms(api, user_id)
  /** What our messages offer, as far as this process knows. */
  const offers = new Map<string, readonly string[]>()
  const marks = new Map<string, string>()
  let edits = 0

  async function introduce(listener: Listener, signal: AbortSignal): Promise<string> {
    for (let tries = 0; ; tries++) {
      try {
        return (await api.whoami(signal)).user_id
      } catch (error) {
        signal.throwIfAborted()
        const failure = failureOf(error)
        if (failure.kind === 'unauthorized' || failure.kind === 'refused') throw failure
        listener.state({ status: 'reconnecting', error: failure.message })
        await sleep(
          Math.max(failure.retryAfterMs ?? 0, backoff(tries, { baseMs: 1_000, capMs: 300_000 })),
          signal,
        )
      }
    }
  }

  async function run(listener: Listener, signal: AbortSignal): Promise<void> {
    try {
      const id = await introduce(listener, signal)
      const name = await rooms.nameOf(id, signal)
      const bot = { id, name: name === id ? (/^@([^:]+)/.exec(id)?.[1] ?? id) : name }
      rooms.setDirect(await api.direct(signal))
      const reader = await createReader({
        api,
        rooms,
        memory,
        log,
        listener,
        bot,
        offers,
        allowedRooms: allowed_rooms,
        signal,
      })
      let isRunning = false
      await follow(
        {
          api,
          memory,
          log,
          take: reader.take,
          first: reader.first,
          running() {
            if (isRunning) return
            isRunning = true
            listener.state({ status: 'running', bot: { ...bot, username: id } })
          },
          lost(error) {
            isRunning = false
            listener.state({ status: 'reconnecting', error })
          },
        },
        signal,
      )
    } catch (error) {
      if (!signal.aborted) throw failureOf(error)
    }
  }

  function offer(eventId: string, message: Outgoing): void {
    offers.delete(eventId)
    offers.set(eventId, choicesIn(textContent(message)))
    drop(offers, remembered)
  }

  /** Numbers to tap; nobody misses them. */
  async function sign(
    roomId: string,
    eventId: string,
    message: Outgoing,
    signal: AbortSignal,
  ): Promise<void> {
    const signs = signsOf(message)
    if (signs.length > signedAtMost) return
    for (const key of signs) {
      const content = { 'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key } }
      await api.send(roomId, 'm.reaction', content, { txn: short('sign', eventId, key), signal })
    }
  }

  async function post(
    place: Place,
    message: Outgoing,
    { key, replyTo, signal }: { key: string; replyTo: string | null; signal: AbortSignal },
  ): Promise<string> {
    const content = (await fileContent(api, message, signal)) ?? textContent(message)
    const relation = relatedTo(place, replyTo)
    const id = await api.send(
      place.chatId,
      'm.room.message',
      { ...content, ...relation },
      { txn: key, signal },
    )
    offer(id, message)
    void sign(place.chatId, id, message, signal).catch(() => undefined)
    return id
  }

  return {
    platform: 'matrix',
    format: matrixFormat,
    limits: matrixLimits,
    run,
    send: post,

    async edit(place, messageId, message, options) {
      if (message.file) {
        const id = await post(place, message, { ...options, key: `${options.key}f` })
        await api.redact(place.chatId, messageId, { txn: short('gone', messageId), signal: options.signal })
        return id
      }
      const content = editOf(messageId, textContent(message))
      const txn = `${options.key}e${Date.now().toString(36)}${edits++}`
      await api.send(place.chatId, 'm.room.message', content, { txn, signal: options.signal })
      const isNew = (offers.get(messageId)?.length ?? 0) === 0
      offer(messageId, message)
      if (isNew) void sign(place.chatId, messageId, message, options.signal).catch(() => undefined)
      return messageId
    },

    async remove({ chatId }, messageId, signal) {
      await api
        .redact(chatId, messageId, { txn: short('gone', messageId), signal })
        .catch((error: unknown) => {
          const failure = failureOf(error)
          if (failure.kind !== 'gone') throw failure
        })
    },

    typing: ({ chatId }, signal) => api.typing(chatId, signal),

    async react({ chatId }, messageId, emoji, signal) {
      if (emoji !== null) {
        const content = { 'm.relates_to': { rel_type: 'm.annotation', event_id: messageId, key: emoji } }
        marks.set(
          messageId,
          await api.send(chatId, 'm.reaction', content, { txn: short('mark', messageId, emoji), signal }),
        )
        drop(marks, remembered)
        return
      }
      const known = marks.get(messageId)
      marks.delete(messageId)
      // After a crash only the homeserver knows what we put there.
      const own = known
        ? [known]
        : (await api.annotations(chatId, messageId, signal))
            .filter(rooms.isOwn)
            .map(({ event_id }) => event_id)
      for (const id of own) await api.redact(chatId, id, { txn: short('unmark', id), signal })
    },

    setCommands: () => Promise.resolve(),
  }
}
