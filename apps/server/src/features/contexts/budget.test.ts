import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fit, inOrder, tokensOf } from './budget.ts'
import { normalFolder } from './paths.ts'

const source = fc
  .record({ folder: fc.constantFrom('', 'a', 'a/b', 'c', 'c/d/e'), size: fc.nat(3_000), number: fc.nat() })
  .map(({ folder, size, number }) => ({ folder, name: `${folder}/${number}.md`, text: 'x'.repeat(size) }))

test('what is kept fits, is the beginning of what was given, and says whether something is missing', () => {
  fc.assert(
    fc.property(
      fc.array(source, { maxLength: 10 }),
      fc.integer({ min: 1, max: 3_000 }),
      (sources, tokens) => {
        const { kept, truncated } = fit(sources, tokens)
        expect(kept.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(tokens * 4)
        for (const { name, text } of kept) {
          const whole = sources.find((each) => each.name === name)?.text ?? ''
          expect(whole.startsWith(text.replace(/\n\n\[cut to fit\]$/, ''))).toBe(true)
        }
        const size = sources.reduce((sum, { text }) => sum + text.length, 0)
        expect(truncated).toBe(size > tokens * 4)
        if (!truncated) expect(kept).toEqual(sources)
      },
    ),
  )
})

test('no character is cut in two', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 100, maxLength: 300 }),
      fc.nat(100),
      (text, tokens) => {
        for (const { text: kept } of fit([{ folder: '', name: 'a', text }], tokens).kept)
          expect(kept.isWellFormed()).toBe(true)
      },
    ),
  )
  const faces = [0, 1].map((more) => `${'x'.repeat(more)}${'😀'.repeat(300)}`)
  for (const text of faces)
    expect(fit([{ folder: '', name: 'a', text }], 50).kept.map((kept) => kept.text.isWellFormed())).toEqual([
      true,
    ])
})

test('nearer to the root comes first, whatever the order was', () => {
  fc.assert(
    fc.property(fc.array(source, { maxLength: 10 }), (sources) => {
      const depths = inOrder(sources).map(({ folder }) => folder.split('/').filter(Boolean).length)
      expect(depths).toEqual(depths.toSorted((a, b) => a - b))
    }),
  )
})

test('four characters are a token', () => {
  expect([0, 1, 4, 5].map((size) => tokensOf('x'.repeat(size)))).toEqual([0, 1, 1, 2])
})

const part = fc.oneof(
  fc.constantFrom('..', '.', '', '~', '.git', '.GIT', '.atrium ', '.Env', 'a', 'b c', '...', '\\..\\x'),
  fc.string({ unit: 'binary', maxLength: 8 }),
)

test('P17 a folder is refused or lies below the vault, by its own name and with nothing guarded on the way', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      let folder: string
      try {
        folder = normalFolder(parts.join('/'))
      } catch {
        return
      }
      const kept = folder.split('/')
      expect(kept).not.toContain('..')
      expect(kept[0]).not.toBe('~')
      expect(folder.startsWith('/')).toBe(false)
      expect(kept.some((each) => /^\.(git|atrium|env)[. ]*$/i.test(each))).toBe(false)
      expect(normalFolder(folder)).toBe(folder)
    }),
    { numRuns: 2_000 },
  )
})
