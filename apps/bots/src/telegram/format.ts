import type { Root } from 'mdast'
import type { Format, Rendered } from '../platform.ts'
import { type Style, write, writePlain } from '../write.ts'

// https://core.telegram.org/bots/api#html-style: every <, > and & that is not part of a tag is an entity.
const escapeHtml = (value: string): string =>
  value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

const html: Style = {
  text: escapeHtml,
  strong: (inner) => tag('b', inner),
  emphasis: (inner) => tag('i', inner),
  strike: (inner) => tag('s', inner),
  code: (value) => tag('code', escapeHtml(value)),
  link: (inner, url, shown) =>
    isLink(url)
      ? `<a href="${escapeHtml(url)}">${inner}</a>`
      : shown === url
        ? inner
        : `${inner} (${escapeHtml(url)})`,
  heading: (inner) => tag('b', inner.replace(/<\/?b>/g, '')),
  fence: (value, language) =>
    language && /^[\w+#.-]{1,32}$/.test(language)
      ? `<pre><code class="language-${language}">${escapeHtml(value)}</code></pre>`
      : tag('pre', escapeHtml(value)),
  // Quotes cannot be nested there.
  quote: (inner) => tag('blockquote', inner.replace(/<\/?blockquote>/g, '')),
  rule: '———',
}

/** A pair of tags around nothing is refused by nobody and seen by nobody. */
const tag = (name: string, inner: string): string => (inner === '' ? '' : `<${name}>${inner}</${name}>`)

const isLink = (url: string): boolean => /^(https?|tg|mailto|tel):/i.test(url)

/** How long it is once the tags are read, in UTF-16 code units, as Telegram counts. */
const visible = (rich: string): number =>
  rich.replace(/<[^>]*>/g, '').replace(/&(?:amp|lt|gt|quot);/g, '&').length

export const telegramFormat: Format = {
  render: (root: Root): Rendered => ({ rich: write(root, html), plain: writePlain(root) }),
  // Both have to fit: the plain text stands in when the other is refused.
  size: ({ rich, plain }) => Math.max(visible(rich), plain.length),
}
