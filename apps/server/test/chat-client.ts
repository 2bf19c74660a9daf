import type { ChatEvent, ChatRequest } from '@atrium/schema'

/** What a test needs of a running hub. */
export type Hub = { url: string; token: string }
/** What a stream is read from. */
type Answer = { body: AsyncIterable<Uint8Array> | null }
export type Frame = { id: string | null; event: ChatEvent }
type Options = {
  lastEventId?: string
  headers?: Record<string, string>
  query?: string
  signal?: AbortSignal
}

/** Reads a stream frame by frame; leaving the loop closes the connection. */
export async function* frames(response: Answer): AsyncGenerator<Frame> {
  if (!response.body) throw new Error('no body')
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true })
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const lines = part.split('\n')
      const data = lines.find((line) => line.startsWith('data: '))
      if (data === undefined) continue
      const id = lines.find((line) => line.startsWith('id: '))
      yield { id: id?.slice(4) ?? null, event: JSON.parse(data.slice(6)) as ChatEvent }
    }
  }
}

const open = (hub: Hub, path: string, init: RequestInit, { lastEventId, headers, signal }: Options) =>
  fetch(new URL(path, hub.url), {
    ...init,
    headers: {
      authorization: `Bearer ${hub.token}`,
      ...(init.body != null && { 'content-type': 'application/json' }),
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      ...headers,
    },
    ...(signal && { signal }),
  })

/** Sends a message and gives the answer as it comes. */
export const send = (hub: Hub, message: string | ChatRequest, options: Options = {}): Promise<Response> =>
  open(
    hub,
    `/api/chat${options.query ?? ''}`,
    { method: 'POST', body: JSON.stringify(typeof message === 'string' ? { message } : message) },
    options,
  )

export const watch = (hub: Hub, chatId: string, options: Options = {}): Promise<Response> =>
  open(hub, `/api/chat/${chatId}/events${options.query ?? ''}`, {}, options)

/** All frames of a stream that ends by itself. */
export async function collect(response: Answer | Promise<Answer>): Promise<Frame[]> {
  const all: Frame[] = []
  for await (const frame of frames(await response)) all.push(frame)
  return all
}

/** Reads until a frame satisfies; gives all that was read, that one last. The connection is closed. */
export async function readUntil(
  response: Answer | Promise<Answer>,
  satisfies: (frame: Frame) => boolean,
): Promise<Frame[]> {
  const all: Frame[] = []
  for await (const frame of frames(await response)) {
    all.push(frame)
    if (satisfies(frame)) break
  }
  return all
}

/** The blocks of text as a reader has them who takes each frame at its word. */
export function joinBlocks(list: readonly Frame[], onto = new Map<string, string>()): Map<string, string> {
  for (const { event } of list) {
    if (event.type === 'reset') onto.clear()
    if (event.type !== 'text' && event.type !== 'thinking') continue
    if (event.replace) onto.set(event.block, event.content ?? '')
    else onto.set(event.block, (onto.get(event.block) ?? '') + event.delta)
  }
  return onto
}

/** Stored events, growing text left out. */
export const types = (list: readonly Frame[]): string[] => list.map(({ event }) => event.type)
export const ofType = <Type extends ChatEvent['type']>(
  list: readonly Frame[],
  type: Type,
): Extract<ChatEvent, { type: Type }>[] =>
  list.flatMap(({ event }) => (event.type === type ? [event as Extract<ChatEvent, { type: Type }>] : []))
export const chatIdOf = (list: readonly Frame[]): string => ofType(list, 'session')[0]?.id ?? ''
export const lastId = (list: readonly Frame[]): string => list.findLast(({ id }) => id !== null)?.id ?? ''
