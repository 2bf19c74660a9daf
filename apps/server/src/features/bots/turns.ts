// Owns the turns of messages from messengers: in order in each conversation, few at once over all of them, the rest waits.
import { type ChatRequest, limits } from '@atrium/schema'
import type { Actor } from '../../context.ts'
import { sleep } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import type { Log } from '../../core/log.ts'
import type { Ending } from '../runs/ending.ts'
import type { BotChats, Speaker } from './chats.ts'
import type { Deliveries } from './deliveries.ts'
import { keyOf, placeOf, type WaitingMessage } from './intake.ts'
import type { BotsStore, Place, UpdateRow } from './store.ts'
import { texts } from './texts.ts'

type Turn = Awaited<ReturnType<BotsStore['updates']['unfinished']>>[number]
type Sent = { chatId: string; runId: string }

/** Enough to see past the conversations that run now. */
const lookAhead = (limits.botRuns + 1) * (limits.botWaitingPerChat + 1)
const againMs = 2_000
const maxTries = 5

export type TurnsDeps = {
  store: BotsStore
  chats: BotChats
  deliveries: Deliveries
  send(actor: Actor, request: ChatRequest): Promise<Sent>
  /** The run that a message of this id began; undefined when it never came so far. */
  runOf(messageId: string): Promise<Sent | undefined>
  ending(sent: Sent, signal: AbortSignal): Promise<Ending>
  abort(actor: Actor, chatId: string): Promise<string>
  actorOf(speaker: Speaker, userId: string): Actor
  /** What was said in a voice note; null when nothing can be made of it here. */
  transcribe(voice: NonNullable<WaitingMessage['voice']>, signal: AbortSignal): Promise<string | null>
  /** Tells the hooks of the person. */
  fire(event: 'bot.message.received', facts: Record<string, unknown>): void
  log: Log
}

