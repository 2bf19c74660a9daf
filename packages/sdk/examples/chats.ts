// Go through all chats, page by page, and find some by their words.
import { type ClientOptions, createClient } from '@atrium/sdk'

export async function example(options: ClientOptions, say: (line: string) => void = console.log) {
  const hub = createClient(options)
  for (const name of ['beans', 'roses', 'tulips'])
    await hub.chat.send({ message: `When do I plant ${name}?`, runner: 'guide' }).text()

  // A loop asks for the next page when it needs it, and keeps one in memory.
  let count = 0
  for await (const chat of hub.list('GET /chat', { query: { limit: 2 } })) {
    count++
    if (chat.title?.includes('roses')) say(`found on the way: ${chat.title}`)
  }
  say(`${count} chats`)

  // By words in titles and messages; leave the loop when you have enough.
  for await (const chat of hub.list('GET /chat', { query: { search: 'beans' } })) {
    say(`found by search: ${chat.title}, ${chat.state}`)
    break
  }

  // Pages instead of items, for a list with a button that shows more.
  for await (const page of hub.list('GET /chat', { query: { limit: 2 } }).pages()) {
    say(`a page of ${page.sessions.length}`)
    break
  }
}
