import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../core/errors.ts'
import { itemsIn, partsOf, readPlan, sectionOf, writePlan } from './plan.ts'
import {
  addDone,
  addItem,
  deleteItem,
  editItem,
  hashOfLine,
  moveItem,
  releasePlan,
  reorderItem,
  setVersion,
  toggleItem,
} from './plan-edit.ts'
import { planTemplate } from './template.ts'

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) }

const kinds = ['released', 'dev', 'backlog'] as const
type Kind = (typeof kinds)[number]

const itemsOf = (text: string, kind: Kind) => {
  const plan = readPlan(text)
  return itemsIn(plan, sectionOf(plan, kind)).map((at) => {
    const { text: said, done, meta } = partsOf(plan.lines[at] ?? '')
    return { line: at + 1, said, done, meta }
  })
}
const saidIn = (text: string, kind: Kind): string[] => itemsOf(text, kind).map(({ said }) => said)

function reasonOf(work: () => unknown): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof AppError) return error.facts.reason
    throw error
  }
}

/** Lines that people and programs put into such files. */
const anyLine = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '- [ ] open',
      '- [x] done {theme: ui}',
      '- [X] Done  ',
      '- [ ] 日本語 {priority: p1, a: b}',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\n', ' ')),
  },
  fc.constantFrom(
    '',
    '  - [ ] indented',
    '\t- [ ] indented by a tab',
    '* [ ] another bullet',
    '- [ ]no space',
    '- [x](a link)',
    '- [ ] {not facts}',
    '- [ ] braces {in} the middle',
    '- [ ]',
    '```',
    '~~~~ js',
    '    code',
    '<!-- one line -->',
    '<!--',
    '-->',
    '### Version',
    '# Title',
    '## Notes',
    'text with spaces at its end   ',
    'a\rb',
    '\uFEFF',
  ),
)
const heading = (options: readonly string[]) => fc.constantFrom(...options)
const sections = fc
  .record({
    released: heading(['## Released: v1.0.0', '## released: 1.0', '##  Released: v0.9 (2026)']),
    dev: heading(['## In Development: v1.1.0', '## In Entwicklung: v1.1.0', '## IN DEVELOPMENT: 2']),
    backlog: heading(['## Backlog', '## Backlog / Ideas', '## backlog / Ideen']),
    changelog: fc.constant('## Changelog'),
    bodies: fc.array(fc.array(anyLine, { maxLength: 6 }), { minLength: 5, maxLength: 5 }),
    order: fc.shuffledSubarray(['released', 'dev', 'backlog', 'changelog'] as const),
    eol: fc.constantFrom('\n', '\r\n'),
    bom: fc.boolean(),
    closed: fc.boolean(),
  })
  .map(({ bodies, order, eol, bom, closed, ...headings }) => {
    const parts = order.flatMap((kind, at) => [headings[kind], ...(bodies[at] ?? [])])
    const text = [...(bodies[4] ?? []), ...parts].join(eol)
    return `${bom ? '\uFEFF' : ''}${text}${closed ? eol : ''}`
  })

/** What was there and is not any more, and what is there now and was not, by lines with their endings. */
function difference(before: string, after: string): { gone: string[]; come: string[] } {
  const left = after.split('\n')
  const gone = before.split('\n').filter((line) => {
    const at = left.indexOf(line)
    if (at === -1) return true
    left.splice(at, 1)
    return false
  })
  return { gone, come: left }
}

