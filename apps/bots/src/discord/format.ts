import type { Format } from '../platform.ts'
import { type Style, write, writePlain } from '../write.ts'

/** Signs that mean something anywhere, and those that do at the beginning of a line. */
const escape = (value: string): string =>
  value
    .replace(/[\\*_~`|[\]]/g, '\\$&')
    .replace(/<(?=[@#:/at])/g, '\\<')
    .replace(/^(\s*)(>|#{1,3}(?=\s)|-(?=[\s#]))/gm, '$1\\$2')

/** Three back-ticks inside code would end it. */
const unfenced = (value: string): string => value.replaceAll('```', '`\u200b``')

const isLink = (url: string): boolean => /^https?:\/\/\S+$/i.test(url)

// https://support.discord.com/hc/en-us/articles/210298617: headings to the third level, lists, quotes, masked links.
const markdown: Style = {
  text: escape,
  strong: (inner) => around('**', inner),
  emphasis: (inner) => around('*', inner),
  strike: (inner) => around('~~', inner),
  code: (value) => (value.includes('`') ? `\`\` ${unfenced(value)} \`\`` : around('`', value)),
  link: (inner, url, shown) =>
    !isLink(url) || shown === url
      ? shown === url
        ? url
        : `${inner} (${escape(url)})`
      : `[${inner}](${closed(url)})`,
  heading: (inner, depth) => `${'#'.repeat(Math.min(depth, 3))} ${inner.replaceAll('\n', ' ')}`,
  fence: (value, language) => `\`\`\`${languageOf(language)}\n${unfenced(value)}\n\`\`\``,
  quote: (inner) => inner.replace(/^/gm, '> '),
  rule: '———',
}

/** Spaces stay outside of the signs, where they end nothing. */
const around = (sign: string, inner: string): string =>
  inner.replace(/^(\s*)([\s\S]*?)(\s*)$/, (_, before: string, words: string, after: string) =>
    words === '' ? inner : `${before}${sign}${words}${sign}${after}`,
  )
const closed = (url: string): string => url.replaceAll('(', '%28').replaceAll(')', '%29')
const languageOf = (language: string | null): string =>
  language && /^[\w+#.-]{1,32}$/.test(language) ? language : ''

export const discordFormat: Format = {
  render: (root) => ({ rich: write(root, markdown), plain: writePlain(root) }),
  size: ({ rich, plain }) => Math.max(rich.length, plain.length),
}
