// A WebSocket server that says back what it hears, and nothing else.
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => {
  const address = server.address()
  if (typeof address === 'object' && address) console.log(`ws://127.0.0.1:${address.port}`)
})
server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)))