describe('reading a plan', () => {
  test('any text at all is written back to the byte', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), sections)
    fc.assert(
      fc.property(texts, (text) => {
        expect(writePlan(readPlan(text))).toBe(text)
      }),
      runs,
    )
  })

  test.each(['## In Development: v1.2.0', '## In Entwicklung: v1.2.0', '## in development: 1.2.0'])(
    '%s is what is worked on',
    (head) => {
      expect(sectionOf(readPlan(`# A\n\n${head}\n- [ ] one\n`), 'dev')?.version).toBe('1.2.0')
    },
  )

  test('boxes in code, in comments and below other items are no items', () => {
    const text = [
      '## Backlog',
      '- [ ] real',
      '  - [ ] below it',
      '```',
      '- [ ] in code',
      '## Changelog',
      '```',
      '<!--',
      '- [ ] in a comment',
      '-->',
      '- [x](a link)',
      '- [ ] also real',
      '## Notes',
      '- [ ] of nobody',
    ].join('\n')
    expect(saidIn(text, 'backlog')).toEqual(['real', 'also real'])
    expect(readPlan(text).sections.map(({ kind }) => kind)).toEqual(['backlog', 'unknown'])
  })

  test('facts stand at the end of a line; braces without a fact in them are text', () => {
    const read = (line: string) => partsOf(line)
    expect(read('- [ ] Dark {priority: p1, theme: ui, alone}')).toMatchObject({
      text: 'Dark',
      meta: { priority: 'p1', theme: 'ui' },
    })
    expect(read('- [x] Use {x} ')).toMatchObject({ text: 'Use {x}', meta: {}, done: true })
    expect(Object.keys(read('- [ ] a {__proto__: b}').meta)).toEqual([])
  })

  test('of several sections of a kind only the first is the plan', () => {
    const text = '## Released: v2\n- [x] new\n## Released: v1\n- [x] old\n'
    expect(saidIn(text, 'released')).toEqual(['new'])
    expect(readPlan(text).sections[1]).toMatchObject({ kind: 'unknown', heading: 'Released: v1' })
  })

  test('P47 a plan of 5 MB is read and changed without holding up the others', () => {
    const text = `## Backlog\n${'- [ ] a thing to do some day, with words enough to fill a line {p: 1}\n'.repeat(70_000)}`
    const begun = performance.now()
    const after = toggleItem(text, { section: 'backlog', line: 70_000 })
    const took = performance.now() - begun
    expect(after.length).toBe(text.length)
    expect(took).toBeLessThan(5_000) // minutes, were it not linear
    const wide = `## Backlog\n- [ ] ${' '.repeat(2_000_000)}${'{'.repeat(2_000_000)}}\n`
    expect(itemsOf(wide, 'backlog')).toHaveLength(1)
  })

  test('the plan that a new project gets has everything a release needs', () => {
    const text = planTemplate('Shop', '2026-01-02')
    expect(readPlan(text).sections.map(({ kind, version }) => [kind, version])).toEqual([
      ['released', '0.0.0'],
      ['dev', '0.1.0'],
      ['changelog', null],
    ])
    const after = releasePlan(text, {
      releaseVersion: '0.1.0',
      newDevVersion: '0.2.0',
      narrative: '',
      date: '2026-02-03',
    })
    expect(saidIn(after, 'released')).toEqual(['First step'])
  })
})

