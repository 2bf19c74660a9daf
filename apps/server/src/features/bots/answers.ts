// Owns who may answer in a messenger what an agent asked: somebody who is let in, in the conversation that it asked in,
// and who is trusted with as much as its chat.
import type { BotAnswer, BotAnswerTaken, ChatAnswer } from '@atrium/schema'
import type { z } from 'zod'
import type { Actor, By } from '../../context.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { BotChats, Speaker } from './chats.ts'
import { placeOf, rowOf } from './intake.ts'
import { plainName } from './names.ts'
import type { BotsStore } from './store.ts'
import { texts } from './texts.ts'

type Taken = z.infer<typeof BotAnswerTaken>

export function createAnswers(deps: {
  store: BotsStore
  chats: BotChats
  /** @throws AppError not_found, already_answered, gone, invalid */
  answer(chatId: string, answer: ChatAnswer, by: By): Promise<void>
  actorOf(speaker: Speaker, userId: string): Actor
}) {
  const { store, chats } = deps
  const not = (say: string): Taken => ({ duplicate: false, taken: false, say })
  /** Whoever hands in one update twice at once hears of the second what became of the first. */
  const lock = createKeyedLock()

  async function answer(by: By, input: BotAnswer): Promise<Taken> {
    const { platform, update_id, user_id, request_id, decision, answers } = input
    if ((decision === undefined) === (answers === undefined))
      throw invalid('decision', 'Send either answers or a decision')
    const place = placeOf(input)
    const person = await store.people.find(platform, user_id)
    if (!person) return not(texts.notYours)
    const conversation = await store.conversations.find(place)
    const chat = conversation?.sessionId ? await chats.find(conversation.sessionId) : undefined
    if (!conversation || !chat) return not(texts.over)
    const trust = chats.trustOf(platform, conversation.kind, person)
    if (decision === 'allow' && trust === 'sandboxed' && chat.trustLevel !== trust) return not(texts.notYours)
    const isNew = await store.write(async ({ trx, next }) =>
      store.updates.insert(trx, { ...rowOf(input, place, await next()), sessionId: chat.id }),
    )
    if (!isNew) return { duplicate: true, taken: false, say: null }
    const speaker: Speaker = {
      place,
      kind: conversation.kind,
      title: conversation.title,
      display: plainName(input.user_display) || user_id,
    }
    const body = { request_id, ...(decision && { decision }), ...(answers && { answers }) }
    try {
      const actor = deps.actorOf(speaker, user_id)
      await deps.answer(chat.id, body, { actor, requestId: by.requestId })
    } catch (error) {
      // What answered nothing may come again, or still be a message.
      await store.updates.remove({ platform, updateId: update_id })
      const code = error instanceof AppError ? error.code : null
      if (code === 'already_answered') return not(texts.answered)
      if (code === 'not_found' || code === 'gone') return not(texts.over)
      throw error
    }
    const say = decision === 'allow' ? texts.allowed : decision === 'deny' ? texts.refused : texts.noted
    return { duplicate: false, taken: true, say }
  }

  /** @throws AppError invalid */
  return (by: By, input: BotAnswer): Promise<Taken> =>
    lock(`${input.platform} ${input.update_id}`, () => answer(by, input))
}
