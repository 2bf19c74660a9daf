import type { Code, List, ListItem, PhrasingContent, Root, RootContent, Table } from 'mdast'
import { text } from './markdown.ts'
import { tableText } from './write.ts'

/** Whether these blocks fit into one message. */
type Fits = (children: RootContent[]) => boolean

/**
 * Cuts a text into parts that each fit into one message and stand alone: between blocks where that is possible, else
 * between items, rows or lines, else between words. Code that fits into one message is never cut; longer code is closed and
 * opened again. Nothing is lost but white space at the cuts. Gives up behind `atMost` parts.
 */
export function split(root: Root, fits: (part: Root) => boolean, atMost = Number.POSITIVE_INFINITY): Root[] {
  const fitsIn: Fits = (children) => fits({ type: 'root', children })
  const parts: Root[] = []
  let left = root.children
  while (left.length > 0 && parts.length < atMost) {
    const count = gallop(left.length, (n) => fitsIn(left.slice(0, n)))
    const part = left.slice(0, count)
    left = left.slice(count)
    const [next] = left
    if (next && !(count > 0 && fitsIn([next]))) {
      const room: Room = { fits: (piece) => fitsIn([...part, piece]), whole: count === 0 }
      const [head, tail] = divide(next, room) ?? []
      if (head && tail) {
        part.push(head)
        left = [tail, ...left.slice(1)]
      } else if (count === 0) {
        part.push(next) // not even one sign fits: the limit is no limit
        left = left.slice(1)
      }
    }
    parts.push({ type: 'root', children: part })
  }
  return parts
}

type Pair<T> = [head: T, tail: T]
/** What is left of a message. Rows, lines of code and words are broken only where a whole message is too small for them. */
type Room = { fits: (piece: RootContent) => boolean; whole: boolean }

/** As much of the block as fits, and the rest; undefined when nothing of it fits, or it cannot be cut. */
function divide(block: RootContent, room: Room): Pair<RootContent> | undefined {
  const { whole } = room
  if (block.type === 'code') return divideCode(block, room)
  if (block.type === 'list') return divideList(block, room)
  if (block.type === 'table') return divideTable(block, room)
  if (block.type === 'html') return divide({ type: 'paragraph', children: [text(block.value)] }, room)
  if (block.type === 'paragraph' || block.type === 'heading') {
    const pair = divideInline(block.children, {
      whole,
      fits: (children) => room.fits({ ...block, children }),
    })
    return (
      pair && [
        { ...block, children: pair[0] },
        { ...block, children: pair[1] },
      ]
    )
  }
  if (block.type === 'blockquote' || block.type === 'footnoteDefinition') {
    const fits = (children: RootContent[]) => room.fits(withChildren(block, children))
    const pair = divideChildren(block.children, { whole, fits })
    return pair && [withChildren(block, pair[0]), withChildren(block, pair[1])]
  }
  return undefined
}

const withChildren = (block: RootContent, children: RootContent[]): RootContent =>
  ({ ...block, children }) as RootContent // children of the kind it had

function divideChildren(
  children: RootContent[],
  { fits, whole }: { fits: (children: RootContent[]) => boolean; whole: boolean },
): Pair<RootContent[]> | undefined {
  const count = most(children.length - 1, (n) => fits(children.slice(0, n)))
  if (count > 0) return [children.slice(0, count), children.slice(count)]
  const [first, ...rest] = children
  const pair = first && divide(first, { whole, fits: (piece) => fits([piece]) })
  return pair && [[pair[0]], [pair[1], ...rest]]
}

function divideList(list: List, { fits, whole }: Room): Pair<RootContent> | undefined {
  const start = list.start ?? 1
  const count = most(list.children.length - 1, (n) => fits({ ...list, children: list.children.slice(0, n) }))
  if (count > 0)
    return [
      { ...list, children: list.children.slice(0, count) },
      { ...list, start: start + count, children: list.children.slice(count) },
    ]
  const [first, ...rest] = list.children
  if (!first) return undefined
  const item = (children: RootContent[]) => ({ ...first, children }) as ListItem // children of the kind it had
  const pair = divideChildren(first.children, {
    whole,
    fits: (children) => fits({ ...list, children: [item(children)] }),
  })
  if (!pair) return undefined
  const continued: ListItem = {
    ...item(pair[1]),
    data: { ...first.data, continued: true } as ListItem['data'] & object,
  }
  return [
    { ...list, children: [item(pair[0])] },
    { ...list, children: [continued, ...rest] },
  ]
}

