import { ApiError } from '@atrium/sdk'
import { createAnswering, patienceMs } from './answering.ts'
import { type Attachments, fetchFiles, withNotes } from './attachments.ts'
import { carry, placeOf } from './carry.ts'
import type { Delivery, Hub, Message } from './hub.ts'
import { type Log, messageOf } from './log.ts'
import { createOutbox } from './outbox.ts'
import type { Connector, Incoming, Listener, Place } from './platform.ts'
import { createRecent } from './recent.ts'
import { createRequests } from './requests.ts'
import { createLanes, createSlots } from './time.ts'

export type BotDeps = {
  connector: Connector
  hub: Hub
  config: { ack_emoji: string | null; group_mention_mode: 'mention_only' | 'all_messages' }
  log: Log
  onState: Listener['state']
}

/** What the platform lists; the hub carries them out, and whatever else begins with a slash goes to the agent. */
const commands = [
  { name: 'new', description: 'Begin a new conversation' },
  { name: 'stop', description: 'Stop what is being done' },
  { name: 'status', description: 'What is going on' },
  { name: 'model', description: 'See or choose the model' },
  { name: 'help', description: 'What I can do' },
]

/** Deliveries that are worked on at once; the next ones wait with the hub. */
const carriedAtOnce = 500
/** Messages whose files are being fetched, and are therefore in memory. */
const fetchedAtOnce = 4
/** Ids of deliveries that are over, so that a late word of one does not begin it again. */
const endedKept = 10_000
const markedKept = 10_000

const placeKey = ({ chatId, threadId }: Pick<Place, 'chatId' | 'threadId'>) => `${chatId}\n${threadId ?? ''}`

