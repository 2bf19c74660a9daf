import { TerminalClientFrame, TerminalQuery, TerminalServerFrame } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import type { SocketDoor } from '../../http/doors.ts'
import { closeSocket } from '../../http/sockets.ts'
import { createInput, createResizer, sendOutput } from './attach.ts'
import { readFrame } from './frames.ts'

/** How a program ended, in the reason of the close: `exit 3`, `signal SIGKILL`, or that it ended. */
function reason(exit: { code: number | null; signal: string | null } | null): string {
  if (exit?.signal) return `signal ${exit.signal}`
  return exit && exit.code !== null ? `exit ${exit.code}` : 'The session ended'
}

export const terminalSocket: SocketDoor = {
  path: '/terminal/{name}',
  access: 'terminal',
  summary: 'A terminal session: bytes out, keys and sizes in',
  query: TerminalQuery,
  frames: { client: TerminalClientFrame, server: TerminalServerFrame },
  async open({ socket, actor, ctx, params, query, signal }) {
    const { terminals } = ctx.app
    const say = (frame: TerminalServerFrame) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
    }
    const view = await terminals
      .attach(params['name'] ?? '', TerminalQuery.parse(query))
      .catch((error: unknown) => {
        if (error instanceof AppError) say({ type: 'error', message: error.message })
        throw error
      })
    const input = createInput(view, socket, (error) => {
      // That a session has ended is said by the close.
      if (error instanceof AppError && error.code === 'overloaded')
        say({ type: 'error', message: error.message })
    })
    const resizer = createResizer(view)
    const session = params['name'] ?? ''
    const attachedAt = performance.now()
    const by = { actor, requestId: ctx.requestId }
    void ctx.app.audit.append('session.attach', by, { session })
    const leave = () => {
      resizer.close()
      view.close()
      const durationMs = Math.round(performance.now() - attachedAt)
      void ctx.app.audit.append('session.detach', by, { session, durationMs })
    }
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave, { once: true })

    socket.on('message', (data: Buffer) => {
      const frame = readFrame(data.toString())
      if (typeof frame === 'string') return say({ type: 'error', message: frame })
      switch (frame.type) {
        case 'input':
          return input(frame.data)
        case 'resize':
          return resizer.resize(frame)
        case 'ping':
          return say({ type: 'pong' })
      }
    })
    sendOutput(view, socket, () => closeSocket(socket, 'slow', 'The client read nothing for 30 seconds'))

    const finish = async () => {
      await view.exited
      resizer.close()
      if (signal.aborted) return
      const ending = await terminals.endingOf(view.id)
      if (ending === undefined) socket.close(1000, 'Detached')
      else closeSocket(socket, 'ended', reason(ending))
    }
    finish().catch((error: unknown) => {
      ctx.log.error({ err: error }, 'terminal ended badly')
      closeSocket(socket, 'internal', 'Something went wrong')
    })
  },
}
