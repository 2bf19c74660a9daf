// Owns what an agent may do to the board: with the key of its session it reaches its own card, and little of that.
import type { CardCreate, CardUpdate } from '@atrium/schema'
import type { Actor, Within } from '../../context.ts'
import { AppError } from '../../core/errors.ts'
import { hasScope } from '../../core/scopes.ts'
import type { CardRow } from './store.ts'

const forbidden = (message: string): AppError => new AppError('forbidden', message)

/** Fields that an agent reports; everything else is the person's. */
const reported = new Set(['id', 'stage', 'brainstormDoc', 'branch', 'implementSummary', 'notes'])

/** Who a program in a session is; null for a person. @throws AppError scope_missing */
export function agentOf(actor: Actor): Within | null {
  if (actor.within) return actor.within
  if (hasScope(actor, 'terminal')) return null
  throw new AppError('scope_missing', "This key lacks the 'terminal' permission")
}

/** The project whose cards it may read; undefined is all of them. @throws AppError forbidden */
export function readableProject(agent: Within | null, asked: string | undefined): string | undefined {
  if (!agent) return asked
  if (agent.projectId !== null && (asked === undefined || asked === agent.projectId)) return agent.projectId
  throw forbidden('The key of this session does not reach the cards of that project')
}

/** @throws AppError forbidden */
export function assertMayCreate(agent: Within | null, input: CardCreate): void {
  if (!agent) return
  if (agent.projectId === null || input.projectId !== agent.projectId)
    throw forbidden('The key of this session makes no cards for that project')
  if (input.stage !== 'idea') throw forbidden('An agent makes cards in the first column alone')
}

/**
 * An agent that works an idea out hands in its spec; one that builds hands in its work. Neither decides that it is done.
 * @throws AppError forbidden
 */
export function assertMayUpdate(agent: Within | null, card: CardRow, input: CardUpdate): void {
  if (!agent) return
  if (agent.cardId !== card.id) throw forbidden('The key of this session does not reach this card')
  for (const [field, value] of Object.entries(input))
    if (value !== undefined && !reported.has(field)) throw forbidden(`An agent does not set '${field}'`)
  const target = ['implement', 'review'].includes(card.stage) ? 'review' : 'spec'
  if (input.stage === undefined) {
    if (card.stage === 'done') throw forbidden('This card is done; its agent changes it no more')
    return
  }
  if (card.stage === 'done' || input.stage !== target)
    throw forbidden(`The agent of this card may move it to '${target}' alone`)
}
