import { LogEntry, ServerLogs, ServerLogsQuery } from '@atrium/schema'
import type { RawRoute } from '../../http/doors.ts'

/** The log as one answer or, for whoever accepts an event stream, as it is written. */
export const serverRoutes: readonly RawRoute[] = [
  {
    method: 'GET',
    path: '/server/logs',
    access: 'admin',
    summary: 'The log of the hub: its end, or live with `Accept: text/event-stream`',
    input: ServerLogsQuery,
    headers: { accept: '`text/event-stream` follows the log: one entry a `data:` line.' },
    response: {
      status: 200,
      contentType: 'application/json',
      description: 'The youngest entries.',
      schema: ServerLogs,
      stream: LogEntry,
    },
    async handle({ ctx, input, request, reply }) {
      const query = input as ServerLogsQuery // parsed by the route's schema
      if (!request.headers.accept?.includes('text/event-stream')) return ctx.app.serverControl.logs(query)
      return request.server.streams.send({ ctx, reply }, null, (signal) =>
        Promise.resolve(frames(ctx.app.serverControl.follow(query, signal))),
      )
    },
  },
]

async function* frames(lines: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  for await (const line of lines) yield Buffer.from(`data: ${line}\n\n`)
}