describe('changing a plan', () => {
  const anyItem = fc
    .tuple(sections, fc.nat(), fc.nat())
    .map(([text, pick, other]) => {
      const all = kinds.flatMap((section) => itemsOf(text, section).map(({ line }) => ({ section, line })))
      return { text, item: all[pick % Math.max(1, all.length)], other }
    })
    .filter(({ item }) => item !== undefined)

  /** Runs a change that may only be refused because the plan would mean something else afterwards. */
  function attempt(work: () => string): string | null {
    try {
      return work()
    } catch (error) {
      if (error instanceof AppError && error.facts.reason === 'invalid-content') return null
      throw error
    }
  }

  test('P51 a toggle changes one character', () => {
    fc.assert(
      fc.property(anyItem, ({ text, item }) => {
        if (!item) return
        const after = toggleItem(text, item)
        const changed = text.split('').filter((unit, at) => unit !== after[at])
        expect([after.length, changed.length]).toEqual([text.length, 1])
        const again = toggleItem(after, item)
        expect(again).toBe(changed[0] === 'X' ? after.replace(after, again) : text)
      }),
      runs,
    )
  })

  test('P51 an edit changes the words of one line, and keeps its box and its facts', () => {
    fc.assert(
      fc.property(anyItem, ({ text, item }) => {
        if (!item) return
        const before = partsOf(text.split('\n')[item.line - 1] ?? '')
        const after = editItem(text, item, 'other words')
        const now = partsOf(after.split('\n')[item.line - 1] ?? '')
        expect(now).toMatchObject({ text: 'other words', done: before.done, meta: before.meta })
        const lines = (all: string) => all.split('\n').toSpliced(item.line - 1, 1)
        expect(lines(after)).toEqual(lines(text))
      }),
      runs,
    )
  })

  test('P51 adding and deleting touch no other line', () => {
    fc.assert(
      fc.property(sections, fc.constantFrom(...kinds), (text, kind) => {
        if (!sectionOf(readPlan(text), kind)) return
        const after = attempt(() => addItem(text, kind, 'New 新しい', { b: '2', a: '1' }))
        if (after === null) return
        const added = itemsOf(after, kind).at(-1)
        expect(added).toMatchObject({ said: 'New 新しい', meta: { a: '1', b: '2' }, done: false })
        expect(after).toContain('- [ ] New 新しい {a: 1, b: 2}')
        // Only the last line of a file without a final newline gets an ending.
        expect(difference(text, after).gone.length).toBeLessThanOrEqual(1)
        expect(deleteItem(after, { section: kind, line: added?.line ?? 0 })).toBe(text)
      }),
      runs,
    )
  })

  test('P51 moving and sorting lose no line and keep every ending', () => {
    fc.assert(
      fc.property(anyItem, fc.constantFrom(...kinds), ({ text, item, other }, to) => {
        if (!item) return
        const sorted = (all: string): string[] =>
          all
            .split('\n')
            .map((line) => line.replace(/\r$/, ''))
            .toSorted()
        const before = saidIn(text, item.section)
        const reordered = attempt(() => reorderItem(text, item, other % 5))
        if (reordered !== null) {
          expect(sorted(reordered)).toEqual(sorted(text))
          expect(saidIn(reordered, item.section).toSorted()).toEqual(before.toSorted())
          expect(reordered.endsWith('\n')).toBe(text.endsWith('\n'))
        }
        if (!sectionOf(readPlan(text), to)) return
        const moved = attempt(() => moveItem(text, item, to))
        if (moved === null) return
        expect(sorted(moved)).toEqual(sorted(text))
        expect(saidIn(moved, to).length).toBe(saidIn(text, to).length + Number(to !== item.section))
      }),
      runs,
    )
  })

  test('what is indented below an item goes with it', () => {
    const text = '## Backlog\n- [ ] a\n  more of a\n- [ ] b\n\ntext\n- [ ] c\n'
    expect(reorderItem(text, { section: 'backlog', line: 7 }, 0)).toBe(
      '## Backlog\n- [ ] c\n- [ ] a\n  more of a\n\ntext\n- [ ] b\n',
    )
    expect(deleteItem(text, { section: 'backlog', line: 2 })).toBe('## Backlog\n- [ ] b\n\ntext\n- [ ] c\n')
  })

  test('a file without a newline at its end, or with carriage returns, stays one', () => {
    expect(addItem('## Backlog\r\n- [ ] a', 'backlog', 'b')).toBe('## Backlog\r\n- [ ] a\r\n- [ ] b')
    expect(addItem('## Backlog', 'backlog', 'b')).toBe('## Backlog\n- [ ] b')
    expect(addItem('## Backlog\r\n', 'backlog', 'b')).toBe('## Backlog\r\n- [ ] b\r\n')
  })

  test('P20 a line that is no item of that section any more is refused, and so is one that says something else', () => {
    const text = '## In Development: v1\n- [ ] a\n## Backlog\n- [ ] b\n'
    expect(reasonOf(() => toggleItem(text, { section: 'dev', line: 4 }))).toBe('stale-line')
    expect(reasonOf(() => toggleItem(text, { section: 'backlog', line: 3 }))).toBe('stale-line')
    expect(reasonOf(() => toggleItem(text, { section: 'backlog', line: 400 }))).toBe('stale-line')
    expect(reasonOf(() => toggleItem(text, { section: 'released', line: 2 }))).toBe('section-not-found')
    const hash = hashOfLine('- [ ] b')
    expect(toggleItem(text, { section: 'backlog', line: 4, hash })).toContain('- [x] b')
    expect(reasonOf(() => toggleItem(text, { section: 'dev', line: 2, hash }))).toBe('stale-line')
  })

  test('a version is set in its heading alone', () => {
    fc.assert(
      fc.property(sections, fc.stringMatching(/^[0-9A-Za-z.\-+]{1,40}$/), (text, version) => {
        const section = sectionOf(readPlan(text), 'dev')
        if (!section) return
        const after = setVersion(text, 'dev', version)
        expect(sectionOf(readPlan(after), 'dev')?.version).toBe(version)
        const { gone } = difference(text, after)
        expect(gone.length).toBeLessThanOrEqual(1)
      }),
      runs,
    )
  })
})

