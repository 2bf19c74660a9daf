// A dashboard: lists that are never stale, and what asks for attention.
import { type ClientOptions, createClient } from '@atrium/sdk'

export async function example(options: ClientOptions, say: (line: string) => void = console.log) {
  const hub = createClient(options)
  const closed = new AbortController()
  const { signal } = closed
  const close = (why?: unknown) => closed.abort(why)

  /** Read anew whenever a wire is there (again): what happened before is not told. */
  async function lists() {
    const [{ sessions: chats }, terminals] = await Promise.all([
      hub.rest('GET /chat', { query: { limit: 50 }, signal }),
      hub.rest('GET /sessions', { signal }),
    ])
    say(`${chats.length} chats, ${terminals.length} terminals`)
  }
  const open = new Set<string>()
  let living: Promise<void> | undefined
  const onState = (wire: string) => (state: string) => {
    if (state !== 'open') return
    lists().catch(close)
    if (open.add(wire).size === 2) living ??= life().catch(close)
  }

  async function changes() {
    for await (const event of hub.live({ signal, onState: onState('live') }))
      if (event.type === 'chat.changed') say(`chat is ${event.chat.state}: ${event.chat.title}`)
  }
  const name = `build-${crypto.randomUUID()}`
  let isSeen = false
  async function attention() {
    for await (const event of hub.notifications({ signal, onState: onState('notifications') })) {
      say(`${event.type}: ${event.name}`)
      if (event.type !== 'session-ended' || !event.name.endsWith(name)) continue
      isSeen = true
      return close()
    }
  }
  /** What there is to see: a chat, and a program that ends. */
  async function life() {
    await hub.chat.send({ message: '/slow 3', runner: 'guide' }).text()
    await hub.rest('POST /sessions', { body: { name, command: 'sleep 1' } })
  }

  try {
    await Promise.all([changes(), attention()])
  } catch (error) {
    if (!isSeen) throw error
  }
}
