import { once } from 'node:events'
import type { OutgoingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { type ChatEvent, limits } from '@atrium/schema'
import type { FastifyReply } from 'fastify'
import type { Actor, Context } from '../context.ts'
import { AppError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'

declare module 'fastify' {
  interface FastifyInstance {
    streams: Streams
  }
}

/** One or more whole frames. Encode once and share with every viewer; frames that are ready together travel together. */
export type SseChunk = Buffer

type EndReason = 'revoked' | 'stopping'
type Place = Disposable & {
  /** Ends when the credential is revoked or the server stops; the reason is an `EndReason`. */
  ended: AbortSignal
}

const ping: SseChunk = Buffer.from(': ping\n\n')
const open: SseChunk = Buffer.from('retry: 1000\n\n')
/** A viewer that took nothing for this long is gone; it resumes by its last id. */
const stuckMs = limits.terminalStuckMs

const farewell = (reason: EndReason): Buffer => {
  const event: ChatEvent =
    reason === 'stopping'
      ? { type: 'server_restarting' }
      : { type: 'stream_end', code: 'credential_revoked', message: 'The credential was revoked' }
  return Buffer.from(`${reason === 'stopping' ? 'retry: 3000\n' : ''}data: ${JSON.stringify(event)}\n\n`)
}

const framed = new WeakMap<SseChunk, Buffer>()
/**
 * The chunk as HTTP/1.1 sends it. Node would frame it for every viewer anew, in three writes that cost more than all the
 * rest; the framing stays, since by its missing end a client knows that a stream was cut.
 */
function httpChunk(chunk: SseChunk): Buffer {
  let bytes = framed.get(chunk)
  if (!bytes) {
    bytes = Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')])
    framed.set(chunk, bytes)
  }
  return bytes
}

const asIs = (chunk: SseChunk): Buffer => chunk

export type Streams = ReturnType<typeof createStreams>

/** Every open event stream: how many there are, their pings and their end. */
export function createStreams(log: Log) {
  const perKey = new Map<string, number>()
  const perGroup = new Map<string, number>()
  let total = 0
  const stopping = new AbortController()
  const writers = new Set<{ lastAt: number; socket: Socket; wire: (chunk: SseChunk) => Buffer }>()

  const count = (map: Map<string, number>, key: string, by: number): void => {
    const next = (map.get(key) ?? 0) + by
    if (next > 0) map.set(key, next)
    else map.delete(key)
  }
  const tooMany = (message: string) =>
    new AppError('too_many_requests', `${message}. Try again in 5 seconds.`, { retryAfterSeconds: 5 })

  const pings = setInterval(() => {
    const before = performance.now() - limits.ssePingMs
    for (const writer of writers) {
      if (writer.lastAt > before || writer.socket.writableNeedDrain) continue
      writer.lastAt = performance.now()
      writer.socket.write(writer.wire(ping))
    }
  }, 1_000)
  pings.unref()

  /** @throws AppError too_many_requests */
  function reserve(actor: Actor, group: string | null): Place {
    if (total >= limits.sseStreams) throw tooMany('Too many streams are open')
    if ((perKey.get(actor.id) ?? 0) >= limits.sseStreamsPerKey)
      throw tooMany('This key has too many open streams')
    if (group !== null && (perGroup.get(group) ?? 0) >= limits.sseStreamsPerChat)
      throw tooMany('This chat has too many viewers')
    total++
    count(perKey, actor.id, 1)
    if (group !== null) count(perGroup, group, 1)
    const end = new AbortController()
    const revoke = () => end.abort('revoked' satisfies EndReason)
    const stop = () => end.abort('stopping' satisfies EndReason)
    if (actor.revoked.aborted) revoke()
    else if (stopping.signal.aborted) stop()
    actor.revoked.addEventListener('abort', revoke, { once: true })
    stopping.signal.addEventListener('abort', stop, { once: true })
    let freed = false
    return {
      ended: end.signal,
      [Symbol.dispose]() {
        if (freed) return
        freed = true
        actor.revoked.removeEventListener('abort', revoke)
        stopping.signal.removeEventListener('abort', stop)
        total--
        count(perKey, actor.id, -1)
        if (group !== null) count(perGroup, group, -1)
      },
    }
  }

  /**
   * Answers with an event stream until the source ends, the viewer leaves, the credential is revoked or the server stops.
   * `start` gets the signal of that end; what it throws before its first frame is awaited is an ordinary refusal.
   * A viewer that reads slowly is waited for, so nothing queues up here.
   */
  async function send(
    call: { ctx: Context; reply: FastifyReply },
    group: string | null,
    start: (signal: AbortSignal) => AsyncIterable<SseChunk> | Promise<AsyncIterable<SseChunk>>,
  ): Promise<FastifyReply> {
    const { ctx, reply } = call
    if (!ctx.actor) throw new AppError('unauthorized', 'Valid API key required')
    using place = reserve(ctx.actor, group)
    const signal = AbortSignal.any([ctx.signal, place.ended])
    const source = await start(signal)
    const response = reply.raw
    reply.hijack()
    response.writeHead(200, {
      ...(reply.getHeaders() as OutgoingHttpHeaders), // Fastify names header by header what this type says at once
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    const { socket } = response
    if (!socket) return reply // the viewer has left
    // A viewer that only catches up gets head, events and end in one packet.
    socket.cork()
    setImmediate(() => socket.uncork())
    response.flushHeaders()
    const wire = response.chunkedEncoding ? httpChunk : asIs // HTTP/1.0 has no chunks
    socket.write(wire(open))
    const writer = { lastAt: performance.now(), socket, wire }
    writers.add(writer)
    // Asking the composed signal costs as much as all the rest of a frame.
    let left = signal.aborted
    signal.addEventListener('abort', () => (left = true), { once: true })
    try {
      for await (const chunk of source) {
        if (left) break
        writer.lastAt = performance.now()
        if (!socket.write(wire(chunk))) await drained(socket, signal)
      }
    } catch (error) {
      if (!signal.aborted && !socket.destroyed) {
        log.error({ err: error, id: ctx.requestId }, 'a stream broke off')
        response.destroy()
      }
    } finally {
      writers.delete(writer)
      if (place.ended.aborted) socket.write(wire(farewell(place.ended.reason as EndReason)))
      response.end()
    }
    return reply
  }

  return {
    reserve,
    send,
    /** Streams that are open now. */
    size: (): number => total,
    /** Tells every viewer and ends its stream. */
    stop(): void {
      clearInterval(pings)
      stopping.abort()
    },
  }
}

/** Waits until the viewer has read; gives it up when it reads nothing at all for too long. */
async function drained(socket: Socket, signal: AbortSignal): Promise<void> {
  const stuck = AbortSignal.timeout(stuckMs)
  try {
    await once(socket, 'drain', { signal: AbortSignal.any([signal, stuck]) })
  } catch (error) {
    if (stuck.aborted) socket.destroy()
    else if (!signal.aborted) throw error
  }
}