export function createTurns(deps: TurnsDeps) {
  const { store, chats, deliveries, log } = deps
  const stop = new AbortController()
  const running = new Map<string, Promise<void>>()
  const tries = new Map<string, number>()
  let pumping: Promise<void> | null = null
  let again = false

  async function say(row: UpdateRow, message: WaitingMessage, text: string): Promise<void> {
    const place = placeIn(row)
    await store.write(async (writer) => {
      await store.updates.update(row, { state: 'over', message: null }, writer.trx)
      await deliveries.begin(writer, { kind: 'say', place, replyTo: message.message_id, text })
    })
    deliveries.announce(place.platform)
  }

  /** What the agent is told; null when there is nothing that it could be told. */
  async function textOf(message: WaitingMessage): Promise<{ text: string } | { refusal: string }> {
    const spoken = message.voice ? await deps.transcribe(message.voice, stop.signal) : ''
    if (spoken === null && message.text.trim() === '') return { refusal: texts.noVoice }
    if (message.voice && spoken === '' && message.text.trim() === '') return { refusal: texts.voiceFailed }
    const parts = [message.text, spoken ?? ''].filter((part) => part.trim() !== '')
    const text = parts.join('\n\n') || (message.attachments ?? []).map(({ name }) => name).join(', ')
    return { text: (contextOf(message) + text).slice(0, limits.messageChars) }
  }

  /** The chat of the conversation as it is now; a new one where there is none. */
  async function chatFor(row: UpdateRow, message: WaitingMessage): Promise<string> {
    const speaker = speakerOf(row, message)
    const found = await chats.current(await store.conversations.find(speaker.place))
    if (found) return found.id
    const person = await store.people.find(row.platform, row.userId)
    const id = await store.write((writer) => chats.begin(writer, speaker, person, null))
    chats.tell(id)
    return id
  }

  async function submit(row: UpdateRow, message: WaitingMessage): Promise<Sent | null> {
    const known = row.messageId === null ? undefined : await deps.runOf(row.messageId)
    if (known) return known // the last process came so far, and no further
    const told = await textOf(message)
    if ('refusal' in told) {
      await say(row, message, told.refusal)
      return null
    }
    const speaker = speakerOf(row, message)
    const person = await store.people.find(row.platform, row.userId)
    // Listening to a voice note takes its time; it may have been stopped meanwhile.
    if (!person || (await store.updates.find(row.platform, row.updateId))?.state !== 'waiting') return null
    const trust = chats.trustOf(speaker.place.platform, speaker.kind, person)
    return deps.send(deps.actorOf(speaker, row.userId), {
      message: told.text,
      session_id: await chatFor(row, message),
      ...(row.messageId !== null && { message_id: row.messageId }),
      ...(message.attachments && { attachments: message.attachments }),
      // Narrowed to what holds now; what the owner gave the chat beyond `vault` stays.
      ...(trust === 'sandboxed' && { trust_level: trust }),
    })
  }

  /**
   * From here on the answer is owed: its delivery stands in the same transaction. False when it was stopped, or its person
   * turned away, while the run began.
   */
  async function begun(row: UpdateRow, message: WaitingMessage, { chatId, runId }: Sent): Promise<boolean> {
    const place = placeIn(row)
    const isOwed = await store.write(async (writer) => {
      const isKnown = (await store.people.find(row.platform, row.userId, writer.trx)) !== undefined
      const change = isKnown
        ? { state: 'running' as const, message: null, sessionId: chatId, runId }
        : { state: 'over' as const, message: null }
      const isWaiting = await store.updates.change(writer.trx, row, 'waiting', change)
      if (!isWaiting || !isKnown) return false
      const outgoing = {
        kind: 'answer' as const,
        place,
        sessionId: chatId,
        runId,
        replyTo: message.message_id,
      }
      await deliveries.begin(writer, outgoing)
      return true
    })
    if (!isOwed) {
      await deps.abort(deps.actorOf(speakerOf(row, message), row.userId), chatId)
      return false
    }
    deliveries.announce(place.platform)
    deps.fire('bot.message.received', {
      platform: place.platform,
      chat_id: place.chatId,
      user_id: row.userId,
      session_id: chatId,
      run_id: runId,
    })
    return true
  }

  async function finish(row: Pick<UpdateRow, 'platform' | 'updateId'>, sent: Sent): Promise<void> {
    await deps.ending(sent, stop.signal)
    await store.updates.update(row, { state: 'over' })
  }

  /** Whether it is to be tried again: there is no room now, or nobody knows what happened. */
  async function refused(row: UpdateRow, message: WaitingMessage, error: unknown): Promise<boolean> {
    stop.signal.throwIfAborted()
    if (error instanceof AppError && (error.code === 'too_many_requests' || error.code === 'queue_full'))
      return true
    const key = `${row.platform} ${row.updateId}`
    const count = (tries.get(key) ?? 0) + 1
    log.warn({ err: error, feature: 'bots', platform: row.platform, tries: count }, 'a message was not taken')
    // Its chat was deleted at that moment: the next try begins another one.
    const isPassing = !(error instanceof AppError) || error.code === 'not_found'
    if (isPassing && count < maxTries) {
      tries.set(key, count)
      return true
    }
    tries.delete(key)
    await say(row, message, sentenceFor(error))
    return false
  }

  async function perform(turn: Turn): Promise<void> {
    const row = await store.updates.find(turn.platform, turn.updateId)
    if (row?.state !== 'waiting') return
    const message = parse(row.message)
    const isAllowed = (await store.people.find(row.platform, row.userId)) !== undefined
    if (!message || !isAllowed) return store.updates.update(row, { state: 'over', message: null })
    try {
      const sent = await submit(row, message)
      if (!sent) return
      if (await begun(row, message, sent)) await finish(row, sent)
    } catch (error) {
      if (await refused(row, message, error)) await sleep(againMs, stop.signal)
    }
  }

  function start(key: string, work: () => Promise<void>): void {
    const turn = work()
      .catch((error: unknown) => {
        if (!stop.signal.aborted) log.error({ err: error, feature: 'bots' }, 'a turn broke off')
      })
      .finally(() => {
        running.delete(key)
        wake()
      })
    running.set(key, turn)
  }

  async function pump(): Promise<void> {
    if (running.size >= limits.botRuns) return
    for (const turn of await store.updates.unfinished('waiting', lookAhead)) {
      if (stop.signal.aborted || running.size >= limits.botRuns) return
      const key = keyOf(turn)
      if (!running.has(key)) start(key, () => perform(turn))
    }
  }

  function wake(): void {
    again = true
    if (pumping || stop.signal.aborted) return
    const work = async (): Promise<void> => {
      while (again && !stop.signal.aborted) {
        again = false
        await pump()
      }
    }
    pumping = work()
      .catch((error: unknown) => log.error({ err: error, feature: 'bots' }, 'nothing could be begun'))
      .finally(() => {
        pumping = null
        if (again) wake()
      })
  }

  return {
    wake,
    /** Goes on where the last process ended; once, when runs can begin. */
    async resume(): Promise<void> {
      for (const turn of await store.updates.unfinished('running', limits.botWaiting)) {
        const { sessionId, runId } = turn
        if (sessionId === null || runId === null) await store.updates.update(turn, { state: 'over' })
        else if (!running.has(keyOf(turn)))
          start(keyOf(turn), () => finish(turn, { chatId: sessionId, runId }))
      }
      wake()
    },
    async close(): Promise<void> {
      stop.abort(new AppError('draining', 'The hub stops'))
      await pumping
      await Promise.all(running.values())
    },
  }
}

const placeIn = (row: Pick<UpdateRow, 'platform' | 'chatId' | 'threadId'>): Place =>
  placeOf({ platform: row.platform as Place['platform'], chat_id: row.chatId, thread_id: row.threadId }) // only `take` writes it

const speakerOf = (row: UpdateRow, message: WaitingMessage): Speaker => ({
  place: placeIn(row),
  kind: message.chat_kind,
  title: message.chat_title,
  display: message.user_display,
})

/** What was said in the group before, so that it can be told from what the bot is asked. */
function contextOf({ context = [] }: WaitingMessage): string {
  if (context.length === 0) return ''
  const plain = (text: string, chars: number): string =>
    text
      .replace(/[[\]<>\s]+/g, ' ')
      .slice(0, chars)
      .trim()
  const lines = context.map(({ name, text }) => `  ${plain(name, 50)}: ${plain(text, 500)}`)
  return `<group_context>\n${lines.join('\n')}\n</group_context>\n\n`
}

function parse(text: string | null): WaitingMessage | null {
  try {
    return JSON.parse(text ?? 'null') as WaitingMessage | null // only the intake writes this column
  } catch {
    return null
  }
}

/** What a person is told in place of an answer; the log has the rest. */
function sentenceFor(error: unknown): string {
  const code = error instanceof AppError ? error.code : null
  if (code === 'sandbox_unavailable') return texts.noSandbox
  if (code === 'agent_unavailable') return texts.noAgent
  if (code === 'payload_too_large') return texts.tooLarge
  return texts.failed
}
