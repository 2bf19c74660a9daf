import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

/** Sortable id (UUID v7) for chats, runs and messages. */
export const sortableId = (): string => v7()

/** Drawn ahead, as Node does for its UUIDs: one draw costs a busy hub more than all else of telling people something. */
const pool = Buffer.alloc(4_096)
let taken = pool.length

/** Text of `length` random characters out of A-Z a-z 0-9 `-` `_` (6 bits each). @throws RangeError over 5,000 */
export function randomText(length: number): string {
  const bytes = Math.ceil((length * 3) / 4)
  if (bytes > pool.length) throw new RangeError(`${length} characters are more than are drawn at once`)
  if (taken + bytes > pool.length) {
    randomFillSync(pool)
    taken = 0
  }
  const text = pool.toString('base64url', taken, taken + bytes).slice(0, length)
  pool.fill(0, taken, (taken += bytes)) // nobody finds it here again
  return text
}
