import { AppError } from '../../core/errors.ts'

/** What clients of the second page tell apart by `reason`; ours is `code`. */
export const exists = (name: string, suggested: string): AppError =>
  new AppError('already_exists', `There is already a '${name}' here`, {
    reason: 'exists',
    meta: { suggested },
  })

export const notThere = (path: string): AppError =>
  new AppError('not_found', `File or folder not found: ${path}`, { reason: 'not-found' })

export const notAFolder = (path: string): AppError =>
  new AppError('bad_request', `Not a folder: ${path}`, { reason: 'not-a-dir' })

export const notAFile = (path: string): AppError =>
  new AppError('bad_request', `Not a file: ${path || '.'}`, { reason: 'not-a-file' })

export const intoSelf = (path: string): AppError =>
  new AppError('bad_request', `A folder cannot go into itself: ${path}`, { reason: 'into-self' })

export const samePath = (path: string): AppError =>
  new AppError('bad_request', `It is there already: ${path}`, { reason: 'same-path' })

export const oversize = (size: number, limit: number): AppError =>
  new AppError(
    'payload_too_large',
    `The file is larger than ${Math.floor(limit / 1_000_000)} MB; download it`,
    {
      reason: 'oversize',
      meta: { size, limit },
    },
  )

export const unsupported = (path: string, size: number): AppError =>
  new AppError('unsupported_media_type', `Neither text nor an image or PDF: ${path}; download it`, {
    reason: 'unsupported',
    meta: { size },
  })

export const changed = (): AppError => new AppError('file_changed', 'The file changed since you read it')
