import {
  BotAnswer,
  BotAnswerTaken,
  BotConversations,
  BotDeliveries,
  BotDeliveriesQuery,
  BotDelivery,
  BotDeliveryUpdate,
  BotInvitation,
  BotInvitationAnswer,
  BotMessage,
  BotMessageTaken,
  BotNote,
  BotNoteRef,
  BotNoteUpdate,
  BotPeople,
  BotPersonRef,
  BotPersonRevoked,
  BotPlatformRef,
  BotStarted,
  BotsConfig,
  BotsConfigUpdate,
  BotsStatus,
  BotTested,
  limits,
  Nothing,
  Ok,
  PairingApprove,
  PairingApproved,
  PairingCount,
  PairingList,
  PairingRef,
} from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure, botsProcedure } from '../../trpc.ts'

/** What administrators set and decide. */
const setup = {
  status: adminProcedure
    .meta(rest('GET /bots/status', 'How each connector is'))
    .output(BotsStatus)
    .query(({ ctx }) => ctx.app.bots.status()),
  config: adminProcedure
    .meta(rest('GET /bots/config', 'How the bots are set, without their tokens'))
    .output(BotsConfig)
    .query(({ ctx }) => ctx.app.bots.config()),
  configure: adminProcedure
    .meta(rest('PUT /bots/config', 'Change how the bots are set; absent fields stay'))
    .input(BotsConfigUpdate)
    .output(BotsConfig)
    .mutation(({ ctx, input }) => ctx.app.bots.configure(ctx, input)),
  start: adminProcedure
    .meta(rest('POST /bots/{platform}/start', 'Start a connector, also one that is not enabled'))
    .input(BotPlatformRef)
    .output(BotStarted)
    .mutation(({ ctx, input }) => ctx.app.bots.start(ctx, input.platform)),
  stop: adminProcedure
    .meta(rest('POST /bots/{platform}/stop', 'Stop a connector'))
    .input(BotPlatformRef)
    .output(BotStarted)
    .mutation(({ ctx, input }) => ctx.app.bots.stop(ctx, input.platform)),
  conversations: adminProcedure
    .meta(rest('GET /bots/conversations', 'Conversations in messengers, and the chats that they are'))
    .output(BotConversations)
    .query(async ({ ctx }) => ({ conversations: await ctx.app.bots.conversations() })),
  test: adminProcedure
    .meta(
      rest('POST /bots/{platform}/test', 'Ask the platform whose token is stored', {
        perMinute: limits.botTestsPerMinute,
      }),
    )
    .input(BotPlatformRef)
    .output(BotTested)
    .mutation(({ ctx, input }) => ctx.app.bots.test(input.platform, ctx.signal)),
}

const pairing = {
  list: adminProcedure
    .meta(rest('GET /bots/pairing', 'Who asks to be let in, newest first'))
    .output(PairingList)
    .query(async ({ ctx }) => ({ requests: await ctx.app.bots.pairing.pending() })),
  count: adminProcedure
    .meta(rest('GET /bots/pairing/count', 'How many ask to be let in'))
    .output(PairingCount)
    .query(async ({ ctx }) => ({ pending: await ctx.app.bots.pairing.count() })),
  approve: adminProcedure
    .meta(rest('POST /bots/pairing/{id}/approve', 'Let somebody in'))
    .input(PairingApprove)
    .output(PairingApproved)
    .mutation(async ({ ctx, input }) => ({
      success: true as const,
      request: await ctx.app.bots.pairing.approve(ctx, input.id, input.trust_level),
    })),
  deny: adminProcedure
    .meta(rest('POST /bots/pairing/{id}/deny', 'Turn somebody away'))
    .input(PairingRef)
    .output(Ok)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.bots.pairing.deny(ctx, input.id)
      return { success: true as const }
    }),
  people: adminProcedure
    .meta(rest('GET /bots/people', 'Who may speak with the bots'))
    .input(Nothing)
    .output(BotPeople)
    .query(async ({ ctx }) => ({ people: await ctx.app.bots.pairing.people() })),
  revoke: adminProcedure
    .meta(rest('DELETE /bots/pairing/{platform}/{user_id}', 'Let somebody in no more'))
    .input(BotPersonRef)
    .output(BotPersonRevoked)
    .mutation(async ({ ctx, input }) => ({
      success: true as const,
      user_id: input.user_id,
      platform: await ctx.app.bots.pairing.revoke(ctx, input.platform, input.user_id),
    })),
}

/** What the program that carries the connectors says and asks. */
const carried = {
  message: botsProcedure
    .meta(
      rest('POST /bots/{platform}/messages', 'Hand in what arrived in a messenger, once by its update', {
        bodyLimit: limits.chatBodyBytes,
      }),
    )
    .input(BotMessage)
    .output(BotMessageTaken)
    .mutation(({ ctx, input }) => ctx.app.bots.take(input)),
  answer: botsProcedure
    .meta(rest('POST /bots/{platform}/answers', 'Hand in a pressed button, or the answer to a question'))
    .input(BotAnswer)
    .output(BotAnswerTaken)
    .mutation(({ ctx, input }) => ctx.app.bots.answer(ctx, input)),
  deliveries: botsProcedure
    .meta(rest('GET /bots/{platform}/deliveries', 'What still has to go out; waits for the next on request'))
    .input(BotDeliveriesQuery)
    .output(BotDeliveries)
    .query(({ ctx, input }) => ctx.app.bots.deliveries.open(input, ctx.signal)),
  deliver: botsProcedure
    .meta(rest('PATCH /bots/{platform}/deliveries/{id}', 'Note how far a delivery has come'))
    .input(BotDeliveryUpdate)
    .output(BotDelivery)
    .mutation(({ ctx, input }) => ctx.app.bots.deliveries.update(input)),
  invited: botsProcedure
    .meta(rest('POST /bots/{platform}/invitations', 'Ask whether to accept an invitation'))
    .input(BotInvitation)
    .output(BotInvitationAnswer)
    .mutation(async ({ ctx, input }) => ({ join: await ctx.app.bots.pairing.mayJoin(input) })),
  note: botsProcedure
    .meta(rest('GET /bots/{platform}/notes/{name}', 'What a connector noted for itself'))
    .input(BotNoteRef)
    .output(BotNote)
    .query(({ ctx, input }) => ctx.app.botNotes.read(input.platform, input.name)),
  keep: botsProcedure
    .meta(rest('PUT /bots/{platform}/notes/{name}', 'Keep a note of a connector'))
    .input(BotNoteUpdate)
    .output(Ok)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.botNotes.write(input)
      return { success: true as const }
    }),
}

export const bots = { ...setup, pairing, ...carried }
