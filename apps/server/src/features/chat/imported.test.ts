import { eachEngine, openTestDatabase } from '@atrium/db/testing'
import type { Chat } from '@atrium/schema'
import { expect, test } from 'vitest'
import { createBus } from '../../core/bus.ts'
import { createEvents } from '../../core/events.ts'
import { createImportChat, type ImportedChat } from './imported.ts'
import { createChatStore } from './store.ts'
import { toTranscript } from './transcript.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString()

const garden: ImportedChat = {
  title: 'Plan the garden',
  source: 'claude',
  workingDirectory: null,
  createdAt: at(0),
  lastAccessed: at(9),
  archived: false,
  runner: 'claude',
  agentSessionId: null,
  metadata: { original_id: 'c1' },
  messages: [
    { role: 'assistant', text: 'Welcome', at: at(0) },
    { role: 'user', text: 'Which beds?', at: at(1) },
    { role: 'assistant', text: 'Raised ones', at: at(2) },
    { role: 'assistant', text: 'with basil', at: at(3) },
    { role: 'user', text: 'Unanswered', at: at(4) },
  ],
}

eachEngine('imported chats', (engine) => {
  const open = async () => {
    const database = await openTestDatabase(engine)
    const store = createChatStore(database.db, engine)
    const events = createEvents()
    const changed: Chat[] = []
    events.on('chat.chat.changed', ({ chat }) => changed.push(chat))
    const imports = createImportChat({ store, events, bus: createBus() })
    return { ...imports, store, changed, [Symbol.asyncDispose]: () => database.close() }
  }

  test('a conversation from elsewhere is a chat with its messages, times and words to search for', async () => {
    await using lab = await open()
    const { id, created } = await lab.importChat(garden)
    expect(created).toBe(true)
    const chat = await lab.store.get(id)
    expect(chat).toMatchObject({
      title: 'Plan the garden',
      source: 'claude',
      messageCount: 5,
      createdAt: at(0),
      lastAccessed: at(9),
      state: 'idle',
      metadata: { original_id: 'c1' },
    })
    expect(lab.changed).toEqual([chat])
    expect(await lab.store.messages(id)).toEqual(
      garden.messages.map(({ role, text, at: timestamp }) => ({ role, content: text, timestamp })),
    )
    for (const search of ['basil', 'garden', 'unanswered']) {
      const query = { search, limit: 10, offset: 0, archived: false }
      expect((await lab.store.list(query)).chats.map((found) => found.id)).toEqual([id])
    }
  })

  test('its log is that of a conversation held here: runs that begin, speak and end, without gaps', async () => {
    await using lab = await open()
    const { id } = await lab.importChat(garden)
    const stored = await lab.store.events(id)
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
    expect((await lab.store.row(id)).nextSeq).toBe(stored.length + 1)
    expect(stored.map(({ event }) => event.type).join(' ')).toBe(
      'session text result session user_message text text result session user_message result',
    )
    const ends = stored.flatMap(({ event }) => (event.type === 'result' ? [event] : []))
    expect(ends.map(({ response, message_count }) => [response, message_count])).toEqual([
      ['Welcome', 1],
      ['Raised ones\n\nwith basil', 4],
      ['', 5],
    ])
    const all = { afterCompact: false, segment: undefined, full: true }
    const transcript = toTranscript({ id, model: null, cwd: '/' }, stored, all)
    expect(transcript.events.map(({ type, timestamp }) => [type, timestamp])).toEqual(
      garden.messages.map((message) => [message.role, message.at]),
    )
  })

  test('the same id again changes nothing, in one batch or in two, and not when two come at once', async () => {
    await using lab = await open()
    const mine = { ...garden, id: 'b9b1d2c4-0000-4000-8000-000000000001' }
    const twice = await lab.importChats([mine, { ...mine, title: 'Other' }])
    expect(twice.map(({ created }) => created)).toEqual([true, false])
    const before = await lab.store.events(mine.id)
    const races = await Promise.all([1, 2, 3].map(() => lab.importChat({ ...mine, messages: [] })))
    expect(races.every(({ created }) => !created)).toBe(true)
    expect(await lab.store.events(mine.id)).toEqual(before)
    expect((await lab.store.get(mine.id)).title).toBe('Plan the garden')
    const other = { ...garden, id: 'b9b1d2c4-0000-4000-8000-000000000002' }
    const raced = await Promise.all([1, 2, 3].map(() => lab.importChat(other)))
    expect(raced.filter(({ created }) => created)).toHaveLength(1)
  })

  test('text that a database cannot hold is kept without what it cannot', async () => {
    await using lab = await open()
    const text = `a\0b\uD800c ${'x'.repeat(1_100_000)}`
    const { id } = await lab.importChat({
      ...garden,
      title: `t\0\uDC00${'y'.repeat(500)}`,
      messages: [{ role: 'user', text, at: at(1) }],
    })
    const [message] = await lab.store.messages(id)
    expect(message?.content.slice(0, 5)).toBe('ab\uFFFDc ')
    expect(message?.content.length).toBeLessThan(1_000_001)
    expect((await lab.store.get(id)).title).toMatch(/^t\uFFFDy+$/)
  })

  test('a long conversation that was cut says so and counts all', async () => {
    await using lab = await open()
    const note = { code: 'history_cut', title: 'Earlier messages', message: 'They are not shown.' }
    const { id } = await lab.importChat({ ...garden, messageCount: 900, note })
    const stored = await lab.store.events(id)
    expect(stored[1]?.event).toMatchObject({ type: 'warning', ...note })
    expect(stored.at(-1)?.event).toMatchObject({ type: 'result', message_count: 900 })
    expect((await lab.store.get(id)).messageCount).toBe(900)
  })

  test('an archived one is told to nobody', async () => {
    await using lab = await open()
    await lab.importChat({ ...garden, archived: true })
    expect(lab.changed).toEqual([])
  })
})
