import { z } from 'zod'

/** Time in ISO 8601, UTC, with a trailing `Z`. */
export const IsoDate = z
  .string()
  .meta({ description: 'Time in ISO 8601, UTC, ending in Z.', examples: ['2026-11-21T18:04:11.120Z'] })

/** Id of a chat: a UUID version 7, so that ids sort by creation. Chats adopted from elsewhere keep theirs. */
export const ChatId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9_-]+$/)
  .meta({ description: 'Id of the chat (UUID v7).', examples: ['019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10'] })

/** Name of a workspace in URLs and folders. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
  .meta({ description: 'Workspace slug: lower-case letters, digits and dashes.', examples: ['garden'] })

/** A whole number that a query string may carry; wrong kinds are refused, never guessed. */
export const QueryInt = z.number().int()

/** The acknowledgement of a call that has nothing else to say. */
export const Ok = z.object({ success: z.literal(true).describe('Always true; a refusal is an HTTP error.') })

/** An empty input, for calls whose path says everything. */
export const Nothing = z.object({})
