import type { FileWrite } from '@atrium/schema'
import type { Preconditions } from '../../context.ts'
import { AppError } from '../../core/errors.ts'

/** In which state of the file a write is wanted. */
export type Wish = {
  absent: boolean
  present: boolean
  /** One of these. */
  hashes: readonly string[] | null
  lastModified: string | null
}

/** What headers and body ask for, all of it at once. @throws AppError bad_request */
export function wishOf(
  { hash, last_modified }: Pick<FileWrite, 'hash' | 'last_modified'>,
  { ifMatch, ifNoneMatch }: Preconditions,
): Wish {
  if (ifNoneMatch !== null && ifNoneMatch.trim() !== '*')
    throw new AppError('bad_request', 'If-None-Match can only be * here')
  const tags = ifMatch === null || ifMatch.trim() === '*' ? null : tagsOf(ifMatch)
  const asked = typeof hash === 'string' ? [hash] : null
  return {
    absent: ifNoneMatch !== null || hash === null,
    present: ifMatch !== null,
    hashes: tags && asked ? asked.filter((one) => tags.includes(one)) : (tags ?? asked),
    lastModified: last_modified === undefined ? null : toMs(last_modified),
  }
}

/** Entity tags with or without quotes; weak ones never match, as RFC 9110 has it. */
const tagsOf = (header: string): string[] =>
  header.split(',').flatMap((tag) => /^\s*"?([0-9A-Za-z]+)"?\s*$/.exec(tag)?.[1]?.toLowerCase() ?? [])

/** @throws AppError bad_request */
function toMs(text: string): string {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new AppError('bad_request', 'last_modified is not a time in ISO 8601')
  return new Date(ms).toISOString()
}
