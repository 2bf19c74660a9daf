// The wire to the hub: a socket on descriptor 3, one JSON value a line.
import { Socket } from 'node:net'

/** @param {(message: any) => void} hear */
export function createLink(hear) {
  const socket = new Socket({ fd: 3, readable: true, writable: true })
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) hear(JSON.parse(line))
  })
  // Without the hub there is nothing to be here for.
  socket.on('error', () => process.exit(0))
  socket.on('close', () => process.exit(0))
  return {
    /** @param {unknown} message */
    send: (message) => void socket.write(`${JSON.stringify(message)}\n`),
    /** @param {unknown} message */
    sendLast: (message) => socket.write(`${JSON.stringify(message)}\n`, () => process.exit(0)),
  }
}
