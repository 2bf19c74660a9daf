import type { ChatEvent, ChatHistory, LogEvent } from '@atrium/schema'
import { expect, test } from 'vitest'
import { runText } from './fold-events.ts'
import { type ChatSource, createChatFollower } from './follow-chat.ts'

const text = (run_id: string, delta: string): LogEvent => ({ type: 'text', run_id, block: 'b', delta })
const page = (events: LogEvent[], before: number | null): ChatHistory => ({
  events: events.map((event, index) => ({ seq: index + 1, at: '', event })),
  cursor: 'c',
  before,
})

async function* never(signal: AbortSignal): AsyncGenerator<ChatEvent> {
  yield* []
  await new Promise((resolve) => signal.addEventListener('abort', resolve))
}

const settled = (follower: ReturnType<typeof createChatFollower>, ready: () => boolean) =>
  new Promise<void>((resolve) => {
    const check = () => ready() && resolve()
    follower.subscribe(check)
    check()
  })

test('history first, then what follows it, folded together', async () => {
  const end = new AbortController()
  const source: ChatSource = {
    history: async () => page([text('r', 'Hel')], null),
    async *follow() {
      yield text('r', 'lo')
      yield* never(end.signal)
    },
  }
  const follower = createChatFollower(source, (flush) => flush())
  follower.start(end.signal)
  await settled(follower, () => follower.get().view.runs.some((run) => runText(run) === 'Hello'))
  expect(follower.get().status).toBe('live')
  end.abort()
})

test('an earlier page goes in front, and two calls at once fetch it once', async () => {
  const end = new AbortController()
  let fetches = 0
  const source: ChatSource = {
    history: async (before) => {
      fetches++
      return before === null ? page([text('new', 'b')], 7) : page([text('old', 'a')], null)
    },
    follow: (_after, signal) => never(signal),
  }
  const follower = createChatFollower(source)
  follower.start(end.signal)
  await settled(follower, () => follower.get().status === 'live')
  await Promise.all([follower.loadEarlier(end.signal), follower.loadEarlier(end.signal)])
  expect(follower.get().view.runs.map((run) => run.id)).toEqual(['old', 'new'])
  expect(follower.get().before).toBeNull()
  expect(fetches).toBe(2)
  end.abort()
})

test('a cut wire is told, and so is its return', async () => {
  const end = new AbortController()
  const states: string[] = []
  const source: ChatSource = {
    history: async () => page([], null),
    async *follow(_after, signal, onConnection) {
      onConnection(false)
      onConnection(true)
      yield* never(signal)
    },
  }
  const follower = createChatFollower(source)
  follower.subscribe(() => states.push(follower.get().status))
  follower.start(end.signal)
  await settled(follower, () => states.length === 3)
  expect(states).toEqual(['live', 'reconnecting', 'live'])
  end.abort()
})

test('a chat that cannot be had is failed, with the cause', async () => {
  const source: ChatSource = {
    history: async () => {
      throw new Error('no such chat')
    },
    follow: (_after, signal) => never(signal),
  }
  const follower = createChatFollower(source)
  follower.start(new AbortController().signal)
  await settled(follower, () => follower.get().status === 'failed')
  expect(follower.get().error).toEqual(new Error('no such chat'))
})
