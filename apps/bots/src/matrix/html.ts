import type { List, ListItem, PhrasingContent, Root, RootContent, Table } from 'mdast'
import type { Format } from '../platform.ts'
import { writePlain } from '../write.ts'

/**
 * What clients show of `formatted_body` (spec.matrix.org/latest/client-server-api/#mroommessage-msgtypes): the tags of this
 * file and no other. Whatever an agent writes as HTML is text to us, so nothing has to be taken out again.
 */
export const escapeHtml = (value: string): string =>
  value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

const blocks = (nodes: readonly RootContent[]): string => nodes.map(block).join('')
const inline = (nodes: readonly PhrasingContent[]): string => nodes.map(phrase).join('')
const lines = (value: string): string =>
  escapeHtml(value.replace(/<br\s*\/?>/gi, '\n')).replaceAll('\n', '<br>')

function block(node: RootContent): string {
  switch (node.type) {
    case 'paragraph':
      return `<p>${inline(node.children)}</p>`
    case 'heading':
      return `<h${node.depth}>${inline(node.children)}</h${node.depth}>`
    case 'code': {
      const language = node.lang && /^[\w+#.-]{1,32}$/.test(node.lang) ? ` class="language-${node.lang}"` : ''
      return `<pre><code${language}>${escapeHtml(node.value)}\n</code></pre>`
    }
    case 'blockquote':
      return `<blockquote>${blocks(node.children)}</blockquote>`
    case 'list':
      return list(node)
    case 'listItem':
      return blocks(node.children)
    case 'table':
      return table(node)
    case 'thematicBreak':
      return '<hr>'
    case 'html':
      return `<p>${lines(node.value)}</p>`
    case 'footnoteDefinition':
      return `<p>[${escapeHtml(node.label ?? node.identifier)}]</p>${blocks(node.children)}`
    case 'yaml':
    case 'definition':
    case 'tableRow':
    case 'tableCell':
      return ''
    case 'break':
    case 'delete':
    case 'emphasis':
    case 'footnoteReference':
    case 'image':
    case 'imageReference':
    case 'inlineCode':
    case 'link':
    case 'linkReference':
    case 'strong':
    case 'text':
      return phrase(node)
  }
}

function phrase(node: PhrasingContent): string {
  switch (node.type) {
    case 'text':
      return escapeHtml(node.value)
    case 'strong':
      return `<strong>${inline(node.children)}</strong>`
    case 'emphasis':
      return `<em>${inline(node.children)}</em>`
    case 'delete':
      return `<del>${inline(node.children)}</del>`
    case 'inlineCode':
      return `<code>${escapeHtml(node.value)}</code>`
    case 'break':
      return '<br>'
    case 'link':
      return link(inline(node.children), node.url)
    // A picture of the web would be fetched by every client in the room.
    case 'image':
      return link(escapeHtml(node.alt || node.url), node.url)
    case 'html':
      return lines(node.value)
    case 'footnoteReference':
      return escapeHtml(`[${node.label ?? node.identifier}]`)
    case 'linkReference':
      return inline(node.children)
    case 'imageReference':
      return escapeHtml(node.alt ?? '')
  }
}

const link = (inner: string, url: string): string =>
  /^(https?|ftp|mailto|magnet):/i.test(url)
    ? `<a href="${escapeHtml(url)}">${inner}</a>`
    : inner === escapeHtml(url)
      ? inner
      : `${inner} (${escapeHtml(url)})`

function list(node: List): string {
  const [first] = node.children
  // The rest of an item whose beginning is in the message before.
  const continued = first && (first.data as { continued?: boolean } | undefined)?.continued === true
  const items = continued ? node.children.slice(1) : node.children
  const start = (node.start ?? 1) + (continued ? 1 : 0)
  const open = node.ordered ? (start === 1 ? '<ol>' : `<ol start="${start}">`) : '<ul>'
  const rest =
    items.length === 0 ? '' : `${open}${items.map(item).join('')}${node.ordered ? '</ol>' : '</ul>'}`
  return `${continued ? blocks(first.children) : ''}${rest}`
}

function item({ checked, children, spread }: ListItem): string {
  const box = checked == null ? '' : checked ? '☑ ' : '☐ '
  const inner = children
    .map((child) => (child.type === 'paragraph' && !spread ? inline(child.children) : block(child)))
    .join('')
  return `<li>${box}${inner}</li>`
}

function table({ children }: Table): string {
  const [head, ...body] = children
  const row = (cells: Table['children'][number], tag: 'th' | 'td'): string =>
    `<tr>${cells.children.map((cell) => `<${tag}>${inline(cell.children)}</${tag}>`).join('')}</tr>`
  return `<table><thead>${head ? row(head, 'th') : ''}</thead><tbody>${body.map((one) => row(one, 'td')).join('')}</tbody></table>`
}

/** One paragraph alone needs no tags around it. */
function html({ children }: Root): string {
  const [only] = children
  return children.length === 1 && only?.type === 'paragraph' ? inline(only.children) : blocks(children)
}

/** Bytes inside a JSON string, in which an event is measured. */
const bytesOf = (value: string): number => Buffer.byteLength(JSON.stringify(value))

export const matrixFormat: Format = {
  render: (root) => ({ rich: html(root), plain: writePlain(root) }),
  // An event has 65,536 bytes for both forms and everything around them.
  size: ({ rich, plain }) => Math.max(plain.length, Math.ceil((bytesOf(plain) + bytesOf(rich)) / 2.2)),
}
