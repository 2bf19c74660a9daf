import { createServer as createHttpServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { limits } from '@atrium/schema'
import Fastify, { type FastifyInstance } from 'fastify'
import type { App } from './app.ts'
import { randomText } from './core/ids.ts'
import type { Log } from './core/log.ts'
import { agentHookRoutes } from './features/agent-hooks/stream.ts'
import { sessionRoutes } from './features/auth/session.ts'
import { botRoutes } from './features/bots/stream.ts'
import { captureRoutes } from './features/captures/upload.ts'
import { chatRoutes } from './features/chat/stream.ts'
import { fileEventsSocket } from './features/file-events/socket.ts'
import { importRoutes } from './features/imports/upload.ts'
import { chatToolsOf, mcpRoutes } from './features/mcp-server/stream.ts'
import { notificationsSocket } from './features/notifications/socket.ts'
import { projectFileRoutes } from './features/project-files/stream.ts'
import { projectUploadRoutes } from './features/project-files/upload.ts'
import { projectsSocket } from './features/projects/socket.ts'
import { sandboxRoutes } from './features/sandbox/stream.ts'
import { serverRoutes } from './features/server/logs.ts'
import { skillRoutes } from './features/skills/upload.ts'
import { terminalSocket } from './features/terminal/socket.ts'
import { voiceRoutes } from './features/voice/transcribe.ts'
import { watchConnections } from './http/connections.ts'
import { registerCors } from './http/cors.ts'
import type { RawRoute, SocketDoor } from './http/doors.ts'
import { errorHandler, refuse, toRefusal } from './http/errors.ts'
import { createGate, type Gate } from './http/gate.ts'
import { registerHealthz } from './http/healthz.ts'
import { parseJson } from './http/json.ts'
import { answerMalformed } from './http/malformed.ts'
import { registerMetrics } from './http/metrics.ts'
import { registerModuleDoor } from './http/module-door.ts'
import { createNotFound } from './http/not-found.ts'
import { createPreviewDoor, type PreviewDoor } from './http/preview.ts'
import { registerReference } from './http/reference.ts'
import { registerProcedures, registerRawRoutes, type ServedRoute } from './http/rest.ts'
import { createSockets } from './http/sockets.ts'
import { createStreams } from './http/sse.ts'
import { registerTrpc } from './http/trpc-door.ts'
import { registerBytes, registerRawBodies, registerStreamedBodies, registerUploads } from './http/upload.ts'
import { registerWeb } from './http/web.ts'
import { appRouter } from './router.ts'

/** Doors that tRPC cannot carry. */
export const rawRoutes: readonly RawRoute[] = [
  ...agentHookRoutes,
  ...botRoutes,
  ...captureRoutes,
  ...chatRoutes,
  ...importRoutes,
  ...mcpRoutes,
  ...sessionRoutes,
  ...projectFileRoutes,
  ...projectUploadRoutes,
  ...sandboxRoutes,
  ...serverRoutes,
  ...skillRoutes,
  ...voiceRoutes,
]
export const socketDoors: readonly SocketDoor[] = [
  fileEventsSocket,
  terminalSocket,
  notificationsSocket,
  projectsSocket,
]

/** Every door the server is made of; tests add their own. */
export type Doors = { rawRoutes: readonly RawRoute[]; socketDoors: readonly SocketDoor[] }

export type Server = Awaited<ReturnType<typeof createServer>>

/** One Fastify on one port: REST, streams and sockets under `/api`, tRPC, and the console's files. Not listening yet. */
export async function createServer(app: App, doors: Doors = { rawRoutes, socketDoors }) {
  const { config, log } = app
  const bootMs = Date.now()
  const nextId = createIds()
  const gate = createGate({
    config,
    verify: (caller) => app.auth.verify(caller),
    ours: (token) => app.auth.processKeys.byToken(token),
    audit: app.audit,
    recovery: app.recovery,
    bootMs,
  })
  app.chatTools.serving(chatToolsOf(app))
  const previews = createPreviewDoor({ app, gate })
  const fastify = createFastify(app, gate, nextId, previews)
  const connections = watchConnections(fastify.server, bootMs)
  fastify.decorate('connections', connections)
  const streams = createStreams(log)
  const sockets = createSockets({ app, gate, doors: doors.socketDoors, nextId })
  fastify.decorate('streams', streams)
  const uploads = doors.rawRoutes.filter(({ upload }) => upload)
  const streamed = doors.rawRoutes.filter((route) => route.streamed)
  const unread = doors.rawRoutes.filter(({ raw }) => raw)
  const bytes = doors.rawRoutes.filter(({ takes }) => takes)
  const plain = doors.rawRoutes.filter(
    ({ upload, streamed, raw, takes }) => !upload && !streamed && !raw && !takes,
  )
  const routes: ServedRoute[] = []
  const table: string[] = []
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) table.push(`${each} ${url}`)
  })

  fastify.addHook('onRequest', (request, reply, done) => gate.screen(request, reply, done))
  await registerCors(fastify, config.allowedOrigins)
  await fastify.register(async (scope) => registerTrpc(scope, { app, gate, router: appRouter, streams }))
  await fastify.register(
    async (scope) => {
      registerModuleDoor(scope, app, gate)
      routes.push(
        ...registerProcedures(scope, app, gate, appRouter),
        ...registerRawRoutes(scope, app, gate, plain),
        ...registerReference(scope, gate, () => app.modules.routes()),
      )
    },
    { prefix: '/api' },
  )
  await fastify.register(
    async (scope) => {
      await registerUploads(scope)
      routes.push(...registerRawRoutes(scope, app, gate, uploads))
    },
    { prefix: '/api' },
  )
  await fastify.register(
    async (scope) => {
      registerStreamedBodies(scope)
      routes.push(...registerRawRoutes(scope, app, gate, streamed))
    },
    { prefix: '/api' },
  )
  await fastify.register(
    async (scope) => {
      registerRawBodies(scope)
      routes.push(...registerRawRoutes(scope, app, gate, unread))
    },
    { prefix: '/api' },
  )
  for (const route of bytes)
    await fastify.register(
      async (scope) => {
        registerBytes(scope, route.takes ?? [])
        routes.push(...registerRawRoutes(scope, app, gate, [route]))
      },
      { prefix: '/api' },
    )
  registerHealthz(fastify)
  routes.push(registerMetrics(fastify, { gate, streams, sockets }))
  const web = await registerWeb(fastify)
  fastify.setNotFoundHandler(createNotFound(gate, routes, web))
  fastify.server.on('upgrade', (request, socket, head) =>
    (previews.owns(request) ? previews : sockets).upgrade(request, socket, head),
  )
  await fastify.ready()

  return {
    fastify,
    gate,
    streams,
    sockets,
    connections,
    /** REST doors as they are served, streams included. */
    routes: routes as readonly ServedRoute[],
    /** Everything Fastify routes, pages and files included: what the house test walks. */
    table: table as readonly string[],
    /** Starts listening; gives the address that was taken. */
    async listen(): Promise<{ host: string; port: number; url: string }> {
      await fastify.listen({ host: config.host.replace(/^\[|\]$/g, ''), port: config.port })
      fastify.server.on('error', notAccepted(log))
      const { port } = fastify.server.address() as AddressInfo // it listens on TCP
      const wildcard = config.host === '0.0.0.0' || config.host === '::'
      const host = wildcard ? '127.0.0.1' : config.host
      const url = `http://${host}:${port}`
      app.sessions.reachedAt(url)
      app.preview.serving(port)
      app.bots.serving(url)
      return { host, port, url }
    },
    /** Ends every connection in order: no new work, streams and sockets told, running requests finished or cut. */
    async close(): Promise<void> {
      gate.drain()
      app.agentHooks.stop()
      app.bots.drain()
      app.scheduler.drain()
      streams.stop()
      previews.stop()
      await Promise.all([sockets.stop(), connections.quiet(limits.drainMs)])
      fastify.server.closeAllConnections()
      await fastify.close()
    },
  }
}

