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
