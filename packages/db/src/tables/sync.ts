import type { IsoText } from '../columns.ts'

/** A file of the vault as it was last looked at; stays as a tombstone when the file is gone. */
export interface SyncFileTable {
  /** Below the vault, with `/`, as the disk spells it. */
  path: string
  /** SHA-256, hexadecimal. */
  hash: string
  size: number
  /** Nanoseconds since 1970: more digits than a number holds. */
  modifiedNs: string
  /** Size, times and inode of when it was hashed; while they are the same, so is the hash. Empty: never trust it. */
  stamp: string
  /** Hashes it had before, oldest first, with commas between. */
  past: string
  /** Position among all changes; grows with each. */
  seq: number
  changedAt: IsoText
  deletedAt: IsoText | null
}

/** One row: where the changes have come to. */
export interface SyncClockTable {
  id: number
  /** Another one means that positions of before say nothing. */
  epoch: string
  seq: number
}
