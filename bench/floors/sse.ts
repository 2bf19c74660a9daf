/** The event stream one would write by hand: GET is a viewer, POST /<count>/<ms> sends that many frames to all. */
import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const [data = '{}'] = process.argv.slice(2)
const viewers = new Set<ServerResponse>()

async function send(count: number, ms: number): Promise<void> {
  for (let id = 1; id <= count; id++) {
    const frame = Buffer.from(`id: ${id}\ndata: ${data}\n\n`)
    for (const viewer of viewers) viewer.write(frame)
    await sleep(ms)
  }
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.flushHeaders()
    viewers.add(response)
    return
  }
  const [, count, ms] = (request.url ?? '').split('/')
  void send(Number(count), Number(ms)).then(() => response.end())
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address?.port}\n`)
})
