import {
  BranchDiff,
  Card,
  CardCreate,
  CardFinish,
  CardFinished,
  CardImplement,
  CardList,
  CardListQuery,
  CardRef,
  CardRun,
  CardSnapshotList,
  CardSnapshotRef,
  CardUpdate,
  CardUpdated,
} from '@atrium/schema'
import { z } from 'zod'
import { rest } from '../../rest-meta.ts'
import { hooksProcedure, terminalProcedure } from '../../trpc.ts'

const created = { status: 201 }
const begun = { status: 201, okWhen: 'reused' }

/** The first three are open to agents too, as far as the key of their session reaches. */
export const board = {
  cards: {
    list: hooksProcedure
      .meta(rest('GET /board/cards', 'List the cards of the board'))
      .input(CardListQuery)
      .output(CardList)
      .query(async ({ ctx, input }) => ({ cards: await ctx.app.board.list(ctx.actor, input.projectId) })),
    create: hooksProcedure
      .meta(rest('POST /board/cards', 'Make a card', created))
      .input(CardCreate)
      .output(Card)
      .mutation(({ ctx, input }) => ctx.app.board.create(ctx, input)),
    update: hooksProcedure
      .meta(rest('PATCH /board/cards/{id}', 'Change or move a card; moving it to done tidies up behind it'))
      .input(CardUpdate)
      .output(CardUpdated)
      .mutation(({ ctx, input }) => ctx.app.board.update(ctx, input)),
    remove: terminalProcedure
      .meta(
        rest('DELETE /board/cards/{id}', 'Delete a card, its session and its working tree', { status: 204 }),
      )
      .input(CardRef)
      .output(z.void())
      .mutation(({ ctx, input }) => ctx.app.board.remove(input.id)),
    brainstorm: terminalProcedure
      .meta(rest('POST /board/cards/{id}/brainstorm', 'Begin a session that works the idea out', begun))
      .input(CardRef)
      .output(CardRun)
      .mutation(({ ctx, input }) => ctx.app.board.brainstorm(ctx, input.id)),
    implement: terminalProcedure
      .meta(
        rest(
          'POST /board/cards/{id}/implement',
          'Begin a session that builds it, in a working tree of its own',
          begun,
        ),
      )
      .input(CardImplement)
      .output(CardRun)
      .mutation(({ ctx, input }) => ctx.app.board.implement(ctx, input)),
    branchDiff: terminalProcedure
      .meta(
        rest('GET /board/cards/{id}/branch-diff', 'What the branch of a card changed since it left the base'),
      )
      .input(CardRef)
      .output(BranchDiff)
      .query(({ ctx, input }) => ctx.app.board.branchDiff(input.id)),
    finish: terminalProcedure
      .meta(
        rest('POST /board/cards/{id}/finish', 'Merge, write the changelog entry and push, all or nothing'),
      )
      .input(CardFinish)
      .output(CardFinished)
      .mutation(({ ctx, input }) => ctx.app.board.finish(ctx, input.id, input.uncommitted)),
  },
  snapshots: {
    list: terminalProcedure
      .meta(rest('GET /board/snapshots', 'What was kept of working trees that were removed'))
      .input(CardListQuery)
      .output(CardSnapshotList)
      .query(async ({ ctx, input }) => ({ snapshots: await ctx.app.board.snapshots(input.projectId) })),
    restore: terminalProcedure
      .meta(
        rest(
          'POST /board/snapshots/{id}/restore',
          'Make a working tree out of a snapshot again, and its card',
          created,
        ),
      )
      .input(CardSnapshotRef)
      .output(Card)
      .mutation(({ ctx, input }) => ctx.app.board.restore(input.id)),
    remove: terminalProcedure
      .meta(rest('DELETE /board/snapshots/{id}', 'Let go of a snapshot', { status: 204 }))
      .input(CardSnapshotRef)
      .output(z.void())
      .mutation(({ ctx, input }) => ctx.app.board.forget(input.id)),
  },
}