/** A connection that the system has no room for is refused by it; that this may last is said once a minute. */
function notAccepted(log: Log): (error: Error) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return (error) => {
    if (performance.now() - toldAt < 60_000) return
    toldAt = performance.now()
    log.error({ err: error, event: 'accept' }, 'connections cannot be accepted')
  }
}

/** Ids that are short, unique across restarts and found in the log. */
function createIds(): () => string {
  const boot = randomText(6)
  let count = 0
  return () => `${boot}-${(++count).toString(36)}`
}

/** What the wire itself allows, before any route is known. */
const wire = {
  maxHeaderSize: limits.headerBytes,
  headersTimeout: limits.headersTimeoutMs,
  requestTimeout: limits.uploadMs, // the most any body may take; ordinary ones are watched by `connections`
  keepAliveTimeout: limits.keepAliveMs,
  connectionsCheckingInterval: 2_000,
  requireHostHeader: false, // the gate says it in our own words
} as const

function createFastify(app: App, gate: Gate, nextId: () => string, previews: PreviewDoor): FastifyInstance {
  const dispatch =
    (serve: RequestListener): RequestListener =>
    (request, response) =>
      previews.owns(request) ? previews.handle(request, response) : serve(request, response)
  const fastify = Fastify({
    logger: false,
    genReqId: nextId,
    bodyLimit: limits.jsonBodyBytes,
    serverFactory: (serve) => createHttpServer(wire, dispatch(serve as RequestListener)),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096 },
    return503OnClosing: false, // the gate does, with a body
    clientErrorHandler: answerMalformed(gate.bootMs),
    frameworkErrors(error, request, reply) {
      reply.headers(gate.headersFor(request.raw))
      void refuse(reply, toRefusal(error, request.id))
    },
  })
  fastify.decorateRequest('actor', null)
  fastify.decorateRequest('caller', null)
  fastify.setErrorHandler(errorHandler(app.log))
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as string)) // parseAs says so
    } catch (error) {
      done(error as Error)
    }
  })
  return fastify
}
