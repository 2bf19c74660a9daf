// The plan document: what its lines mean. It is a person's Markdown; nothing here changes a byte of it.
import type { PlanSection } from '@atrium/schema'

/** Names a plan may have at the root of a project; the first that is there is the plan. */
export const planFiles = ['CHANGELOG.md', 'ROADMAP.md'] as const

export type SectionKind = PlanSection | 'changelog' | 'unknown'

export type Section = {
  kind: SectionKind
  /** Its heading without the hashes. */
  heading: string
  version: string | null
  /** Line of the heading, from 0. */
  at: number
  /** Line behind its last one. */
  end: number
}

export type Plan = {
  /** Lines as they stand, a carriage return included: joined by a line feed they are the text. */
  lines: string[]
  /** For each line the number of the code block or comment it lies in; 0 for neither. */
  inert: Int32Array
  sections: Section[]
}

const token = String.raw`v?([0-9A-Za-z.\-+]{1,40})(?:[ \t].*)?$`
const released = new RegExp(`^Released:[ \\t]*${token}`, 'i')
const dev = new RegExp(`^In (?:Development|Entwicklung):[ \\t]*${token}`, 'i')
const backlog = /^Backlog(?:[ \t]*\/[ \t]*(?:Ideas|Ideen))?$/i

/** The text of a line, without what ends it. */
export const bodyOf = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line)

export function readPlan(text: string): Plan {
  const lines = text.split('\n')
  const inert = inertLines(lines)
  return { lines, inert, sections: sectionsOf(lines, inert) }
}

export const writePlan = ({ lines }: Pick<Plan, 'lines'>): string => lines.join('\n')

/** Checkboxes and headings inside code and comments are examples, not items. */
function inertLines(lines: readonly string[]): Int32Array {
  const inert = new Int32Array(lines.length)
  let count = 0
  let ends: ((body: string) => boolean) | null = null
  for (const [at, line] of lines.entries()) {
    const body = bodyOf(line)
    if (ends) {
      inert[at] = count
      if (ends(body)) ends = null
      continue
    }
    const [, fence = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(body) ?? []
    const comment = /^(?:\uFEFF)? {0,3}<!--/.exec(body)
    if (fence !== '' && !(fence.startsWith('`') && info.includes('`'))) {
      inert[at] = ++count
      ends = (later) => isFenceEnd(later, fence)
    } else if (comment) {
      inert[at] = ++count
      if (!body.slice(comment[0].length).includes('-->')) ends = (later) => later.includes('-->')
    }
  }
  return inert
}

function isFenceEnd(body: string, fence: string): boolean {
  const found = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(body)?.[1]
  return found !== undefined && found[0] === fence[0] && found.length >= fence.length
}

function sectionsOf(lines: readonly string[], inert: Int32Array): Section[] {
  const sections: Section[] = []
  const seen = new Set<SectionKind>()
  for (const [at, line] of lines.entries()) {
    if (inert[at] !== 0 || !/^(?:\uFEFF)?##[ \t]/.test(line)) continue
    const heading = bodyOf(line)
      .replace(/^\uFEFF?##/, '')
      .trim()
    const found = kindOf(heading)
    // Only the first of a kind is the plan's; older ones below it are history.
    const isFirst = found.kind !== 'unknown' && !seen.has(found.kind)
    seen.add(found.kind)
    const last = sections.at(-1)
    if (last) last.end = at
    sections.push({
      ...(isFirst ? found : { kind: 'unknown', version: null }),
      heading,
      at,
      end: lines.length,
    })
  }
  return sections
}

function kindOf(heading: string): Pick<Section, 'kind' | 'version'> {
  const out = released.exec(heading)
  if (out) return { kind: 'released', version: out[1] ?? null }
  const next = dev.exec(heading)
  if (next) return { kind: 'dev', version: next[1] ?? null }
  if (backlog.test(heading)) return { kind: 'backlog', version: null }
  if (/^Changelog$/i.test(heading)) return { kind: 'changelog', version: null }
  return { kind: 'unknown', version: null }
}

export const sectionOf = (plan: Plan, kind: SectionKind): Section | undefined =>
  plan.sections.find((section) => section.kind === kind)

const itemLine = /^- \[([ xX])\](?:[ \t]|$)/

/** Whether a line is an item: unindented, with a box, and no example. */
export const isItem = ({ lines, inert }: Plan, at: number): boolean =>
  inert[at] === 0 && itemLine.test(bodyOf(lines[at] ?? ''))

/** An item's line in its parts; together they are its text. */
export type ItemParts = {
  /** Box and the space behind it. */
  box: string
  done: boolean
  text: string
  /** Facts with the space around them, or the space at the end. */
  tail: string
  meta: Record<string, string>
}

export function partsOf(line: string): ItemParts {
  const body = bodyOf(line)
  const space = body.length - body.slice(5).trimStart().length
  const rest = body.slice(space)
  const { text, meta } = splitFacts(rest.trimEnd())
  return { box: body.slice(0, space), done: body[3] !== ' ', text, tail: rest.slice(text.length), meta }
}

const reserved = ['__proto__', 'constructor', 'prototype']
export const isReserved = (name: string): boolean => reserved.includes(name)

/** `Dark mode {priority: p1, theme: ui}`; braces without a fact in them are text. */
function splitFacts(text: string): { text: string; meta: Record<string, string> } {
  const open = text.lastIndexOf('{')
  if (!text.endsWith('}') || open === -1) return { text, meta: {} }
  const inner = text.slice(open + 1, -1)
  if (inner.includes('}')) return { text, meta: {} }
  const facts = inner.split(',').flatMap((pair): [string, string][] => {
    const colon = pair.indexOf(':')
    const name = pair.slice(0, colon).trim()
    return colon === -1 || name === '' || isReserved(name) ? [] : [[name, pair.slice(colon + 1).trim()]]
  })
  if (facts.length === 0) return { text, meta: {} }
  return { text: text.slice(0, open).trimEnd(), meta: Object.fromEntries(facts) }
}

/** Lines of a section's items, from 0. */
export function itemsIn(plan: Plan, section: Section | undefined): number[] {
  const found: number[] = []
  if (!section) return found
  for (let at = section.at + 1; at < section.end; at++) if (isItem(plan, at)) found.push(at)
  return found
}

/** Line behind an item and what belongs to it: the indented lines right below. */
export function itemEnd({ lines, inert }: Plan, at: number, end: number): number {
  let next = at + 1
  while (next < end) {
    const isIndented = /^[ \t]+\S/.test(lines[next] ?? '')
    const isSameBlock = inert[next] !== 0 && inert[next] === inert[next - 1]
    if (!isIndented && !isSameBlock) break
    next++
  }
  return next
}
