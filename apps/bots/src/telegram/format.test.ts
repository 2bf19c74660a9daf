import { expect, test } from 'vitest'
import { parse } from '../markdown.ts'
import { telegramFormat } from './format.ts'

const rich = (markdown: string) => telegramFormat.render(parse(markdown)).rich
const plain = (markdown: string) => telegramFormat.render(parse(markdown)).plain

test.each([
  ['**bold** *it* ~~no~~ `a<b`', '<b>bold</b> <i>it</i> <s>no</s> <code>a&lt;b</code>'],
  ['# Title **x**', '<b>Title x</b>'],
  ['[a](https://e.org/?a=1&b="2")', '<a href="https://e.org/?a=1&amp;b=&quot;2&quot;">a</a>'],
  ['[run](javascript:alert(1))', 'run (javascript:alert(1))'],
  ['[notes](notes/today.md)', 'notes (notes/today.md)'],
  ['> a\n> > b', '<blockquote>a\n\nb</blockquote>'],
  ['- [x] a\n- [ ] b\n  - c', '• ☑ a\n• ☐ b\n  • c'],
  ['3. a\n4. b', '3. a\n4. b'],
  ['| a | b |\n|---|--:|\n| 1 | 22 |', '<pre>a |  b\n--|---\n1 | 22</pre>'],
  ['<script>x</script> & <br> y', '&lt;script&gt;x&lt;/script&gt; &amp; \n y'],
  ['[a]: https://e.org\n\nsee [a]', 'see <a href="https://e.org">a</a>'],
  ['[1]: https://e.org', '[1]: https://e.org'],
  ['![cat](pics/cat.png)', 'cat (pics/cat.png)'],
  ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
])('%j is written as %j', (markdown, html) => {
  expect(rich(markdown)).toBe(html)
})

test('the plain text says the same without any mark', () => {
  expect(plain('# Title\n\n**bold** [a](https://e.org)\n\n```\ncode\n```')).toBe(
    'Title\n\nbold a (https://e.org)\n\ncode',
  )
})
