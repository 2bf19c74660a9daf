import { ApiError } from '@atrium/sdk'
import { filesOf } from './files.ts'
import type { Delivery, Hub } from './hub.ts'
import { layout, layoutText, placeholder, type Slot } from './layout.ts'
import { type Log, messageOf } from './log.ts'
import type { Outbox } from './outbox.ts'
import {
  type Connector,
  type Outgoing,
  type OutgoingFile,
  type Place,
  PlatformError,
  type SendOptions,
} from './platform.ts'
import type { Requests } from './requests.ts'
import { knows, newStory, openRequests, tell } from './story.ts'
import { backoff, createBell, sleep } from './time.ts'

export type CarryDeps = {
  connector: Connector
  hub: Hub
  outbox: Outbox
  requests: Requests
  log: Log
  signal: AbortSignal
}

/** What a message of the platform shows, as far as it is known. */
type Shown = {
  /** null: it has to be sent (again). */
  id: string | null
  /** What it says now; null: not known, as after a crash. */
  says: string | null
  rich: boolean
  /** false: the platform does not take its file. */
  file: boolean
  sends: number
}
type Step = { kind: 'send' | 'edit'; index: number; slot: Slot } | { kind: 'remove'; index: number }

const typingEveryMs = 4_500
const sendsAtMost = 3
/** Sends of one message get different keys: a key that was used up would give the message that is gone. */
const partsKept = 200
const unsent: Shown = { id: null, says: null, rich: true, file: true, sends: 0 }
const startedAt = Date.now()

const signatureOf = ({ text, buttons, file }: Slot): string =>
  JSON.stringify([text.rich, text.plain, buttons, file && [file.name, file.bytes.length]])

export const placeOf = (
  { chat_id: chatId, thread_id: threadId }: Delivery,
  { kindOf }: Connector,
): Place => ({
  chatId,
  threadId,
  kind: kindOf?.(chatId) ?? 'group',
})

/**
 * Brings one delivery to its chat and keeps it there up to date until it is over. What is shown is compared with what
 * should be, one call at a time; a message is recorded with the hub before anything is written into it, so that a death
 * between any two lines leaves at most an empty placeholder behind.
 */
