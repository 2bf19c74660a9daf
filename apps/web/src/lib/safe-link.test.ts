import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeLink } from './safe-link.ts'

test.each(['https://a.example/x', 'http://127.0.0.1:3000/', 'mailto:a@b.example'])(
  '%s may be opened',
  (link) => {
    expect(safeLink(link)).toBe(new URL(link).href)
  },
)
test.each([
  'javascript:alert(1)',
  ' jAvAsCrIpT:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>1</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://a.example/1',
  '/relative',
  '//host/path',
  '',
])('%j is text, not a link', (link) => {
  expect(safeLink(link)).toBeNull()
})
test('P15 whatever is given, only http, https and mailto come out', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((s) => `javascript:${s}`),
      ),
      (link) => {
        const out = safeLink(link)
        if (out !== null) expect(out).toMatch(/^(https?|mailto):/)
      },
    ),
  )
})