function divideTable(table: Table, room: Room): Pair<RootContent> | undefined {
  const [head, ...rows] = table.children
  if (!head) return undefined
  const withRows = (some: typeof rows): Table => ({ ...table, children: [head, ...some] })
  const count = most(rows.length - 1, (n) => room.fits(withRows(rows.slice(0, n))))
  if (count > 0) return [withRows(rows.slice(0, count)), withRows(rows.slice(count))]
  return room.whole ? divideCode({ type: 'code', value: tableText(table) }, room) : undefined
}

function divideCode(code: Code, room: Room): Pair<RootContent> | undefined {
  const piece = (value: string): Code => ({ ...code, value })
  const lines = code.value.split('\n')
  const count = most(lines.length - 1, (n) => room.fits(piece(lines.slice(0, n).join('\n'))))
  if (count > 0) return [piece(lines.slice(0, count).join('\n')), piece(lines.slice(count).join('\n'))]
  if (!room.whole) return undefined
  const { value } = code
  const at = between(
    value,
    most(value.length - 1, (n) => room.fits(piece(value.slice(0, n)))),
  )
  return at > 0 ? [piece(value.slice(0, at)), piece(value.slice(at))] : undefined
}

function divideInline(
  children: PhrasingContent[],
  { fits, whole }: { fits: (children: PhrasingContent[]) => boolean; whole: boolean },
): Pair<PhrasingContent[]> | undefined {
  const all = inlineText(children)
  // Links are kept whole, unless not even a message of its own is enough for one.
  for (const linkChars of whole ? [80, 0] : [80]) {
    const room = most(all.length - 1, (n) => fits(cut(children, n, linkChars)[0]))
    const at = sensible(all, room) ?? (whole ? between(all, room) : 0)
    const pair = cut(children, at, linkChars)
    if (inlineText(pair[0]) !== '') return pair
  }
  return undefined
}

/** The best place to cut at or before `room`: behind a line, a sentence, a word; undefined where there is none. */
function sensible(all: string, room: number): number | undefined {
  const head = all.slice(0, room + 1)
  const line = head.lastIndexOf('\n')
  const sentence = Math.max(head.lastIndexOf('. '), head.lastIndexOf('! '), head.lastIndexOf('? ')) + 1
  const word = head.lastIndexOf(' ')
  const best = line > room / 2 ? line : sentence > room / 2 ? sentence : Math.max(word, line)
  return best > 0 ? Math.min(best + 1, room) : undefined
}

/** Never between the halves of one character. */
function between(value: string, at: number): number {
  const code = value.charCodeAt(at - 1)
  return code >= 0xd800 && code <= 0xdbff ? at - 1 : at
}

/** As `most`, for a limit that is far away from what holds. */
function gallop(limit: number, holds: (n: number) => boolean): number {
  let high = 1
  while (high < limit && holds(high)) high *= 2
  const low = Math.floor(high / 2)
  return low + most(Math.min(high, limit) - low, (n) => holds(low + n))
}

/** The largest n of 0…limit for which it holds; it holds for all smaller ones. */
function most(limit: number, holds: (n: number) => boolean): number {
  let low = 0
  let high = Math.max(limit, 0)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

const inlineText = (children: readonly PhrasingContent[]): string => children.map(textOf).join('')

/** What counts when inline text is cut: one sign for what cannot be. */
function textOf(node: PhrasingContent): string {
  if ('children' in node) return inlineText(node.children)
  if (node.type === 'text' || node.type === 'inlineCode') return node.value
  return node.type === 'break' ? '\n' : '\ufffc'
}

/** Cuts behind that many signs; what is bold, a long link and so on is so on both sides. */
function cut(children: readonly PhrasingContent[], at: number, linkChars: number): Pair<PhrasingContent[]> {
  const left: PhrasingContent[] = []
  const right: PhrasingContent[] = []
  let place = 0
  for (const node of children) {
    const length = textOf(node).length
    const here = at - place
    place += length
    if (here >= length) left.push(node)
    else if (here <= 0 || (node.type === 'link' && length <= linkChars)) right.push(node)
    else if ('children' in node) {
      const [head, tail] = cut(node.children, here, linkChars)
      left.push({ ...node, children: head } as PhrasingContent)
      right.push({ ...node, children: tail } as PhrasingContent)
    } else if (node.type === 'text' || node.type === 'inlineCode') {
      left.push({ ...node, value: node.value.slice(0, here) })
      right.push({ ...node, value: node.value.slice(here) })
    }
  }
  return [left, right]
}
