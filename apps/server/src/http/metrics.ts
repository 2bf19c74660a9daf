import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import type { Gate } from './gate.ts'
import type { ServedRoute } from './rest.ts'
import type { Sockets } from './sockets.ts'
import type { Streams } from './sse.ts'

/** `GET /metrics` for Prometheus. What measures is loaded and set up when somebody first asks. */
export function registerMetrics(
  server: FastifyInstance,
  { gate, streams, sockets }: { gate: Gate; streams: Streams; sockets: Sockets },
): ServedRoute {
  let registry: Promise<Registry> | null = null
  const build = async (): Promise<Registry> => {
    const { collectDefaultMetrics, Gauge, Registry: MetricsRegistry } = await import('prom-client')
    const made = new MetricsRegistry()
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers: [made],
        collect() {
          this.set(read())
        },
      })
    collectDefaultMetrics({ register: made })
    gauge('atrium_streams_open', 'Event streams that are open.', streams.size)
    gauge('atrium_sockets_open', 'WebSockets that are open.', sockets.size)
    gauge('atrium_requests_screened', 'Requests since the start, refused ones included.', gate.seen)
    return made
  }
  server.route({
    method: 'GET',
    url: '/metrics',
    exposeHeadRoute: false,
    onRequest: gate.door('admin'),
    handler: async (_request, reply) => {
      registry ??= build()
      const made = await registry
      return reply.type(made.contentType).send(await made.metrics())
    },
  })
  return { method: 'GET', path: '/metrics', access: 'admin' }
}
