import { createHash } from 'node:crypto'
import type { Log } from '../log.ts'
import type { Incoming, Listener, Memory, Place, Press } from '../platform.ts'
import { backoff, createLanes, sleep } from '../time.ts'
import type { Api, InvitedRoom, JoinedRoom, MatrixEvent, SyncAnswer } from './api.ts'
import { choiceOfSign, choiceOfText, choicesIn } from './choices.ts'
import { failureOf } from './errors.ts'
import { bodyOf, commandOf, filesOf, isAddressed, isSaid, relationOf, withoutMention } from './incoming.ts'
import { relatedTo } from './messages.ts'
import { drop, type Rooms } from './rooms.ts'
import { gapOf, patiently } from './sync.ts'

/** Older messages are not answered any more. */
const oldestMs = 86_400_000
const triesAtMost = 10
/** Rooms that were told that they cannot be read. */
const toldAtMost = 1_000
/** How far back a number looks for what it answers. */
const lookBack = 30
const cannotRead =
  'This bot cannot read encrypted rooms. Please write to it in a room without encryption: encryption cannot be switched off again, so it has to be a new one.'

export type ReaderDeps = {
  api: Api
  rooms: Rooms
  memory: Memory
  log: Log
  listener: Listener
  bot: { id: string; name: string }
  /** What our messages offer, by their id. */
  offers: Map<string, readonly string[]>
  allowedRooms: readonly string[]
  signal: AbortSignal
}

