import { isString, readStored, writeStored } from '../lib/stored.ts'

const keyOf = (chat: string): string => `atrium.draft.${chat}`

/** What was typed and not sent, per chat; `new` is the chat that is not there yet. */
export const readDraft = (chat: string): string => readStored(keyOf(chat), isString, '')
export const writeDraft = (chat: string, text: string): void => writeStored(keyOf(chat), text)
