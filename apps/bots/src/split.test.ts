import fc from 'fast-check'
import type { Root } from 'mdast'
import { expect, test } from 'vitest'
import { parseHtml } from '../test/doubles/telegram-html.ts'
import { parse, walk } from './markdown.ts'
import { split } from './split.ts'
import { telegramFormat } from './telegram/format.ts'
import { writePlain } from './write.ts'

const { render, size } = telegramFormat
const parts = (markdown: string, limit: number): Root[] =>
  split(parse(markdown), (root) => size(render(root)) <= limit)
const plain = (markdown: string, limit: number): string[] => parts(markdown, limit).map(writePlain)

const word = fc.stringMatching(/^[a-zA-Zäöü]{1,12}$/)
const words = fc.array(word, { minLength: 1, maxLength: 40 }).map((all) => all.join(' '))
const inline = fc.oneof(
  words,
  words.map((text) => `**${text}**`),
  words.map((text) => `*${text}*`),
  words.map((text) => `~~${text}~~`),
  word.map((text) => `\`${text} < & > ${text}\``),
  word.map((text) => `[${text} & more](https://example.org/${text}?a=1&b=2)`),
  word.map((text) => `${text} <b> & "${text}" 🙂`),
)
const paragraph = fc.array(inline, { minLength: 1, maxLength: 5 }).map((all) => all.join(' '))
const code = fc
  .tuple(
    fc.constantFrom('', 'ts', 'c++'),
    fc.array(fc.stringMatching(/^ {0,4}[a-z(){};<>&"]{0,60}$/), { minLength: 1, maxLength: 30 }),
  )
  .map(([language, lines]) => `\`\`\`${language}\nx${lines.join('\n')}\n\`\`\``)
const list = fc
  .array(paragraph, { minLength: 1, maxLength: 6 })
  .map((items) => items.map((item) => `- ${item}`).join('\n'))
const numbered = fc
  .array(paragraph, { minLength: 1, maxLength: 6 })
  .map((items) => items.map((item, i) => `${i + 1}. ${item}\n   - ${item}`).join('\n'))
const table = fc
  .array(fc.tuple(word, word), { minLength: 1, maxLength: 10 })
  .map((rows) => `| one | two |\n|---|--:|\n${rows.map(([a, b]) => `| ${a} | **${b}** |`).join('\n')}`)
const block = fc.oneof(
  paragraph,
  paragraph.map((text) => `## ${text}`),
  paragraph.map((text) => `> ${text}\n>\n> ${text}`),
  list,
  numbered,
  code,
  table,
  fc.constant('---'),
)
const document = fc.array(block, { minLength: 1, maxLength: 12 }).map((all) => all.join('\n\n'))
const limits = fc.integer({ min: 120, max: 600 })

/** What must not get lost: every sign that is not white space, without what is repeated or set at cuts. */
const essence = (text: string): string =>
  text
    .replace(/[\s>]+/g, '')
    .replace(/one\|two-+\|-+/g, '')
    .replace(/—+/g, '')

test('no part of an answer is over the limit, and its format is one that Telegram reads', () => {
  fc.assert(
    fc.property(document, limits, (markdown, limit) => {
      for (const part of parts(markdown, limit)) {
        const rendered = render(part)
        expect(size(rendered)).toBeLessThanOrEqual(limit)
        const { text, entities } = parseHtml(rendered.rich)
        expect(text.length).toBeLessThanOrEqual(limit)
        for (const { offset, length } of entities) expect(offset + length).toBeLessThanOrEqual(text.length)
      }
    }),
    { numRuns: 150 },
  )
})

test('nothing of an answer is lost when it is split, and nothing comes twice or in another order', () => {
  fc.assert(
    fc.property(document, limits, (markdown, limit) => {
      const whole = essence(writePlain(parse(markdown)))
      expect(essence(plain(markdown, limit).join('\n'))).toBe(whole)
    }),
    { numRuns: 150 },
  )
})

test('code that fits into one message is never cut, and longer code is whole when its pieces are joined', () => {
  fc.assert(
    fc.property(document, limits, (markdown, limit) => {
      const blocksOf = (root: Root) => {
        const found: { value: string; lang: string }[] = []
        walk(root, (node) => {
          if (node.type === 'code') found.push({ value: node.value, lang: node.lang ?? '' })
        })
        return found
      }
      const pieces = parts(markdown, limit).flatMap(blocksOf)
      let next = 0
      for (const { value, lang } of blocksOf(parse(markdown))) {
        const fits =
          size(render({ type: 'root', children: [{ type: 'code', value, lang: lang || null }] })) <= limit
        let joined = pieces[next]
        if (fits) expect(joined).toEqual({ value, lang })
        else
          while (joined && joined.value.length < value.length) {
            const piece = pieces[++next]
            expect(piece?.lang).toBe(lang)
            const glue = value[joined.value.length] === '\n' ? '\n' : ''
            joined = { lang, value: `${joined.value}${glue}${piece?.value ?? ''}` }
          }
        expect(joined?.value).toBe(value)
        next++
      }
    }),
    { numRuns: 150 },
  )
})

test('text of any kind, and Markdown that is half written, is read, split and written without a fault', () => {
  fc.assert(
    fc.property(
      document,
      fc.integer({ min: 0, max: 400 }),
      fc.string({ unit: 'grapheme' }),
      (markdown, at, noise) => {
        const given = markdown.slice(0, at) + noise
        for (const part of parts(given, 100)) {
          const rendered = render(part)
          parseHtml(rendered.rich)
          expect(rendered.rich.isWellFormed() || !given.isWellFormed()).toBe(true)
        }
      },
    ),
    { numRuns: 200 },
  )
})

test('an answer is cut between paragraphs, then between lines, then between words', () => {
  expect(plain('One two three.\n\nFour five six.', 20)).toEqual(['One two three.', 'Four five six.'])
  expect(plain('First line here\nsecond line here', 20)).toEqual(['First line here\n', 'second line here'])
  expect(plain('alpha beta gamma delta', 12)).toEqual(['alpha beta ', 'gamma delta'])
  expect(plain('🙂'.repeat(8), 5)).toEqual(['🙂🙂', '🙂🙂', '🙂🙂', '🙂🙂'])
})

test('what is bold, a list, a quote or code goes on as such behind a cut', () => {
  expect(parts('**alpha beta gamma**', 12).map((part) => render(part).rich)).toEqual([
    '<b>alpha beta </b>',
    '<b>gamma</b>',
  ])
  expect(parts('```ts\nlet a = 1\nlet b = 2\n```', 12).map((part) => render(part).rich)).toEqual([
    '<pre><code class="language-ts">let a = 1</code></pre>',
    '<pre><code class="language-ts">let b = 2</code></pre>',
  ])
  expect(plain('1. alpha beta gamma\n2. delta', 16)).toEqual(['1. alpha beta ', 'gamma\n2. delta'])
})
