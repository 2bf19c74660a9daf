import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/** What arrived at a path. */
export type Arrived = {
  headers: IncomingHttpHeaders
  body: string
  payload: { id: string; type: string; version: number; timestamp: string; data: Record<string, unknown> }
  at: number
}

type Answer = number | ((request: IncomingMessage, response: ServerResponse) => void)

/** A receiver on loopback: each path is one of its own, and answers as told, then 204. */
export async function startReceiver() {
  const places = new Map<string, { arrived: Arrived[]; answers: Answer[]; always: Answer | null }>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const place = places.get(request.url ?? '')
      if (!place) return void response.writeHead(404).end()
      const body = Buffer.concat(chunks).toString('utf8')
      const payload = JSON.parse(body) as Arrived['payload']
      place.arrived.push({ headers: request.headers, body, payload, at: Date.now() })
      const answer = place.answers.shift() ?? place.always ?? 204
      if (typeof answer === 'number') response.writeHead(answer).end()
      else answer(request, response)
    })
    request.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    host: `127.0.0.1:${port}`,
    place(path: string) {
      const place = { arrived: [] as Arrived[], answers: [] as Answer[], always: null as Answer | null }
      places.set(path, place)
      return {
        url: `${origin}${path}`,
        arrived: place.arrived,
        answers: (...answers: Answer[]) => void place.answers.push(...answers),
        always: (answer: Answer | null) => void (place.always = answer),
        types: () => place.arrived.map(({ payload }) => payload.type),
        async until(count: number): Promise<Arrived[]> {
          while (place.arrived.length < count) await new Promise((resolve) => setTimeout(resolve, 20))
          return place.arrived
        },
        async one(type: string): Promise<Arrived> {
          for (;;) {
            const found = place.arrived.find(({ payload }) => payload.type === type)
            if (found) return found
            await new Promise((resolve) => setTimeout(resolve, 20))
          }
        },
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** What an implementation that is not ours says of a signature. @throws WebhookVerificationError */
export const verified = (secret: string, { body, headers }: Pick<Arrived, 'body' | 'headers'>): unknown =>
  new Webhook(secret).verify(body, headers as Record<string, string>)
