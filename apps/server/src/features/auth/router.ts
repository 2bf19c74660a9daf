import {
  ApiKeyCreate,
  ApiKeyCreated,
  ApiKeyList,
  ApiKeyRef,
  ApiKeyRevoked,
  AuthSettings,
  AuthSettingsUpdate,
} from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure } from '../../trpc.ts'

export const auth = {
  keys: {
    list: adminProcedure
      .meta(rest('GET /auth/keys', 'List the API keys'))
      .output(ApiKeyList)
      .query(({ ctx }) => ctx.app.auth.listKeys()),
    create: adminProcedure
      .meta(rest('POST /auth/keys', 'Make an API key, shown this once'))
      .input(ApiKeyCreate)
      .output(ApiKeyCreated)
      .mutation(({ ctx, input }) => ctx.app.auth.createKey(ctx, input, ctx.idempotencyKey)),
    remove: adminProcedure
      .meta(rest('DELETE /auth/keys/{key_id}', 'Revoke an API key and end what is open with it'))
      .input(ApiKeyRef)
      .output(ApiKeyRevoked)
      .mutation(({ ctx, input }) => ctx.app.auth.revokeKey(ctx, input.key_id)),
  },
  settings: {
    get: adminProcedure
      .meta(rest('GET /auth/settings', 'When a credential is asked for'))
      .output(AuthSettings)
      .query(({ ctx }) => ctx.app.auth.settings()),
    update: adminProcedure
      .meta(rest('PUT /auth/settings', 'Set when a credential is asked for'))
      .input(AuthSettingsUpdate)
      .output(AuthSettings)
      .mutation(({ ctx, input }) => ctx.app.auth.setMode(ctx, input.require_auth)),
  },
}
