import { RESTJSONErrorCodes as Code, DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'
import { type FailureKind, PlatformError } from '../platform.ts'

const kinds: Readonly<Record<number, FailureKind>> = {
  [Code.UnknownMessage]: 'gone',
  [Code.UnknownChannel]: 'blocked',
  [Code.UnknownGuild]: 'blocked',
  [Code.MissingAccess]: 'blocked',
  [Code.MissingPermissions]: 'blocked',
  [Code.CannotSendMessagesToThisUser]: 'blocked',
  [Code.RequestEntityTooLarge]: 'too_big',
}

/** What a failed call means. Addresses are left out: those of interactions carry a token. */
export function failureOf(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  if (error instanceof RateLimitError)
    return new PlatformError('limited', 'Discord asks to wait', { retryAfterMs: error.retryAfter })
  if (error instanceof DiscordAPIError) {
    const words = `Discord: ${error.status} ${error.rawError && 'message' in error.rawError ? error.rawError.message : 'refused'} (${error.code})`
    if (error.status === 401)
      return new PlatformError(
        'unauthorized',
        'Discord does not take the bot token; make a new one in its developer portal',
      )
    const tooLong = JSON.stringify(error.rawError).includes('BASE_TYPE_MAX_LENGTH')
    return new PlatformError(tooLong ? 'too_big' : (kinds[Number(error.code)] ?? kindOf(error.status)), words)
  }
  if (error instanceof HTTPError) return new PlatformError('away', `Discord answers ${error.status}`)
  const why =
    error instanceof Error
      ? error.cause instanceof Error
        ? error.cause.message
        : error.message
      : String(error)
  return new PlatformError('away', `Discord is not reached: ${why}`)
}

const kindOf = (status: number): FailureKind =>
  status === 413 ? 'too_big' : status >= 500 ? 'away' : 'refused'
