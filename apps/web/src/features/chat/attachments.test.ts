import { limits } from '@atrium/schema'
import { expect, test } from 'vitest'
import { sortFiles, toAttachment } from './attachments.ts'

const file = (name: string, size: number) => new File([new Uint8Array(size)], name)

test('files over a limit of the hub are refused here, each with its reason', () => {
  const big = Object.defineProperty(file('big.bin', 1), 'size', { value: limits.attachmentBytes + 1 })
  const nine = Array.from({ length: limits.attachments - 1 }, () => ({ file: { size: 1 } }))
  const { taken, refused } = sortFiles(nine, [
    file('run.exe', 1),
    file('none', 0),
    big,
    file('a', 1),
    file('b', 1),
  ])
  expect(taken.map(({ name }) => name)).toEqual(['a'])
  expect(refused.map(({ why }) => why)).toEqual(['kind', 'empty', 'size', 'count'])
})
test('all files together stay under their limit', () => {
  const { refused } = sortFiles([{ file: { size: limits.attachmentsBytes } }], [file('a', 1)])
  expect(refused).toEqual([{ name: 'a', why: 'total' }])
})
test('bytes of every value arrive as they are', async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256)
  const { base64Data } = await toAttachment({ id: '', preview: null, file: new File([bytes], 'x') })
  expect(Uint8Array.from(Buffer.from(base64Data, 'base64'))).toEqual(bytes)
})
