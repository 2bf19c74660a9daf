import { keyOf, readData } from './asked.ts'
import type { Place, Press } from './platform.ts'
import { type Asked, openRequests, type Story } from './story.ts'
import { createBell } from './time.ts'

/** A request that a person of this chat can answer now. */
export type OpenRequest = {
  key: string
  asked: Asked
  place: Place
  /** The message that the run answers. */
  begunBy: string | null
  /** The message that shows it, once there is one. */
  messageId(): string | null
  /** Shows what was chosen so far. */
  redraw(): void
}

export type Requests = ReturnType<typeof createRequests>

const samePlace = (a: Place, b: Place) => a.chatId === b.chatId && a.threadId === b.threadId

/** Owns what is asked now in all chats of a connector. */
export function createRequests() {
  const open = new Map<string, OpenRequest>()
  /** Asked before this process began, by their ids, until their runs were read again so far. */
  const awaited = new Map<string, Place>()
  const changed = createBell()

  function find({ button, messageId }: Press): OpenRequest | undefined {
    if (typeof button === 'number') return [...open.values()].find((one) => one.messageId() === messageId)
    const read = readData(button)
    return read && open.get(read.key)
  }

  /** Whether what is pressed may be known in a moment: its request, or the message that shows it. */
  const mayCome = ({ button, place: { chatId } }: Press): boolean =>
    [...awaited.values()].some((place) => place.chatId === chatId) ||
    (typeof button === 'number' &&
      [...open.values()].some((one) => one.place.chatId === chatId && one.messageId() === null))

  function dismiss(ids: readonly string[]): void {
    for (const id of ids) awaited.delete(id)
    changed.ring()
  }

  return {
    /** Called with every change of a story, and with none when it is over. */
    update(
      story: Story,
      of: Omit<OpenRequest, 'key' | 'asked' | 'messageId'>,
      messageId: (asked: Asked) => string | null,
    ): void {
      for (const piece of story.pieces)
        if (piece.kind === 'request') {
          open.delete(keyOf(piece.asked.event.request_id))
          awaited.delete(piece.asked.event.request_id)
        }
      for (const asked of openRequests(story)) {
        const key = keyOf(asked.event.request_id)
        open.set(key, { ...of, key, asked, messageId: () => messageId(asked) })
      }
      changed.ring()
    },
    forget(story: Story): void {
      for (const piece of story.pieces)
        if (piece.kind === 'request') open.delete(keyOf(piece.asked.event.request_id))
    },
    /** The hub says that these are asked there; what is pressed or written waits until they are known. */
    expect(place: Place, ids: readonly string[]): void {
      for (const id of ids) awaited.set(id, place)
    },
    dismiss,
    /** A message has its id. */
    shown: (): void => changed.ring(),
    /** After a start it takes a moment until everything that is asked is known again. */
    async find(press: Press, patienceMs: number, signal: AbortSignal): Promise<OpenRequest | undefined> {
      const until = performance.now() + patienceMs
      for (;;) {
        const found = find(press)
        const left = until - performance.now()
        if (found || left <= 0 || !mayCome(press)) return found
        await changed.wait(left, signal)
      }
    },
    /** Resolves when everything that is asked in this chat is known, or after so long. */
    async settle(place: Place, patienceMs: number, signal: AbortSignal): Promise<void> {
      const until = performance.now() + patienceMs
      const isBehind = () => [...awaited.values()].some((one) => samePlace(one, place))
      for (let left = patienceMs; left > 0 && isBehind(); left = until - performance.now())
        await changed.wait(left, signal)
    },
    /** What a text in this chat may answer: what was asked last. */
    lastAsked: (place: Place): OpenRequest | undefined =>
      [...open.values()].filter(({ asked, place: there }) => !asked.handed && samePlace(there, place)).at(-1),
  }
}
