/** The barest proxy there is: `node proxy.ts <address>`. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

const [target = ''] = process.argv.slice(2)
const server = createServer((incoming, outgoing) => {
  const { method, url, headers } = incoming
  const upstream = request(new URL(url ?? '/', target), { method, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  incoming.pipe(upstream)
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // it listens on TCP
  process.stdout.write(`http://127.0.0.1:${port}\n`)
})
