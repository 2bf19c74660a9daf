import { limits, NotificationClientFrame, NotificationFrame } from '@atrium/schema'
import { hasScope } from '../../core/scopes.ts'
import type { SocketDoor } from '../../http/doors.ts'
import { closeSocket } from '../../http/sockets.ts'

/**
 * What may interest a person who does not look at it now: every frame goes to every client that may see it. Clients tell
 * where their person looks (`presence`), so that push leaves those devices alone; what else they say has no effect.
 */
export const notificationsSocket: SocketDoor = {
  path: '/notifications/events',
  access: 'signed-in',
  summary: 'What sessions do, and what waits for an answer',
  frames: { client: NotificationClientFrame, server: NotificationFrame },
  open({ socket, actor, ctx, signal }) {
    const { events } = ctx.app
    function say(frame: NotificationFrame): void {
      if (socket.readyState !== socket.OPEN) return
      socket.send(JSON.stringify(frame))
      if (socket.bufferedAmount > limits.sseUnsentBytes)
        closeSocket(socket, 'slow', 'The client does not read')
    }
    const { push } = ctx.app
    socket.on('message', (data: Buffer) => {
      const frame = readFrame(data)
      if (!frame || socket.readyState !== socket.OPEN) return
      if (frame.type === 'ping') say({ type: 'pong' })
      else push.look(socket, actor, frame)
    })
    signal.addEventListener('abort', () => push.presence.drop(socket), { once: true })
    say({ type: 'hello' })
    if (hasScope(actor, 'terminal')) {
      events.on('sessions.activity.changed', (event) => say({ type: 'session-activity', ...event }), signal)
      events.on('sessions.attention.raised', (event) => say({ type: 'session-attention', ...event }), signal)
      events.on('sessions.session.ended', (event) => say({ type: 'session-ended', ...event }), signal)
      events.on('sessions.agent.ended', (event) => say({ type: 'session-ended', ...event }), signal)
    }
    if (hasScope(actor, 'terminal')) {
      events.on(
        'approvals.request.opened',
        ({ id, session, tool, preview, at }) =>
          say({ type: 'tool-approval-request', id, name: session, tool, preview, at }),
        signal,
      )
      events.on(
        'approvals.request.resolved',
        ({ id, session }) => say({ type: 'tool-approval-resolved', id, name: session }),
        signal,
      )
    }
    if (hasScope(actor, 'chat')) {
      events.on(
        'chat.request.opened',
        ({ id, chatId, tool, preview, at }) =>
          say({ type: 'tool-approval-request', id, name: chatId, tool, preview, at }),
        signal,
      )
      events.on(
        'chat.request.resolved',
        ({ id, chatId }) => say({ type: 'tool-approval-resolved', id, name: chatId }),
        signal,
      )
    }
    return Promise.resolve()
  },
}

function readFrame(data: Buffer): NotificationClientFrame | null {
  try {
    return NotificationClientFrame.safeParse(JSON.parse(data.toString('utf8'))).data ?? null
  } catch {
    return null
  }
}
