// Owns which chats run now: each in its own order, one run at a time, so many at once, and only where this process has the lease.
import { limits } from '@atrium/schema'
import { nowIso, sleep } from '../../core/clock.ts'
import type { Leases } from '../../core/leases.ts'
import type { Log } from '../../core/log.ts'
import { type Control, type Controlled, controlTopic } from './control.ts'
import { type Conversation, type ConversationDeps, createConversation } from './conversation.ts'
import { errorOutcome } from './record/outcomes.ts'
import type { Run, RunPlace, RunsStore } from './store.ts'

const leaseMs = 30_000
const renewMs = 10_000
const againMs = 1_000

type Deps = ConversationDeps & { leases: Leases; store: RunsStore; log: Log; owner: string }

export function createQueue(deps: Deps) {
  type Open = { conversation: Conversation; close(): void }
  const conversations = new Map<string, Open>()
  const line = new Set<string>()
  const running = new Map<string, Promise<void>>()
  const stopping = new AbortController()

  async function run(chatId: string): Promise<void> {
    if (!(await deps.leases.acquire(chatId, deps.owner, leaseMs))) return
    const place = (await deps.store.unfinished(chatId)).find(({ state }) => state === 'queued')
    const next = place && (await readable(place))
    if (!place || stopping.signal.aborted) return
    if (!next) return void line.add(chatId)
    const conversation = (conversations.get(chatId) ?? open(chatId)).conversation
    await conversation.perform(next)
    line.add(chatId) // behind the others that wait
  }

  /** A message whose record is damaged costs only itself: it gets its outcome, and the next one comes. */
  async function readable(place: RunPlace): Promise<Run | undefined> {
    try {
      return await deps.store.find(place.id)
    } catch (error) {
      deps.log.error(
        { err: error, feature: 'runs', chatId: place.chatId },
        'a waiting message cannot be read',
      )
      const outcome = errorOutcome(place, 'unknown_error', 'The record of this message is damaged.')
      await deps.eventLog.append(place.chatId, [outcome], {
        async before(trx) {
          await deps.store.leaveLine(trx, place.id, { state: 'failed', endedAt: nowIso() })
          await deps.store.updateChat(trx, place.chatId, { state: 'failed' })
        },
      })
      return undefined
    }
  }

  function open(chatId: string): Open {
    const conversation = createConversation(deps, chatId, () => void release(chatId))
    const close = deps.bus.serve(controlTopic(chatId), (call) => control(chatId, conversation, call))
    const opened = { conversation, close }
    conversations.set(chatId, opened)
    return opened
  }

  async function control(chatId: string, conversation: Conversation, call: Control): Promise<Controlled> {
    const { permissions } = conversation
    let stopped = false
    if (call.ask === 'abort' || call.ask === 'dismiss') stopped = await conversation.abort(call.by)
    if (call.ask === 'dismiss') await drop(chatId)
    if (call.ask === 'answer') await permissions.answer(call.requestId, call.answer, call.by)
    if (call.ask === 'configure') await conversation.configure(call.change)
    return { stopped, requests: permissions.requests.list() }
  }

  /** A chat without an agent keeps nothing here. */
  async function release(chatId: string): Promise<void> {
    const conversation = conversations.get(chatId)?.conversation
    if (running.has(chatId) || conversation?.isBusy() || conversation?.hasAgent()) return
    await drop(chatId).catch((error: unknown) =>
      deps.log.error({ err: error, feature: 'runs', chatId }, 'a chat was not let go'),
    )
  }

  function pump(): void {
    for (const chatId of line) {
      if (stopping.signal.aborted || running.size >= limits.parallelRuns) return
      if (running.has(chatId)) continue
      line.delete(chatId)
      const turn = run(chatId)
        .catch(async (error: unknown) => {
          deps.log.error({ err: error, feature: 'runs', chatId }, 'a queue broke off')
          // Whoever waits there would wait until the next message: it has its turn when the database is back.
          await sleep(againMs, stopping.signal).catch(() => undefined)
          line.add(chatId)
        })
        .finally(() => {
          running.delete(chatId)
          if (!line.has(chatId)) void release(chatId)
          pump()
        })
      running.set(chatId, turn)
    }
  }

  async function steer(chatId: string): Promise<void> {
    const conversation = conversations.get(chatId)?.conversation
    if (!conversation?.isBusy()) return
    for (const place of await deps.store.unfinished(chatId)) {
      const next = place.state === 'queued' ? await deps.store.find(place.id) : undefined
      if (next?.request.delivery === 'steer') await conversation.steer(next)
    }
  }

  const renewing = setInterval(() => {
    for (const [chatId, { conversation }] of conversations)
      deps.leases
        .renew(chatId, deps.owner, leaseMs)
        .then((mine) => {
          if (!mine && !conversation.isBusy()) return drop(chatId)
        })
        .catch((error: unknown) =>
          deps.log.error({ err: error, feature: 'runs', chatId }, 'a lease could not be renewed'),
        )
  }, renewMs)
  renewing.unref()

  async function drop(chatId: string): Promise<void> {
    const found = conversations.get(chatId)
    conversations.delete(chatId)
    found?.close()
    await found?.conversation.close()
    // A message that came meanwhile has begun with it anew.
    if (!conversations.has(chatId) && !running.has(chatId)) await deps.leases.release(chatId, deps.owner)
  }

  return {
    /** A message waits in this chat. */
    wake(chatId: string): void {
      if (stopping.signal.aborted) return
      line.add(chatId)
      void steer(chatId).catch((error: unknown) =>
        deps.log.error({ err: error, feature: 'runs', chatId }, 'a message could not be handed over'),
      )
      pump()
    },
    /** Cuts off what runs, and starts nothing more. */
    async close(): Promise<void> {
      stopping.abort()
      clearInterval(renewing)
      await Promise.all([...conversations.values()].map(({ conversation }) => conversation.interrupt()))
      await Promise.all(running.values()) // an agent that was still starting has ended behind them
      await Promise.all([...conversations.keys()].map(drop))
    },
  }
}
