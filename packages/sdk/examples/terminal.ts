// Start a program in a terminal of the hub, type into it and read its screen.
import { type ClientOptions, createClient } from '@atrium/sdk'

/** Node 20 has no WebSocket: there pass that of the `ws` package in the options. */
export async function example(options: ClientOptions, say: (line: string) => void = console.log) {
  const hub = createClient(options)
  const { name } = await hub.rest('POST /sessions', {
    body: { name: `demo-${crypto.randomUUID().slice(0, 8)}`, command: 'sh' },
  })

  const terminal = hub.terminal.attach(name, { cols: 100, rows: 30 })
  terminal.write('echo "the answer is $((6 * 7))"; exit 3\r')

  // Bytes as a terminal gets them; xterm.js shows them as they are.
  const decoder = new TextDecoder()
  let screen = ''
  for await (const bytes of terminal) screen += decoder.decode(bytes, { stream: true })
  say(/the answer is \d+/.exec(screen)?.[0] ?? 'no answer')

  const { reason, exitCode } = await terminal.ended
  say(`${reason} with status ${exitCode}`)
}
