import {
  Card,
  CardCreate,
  CardImplement,
  CardListQuery,
  CardRun,
  CardUpdate,
  CardUpdated,
} from '@atrium/schema'
import { z } from 'zod'
import type { Actor } from '../../context.ts'
import { AppError } from '../../core/errors.ts'
import { hasScope } from '../../core/scopes.ts'
import { tool } from './tool.ts'

/** Agents in terminals have a credential of their session; other keys for hooks are for scripts that only tell. */
const refuses = (actor: Actor): AppError | null =>
  actor.within || hasScope(actor, 'terminal')
    ? null
    : new AppError('scope_missing', "This key lacks the 'terminal' permission")

export const boardTools = [
  tool({
    name: 'list_cards',
    title: 'List cards',
    description: 'Cards of the board: pieces of work of a project, from idea to done.',
    access: 'hooks',
    refuses,
    hints: { readOnly: true },
    input: CardListQuery,
    output: z.object({ cards: z.array(Card).describe('By project, column and place in it.') }),
    run: ({ hub }, input) => hub.board.cards.list(input),
  }),
  tool({
    name: 'create_card',
    title: 'Make a card',
    description: 'Put a new card on the board of a project; it begins as an idea.',
    access: 'hooks',
    refuses,
    input: CardCreate,
    output: z.object({ card: Card }),
    run: async ({ hub }, input) => ({ card: await hub.board.cards.create(input) }),
  }),
  tool({
    name: 'update_card',
    title: 'Change or move a card',
    description:
      'Change fields of a card, or move it to another column with `stage`. Moving it to done ends its session and removes its working tree; what was not committed is kept as a snapshot.',
    access: 'hooks',
    refuses,
    hints: { destructive: true, idempotent: true },
    input: CardUpdate,
    output: z.object({ card: CardUpdated }),
    run: async ({ hub }, input) => ({ card: await hub.board.cards.update(input) }),
  }),
  tool({
    name: 'implement_card',
    title: 'Let an agent build a card',
    description:
      'Start an agent in a terminal session and a working tree of its own that builds what a card says. One that runs already is found again.',
    access: 'terminal',
    hints: { idempotent: true },
    input: CardImplement.pick({ id: true }),
    output: CardRun,
    run: ({ hub }, input) => hub.board.cards.implement(input),
  }),
]
