import { createClient } from '@atrium/sdk'

const hub = createClient({ baseUrl: process.env.ATRIUM_URL, token: process.env.ATRIUM_TOKEN })
const { name } = await hub.rest('POST /sessions', { body: { name: 'demo', command: 'sh' } })

const terminal = hub.terminal.attach(name, { cols: 100, rows: 30 })
terminal.write('echo "the answer is $((6 * 7))"; exit\r')
for await (const bytes of terminal) process.stdout.write(bytes)
console.log('\n', await terminal.ended)
