// Owns the only way out of a sandbox: a unix socket to one HTTP service, for a few paths, with the credential put in here.
import { mkdtemp, rm } from 'node:fs/promises'
import {
  createServer,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { childEnv } from './exec.ts'

export type RelayOptions = {
  /** Where requests go; its path is put before theirs. */
  baseUrl: string
  /** Method and path that may pass. */
  allowed: readonly RegExp[]
  /** Put into every request in place of what came. */
  headers: Readonly<Record<string, string>>
}

export type Relay = { socketPath: string; close(): Promise<void> }

/** Of one connection alone, or the relay's own business. */
const dropped = new Set([
  'host',
  'connection',
  'proxy-authorization',
  'proxy-connection',
  'keep-alive',
  'te',
  'upgrade',
  'x-api-key',
  'authorization',
  'cookie',
])

export async function openRelay(options: RelayOptions): Promise<Relay> {
  // Short on purpose: the path of a socket may have 107 bytes.
  const folder = await mkdtemp(join(tmpdir(), 'atrium-'))
  const socketPath = join(folder, 's')
  const base = new URL(options.baseUrl)
  const secure = base.protocol === 'https:'
  const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, proxyEnv: childEnv() })

  function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const path = incoming.url ?? '/'
    const bare = path.split('?')[0] ?? ''
    // Dot segments could lead a permitted prefix elsewhere.
    const plain = !/\/\.{0,2}(\/|$)|%2e|%2f|\\/i.test(bare.slice(1))
    if (!plain || !options.allowed.some((pattern) => pattern.test(`${incoming.method} ${bare}`)))
      return refuse(outgoing, 403, 'permission_error', 'The sandbox lets only calls to the model pass.')
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).filter(([name]) => !dropped.has(name)),
    )
    const call = (secure ? httpsRequest : httpRequest)(
      new URL(base.pathname.replace(/\/$/, '') + path, base),
      { method: incoming.method, agent, headers: { ...headers, ...options.headers } },
      (answer) => {
        const { connection: _, 'keep-alive': __, ...rest } = answer.headers
        try {
          outgoing.writeHead(answer.statusCode ?? 502, rest)
        } catch (error) {
          call.destroy(error as Error) // the parser lets through what may not be said again
          return
        }
        pipeline(answer, outgoing, () => undefined)
      },
    )
    call.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy()
      else refuse(outgoing, 502, 'api_error', 'The model service could not be reached.')
    })
    outgoing.on('close', () => call.destroy())
    pipeline(incoming, call, () => undefined)
  }

  const server = createServer({ requestTimeout: 0, headersTimeout: 10_000 }, forward)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, resolve)
  })
  server.on('error', () => undefined) // there is no room for another connection: whoever came tries again
  return {
    socketPath,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      agent.destroy()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function refuse(outgoing: ServerResponse, status: number, type: string, message: string): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' })
  outgoing.end(JSON.stringify({ type: 'error', error: { type, message } }))
}
