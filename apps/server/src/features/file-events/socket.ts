import { join } from 'node:path'
import { FileEventsClientFrame, FileEventsServerFrame, limits } from '@atrium/schema'
import { messageOf } from '../../core/errors.ts'
import { refusalOf } from '../../core/refusals.ts'
import type { Heard } from '../../host/watcher.ts'
import type { SocketDoor } from '../../http/doors.ts'
import { closeSocket } from '../../http/sockets.ts'

/** What is watched for a client, or is about to be. */
type Held = {
  close: () => void
  missed: boolean
  /** The hub's own files are nobody's, by their names either. */
  isHidden: (below: string) => boolean
}

type ErrorFrame = Extract<FileEventsServerFrame, { type: 'error' }>

/** Past this nothing is added for a client that does not read; once it reads, it is told to look again. */
const fullBytes = limits.terminalPauseBytes
const lookAgainMs = 250

/** Changes of files below the folders of projects and sessions, as they happen. */
export const fileEventsSocket: SocketDoor = {
  path: '/files/events',
  access: 'files',
  summary: 'Changes of files of projects and sessions',
  frames: { client: FileEventsClientFrame, server: FileEventsServerFrame },
  async open({ socket, ctx, signal }) {
    const { projectFiles, watcher } = ctx.app
    /** By the name it was asked for under. */
    const held = new Map<string, Held>()
    let waiting: ReturnType<typeof setTimeout> | null = null

    function say(frame: FileEventsServerFrame): void {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
      if (socket.bufferedAmount > limits.sseUnsentBytes)
        closeSocket(socket, 'slow', 'The client does not read')
    }
    const refuse = (projectId: string | null, code: ErrorFrame['code'], message: string) =>
      say({ type: 'error', projectId, code, message })

    const overflow = (projectId: string, seq: number) =>
      say({
        type: 'overflow',
        projectId,
        seq,
        message: 'Too much changed at once: read the folders again that you show',
      })

    /** Nothing is kept for a slow client but that it missed something. */
    function later(): void {
      waiting ??= setTimeout(() => {
        waiting = null
        if (socket.bufferedAmount > fullBytes) return later()
        for (const [id, one] of held)
          if (one.missed) {
            one.missed = false
            overflow(id, seqs.get(id) ?? 0)
          }
      }, lookAgainMs)
    }
    const seqs = new Map<string, number>()

    function hear(id: string, one: Held, heard: Heard): void {
      if (held.get(id) !== one) return // it was left, perhaps for another one of the same name
      if ('path' in heard && one.isHidden(heard.path)) return
      seqs.set(id, heard.seq)
      switch (heard.type) {
        case 'limited':
          return refuse(
            id,
            'watch_limit',
            'Not all folders are watched: raise fs.inotify.max_user_watches, or watch a smaller folder',
          )
        case 'gone':
          held.delete(id)
          return refuse(id, 'root_gone', 'The folder is no longer there')
        case 'change':
        case 'rename':
        case 'overflow':
          if (socket.bufferedAmount > fullBytes) {
            one.missed = true
            return later()
          }
          if (!('path' in heard)) return overflow(id, heard.seq)
          return say({ projectId: id, type: heard.type, relPath: heard.path, seq: heard.seq, at: heard.at })
      }
    }

    async function subscribe(id: string): Promise<void> {
      if (held.has(id)) return
      if (held.size >= limits.fileEventSubscriptions)
        return refuse(id, 'limit_reached', `At most ${limits.fileEventSubscriptions} folders a connection`)
      const one: Held = { close: () => undefined, missed: false, isHidden: () => false }
      held.set(id, one)
      try {
        const { root: path, isProtected } = await projectFiles.placesOf(ctx.actor, id)
        one.isHidden = (below) => isProtected(join(path, below))
        const { seq, close } = await watcher.watch(path, (heard) => hear(id, one, heard))
        if (signal.aborted || held.get(id) !== one) return close() // it left, or changed its mind
        one.close = close
        say({ type: 'subscribed', projectId: id, path, seq: seq() })
      } catch (error) {
        if (held.get(id) !== one) return
        held.delete(id)
        const known = refusalOf(error)
        if (!known) ctx.log.error({ err: error }, 'file events failed')
        const code =
          known?.code === 'not_found' || known?.code === 'scope_missing' ? known.code : 'unavailable'
        refuse(id, code, known ? messageOf(known) : 'The folder cannot be watched')
      }
    }

    function unsubscribe(id: string): void {
      held.get(id)?.close()
      held.delete(id)
      seqs.delete(id)
      say({ type: 'unsubscribed', projectId: id })
    }

    socket.on('message', (data: Buffer) => {
      const frame = FileEventsClientFrame.safeParse(parse(data.toString()))
      if (!frame.success)
        return refuse(
          null,
          'invalid',
          'Send one of subscribe, unsubscribe, subscribeSession, unsubscribeSession',
        )
      const asked = frame.data
      if ('subscribe' in asked) void subscribe(asked.subscribe)
      else if ('unsubscribe' in asked) unsubscribe(asked.unsubscribe)
      else if ('subscribeSession' in asked) void subscribe(`session:${asked.subscribeSession}`)
      else if ('unsubscribeSession' in asked) unsubscribe(`session:${asked.unsubscribeSession}`)
      else say({ type: 'pong' })
    })
    signal.addEventListener(
      'abort',
      () => {
        if (waiting) clearTimeout(waiting)
        for (const one of held.values()) one.close()
        held.clear()
      },
      { once: true },
    )
  },
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
