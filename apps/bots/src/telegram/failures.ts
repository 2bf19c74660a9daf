import { GrammyError, HttpError } from 'grammy'
import { type FailureKind, PlatformError } from '../platform.ts'

// Descriptions as the server of the Bot API writes them (github.com/tdlib/telegram-bot-api, Client.cpp); they are no part of
// the documented interface, so whatever is not known is `refused`.
const descriptions: readonly [FailureKind, RegExp][] = [
  ['format', /can't parse entities|can't find end of|unsupported start tag/i],
  [
    'gone',
    /message to edit not found|message can't be edited|MESSAGE_ID_INVALID|there is no text in the message to edit/i,
  ],
  [
    'too_big',
    /message is too long|MESSAGE_TOO_LONG|caption is too long|MEDIA_CAPTION_TOO_LONG|file is too big|entity too large/i,
  ],
  [
    'blocked',
    /chat not found|user is deactivated|PEER_ID_INVALID|not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|TOPIC_CLOSED|TOPIC_DELETED|message thread not found|bot was (blocked|kicked)|group chat was (deactivated|deleted)/i,
  ],
]

/** No change, or gone already: what was wanted is so. */
export const isNoChange = (error: unknown): boolean =>
  error instanceof GrammyError &&
  /message is not modified|message to delete not found|message can't be deleted/i.test(error.description)

/** An old chat that goes on under another id. */
export const movedTo = (error: unknown): string | undefined =>
  error instanceof GrammyError && error.parameters.migrate_to_chat_id !== undefined
    ? String(error.parameters.migrate_to_chat_id)
    : undefined

export function failureOf(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  if (error instanceof HttpError)
    // Only the code of its cause: its sentence has the address in it, and the address has the token.
    return new PlatformError('away', 'Telegram cannot be reached', { cause: codeOf(error.error) })
  if (!(error instanceof GrammyError)) return new PlatformError('away', 'Telegram did not answer')
  const { error_code: code, description, parameters } = error
  const say = (kind: FailureKind, sentence: string) =>
    new PlatformError(kind, sentence, { cause: description })
  if (code === 429)
    return new PlatformError('limited', 'Telegram asks to slow down', {
      retryAfterMs: (parameters.retry_after ?? 1) * 1_000,
    })
  // An unknown method is answered with the same status; there is none here, so it is the token.
  if (code === 401 || (code === 404 && description === 'Not Found'))
    return say('unauthorized', 'Telegram refused the token')
  if (code >= 500) return say('away', `Telegram has trouble (${code})`)
  if (code === 409) return say('away', 'Another program reads the messages of this bot')
  if (code === 403) return say('blocked', `Telegram refused to write there: ${description}`)
  const [kind] = descriptions.find(([, pattern]) => pattern.test(description)) ?? []
  return say(kind ?? 'refused', `Telegram refused: ${description}`)
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
