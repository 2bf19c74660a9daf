import { limits } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'

/** Enough of the beginning for signature and size. */
export const pngHeadBytes = 33

const signature = '\x89PNG\r\n\x1a\n'

/**
 * By its header alone: nothing is decoded, so that no picture can be a bomb here.
 * @throws AppError unsupported_media_type, payload_too_large
 */
export function assertPng(head: Buffer): void {
  const isPng =
    head.length >= pngHeadBytes &&
    head.toString('latin1', 0, 8) === signature &&
    head.readUInt32BE(8) === 13 &&
    head.toString('latin1', 12, 16) === 'IHDR'
  const [width, height] = isPng ? [head.readUInt32BE(16), head.readUInt32BE(20)] : [0, 0]
  if (width === 0 || height === 0) throw new AppError('unsupported_media_type', 'Body is not a PNG image')
  if (width * height > limits.imagePixels)
    throw new AppError(
      'payload_too_large',
      `The image has ${width} × ${height} pixels; at most ${limits.imagePixels / 1_000_000} million are taken`,
    )
}
