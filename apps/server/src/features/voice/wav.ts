import { AppError } from '../../core/errors.ts'

const badWav = (what: string): AppError =>
  new AppError('unsupported_media_type', `Body is not a WAV recording: ${what}`)

/**
 * Looks at the header of a recording before any program does: RIFF, WAVE, and PCM whose sizes fit the file.
 * @throws AppError unsupported_media_type
 */
export function checkWav(head: Buffer, size: number): void {
  if (
    head.length < 12 ||
    head.toString('latin1', 0, 4) !== 'RIFF' ||
    head.toString('latin1', 8, 12) !== 'WAVE'
  )
    throw badWav('it does not begin like one')
  let at = 12
  let format: { code: number; channels: number; rate: number; bits: number } | null = null
  while (at + 8 <= head.length) {
    const name = head.toString('latin1', at, at + 4)
    const length = head.readUInt32LE(at + 4)
    const body = at + 8
    if (name === 'fmt ') {
      if (length < 16 || body + 16 > head.length) throw badWav('its format cannot be read')
      format = {
        code: head.readUInt16LE(body),
        channels: head.readUInt16LE(body + 2),
        rate: head.readUInt32LE(body + 4),
        bits: head.readUInt16LE(body + 14),
      }
    }
    if (name === 'data') {
      if (!format) throw badWav('the sound comes before its format')
      const { code, channels, rate, bits } = format
      // 0xfffe names PCM in a longer way.
      if ((code !== 1 && code !== 3 && code !== 0xfffe) || channels < 1 || channels > 2)
        throw badWav('only PCM with one or two channels')
      if (rate < 8_000 || rate > 192_000 || ![8, 16, 24, 32].includes(bits))
        throw badWav('8 to 192 kHz with 8 to 32 bits')
      if (body >= size) throw badWav('there is no sound in it')
      return
    }
    at = body + length + (length % 2)
  }
  throw badWav('there is no sound in it')
}
