import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** Sortable id (UUID v7) for chats, runs and messages. */
export const sortableId = (): string => v7()

/** Text of `length` random characters out of A-Z a-z 0-9 `-` `_` (6 bits each). */
export const randomText = (length: number): string =>
  randomBytes(Math.ceil((length * 3) / 4))
    .toString('base64url')
    .slice(0, length)
