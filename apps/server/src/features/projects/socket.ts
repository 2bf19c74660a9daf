import { limits, ProjectClientFrame, ProjectFrame } from '@atrium/schema'
import type { z } from 'zod'
import type { SocketDoor } from '../../http/doors.ts'
import { closeSocket } from '../../http/sockets.ts'

/** Tells every client that a plan changed, by whatever hand; each asks for what it shows. */
export const projectsSocket: SocketDoor = {
  path: '/projects/events',
  access: 'files',
  summary: 'Which projects change',
  frames: { client: ProjectClientFrame, server: ProjectFrame },
  open({ socket, ctx, signal }) {
    function say(frame: z.infer<typeof ProjectFrame>): void {
      if (socket.readyState !== socket.OPEN) return
      socket.send(JSON.stringify(frame))
      if (socket.bufferedAmount > limits.sseUnsentBytes)
        closeSocket(socket, 'slow', 'The client does not read')
    }
    socket.on('message', (data: Buffer) => {
      if (isPing(data)) say({ type: 'pong' })
    })
    say({ type: 'hello' })
    const { events } = ctx.app
    events.on('projects.project.changed', ({ id, seq }) => say({ type: 'project-changed', id, seq }), signal)
    return Promise.resolve()
  },
}

function isPing(data: Buffer): boolean {
  try {
    return ProjectClientFrame.safeParse(JSON.parse(data.toString('utf8'))).success
  } catch {
    return false
  }
}
