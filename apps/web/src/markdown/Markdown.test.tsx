import fc from 'fast-check'
import i18next from 'i18next'
import { renderToStaticMarkup } from 'react-dom/server'
import { initReactI18next } from 'react-i18next'
import { beforeAll, expect, test } from 'vitest'
import { en } from '../i18n/en.ts'
import { MarkdownReader } from './MarkdownReader.tsx'

beforeAll(() => i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { translation: en } } }))

const tags = new Set(
  'div span p a em strong del code pre figure figcaption button svg path rect h1 h2 h3 h4 h5 h6 ul ol li blockquote hr br table thead tbody tr th td input section sup'.split(
    ' ',
  ),
)
const attributes =
  /^(class|href|target|rel|title|tabindex|role|type|checked|disabled|readonly|start|style|id|dir|aria-[a-z]+|data-[a-z-]+|xmlns|width|height|viewbox|fill|stroke|stroke-width|stroke-linecap|stroke-linejoin|d|x|y|rx|ry)$/i

/** React escapes all text, so whatever looks like a tag in the output is one. */
function faults(markdown: string): string[] {
  const html = renderToStaticMarkup(<MarkdownReader text={markdown} />)
  const found: string[] = []
  for (const [, name = '', rest = ''] of html.matchAll(/<([a-zA-Z][\w:-]*)((?:[^"'>]|"[^"]*")*)>/g)) {
    if (!tags.has(name.toLowerCase())) found.push(`<${name}>`)
    for (const [, attribute = '', value = ''] of rest.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)) {
      if (!attributes.test(attribute)) found.push(`${name} ${attribute}`)
      if (attribute === 'href' && !/^(https?:|mailto:|#)/i.test(value)) found.push(`href ${value}`)
    }
  }
  return found
}

const spice = fc.constantFrom(
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](data:text/html,1)',
  '![x](https://a.example/p.png)',
  '<https://a.example>',
  '<javascript:alert(1)>',
  'https://a.example/"onmouseover="alert(1)',
  '[x]: javascript:alert(1)',
  '[^1]\n\n[^1]: note',
  '```html\n<b>\n```',
  '| a |\n|---|\n| <b> |',
  '- [ ] <i>',
  '"><svg/onload=alert(1)>',
)

test('P15 no text makes an element, a handler or a link that Markdown alone would not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(spice, fc.string({ unit: 'binary' }), fc.string()), { maxLength: 6 }),
      (parts) => {
        expect(faults(parts.join('\n\n'))).toEqual([])
        expect(faults(parts.join(' '))).toEqual([])
      },
    ),
    { numRuns: 150 },
  )
})
test('a link whose words differ from its address shows where it leads', () => {
  const html = renderToStaticMarkup(<MarkdownReader text="[my bank](https://evil.example/x)" />)
  expect(html).toContain('(evil.example)')
  expect(html).toContain('rel="noopener noreferrer nofollow"')
})
