import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { longestLine, readBackward, readForward } from './reading.ts'

async function withFile<T>(text: string | Buffer, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-reading-'))
  try {
    const path = join(folder, 'lines')
    await using file = await open(path, 'w')
    await file.writeFile(text)
    return await work(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function forward(path: string, from = 0) {
  await using file = await open(path)
  const { size } = await file.stat()
  const lines: string[] = []
  const end = await readForward(file, {
    from,
    to: size,
    take: (bytes, range) => void lines.push(bytes.toString('utf8', range.from, range.to)),
  })
  return { lines, end }
}

async function backward(path: string, before?: number, maxBytes = Number.POSITIVE_INFINITY) {
  await using file = await open(path)
  const { size } = await file.stat()
  const lines: string[] = []
  const reached = await readBackward(file, {
    before: before ?? size,
    maxBytes,
    take: (bytes, range) => lines.push(bytes.toString('utf8', range.from, range.to)) > 0,
  })
  return { lines: lines.reverse(), reached }
}

const line = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom(0, 1, 1, 1, 400_000))
  .map(([text, size]) => JSON.stringify({ text, filler: 'x'.repeat(size) }))

test('read from either side, in any number of pieces, the lines are the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.nat(), async (lines, cut) => {
      await withFile(lines.map((each) => `${each}\n`).join(''), async (path) => {
        const read = await forward(path)
        expect(read.lines).toEqual(lines)
        expect((await backward(path)).lines).toEqual(lines)
        const some = lines.slice(0, cut % (lines.length + 1))
        const place = Buffer.byteLength(some.map((each) => `${each}\n`).join(''))
        expect((await forward(path, place)).lines).toEqual(lines.slice(some.length))
        expect((await backward(path, place)).lines).toEqual(some)
      })
    }),
    { numRuns: 60 },
  )
})

test('a half-written last line is left for the next time, a whole one without an end is taken', async () => {
  await withFile('{"a":1}\n{"b":"hal', async (path) => {
    expect(await forward(path)).toEqual({ lines: ['{"a":1}'], end: 8 })
  })
  await withFile('{"a":1}\n{"b":2}', async (path) => {
    expect(await forward(path)).toEqual({ lines: ['{"a":1}', '{"b":2}'], end: 15 })
  })
})

test('P47 a line longer than anything anybody says is passed over, and what is around it is read', async () => {
  const giant = Buffer.alloc(longestLine + 1_000_000, 0x78)
  await withFile(
    Buffer.concat([Buffer.from('{"a":1}\n'), giant, Buffer.from('\n{"b":2}\n')]),
    async (path) => {
      expect((await forward(path)).lines).toEqual(['{"a":1}', '{"b":2}'])
      expect((await backward(path)).lines).toEqual(['{"a":1}', '{"b":2}'])
      // In steps each of which is too small for it, the beginning is reached all the same.
      const lines: string[] = []
      let steps = 0
      for (let before: number | undefined; before !== 0 && steps < 50; steps++) {
        const page: { lines: string[]; reached: number } = await backward(path, before, 1_000_000)
        lines.unshift(...page.lines.filter((text) => text.startsWith('{')))
        before = page.reached
      }
      expect(lines).toEqual(['{"a":1}', '{"b":2}'])
    },
  )
})
