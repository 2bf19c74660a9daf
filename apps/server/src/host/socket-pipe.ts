// Runs alone beside an agent, in its sandbox where there is one: `node socket-pipe.ts SOCKET` joins its own input and output
// to a socket of the hub. It imports nothing of the hub, because nothing of the hub is inside.
import { connect } from 'node:net'

const socket = connect(process.argv[2] ?? '')
process.stdin.pipe(socket)
socket.pipe(process.stdout)
socket.on('error', () => process.exit(1))
socket.on('close', () => process.exit(0))