/** One connector at work: what comes in goes to the hub, what the hub has to say goes out. Resolves when `signal` aborts. */
export async function runBot(
  { connector, hub, config, log, onState }: BotDeps,
  signal: AbortSignal,
): Promise<void> {
  const { platform, limits } = connector
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  const outbox = createOutbox(limits)
  const requests = createRequests()
  const recent = createRecent()
  const lane = createLanes()
  const carried = createSlots(carriedAtOnce)
  const fetched = createSlots(fetchedAtOnce)
  const answering = createAnswering({ platform, hub, requests, limits }, until)
  const live = new Map<string, Promise<void>>()
  const ended = new Set<string>()
  /** Messages that carry our sign. */
  const marked = new Set<string>()
  /** What was open at the start has been told of. */
  const known = Promise.withResolvers<void>()
  let listed = false

  function begin(delivery: Delivery): void {
    const { id } = delivery
    if (live.has(id) || ended.has(id) || until.aborted) return
    requests.expect(placeOf(delivery, connector), delivery.asking)
    const work = deliver(delivery).catch((error: unknown) => {
      if (!until.aborted)
        log.error({ delivery: id, error: messageOf(error) }, 'An answer was left where it was')
    })
    live.set(id, work)
    void work.then(() => {
      live.delete(id)
      ended.add(id)
      const [oldest] = ended
      if (ended.size > endedKept && oldest !== undefined) ended.delete(oldest)
    })
  }

  async function deliver(delivery: Delivery): Promise<void> {
    const release = await carried.take(until)
    try {
      await carry(delivery, { connector, hub, outbox, requests, log, signal: until })
    } finally {
      release()
    }
    const { chat_id: chatId, reply_to: messageId } = delivery
    // A process before this one may have put it there.
    const isMarked = delivery.messages.length > 0 || marked.delete(`${chatId} ${messageId}`)
    if (delivery.kind !== 'answer' || messageId === null || config.ack_emoji === null || !isMarked) return
    const place = placeOf(delivery, connector)
    await outbox.turn(place, () => false, until)
    await react(place, messageId, null)
  }

  /** A sign that a message was taken; nobody misses it. */
  const react = (place: Place, messageId: string, emoji: string | null): Promise<void> =>
    connector.react(place, messageId, emoji, until).catch((error: unknown) => {
      log.debug({ error: messageOf(error) }, 'A reaction was refused')
    })

  async function take(incoming: Incoming): Promise<void> {
    await whatIsAsked(incoming.place)
    if (await answering.text(incoming)) return
    const { place } = incoming
    const isGroup = place.kind === 'group'
    const quoted = incoming.quoted && {
      name: incoming.quoted.name.slice(0, 255),
      text: incoming.quoted.text.slice(0, 4_000),
    }
    const before = [...(isGroup ? recent.of(placeKey(place)) : []), ...(quoted ? [quoted] : [])].slice(-20)
    // A command of the agent is one only at the beginning of what it is told.
    const context = incoming.command ? [] : before
    if (isGroup && incoming.text !== '') recent.remember(placeKey(place), incoming.userDisplay, incoming.text)
    const wanted = !isGroup || incoming.addressed || config.group_mention_mode === 'all_messages'
    if (!wanted || incoming.files.length === 0)
      return handIn(incoming, { files: [], voice: null, notes: [] }, context)
    const release = await fetched.take(until)
    try {
      const attachments = await fetchFiles(incoming.files, { maxBytes: limits.downloadBytes, signal: until })
      await handIn(incoming, attachments, context)
    } finally {
      release()
    }
  }

  async function handIn(
    incoming: Incoming,
    { files, voice, notes }: Attachments,
    context: NonNullable<Message['context']>,
  ): Promise<void> {
    const { place } = incoming
    const body: Message = {
      update_id: incoming.updateId,
      chat_id: place.chatId,
      thread_id: place.threadId,
      chat_kind: place.kind,
      chat_title: incoming.chatTitle?.slice(0, 255) ?? null,
      user_id: incoming.userId,
      user_display: incoming.userDisplay.slice(0, 255),
      message_id: incoming.messageId,
      sent_at: incoming.sentAt,
      text: withNotes(incoming.text, notes),
      addressed: incoming.addressed,
      command: incoming.command,
      ...(context.length > 0 && { context }),
    }
    const whole: Message = {
      ...body,
      ...(files.length > 0 && { attachments: files }),
      ...(voice && { voice }),
    }
    const taken = await hub.message(platform, whole, until).catch((error: unknown) => {
      if (!(error instanceof ApiError) || files.length === 0 || ![413, 422].includes(error.status))
        throw error
      // A kind of file that the hub does not take: the words are taken all the same.
      const refused = [...notes, `What came with this message was not passed on: ${error.message}`]
      return hub.message(platform, { ...body, text: withNotes(incoming.text, refused) }, until)
    })
    if (taken.delivery) begin({ ...taken.delivery, asking: [] })
    if (taken.action === 'run' && !taken.duplicate && config.ack_emoji !== null && outbox.spare()) {
      if (marked.size < markedKept) marked.add(`${place.chatId} ${incoming.messageId}`)
      void react(place, incoming.messageId, config.ack_emoji)
    }
  }

  /** What the hub refuses for good is not asked again; the platform need not tell it again either. */
  async function once(what: string, updateId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      until.throwIfAborted()
      if (!(error instanceof ApiError)) throw error
      log.error({ updateId, error: error.message, code: error.code }, `The hub refused a ${what}`)
    }
  }

  async function follow(): Promise<void> {
    for await (const deliveries of hub.deliveries(platform, until)) {
      for (const delivery of deliveries) begin(delivery)
      known.resolve()
    }
  }

  /** After a start it takes a moment to know what is asked, and a text may be the answer to it. */
  async function whatIsAsked(place: Place): Promise<void> {
    await known.promise
    await requests.settle(place, patienceMs, until)
  }

  const listener: Listener = {
    message: (incoming) =>
      lane(placeKey(incoming.place), () => once('message', incoming.updateId, () => take(incoming))),
    press: (press) =>
      once('button', press.updateId, async () => {
        await known.promise
        await answering.press(press)
      }),
    state(state) {
      onState(state)
      if (state.status !== 'running' || listed) return
      listed = true
      connector.setCommands(commands, until).catch((error: unknown) => {
        listed = false
        log.warn({ error: messageOf(error) }, 'The list of commands could not be set')
      })
    },
  }

  const following = follow().catch((error: unknown) => {
    if (!until.aborted) log.error({ error: messageOf(error) }, 'What has to go out cannot be read')
  })
  try {
    await connector.run(listener, until)
  } finally {
    over.abort(new Error('The connector has ended'))
    known.resolve()
    await Promise.all([following, ...live.values()])
    outbox.close()
  }
}
