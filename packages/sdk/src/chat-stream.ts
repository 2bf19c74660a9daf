import { blockOf, isRepeat } from './cursor.ts'
import { ApiError, AtriumError, ConnectionError, RunError } from './errors.ts'
import { createFold } from './fold.ts'
import { follow, type OnState } from './follow.ts'
import type { SseMessage } from './sse.ts'
import type { Request, Transport } from './transport.ts'
import type { ChatEvent, Outcome, RunResult, WireEvent } from './types.ts'

/**
 * The events of a chat, once and in order, across lost connections. Loop over it, or await `text()` or `result()`.
 * Leaving the loop, or aborting the signal, ends the reading and never the run; a later loop goes on where the last one
 * stopped. One reader at a time.
 */
export interface ChatStream extends AsyncIterable<ChatEvent> {
  /** Id of the chat; for a new chat known with the first event. */
  readonly chatId: string | undefined
  /** Id of the run last heard of. */
  readonly runId: string | undefined
  /** Where the reading stands; give it to `chat.attach()` as `after` to go on elsewhere. */
  readonly cursor: string | undefined
  /**
   * The text of the answer, when the run has ended.
   * @throws RunError when it failed or was stopped; its `text` has what was said
   */
  text(): Promise<string>
  /**
   * The event that ended the run. For `attach` the last run of the stream; with `follow` the one that ended last, or else
   * the next one to end.
   * @throws RunError when the run failed or was stopped
   */
  result(): Promise<RunResult>
}

/** How a stream is opened, and opened again. */
export type StreamSource = {
  chatId: string | undefined
  /** Cursor to begin after. */
  after: string | undefined
  /** The request while no event has come, and after that. */
  request(at: StreamPlace): { path: string; request: Request }
  /** Whether the stream ends with the first outcome, when the hub ends it, or never. */
  ends: 'first' | 'hub' | 'never'
  signal: AbortSignal | undefined
  onState: OnState | undefined
  silenceMs: number
}

/** What a request to go on is made of. */
export type StreamPlace = {
  chatId: string | undefined
  runId: string | undefined
  cursor: string | undefined
  /** false while the stream stands inside a block whose beginning this reader never saw. */
  delta: boolean
}

const isOutcome = (event: ChatEvent): event is Outcome =>
  event.type === 'result' || event.type === 'aborted' || event.type === 'error'

/** A stream over one source. `start` connects at once, before anybody reads. */
export function createChatStream(transport: Transport, source: StreamSource, start: boolean): ChatStream {
  const { fold, knows } = createFold()
  const said = new Map<string, string>()
  let saidAtEnd = ''
  let { chatId, after: cursor } = source
  let runId: string | undefined
  let last: ChatEvent | undefined
  let outcome: Outcome | undefined
  let over = false
  let cutShort = false
  let pull: AsyncGenerator<SseMessage> | undefined
  let ahead: Promise<IteratorResult<SseMessage>> | undefined
  let reading = false
  const waiting: (() => void)[] = []

  const isSettled = () => outcome !== undefined && (over || source.ends === 'never')
  const wake = () => {
    for (const go of waiting.splice(0)) go()
  }

  function open(): AsyncGenerator<SseMessage> {
    pull ??= follow(transport, {
      request: () => {
        cutShort = false
        const block = cursor && blockOf(cursor)
        return source.request({ chatId, runId, cursor, delta: !block || knows(block) })
      },
      isOver: () => source.ends === 'hub' && !cutShort && (last === undefined || isOutcome(last)),
      signal: source.signal,
      onState: source.onState,
      silenceMs: source.silenceMs,
    })
    return pull
  }

  /** The event of a message; undefined when there is nothing to tell. */
  function take(message: SseMessage): ChatEvent | undefined {
    const wire = parse(message.data)
    if (wire.type === 'stream_end' && wire.code !== 'slow_reader')
      throw new ApiError(wire.message, { status: wire.code === 'not_found' ? 404 : 401, code: wire.code })
    if (wire.type === 'server_restarting' || wire.type === 'stream_end') {
      cutShort = true
      return undefined
    }
    if (wire.type === 'reset') cursor = undefined
    else if (message.id !== undefined) {
      if (isRepeat(cursor, message.id) && !('replace' in wire && wire.replace)) return undefined
      cursor = message.id
    }
    const event = fold(wire)
    if ('run_id' in event) runId = event.run_id
    if (event.type === 'session') chatId = event.id
    if (event.type === 'reset') said.clear()
    if (event.type === 'text' && !event.parent_tool_use_id)
      said.set(`${event.run_id}\n${event.block}`, event.content)
    if (isOutcome(event)) settle(event)
    last = event
    return event
  }

  function settle(event: Outcome): void {
    outcome = event
    const mine = [...said].filter(([block]) => block.startsWith(`${event.run_id}\n`))
    saidAtEnd = mine.map(([, content]) => content).join('\n\n')
    for (const [block] of mine) said.delete(block)
    if (source.ends === 'first') over = true
    wake()
  }

  async function* read(): AsyncGenerator<ChatEvent, void, void> {
    if (reading) throw new AtriumError('This stream is being read already')
    reading = true
    try {
      while (!over) {
        const messages = open()
        const { done, value } = await (ahead ?? messages.next())
        ahead = undefined
        if (done) {
          over = true
          return
        }
        const event = take(value)
        if (event) yield event
      }
    } finally {
      const messages = pull
      pull = undefined
      reading = false
      wake()
      await messages?.return(undefined)
    }
  }

  async function result(): Promise<RunResult> {
    while (!isSettled()) {
      if (reading) await new Promise<void>((resolve) => waiting.push(resolve))
      else if (over) break
      else for await (const _ of read()) if (isSettled()) break
    }
    if (!outcome) throw new AtriumError('No run ended in this stream')
    if (outcome.type === 'result') return outcome
    throw new RunError(outcome, outcome.type === 'aborted' ? outcome.partial_response : saidAtEnd)
  }

  if (start) {
    ahead = open().next()
    ahead.catch(() => {})
  }

  return {
    get chatId() {
      return chatId
    },
    get runId() {
      return runId
    },
    get cursor() {
      return cursor
    },
    text: async () => (await result()).response,
    result,
    [Symbol.asyncIterator]: read,
  }
}

function parse(data: string): WireEvent {
  try {
    // The hub's own schema, which the types come from; what it does not know yet is passed on.
    return JSON.parse(data) as WireEvent
  } catch (cause) {
    throw new ConnectionError('The stream sent something that is not JSON', { cause })
  }
}
