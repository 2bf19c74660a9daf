import { Nothing, SandboxBuildEvent } from '@atrium/schema'
import { auditChange } from '../../core/audit.ts'
import type { RawRoute } from '../../http/doors.ts'

/** The build of the image, told as it goes. */
export const sandboxRoutes: readonly RawRoute[] = [
  {
    method: 'POST',
    path: '/sandbox/build',
    access: 'admin',
    summary: 'Build the image for Docker',
    input: Nothing,
    perMinute: 10,
    response: {
      status: 200,
      contentType: 'text/event-stream',
      description: 'One JSON object a `data:` line; `build_complete` or `build_error` is the last.',
      schema: SandboxBuildEvent,
    },
    async handle({ ctx, request, reply }) {
      return request.server.streams.send({ ctx, reply }, null, async (signal) => {
        const events = await ctx.app.sandbox.build(signal)
        await auditChange(ctx, 'sandbox.build', {})
        return frames(events)
      })
    },
  },
]

async function* frames(events: AsyncGenerator<SandboxBuildEvent>): AsyncGenerator<Buffer> {
  for await (const event of events) yield Buffer.from(`data: ${JSON.stringify(event)}\n\n`)
}