describe('a release', () => {
  const plan = [
    '# Shop',
    '## Released: v1.0.0',
    '- [x] old',
    '## In Development: v1.1.0',
    '',
    '- [x] new',
    '- [ ] still open',
    '',
    '## Changelog',
    '',
    '### v1.0.0 — 2026-01-01',
    'First.',
    '',
  ]

  test('moves what was worked on, empties the rest and begins an entry', () => {
    const text = plan.join('\n')
    expect(
      releasePlan(text, {
        releaseVersion: '1.1.0',
        newDevVersion: '1.2.0',
        narrative: 'Much is new.\n\n- even lists',
        date: '2026-02-03',
      }),
    ).toBe(
      [
        '# Shop',
        '## Released: v1.1.0',
        '',
        '- [x] new',
        '- [ ] still open',
        '',
        '## In Development: v1.2.0',
        '',
        '## Changelog',
        '',
        '### v1.1.0 — 2026-02-03',
        '',
        'Much is new.',
        '',
        '- even lists',
        '',
        '### v1.0.0 — 2026-01-01',
        'First.',
        '',
      ].join('\n'),
    )
  })

  test('P51 keeps carriage returns, and everything that it is not about', () => {
    fc.assert(
      fc.property(sections, (text) => {
        const wanted = { releaseVersion: '7', newDevVersion: '8', narrative: 'Said.', date: '2026-02-03' }
        const { sections: found } = readPlan(text)
        const at = (kind: string): number => found.findIndex((section) => section.kind === kind)
        const isWhole = at('released') !== -1 && at('released') < at('dev') && at('dev') < at('changelog')
        let after: string
        try {
          after = releasePlan(text, wanted)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(isWhole && error.facts.reason !== 'invalid-content').toBe(false)
          return
        }
        expect(isWhole).toBe(true)
        expect(saidIn(after, 'released')).toEqual(saidIn(text, 'dev'))
        expect([saidIn(after, 'dev'), saidIn(after, 'backlog')]).toEqual([[], saidIn(text, 'backlog')])
        const unknown = (all: string) => readPlan(all).sections.filter(({ kind }) => kind === 'unknown')
        expect(unknown(after).map(({ heading: name }) => name)).toEqual(
          unknown(text).map(({ heading: name }) => name),
        )
      }),
      runs,
    )
  })

  test('is refused with the section that is missing, or when they stand in another order', () => {
    const wanted = { releaseVersion: '2', newDevVersion: '3', narrative: '', date: '2026-02-03' }
    const without = (head: string) => plan.filter((line) => !line.startsWith(head)).join('\n')
    expect(reasonOf(() => releasePlan(without('## Released'), wanted))).toBe('released-section-missing')
    expect(reasonOf(() => releasePlan(without('## In Dev'), wanted))).toBe('dev-section-missing')
    expect(reasonOf(() => releasePlan(without('## Change'), wanted))).toBe('changelog-section-missing')
    const turned = '## In Development: v2\n## Released: v1\n## Changelog\n'
    expect(reasonOf(() => releasePlan(turned, wanted))).toBe('section-order')
  })

  test('is refused when its words would change what the rest of the plan means', () => {
    const text = `${plan.join('\n')}\n## Backlog\n- [ ] later\n`
    const wanted = { releaseVersion: '2', newDevVersion: '3', narrative: '```\nopen', date: '2026-02-03' }
    expect(reasonOf(() => releasePlan(text, wanted))).toBe('invalid-content')
  })
})

describe('what the board adds when a card is done', () => {
  test('any title at all becomes one ticked item with its facts', () => {
    const text = '## Released: v1\n## In Development: v2\n- [ ] a\n## Changelog\n'
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 600 }),
        fc.string({ unit: 'binary' }),
        (title, theme) => {
          const items = itemsOf(addDone(text, title, { theme }), 'dev')
          expect(items.map(({ done }) => done)).toEqual([false, true])
          expect(Object.keys(items[1]?.meta ?? {}).every((name) => name === 'theme')).toBe(true)
        },
      ),
      runs,
    )
    expect(addDone(text, 'Support {a: b}', { theme: 'ui' })).toContain('- [x] Support (a: b) {theme: ui}\n')
    expect(reasonOf(() => addDone('## Changelog\n', 'x'))).toBe('section-not-found')
  })
})
