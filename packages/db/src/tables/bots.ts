import type { Flag, IsoText, JsonText } from '../columns.ts'

/** How a messenger is set; its token lies in a file of its own. One row a platform. */
export interface BotConnectorTable {
  platform: string
  enabled: Flag
  /** Everything else that a person set. */
  config: JsonText
}

/** Somebody who may speak with a bot. */
export interface BotPersonTable {
  platform: string
  userId: string
  /** What they called themselves when they asked; null when an administrator listed them. */
  display: string | null
  /** What they were trusted with when they were let in; null leaves it to the platform. */
  trustLevel: string | null
  since: IsoText
}

/** Somebody who asked to be let in. */
export interface BotPairingTable {
  id: string
  platform: string
  userId: string
  display: string
  chatId: string
  /** Empty where the conversation has none. */
  threadId: string
  chatKind: 'dm' | 'group'
  chatTitle: string | null
  /** A pending one whose time has passed is over, whatever stands here. */
  status: 'pending' | 'approved' | 'denied' | 'expired'
  trustLevel: string | null
  createdAt: IsoText
  expiresAt: IsoText
  resolvedAt: IsoText | null
  resolvedBy: string | null
}

/** A conversation in a messenger, and the chat that it is now. */
export interface BotConversationTable {
  platform: string
  chatId: string
  /** Empty where the conversation has none. */
  threadId: string
  kind: 'dm' | 'group'
  title: string | null
  /** Null before the first message, and after a fresh start. */
  sessionId: string | null
  /** Whether a chat of it was activated once; later ones need it no more. */
  activated: Flag
}

/** What arrived and had an effect; each update once. */
export interface BotUpdateTable {
  platform: string
  updateId: string
  seq: number
  at: IsoText
  chatId: string
  threadId: string
  userId: string
  /** waiting: for its turn. running: its run has begun. over: nothing more comes of it. */
  state: 'waiting' | 'running' | 'over'
  /** What waits; emptied when it has begun. */
  message: JsonText | null
  /** Id under which it becomes a message of its chat, so that it is taken once. */
  messageId: string | null
  sessionId: string | null
  runId: string | null
}

/** What must go out to a messenger. */
export interface BotDeliveryTable {
  id: string
  seq: number
  platform: string
  kind: 'answer' | 'say'
  chatId: string
  threadId: string
  replyTo: string | null
  text: string | null
  sessionId: string | null
  runId: string | null
  state: 'open' | 'done' | 'failed'
  /** Ids that the messages have there. */
  messages: JsonText
  error: string | null
  createdAt: IsoText
  endedAt: IsoText | null
}

/** Gives updates and deliveries their numbers; whoever takes one is alone until its transaction ends. */
export interface BotClockTable {
  id: number
  seq: number
}

/** What a connector noted for itself, such as how far it has read; only it knows what it says. */
export interface BotNoteTable {
  platform: string
  name: string
  value: string
}