/** Hands on what a homeserver tells, in the order of each room. */
export async function createReader({
  api,
  rooms,
  memory,
  log,
  listener,
  bot,
  offers,
  allowedRooms,
  signal,
}: ReaderDeps) {
  const lane = createLanes()
  const told = new Set(readList(await memory.recall('places', signal)))
  const allowed = await resolve(allowedRooms)

  async function resolve(list: readonly string[]): Promise<Set<string>> {
    const ids = await Promise.all(
      list.map((one) =>
        one.startsWith('#') ? patiently(() => api.roomOf(one, signal), signal) : Promise.resolve(one),
      ),
    )
    return new Set(ids.filter((id) => id !== null))
  }

  const isAllowed = (roomId: string): boolean => allowedRooms.length === 0 || allowed.has(roomId)

  /** Until the hub has it. */
  async function stored(give: () => Promise<void>): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        return await give()
      } catch (error) {
        signal.throwIfAborted()
        if (tries >= triesAtMost) return log.error({ error }, 'The hub does not take a message of Matrix')
        await sleep(backoff(tries, { baseMs: 500, capMs: 30_000 }), signal)
      }
    }
  }

  async function invited(roomId: string, { invite_state }: InvitedRoom): Promise<void> {
    const invitation = invite_state?.events?.find(
      ({ type, state_key }) => type === 'm.room.member' && state_key === bot.id,
    )
    if (!invitation) return
    const kind = invitation.content['is_direct'] === true ? 'dm' : 'group'
    const wanted =
      isAllowed(roomId) && (await memory.mayJoin({ chatId: roomId, kind, userId: invitation.sender }, signal))
    await patiently(() => (wanted ? api.join(roomId, signal) : api.leave(roomId, signal)), signal).catch(
      (error: unknown) => {
        signal.throwIfAborted()
        log.info({ error: failureOf(error) }, 'An invitation was gone')
      },
    )
  }

  async function joined(roomId: string, room: JoinedRoom, since: string): Promise<void> {
    if (!isAllowed(roomId)) return
    const { events = [], limited, prev_batch: from } = room.timeline ?? {}
    const isEntry = ({ type, state_key, content }: MatrixEvent) =>
      type === 'm.room.member' && state_key === bot.id && content['membership'] === 'join'
    const isNew = [...(room.state?.events ?? []), ...events].some(isEntry)
    const isDirect = await patiently(() => rooms.isDirect(roomId, signal), signal)
    const gap =
      limited && from !== undefined && (!isNew || isDirect)
        ? await patiently(() => gapOf(api, roomId, { from, to: since }, signal), signal)
        : []
    const all = [...gap.filter(hasContent), ...events]
    // A group is read from where the bot came in; who asked it into a direct conversation may have written already.
    const start = isNew && !isDirect ? Math.max(0, all.findIndex(isEntry)) : 0
    for (const event of all.slice(start)) await heard(roomId, event, isDirect)
  }

  async function heard(roomId: string, event: MatrixEvent, isDirect: boolean): Promise<void> {
    if (event.sender === bot.id || Date.now() - event.origin_server_ts > oldestMs) return
    try {
      if (event.type === 'm.room.encrypted') await sayCannotRead(roomId)
      else if (event.type === 'm.reaction') await reacted(roomId, event, isDirect)
      else if (event.type === 'm.room.message' && isSaid(event)) await said(roomId, event, isDirect)
    } catch (error) {
      signal.throwIfAborted()
      log.error({ error: failureOf(error), event: event.event_id }, 'An event could not be handed on')
    }
  }

  async function sayCannotRead(roomId: string): Promise<void> {
    if (told.has(roomId)) return
    told.add(roomId)
    const txn = createHash('sha256').update(`encrypted ${roomId}`).digest('hex').slice(0, 24)
    const content = { msgtype: 'm.notice', body: cannotRead, 'm.mentions': {} }
    await patiently(() => api.send(roomId, 'm.room.message', content, { txn, signal }), signal)
    await memory.remember('places', JSON.stringify([...told].slice(-toldAtMost)), signal)
  }

  const placeOf = (roomId: string, event: MatrixEvent, isDirect: boolean): Place => ({
    chatId: roomId,
    threadId: relationOf(event).thread,
    kind: isDirect ? 'dm' : 'group',
  })

  async function said(roomId: string, event: MatrixEvent, isDirect: boolean): Promise<void> {
    const { repliesTo } = relationOf(event)
    const answered =
      repliesTo === null ? null : await patiently(() => api.event(roomId, repliesTo, signal), signal)
    const toUs = answered?.sender === bot.id
    const addressed = isDirect || toUs || (isAddressed(event, bot) ?? false)
    const text = withoutMention(bodyOf(event), bot)
    const place = placeOf(roomId, event, isDirect)
    const person = {
      userId: event.sender,
      userDisplay: await patiently(() => rooms.nameOf(event.sender, signal), signal),
    }
    if (addressed && (await chosenByText(place, event, { text, answered: toUs ? answered : null, person })))
      return
    const incoming: Incoming = {
      updateId: event.event_id,
      place,
      chatTitle: isDirect ? null : await patiently(() => rooms.titleOf(roomId, signal), signal),
      ...person,
      messageId: event.event_id,
      text,
      sentAt: new Date(event.origin_server_ts).toISOString(),
      addressed,
      command: addressed ? commandOf(text) : null,
      quoted:
        answered && !toUs
          ? {
              name: await patiently(() => rooms.nameOf(answered.sender, signal), signal),
              text: bodyOf(answered).slice(0, 4_000),
            }
          : null,
      files: filesOf(event, api),
    }
    if (text === '' && incoming.files.length === 0 && !addressed) return
    await stored(() => listener.message(incoming))
    if (addressed) void api.receipt(roomId, event.event_id, signal).catch(() => undefined)
  }

  /** Nobody can be told alone here, so only a refusal is said; what was taken the message itself shows. */
  const replyTo =
    (place: Place, { event_id: id, type }: MatrixEvent): Press['reply'] =>
    async (text, isRefusal) => {
      if (!isRefusal) return
      const txn = createHash('sha256').update(`refused ${id}`).digest('hex').slice(0, 24)
      // A reaction cannot be answered.
      const relation = relatedTo(place, type === 'm.room.message' ? id : null)
      const content = { msgtype: 'm.notice', body: text, 'm.mentions': {}, ...relation }
      await patiently(() => api.send(place.chatId, 'm.room.message', content, { txn, signal }), signal).catch(
        (error: unknown) => {
          signal.throwIfAborted()
          log.info({ error: failureOf(error), event: id }, 'A refusal could not be told')
        },
      )
    }

  /** A number alone answers what was asked last, or what it replies to. */
  async function chosenByText(
    place: Place,
    event: MatrixEvent,
    {
      text,
      answered,
      person,
    }: { text: string; answered: MatrixEvent | null; person: { userId: string; userDisplay: string } },
  ): Promise<boolean> {
    if (choiceOfText(text, 9) === null) return false
    const asked = answered
      ? { id: answered.event_id, kinds: await offeredBy(place.chatId, answered.event_id, answered) }
      : await lastOffer(place.chatId)
    const button = asked ? choiceOfText(text, asked.kinds.length) : null
    if (!asked || button === null) return false
    await stored(() =>
      listener.press({
        updateId: event.event_id,
        place,
        ...person,
        messageId: asked.id,
        button,
        reply: replyTo(place, event),
      }),
    )
    return true
  }

  async function reacted(roomId: string, event: MatrixEvent, isDirect: boolean): Promise<void> {
    const { annotates, sign } = relationOf(event)
    if (annotates === null) return
    const kinds = await offeredBy(roomId, annotates)
    const button = choiceOfSign(sign, kinds)
    if (button === null) return
    const userDisplay = await patiently(() => rooms.nameOf(event.sender, signal), signal)
    const place = placeOf(roomId, event, isDirect)
    await stored(() =>
      listener.press({
        updateId: event.event_id,
        place,
        userId: event.sender,
        userDisplay,
        messageId: annotates,
        button,
        reply: replyTo(place, event),
      }),
    )
  }

  /** What a message of ours offers now. After a crash the event itself tells, with the last change that was made to it. */
  async function offeredBy(roomId: string, eventId: string, known?: MatrixEvent): Promise<readonly string[]> {
    const remembered = offers.get(eventId)
    if (remembered) return remembered
    const event = known ?? (await patiently(() => api.event(roomId, eventId, signal), signal))
    const kinds = event?.sender === bot.id ? choicesIn(nowOf(event)) : []
    offers.set(eventId, kinds)
    drop(offers, 5_000)
    return kinds
  }

  async function lastOffer(roomId: string): Promise<{ id: string; kinds: readonly string[] } | null> {
    const query = { dir: 'b', limit: lookBack, filter: JSON.stringify({ types: ['m.room.message'] }) }
    const { chunk } = await patiently(() => api.history(roomId, query, signal), signal)
    for (const event of chunk) {
      if (event.sender !== bot.id || relationOf(event).replaces !== null) continue
      const kinds = await offeredBy(roomId, event.event_id)
      if (kinds.length > 0) return { id: event.event_id, kinds }
    }
    return null
  }

  async function take({ rooms: told = {}, account_data }: SyncAnswer, since: string | null): Promise<void> {
    for (const { type, content } of account_data?.events ?? [])
      if (type === 'm.direct') rooms.setDirect(content)
    const work: Promise<void>[] = []
    // What is wrong in one room is lost there alone.
    const inRoom = (roomId: string, go: () => Promise<void>) =>
      work.push(
        lane(roomId, go).catch((error: unknown) => {
          signal.throwIfAborted()
          log.error({ error, room: roomId }, 'What a room told could not be handed on')
        }),
      )
    for (const [roomId, heardOf] of Object.entries(told.join ?? {})) {
      const room = readable(heardOf)
      rooms.heard(roomId, room)
      if (since !== null) inRoom(roomId, () => joined(roomId, room, since))
    }
    for (const [roomId, room] of Object.entries(told.invite ?? {}))
      inRoom(roomId, () => invited(roomId, room))
    await Promise.all(work)
  }

  return {
    take: (answer: SyncAnswer, since: string) => take(answer, since),
    /** Before the first start nothing was meant for us but invitations. */
    first: (answer: SyncAnswer) => take(answer, null),
  }
}

/** Anybody may write an event without any shape; only those with content can be read. */
const hasContent = ({ content }: { content: unknown }): boolean =>
  typeof content === 'object' && content !== null

function readable({ timeline, state, ...rest }: JoinedRoom): JoinedRoom {
  return {
    ...rest,
    ...(timeline && { timeline: { ...timeline, events: (timeline.events ?? []).filter(hasContent) } }),
    ...(state && { state: { events: (state.events ?? []).filter(hasContent) } }),
  }
}

/** What a message says after its last change. */
function nowOf({ content, unsigned }: MatrixEvent): Record<string, unknown> {
  const relations = unsigned?.['m.relations'] as { 'm.replace'?: MatrixEvent } | undefined
  const changed = relations?.['m.replace']?.content?.['m.new_content']
  return typeof changed === 'object' && changed !== null ? (changed as Record<string, unknown>) : content
}

function readList(text: string | null): string[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(list) ? list.map(String) : []
  } catch {
    return []
  }
}