export async function carry(delivery: Delivery, deps: CarryDeps): Promise<void> {
  const { connector, hub, outbox, requests, log, signal } = deps
  const { format, limits, platform } = connector
  const place = placeOf(delivery, connector)
  const story = newStory()
  const bell = createBell()
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  const shown: Shown[] = delivery.messages.map((id) => ({ ...unsent, id: id || null, sends: 1 }))
  /** Whether an earlier process may have sent something that it could not note any more. */
  const isFresh = Date.parse(delivery.created_at) > startedAt
  let files: OutgoingFile[] = []
  let settled = delivery.kind === 'say'
  let pending: 'nothing' | 'progress' | 'urgent' = 'urgent'
  let progressAt = 0
  let failures = 0

  /** What should be shown now; made once for each change, since the text is read anew for it. */
  let slots: Slot[] | null = null
  const look = (): Slot[] =>
    (slots ??=
      delivery.kind === 'say'
        ? layoutText(delivery.text ?? '', connector)
        : layout(story, { format, limits, files }))

  const raise = (to: 'progress' | 'urgent') => {
    slots = null
    if (pending !== 'urgent') pending = to
    bell.ring()
  }

  /** A process before this one has shown more than was read again so far: that stays as it is, with its buttons. */
  const isBehind = (): boolean =>
    delivery.kind === 'answer' &&
    !story.ending &&
    ((delivery.messages.length > 0 && story.pieces.length === 0) ||
      delivery.asking.some((id) => !knows(story, id)))

  function nextStep(): Step | null {
    if (isBehind()) return null
    const wanted = look()
    for (const [index, slot] of wanted.entries()) {
      const there = shown[index]
      if (!there || there.id === null) return { kind: 'send', index, slot }
      if (there.says !== signatureOf(slot)) return { kind: 'edit', index, slot }
    }
    return settled && shown.length > wanted.length ? { kind: 'remove', index: shown.length - 1 } : null
  }

  const messageOfRequest = (requestId: string): string | null => {
    const index = look().findIndex((slot) => slot.requestId === requestId)
    return shown[index]?.id ?? null
  }

  async function listen(): Promise<void> {
    const { session_id: chatId, run_id: runId } = delivery
    if (chatId === null || runId === null) return
    try {
      for await (const event of hub.follow(chatId, runId, until)) {
        const before = openRequests(story).length
        if (!tell(story, event)) continue
        const asks = openRequests(story).length
        if (asks > 0 || before > 0 || event.type === 'request_resolved')
          requests.update(
            story,
            { place, begunBy: delivery.reply_to, redraw: () => raise('urgent') },
            ({ event: { request_id } }) => messageOfRequest(request_id),
          )
        raise(asks !== before || story.ending ? 'urgent' : 'progress')
      }
    } catch (error) {
      until.throwIfAborted()
      if (!(error instanceof ApiError)) throw error
      log.warn({ delivery: delivery.id, error: messageOf(error) }, 'The chat of an answer cannot be followed')
      story.ending ??= { kind: 'error', title: 'The answer is lost', message: 'Its chat is no longer there.' }
    }
    if (story.ending?.kind === 'result')
      files = await filesOf(story, (path) =>
        hub.file(platform, delivery.id, path, { maxBytes: limits.uploadBytes, signal: until }),
      )
    settled = true
    raise('urgent')
  }

  const record = () => {
    const messages = shown.slice(0, partsKept).map(({ id }) => id ?? '')
    return hub.note(platform, delivery.id, { messages }, signal)
  }

  const optionsOf = (index: number): SendOptions => {
    const part = index + partsKept * (shown[index]?.sends ?? 0)
    const replyTo = index === 0 ? delivery.reply_to : null
    return { key: `${delivery.id}-${part.toString(36)}`, replyTo, signal }
  }

  async function send(index: number, slot: Slot): Promise<void> {
    const there = (shown[index] ??= { ...unsent })
    const empty: Slot = { text: format.render(placeholder), buttons: [] }
    const first = limits.sendsOnce ? slot : empty
    there.id = await connector.send(place, outgoing(first, there), optionsOf(index))
    // The same key may have been used before, with other words.
    const isSure = isFresh && failures === 0
    there.says = limits.sendsOnce && !isSure ? null : signatureOf(first)
    there.sends++
    requests.shown()
    await record()
  }

  async function edit(index: number, slot: Slot): Promise<void> {
    const there = shown[index]
    if (!there?.id) return
    const id = await connector.edit(place, there.id, outgoing(slot, there), optionsOf(index))
    there.says = signatureOf(slot)
    if (id !== there.id) {
      there.id = id
      await record()
    }
  }

  async function perform(step: Step): Promise<void> {
    if (step.kind === 'remove') {
      const id = shown.pop()?.id
      if (id) await connector.remove(place, id, signal)
      await record()
    } else if (step.kind === 'send') await send(step.index, step.slot)
    else await edit(step.index, step.slot)
  }

  /** What a failed call changes; throws when nothing helps. */
  async function recover(error: unknown, step: Step): Promise<void> {
    if (!(error instanceof PlatformError)) throw error
    const there = shown[step.index]
    switch (error.kind) {
      case 'limited':
        outbox.pause(place, error.retryAfterMs ?? 1_000)
        return
      case 'away':
      case 'unauthorized':
        await sleep(backoff(failures++, { baseMs: 500, capMs: 30_000 }), signal)
        return
      case 'gone':
        // Somebody deleted it: what it has to say is said once more, unless that goes on and on.
        if (!there || step.kind === 'remove') return
        if (step.kind === 'send') there.sends++
        if (there.sends < sendsAtMost) there.id = null
        else if (step.kind === 'edit') there.says = signatureOf(step.slot)
        else throw error
        return
      case 'blocked':
        throw error
      case 'format':
      case 'too_big':
      case 'refused':
        if (step.kind === 'remove') return
        if (there?.file && step.slot.file) there.file = false
        else if (there?.rich) there.rich = false
        else throw error
        log.info({ delivery: delivery.id, error: error.message }, 'Sent in a plainer way')
    }
  }

  async function show(): Promise<void> {
    let typedAt = 0
    for (;;) {
      const now = performance.now()
      if (pending === 'nothing' || (pending === 'progress' && now < progressAt)) {
        if (pending === 'nothing' && settled) return
        const typing = typedAt + typingEveryMs
        if (now >= typing && openRequests(story).length === 0) {
          typedAt = now
          if (outbox.spare()) connector.typing(place, signal).catch(() => {})
        }
        const wake = pending === 'progress' ? Math.min(progressAt, typing) : typing
        await bell.wait(Math.max(wake - now, 50), until)
        continue
      }
      if (!nextStep()) {
        pending = 'nothing'
        continue
      }
      await outbox.turn(place, () => pending === 'urgent', signal)
      // One call a turn, for what is wanted now: there may be more of it, or nothing any more.
      const step = nextStep()
      if (!step) continue
      try {
        await perform(step)
        failures = 0
        progressAt = performance.now() + limits.progressMs
      } catch (error) {
        await recover(error, step)
      }
    }
  }

  const listening = delivery.kind === 'answer' ? listen() : Promise.resolve()
  try {
    await Promise.all([listening, show()])
    await hub.note(platform, delivery.id, { state: 'done' }, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof PlatformError)) throw error
    log.warn({ delivery: delivery.id, error: error.message }, 'An answer could not be delivered')
    await hub.note(platform, delivery.id, { state: 'failed', error: error.message.slice(0, 1_000) }, signal)
  } finally {
    over.abort(new Error('The delivery is over'))
    requests.forget(story)
    requests.dismiss(delivery.asking)
    await listening.catch(() => {})
  }
}

function outgoing({ text, buttons, file }: Slot, { rich, file: takesFile }: Shown): Outgoing {
  if (!file || takesFile) return { text, rich, buttons, ...(file && { file }) }
  const sentence = `${file.name} cannot be sent here; it is kept in Atrium.`
  return { text: { rich: '', plain: sentence }, rich: false, buttons }
}
