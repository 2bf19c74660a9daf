import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A wire to a real hub that a test can cut: after so many bytes of answers, or now. */
export async function cuttableWire(target: string) {
  const { hostname, port } = new URL(target)
  const pairs = new Set<[Socket, Socket]>()
  const budgets: number[] = []
  let connections = 0
  const cutPair = (pair: [Socket, Socket]) => {
    for (const socket of pair) socket.resetAndDestroy()
    pairs.delete(pair)
  }
  const server = createServer((near) => {
    connections++
    const far = connect(Number(port), hostname)
    const pair: [Socket, Socket] = [near, far]
    let budget = budgets.shift() ?? Number.POSITIVE_INFINITY
    pairs.add(pair)
    near.on('error', () => {}).on('close', () => far.destroy())
    far.on('error', () => {}).on('close', () => near.destroy())
    near.pipe(far)
    far.on('data', (chunk: Buffer) => {
      if (chunk.length < budget) {
        budget -= chunk.length
        near.write(chunk)
      } else near.write(chunk.subarray(0, budget), () => cutPair(pair))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections
    },
    /** The next connections are cut after so many bytes each. */
    cutAfter: (...bytes: number[]) => void budgets.push(...bytes),
    /** Cuts what is open. */
    cut() {
      for (const pair of pairs) cutPair(pair)
    },
    async [Symbol.asyncDispose]() {
      for (const pair of pairs) cutPair(pair)
      server.close()
      await once(server, 'close')
    },
  }
}
