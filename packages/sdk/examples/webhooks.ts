// Be called by the hub when a run has ended, and believe only what the hub has signed. Node: it is a server.
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type ClientOptions, createClient, WebhookError, webhooks } from '@atrium/sdk'

export async function example(options: ClientOptions, say: (line: string) => void = console.log) {
  const hub = createClient(options)
  // A receiver beside the hub is called only if ATRIUM_WEBHOOK_HOSTS=127.0.0.1:8080 says so.
  const url = `http://127.0.0.1:${process.env['PORT'] ?? 8080}/`
  const { webhook, secret } = await hub.rest('POST /webhooks', { body: { url, events: ['run.completed'] } })

  /** Gives the status to answer with, at once; what takes its time comes after the answer. */
  const seen = new Set<string>()
  async function receive(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    try {
      // The bytes as they came, before any parser.
      const event = await webhooks.unwrap(Buffer.concat(chunks), request.headers, secret)
      if (seen.has(event.id)) return 204 // the same event may come again
      seen.add(event.id)
      say(`${event.type} came, signed`)
      server.emit('event')
      return 204
    } catch (error) {
      if (!(error instanceof WebhookError)) return 500
      say(`refused: ${error.reason}`)
      return 400
    }
  }
  const server = createServer((request, response) => {
    void receive(request).then((status) => response.writeHead(status).end())
  })
  server.listen(Number(new URL(url).port), '127.0.0.1')
  await once(server, 'listening')

  await fetch(url, { method: 'POST', body: '{"type":"run.completed"}' }) // somebody else
  const told = once(server, 'event')
  await hub.chat.send({ message: '/slow 2', runner: 'guide' }).text()
  await told

  await hub.rest('DELETE /webhooks/{id}', { path: { id: webhook.id } })
  server.close()
}
