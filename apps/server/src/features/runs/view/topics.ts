import type { Topic } from '../../../core/bus.ts'

/** Text that was added to a growing block; `seq` is the event that readers must have before it. */
export type Growth = {
  runId: string
  kind: 'text' | 'thinking'
  block: string
  from: number
  delta: string
  seq: number
}

/** What the owner of a chat's live run says and can be asked. */
export const topics = {
  growth: (chatId: string): Topic<Growth> => `chat.${chatId}.growth`,
  /** The growing block from its start, or null. */
  block: (chatId: string): Topic<null, Growth | null> => `chat.${chatId}.block`,
  /** A message waits in this chat. */
  waiting: 'runs.waiting' as Topic<string>,
}
