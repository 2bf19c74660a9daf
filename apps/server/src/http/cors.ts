import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

/** Answers browsers of listed origins; without a list there is nothing to say and no `Access-Control-*` header at all. */
export async function registerCors(server: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return
  await server.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'if-match',
      'if-none-match',
      'if-range',
      'last-event-id',
      'range',
      'x-api-key',
    ],
    exposedHeaders: [
      'accept-ranges',
      'content-disposition',
      'content-range',
      'etag',
      'retry-after',
      'x-file-lang',
      'x-file-size',
      'x-penates-boot',
    ],
    maxAge: 600,
    strictPreflight: false,
  })
}
