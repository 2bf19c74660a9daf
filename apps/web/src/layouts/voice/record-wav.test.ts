import { expect, test } from 'vitest'
import { encodeWav } from './record-wav.ts'

test('a recording is PCM of 16 bits, cut at the loudest that fits', async () => {
  const bytes = new DataView(await encodeWav(new Float32Array([0, 1, -1, 7, 0.5]), 16_000).arrayBuffer())
  const text = (at: number, length: number) =>
    String.fromCharCode(...Array.from({ length }, (_, i) => bytes.getUint8(at + i)))
  expect([text(0, 4), text(8, 8), text(36, 4)]).toEqual(['RIFF', 'WAVEfmt ', 'data'])
  expect(bytes.byteLength).toBe(44 + 10)
  expect(bytes.getUint32(4, true)).toBe(46)
  expect(bytes.getUint32(24, true)).toBe(16_000)
  expect(Array.from({ length: 5 }, (_, i) => bytes.getInt16(44 + i * 2, true))).toEqual([
    0, 32767, -32767, 32767, 16383,
  ])
})
