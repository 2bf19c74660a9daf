import type { BlockContent, List, ListItem, PhrasingContent, Root, RootContent, Table } from 'mdast'

/** How a platform whose messages are one run of text writes each thing. Arguments named `inner` are written already. */
export type Style = {
  text(value: string): string
  strong(inner: string): string
  emphasis(inner: string): string
  strike(inner: string): string
  code(value: string): string
  /** `shown` is what is read as plain text. */
  link(inner: string, url: string, shown: string): string
  heading(inner: string, depth: number): string
  fence(value: string, language: string | null): string
  quote(inner: string): string
  rule: string
}

/** What stands between two blocks. */
const gap = '\n\n'

export const write = (root: Root, style: Style): string => blocks(root.children, style)

function blocks(children: readonly RootContent[], style: Style, between = gap): string {
  return children
    .map((child) => block(child, style))
    .filter((one) => one !== '')
    .join(between)
}

function block(node: RootContent, style: Style): string {
  switch (node.type) {
    case 'paragraph':
      return inline(node.children, style)
    case 'heading':
      return style.heading(inline(node.children, style), node.depth)
    case 'code':
      return style.fence(node.value, node.lang ?? null)
    case 'blockquote':
      return style.quote(blocks(node.children, style))
    case 'list':
      return list(node, style)
    case 'listItem':
      return blocks(node.children, style)
    case 'table':
      return style.fence(tableText(node), null)
    case 'thematicBreak':
      return style.rule
    case 'html':
      return style.text(htmlText(node.value))
    case 'footnoteDefinition':
      return `${style.text(`[${node.label ?? node.identifier}] `)}${blocks(node.children, style)}`
    case 'yaml':
    case 'definition':
    case 'tableRow':
    case 'tableCell':
      return ''
    case 'text':
    case 'strong':
    case 'emphasis':
    case 'delete':
    case 'inlineCode':
    case 'break':
    case 'link':
    case 'linkReference':
    case 'image':
    case 'imageReference':
    case 'footnoteReference':
      return inline([node], style)
  }
}

function inline(children: readonly PhrasingContent[], style: Style): string {
  return children.map((node) => phrase(node, style)).join('')
}

function phrase(node: PhrasingContent, style: Style): string {
  switch (node.type) {
    case 'text':
      return style.text(node.value)
    case 'strong':
      return style.strong(inline(node.children, style))
    case 'emphasis':
      return style.emphasis(inline(node.children, style))
    case 'delete':
      return style.strike(inline(node.children, style))
    case 'inlineCode':
      return style.code(node.value)
    case 'break':
      return '\n'
    case 'link':
      return style.link(inline(node.children, style), node.url, inline(node.children, plainStyle))
    case 'image':
      return style.link(style.text(node.alt || node.url), node.url, node.alt || node.url)
    case 'html':
      return style.text(htmlText(node.value))
    case 'footnoteReference':
      return style.text(`[${node.label ?? node.identifier}]`)
    case 'linkReference':
      return inline(node.children, style)
    case 'imageReference':
      return style.text(node.alt ?? '')
  }
}

/** Tags are shown as they are typed: an agent that writes about HTML means them. Only a line break is one. */
const htmlText = (value: string): string => value.replace(/<br\s*\/?>/gi, '\n')

function list(node: List, style: Style): string {
  const start = node.start ?? 1
  const loose = node.children.some((item) => item.spread)
  return node.children
    .map((item, index) => listItem(item, node.ordered ? `${start + index}. ` : '• ', style))
    .join(loose ? gap : '\n')
}

function listItem(item: ListItem, bullet: string, style: Style): string {
  const box = item.checked == null ? '' : item.checked ? '☑ ' : '☐ '
  const inner = blocks(item.children, style, item.spread ? gap : '\n')
  const mark = isContinued(item) ? '' : `${bullet}${box}`
  return `${style.text(mark)}${indentRest(inner, item.children)}`
}

/** Lists inside lists are set in; code is left as it is, since spaces count there. */
function indentRest(inner: string, children: readonly BlockContent[] | ListItem['children']): string {
  if (children.some(({ type }) => type === 'code' || type === 'table' || type === 'blockquote')) return inner
  return inner.replace(/\n(?=[^\n])/g, '\n  ')
}

/** The rest of an item whose beginning is in the message before has no bullet. */
const isContinued = (item: ListItem): boolean =>
  (item.data as { continued?: boolean } | undefined)?.continued === true

/** A table in columns, for type of one width. */
export function tableText({ children, align }: Table): string {
  const rows = children.map((row) =>
    row.children.map((cell) => inline(cell.children, plainStyle).replace(/\n/g, ' ')),
  )
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  const line = (row: string[]) =>
    widths
      .map((width, column) => pad(row[column] ?? '', width, align?.[column] ?? null))
      .join(' | ')
      .trimEnd()
  const [head, ...body] = rows
  const ruler = widths.map((width) => '-'.repeat(Math.max(width, 1))).join('-|-')
  return [head ? line(head) : '', ruler, ...body.map(line)].join('\n')
}

const widthOf = (value: string): number => Array.from(value).length

function pad(value: string, width: number, align: 'left' | 'right' | 'center' | null): string {
  const missing = width - widthOf(value)
  const before = align === 'right' ? missing : align === 'center' ? Math.floor(missing / 2) : 0
  return `${' '.repeat(before)}${value}${' '.repeat(missing - before)}`
}

const plainStyle: Style = {
  text: (value) => value,
  strong: (inner) => inner,
  emphasis: (inner) => inner,
  strike: (inner) => inner,
  code: (value) => value,
  link: (inner, url, shown) => (shown === url || `mailto:${shown}` === url ? inner : `${inner} (${url})`),
  heading: (inner) => inner,
  fence: (value) => value,
  quote: (inner) => inner.replace(/^/gm, '> '),
  rule: '———',
}

/** The same without any format, for people and platforms that take none. */
export const writePlain = (root: Root): string => write(root, plainStyle)
