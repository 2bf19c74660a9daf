import { AppError } from '../../core/errors.ts'

const form = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** Room for the number that tells two of one name apart. */
const maxChars = 57

export const isSlug = (text: string): boolean => form.test(text)

/** @throws AppError bad_request */
export function assertSlug(text: string): void {
  if (!isSlug(text)) throw new AppError('bad_request', `Invalid workspace slug: '${text}'`)
}

/** Slugs for a name, the one to try first at the beginning: `garden`, `garden-2`, `garden-3` and so on. */
export function* slugsFor(name: string): Generator<string> {
  const plain = trimmed(trimmed(name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')).slice(0, maxChars))
  const first = plain === '' ? 'workspace' : plain
  yield first
  for (let number = 2; ; number++) yield `${first}-${number}`
}

const trimmed = (text: string): string => text.replaceAll(/^-+|-+$/g, '')
