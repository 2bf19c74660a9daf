import type { WebhookDeliveryState, WebhookDisabledReason, WebhookFailure } from '@atrium/schema'
import type { Flag, IsoText, JsonText } from '../columns.ts'

/** Somebody outside who is told of events. Secrets are sealed with a key that is not in the database. */
export interface WebhookTable {
  id: string
  url: string
  description: string
  events: JsonText
  filter: JsonText | null
  includeContent: Flag
  enabled: Flag
  disabledReason: WebhookDisabledReason | null
  secret: string
  secretLast4: string
  oldSecret: string | null
  oldSecretUntil: IsoText | null
  /** First failure since the last success. */
  failingSince: IsoText | null
  lastSuccessAt: IsoText | null
  lastFailure: JsonText | null
  createdAt: IsoText
  updatedAt: IsoText
}

/**
 * What happened and is not yet put in line for anybody. Triggers write most of it, in the very transaction that changes
 * what it is about, so that neither is ever there without the other; only while there is a webhook that is on.
 */
export interface WebhookEventTable {
  id: string
  type: string
  at: IsoText
  chatId: string | null
  projectId: string | null
  session: string | null
  facts: JsonText
}

/** One event on its way to one webhook. */
export interface WebhookDeliveryTable {
  id: string
  webhookId: string
  eventId: string
  eventType: string
  /** What is sent, byte for byte. */
  body: string
  state: WebhookDeliveryState
  attemptCount: number
  /** Attempts since it was put in line, or asked for again. */
  tries: number
  nextAttemptAt: IsoText | null
  lastStatus: number | null
  lastFailure: WebhookFailure | null
  createdAt: IsoText
  endedAt: IsoText | null
}

export interface WebhookAttemptTable {
  deliveryId: string
  number: number
  at: IsoText
  durationMs: number
  status: number | null
  failure: WebhookFailure | null
  answer: string | null
  signature: string
}
