// Runs inside a sandbox that has no network: `node bridge.ts SOCKET PORT PROGRAM [ARGUMENT…]` listens on loopback there,
// hands every connection to the socket, and runs the program until it ends. It imports nothing of the hub, because nothing
// of the hub is inside.
import { spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'

const [socketPath = '', port = '', program = '', ...args] = process.argv.slice(2)

const server = createServer((inner) => {
  const outer = connect(socketPath)
  inner.pipe(outer)
  outer.pipe(inner)
  inner.on('error', () => outer.destroy())
  outer.on('error', () => inner.destroy())
  inner.on('close', () => outer.destroy())
  outer.on('close', () => inner.destroy())
})

server.listen(Number(port), '127.0.0.1', () => {
  const child = spawn(program, args, { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('error', () => process.exit(127))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 137 : 1)))
})
