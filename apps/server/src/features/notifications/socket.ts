import { limits, NotificationFrame, PresenceFrame } from '@atrium/schema'
import { hasScope } from '../../core/scopes.ts'
import type { SocketDoor } from '../../http/doors.ts'
import { closeSocket } from '../../http/sockets.ts'

/**
 * What may interest a person who does not look at it now: every frame goes to every client that may see it. Clients tell
 * where their person looks (`presence`); such messages are taken and, until there is push, have no effect.
 */
export const notificationsSocket: SocketDoor = {
  path: '/notifications/events',
  access: 'signed-in',
  summary: 'What sessions do, and what waits for an answer',
  frames: { client: PresenceFrame, server: NotificationFrame },
  open({ socket, actor, ctx, signal }) {
    const { events } = ctx.app
    function say(frame: NotificationFrame): void {
      if (socket.readyState !== socket.OPEN) return
      socket.send(JSON.stringify(frame))
      if (socket.bufferedAmount > limits.sseUnsentBytes)
        closeSocket(socket, 'slow', 'The client does not read')
    }
    say({ type: 'hello' })
    if (hasScope(actor, 'terminal')) {
      events.on('sessions.activity.changed', (event) => say({ type: 'session-activity', ...event }), signal)
      events.on('sessions.attention.raised', (event) => say({ type: 'session-attention', ...event }), signal)
      events.on('sessions.session.ended', (event) => say({ type: 'session-ended', ...event }), signal)
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
