// Ask an agent and show its words as they come.
import { type ClientOptions, createClient } from '@atrium/sdk'

export async function example(options: ClientOptions, say: (line: string) => void = console.log) {
  const hub = createClient(options)
  const run = hub.chat.send({ message: '/slow 12', runner: 'guide' })

  for await (const event of run) {
    if (event.type === 'thinking') say(`thinks: ${event.delta}`)
    if (event.type === 'tool_use_start') say(`uses ${event.name}`)
    if (event.type === 'text') say(event.delta)
  }

  // Throws a RunError when the run failed or was stopped.
  const { message_count, duration_ms } = await run.result()
  say(`${message_count} messages in ${duration_ms} ms`)

  // The same chat goes on by its id; whoever needs only the answer takes `text()`.
  if (!run.chatId) throw new Error('the first event names the chat')
  say(await hub.chat.send({ message: '/slow 2', session_id: run.chatId }).text())
}
