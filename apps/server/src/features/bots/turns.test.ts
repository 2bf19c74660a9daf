import { openTestDatabase } from '@atrium/db/testing'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../core/errors.ts'
import { createLog } from '../../core/log.ts'
import { stricter } from '../runs/permission/trust.ts'
import { createBotChats } from './chats.ts'
import type { BotSettings } from './settings.ts'
import { createBotsStore, type Place, type UpdateRow } from './store.ts'
import { createTurns, type TurnsDeps } from './turns.ts'

const place: Place = { platform: 'telegram', chatId: 'c1', threadId: '' }
const person = { platform: 'telegram', userId: '1', display: 'Zoe', trustLevel: null, since: '' }
const log = createLog('silent')

function row(more: Partial<UpdateRow> = {}): UpdateRow {
  const message = {
    text: 'hello',
    chat_kind: 'dm',
    chat_title: null,
    message_id: 'm',
    user_id: '1',
    user_display: 'Zoe',
  }
  return {
    platform: 'telegram',
    updateId: 'u1',
    seq: 1,
    at: '2026-01-01T00:00:00.000Z',
    chatId: 'c1',
    threadId: '',
    userId: '1',
    state: 'waiting',
    message: JSON.stringify(message),
    messageId: 'id-1',
    sessionId: null,
    runId: null,
    ...more,
  }
}

/** Turns over a real store, with an agent that begins when the test says so. */
async function createDesk(send: TurnsDeps['send']) {
  const database = await openTestDatabase('sqlite')
  const store = createBotsStore(database.db)
  const settings = {
    of: () => ({ dm_trust_level: 'vault', group_trust_level: 'sandboxed' }),
  } as unknown as BotSettings
  const made: string[] = []
  const rooms = {
    find: () => Promise.resolve(undefined),
    begin: async (_: unknown, { id }: { id: string }) => void made.push(id),
    tell: () => undefined,
    addMetadata: () => Promise.resolve(),
  }
  const said: string[] = []
  const aborted: string[] = []
  const turns = createTurns({
    store,
    chats: createBotChats({ store, settings, rooms, stricter }),
    deliveries: {
      begin: (_: unknown, out: { kind: string; text?: string }) => void said.push(out.text ?? out.kind),
      announce: () => undefined,
    } as never,
    send,
    abort: async (_actor, id) => (aborted.push(id), ''),
    runOf: () => Promise.resolve(undefined),
    ending: () => Promise.resolve({} as never),
    actorOf: () => ({}) as never,
    transcribe: () => Promise.resolve(null),
    fire: () => undefined,
    log,
  })
  await store.write(async ({ trx }) => {
    await store.people.save(trx, person)
    await store.updates.insert(trx, row())
  })
  return {
    store,
    turns,
    said,
    aborted,
    made,
    async [Symbol.asyncDispose]() {
      await turns.close()
      await database.close()
    },
  }
}

describe('turns of messages', () => {
  test.each(['stopped', 'revoked'] as const)(
    'a message that is %s while its run begins is not answered',
    async (how) => {
      const begins = Promise.withResolvers<void>()
      const asked = Promise.withResolvers<void>()
      await using desk = await createDesk(async () => {
        asked.resolve()
        await begins.promise
        return { chatId: 'chat', runId: 'run' }
      })
      desk.turns.wake()
      await asked.promise
      if (how === 'stopped') await desk.store.updates.dropWaiting(place)
      else await desk.store.write(({ trx }) => desk.store.people.remove(trx, 'telegram', '1'))
      begins.resolve()
      await expect.poll(() => desk.aborted).toEqual(['chat'])
      expect(desk.said).toEqual([])
      expect(await desk.store.updates.find('telegram', 'u1')).toMatchObject({ state: 'over', message: null })
    },
  )

  test('a message whose chat is deleted at that moment begins another one', async () => {
    const chats: (string | undefined)[] = []
    await using desk = await createDesk(async (_, request) => {
      chats.push(request.session_id ?? undefined)
      if (chats.length === 1) throw new AppError('not_found', 'Session not found')
      return { chatId: 'chat', runId: 'run' }
    })
    desk.turns.wake()
    await expect.poll(() => desk.said).toEqual(['answer'])
    expect(new Set(chats).size).toBe(2)
  })
})
