import type { FastifyInstance } from 'fastify'
import { version } from '../core/version.ts'

/** `GET /healthz` for monitors and for clients of the second system: open, and it says nothing of what runs here. */
export function registerHealthz(server: FastifyInstance): void {
  const startedAt = performance.now()
  server.get('/healthz', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({
      status: 'ok',
      uptimeSeconds: Math.floor((performance.now() - startedAt) / 1000),
      version,
    }),
  )
}
