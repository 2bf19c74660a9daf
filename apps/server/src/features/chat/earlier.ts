// What a conversation that was held elsewhere is to the agent that goes on with it: its last words, within bounds.
import { limits } from '@atrium/schema'
import { headOf } from '../../core/text.ts'
import type { ChatStore } from './store.ts'

const pageSize = 50
const names = { user: 'Human', assistant: 'Assistant' } as const
/** More than any chat has; what a column holds. */
const lastSeq = 2 ** 31 - 1
const cutMark = '[Earlier messages are left out.]'

/** Null when nothing has been said. `answered`: without the messages at the end that wait for their answer. */
export function createEarlier({ store }: { store: Pick<ChatStore, 'textsBefore'> }) {
  return async function earlier(
    chatId: string,
    { answered = false }: { answered?: boolean } = {},
  ): Promise<string | null> {
    const told: string[] = []
    let left = limits.messageChars - cutMark.length - 2
    let waiting = answered
    for (let before = lastSeq; ; ) {
      const page = await store.textsBefore(chatId, before, pageSize)
      for (const { role, text } of page) {
        waiting &&= role === 'user'
        if (waiting) continue
        const line = `${names[role]}: ${text}`
        if (line.length + 2 > left) {
          // The newest is told in part rather than not at all.
          if (told.length === 0) told.push(headOf(line, left))
          return [cutMark, ...told.reverse()].join('\n\n')
        }
        told.push(line)
        left -= line.length + 2
      }
      const last = page.at(-1)
      if (!last || page.length < pageSize) return told.length === 0 ? null : told.reverse().join('\n\n')
      before = last.seq
    }
  }
}
