// Changes to a plan document: text in, text out; every byte that was not asked to change stays.
import { createHash } from 'node:crypto'
import type { PlanSection } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import {
  bodyOf,
  isItem,
  itemEnd,
  itemsIn,
  type Plan,
  partsOf,
  readPlan,
  type Section,
  type SectionKind,
  sectionOf,
  writePlan,
} from './plan.ts'

/** What an item's line says, in short: whether it is still the line that somebody saw. */
export const hashOfLine = (line: string): string =>
  createHash('sha256').update(bodyOf(line)).digest('hex').slice(0, 12)

/** An item as a caller names it. */
export type ItemRef = { section: PlanSection; line: number; hash?: string }

/** A plan that is being changed; its last line has the ending of the others while that goes on. */
type Open = Plan & { end: '\r' | ''; openEnded: boolean }

function open(text: string): Open {
  const plan = readPlan(text)
  const { lines } = plan
  const returns = lines.filter((line) => line.endsWith('\r')).length
  const end = returns * 2 > lines.length - 1 && returns > 0 ? '\r' : ''
  const last = lines.length - 1
  const openEnded = lines[last] !== ''
  if (openEnded) lines[last] += end
  return { ...plan, end, openEnded }
}

/** The text again, if it still means what it should. @throws AppError conflict */
function close(
  { lines, end, openEnded, sections }: Open,
  items: number,
  headings: readonly (string | null)[] = sections.map(({ version }) => version),
): string {
  const last = lines.length - 1
  if (openEnded && end !== '' && lines[last]?.endsWith('\r')) lines[last] = lines[last].slice(0, -1)
  const text = writePlan({ lines })
  const now = readPlan(text)
  const isWhole =
    now.sections.length === sections.length &&
    now.sections.every(({ kind, version }, at) => kind === sections[at]?.kind && version === headings[at])
  if (!isWhole || countItems(now) !== items)
    throw new AppError('conflict', 'The plan would mean something else afterwards; change it as a text', {
      reason: 'invalid-content',
    })
  return text
}

const kinds = ['released', 'dev', 'backlog'] as const
const countItems = (plan: Plan): number =>
  kinds.reduce((sum, kind) => sum + itemsIn(plan, sectionOf(plan, kind)).length, 0)

const names: Record<SectionKind, string> = {
  released: 'Released',
  dev: 'In Development',
  backlog: 'Backlog',
  changelog: 'Changelog',
  unknown: '',
}

/** @throws AppError conflict */
function need(plan: Plan, kind: SectionKind): Section {
  const section = sectionOf(plan, kind)
  if (section) return section
  throw new AppError('conflict', `The plan has no section '${names[kind]}'`, { reason: 'section-not-found' })
}

/** Index of the line that is meant. @throws AppError conflict when it is another one by now */
function find(plan: Plan, { section: kind, line, hash }: ItemRef): { at: number; section: Section } {
  const section = need(plan, kind)
  const at = line - 1
  const isThere = at > section.at && at < section.end && isItem(plan, at)
  if (isThere && (hash === undefined || hash === hashOfLine(plan.lines[at] ?? ''))) return { at, section }
  const why = isThere
    ? 'says something else by now'
    : `does not contain a checkbox item of '${names[kind]}' anymore`
  throw new AppError('conflict', `Line ${line} ${why}; read the plan again`, { reason: 'stale-line' })
}

/** Where a new item of the section goes: behind its last one, else right behind the heading; never before what is indented. */
function placeFor(plan: Plan, section: Section): number {
  return itemEnd(plan, itemsIn(plan, section).at(-1) ?? section.at, section.end)
}

export function toggleItem(text: string, ref: ItemRef): string {
  const plan = open(text)
  const { at } = find(plan, ref)
  const line = plan.lines[at] ?? ''
  plan.lines[at] = `- [${partsOf(line).done ? ' ' : 'x'}${line.slice(4)}`
  return close(plan, countItems(plan))
}

export function editItem(text: string, ref: ItemRef, said: string): string {
  const plan = open(text)
  const { at } = find(plan, ref)
  const { box, tail } = partsOf(plan.lines[at] ?? '')
  const end = plan.lines[at]?.endsWith('\r') ? '\r' : ''
  plan.lines[at] = `${box.length > 5 ? box : `${box} `}${said}${tail}${end}`
  return close(plan, countItems(plan))
}

export function deleteItem(text: string, ref: ItemRef): string {
  const plan = open(text)
  const { at, section } = find(plan, ref)
  const items = countItems(plan)
  plan.lines.splice(at, itemEnd(plan, at, section.end) - at)
  return close(plan, items - 1)
}

export function addItem(
  text: string,
  kind: PlanSection,
  said: string,
  meta: Record<string, string> = {},
  done = false,
): string {
  const plan = open(text)
  const place = placeFor(plan, need(plan, kind))
  const items = countItems(plan)
  const facts = Object.entries(meta)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}: ${value}`)
  const tail = facts.length > 0 ? ` {${facts.join(', ')}}` : ''
  plan.lines.splice(place, 0, `- [${done ? 'x' : ' '}] ${said}${tail}${plan.end}`)
  return close(plan, items + 1)
}

export function moveItem(text: string, ref: ItemRef, to: PlanSection): string {
  const plan = open(text)
  const { at, section } = find(plan, ref)
  const items = countItems(plan)
  const target = need(plan, to)
  const end = itemEnd(plan, at, section.end)
  const place = placeFor(plan, target)
  const block = plan.lines.slice(at, end)
  if (place > at) {
    plan.lines.splice(place, 0, ...block)
    plan.lines.splice(at, block.length)
  } else {
    plan.lines.splice(at, block.length)
    plan.lines.splice(place, 0, ...block)
  }
  return close(plan, items)
}

/** Items change places; what stands between them stays where it is. */
export function reorderItem(text: string, ref: ItemRef, toIndex: number): string {
  const plan = open(text)
  const { at, section } = find(plan, ref)
  const count = countItems(plan)
  const items = itemsIn(plan, section)
  const slots = items.map((from) => ({ from, end: itemEnd(plan, from, section.end) }))
  const blocks = slots.map(({ from, end }) => plan.lines.slice(from, end))
  const [moved = []] = blocks.splice(items.indexOf(at), 1)
  blocks.splice(Math.min(toIndex, blocks.length), 0, moved)
  for (const [index, { from, end }] of [...slots.entries()].toReversed())
    plan.lines.splice(from, end - from, ...(blocks[index] ?? []))
  return close(plan, count)
}

export function setVersion(text: string, kind: 'released' | 'dev', version: string): string {
  const plan = open(text)
  const section = need(plan, kind)
  writeVersion(plan, section, version)
  return close(plan, countItems(plan), versionsWith(plan, { [kind]: version }))
}

function writeVersion(plan: Plan, { at }: Section, version: string): void {
  plan.lines[at] = (plan.lines[at] ?? '').replace(/(:[ \t]*)v?[0-9A-Za-z.\-+]{1,40}/i, `$1v${version}`)
}

const versionsWith = ({ sections }: Plan, changed: Partial<Record<SectionKind, string>>) =>
  sections.map(({ kind, version }) => changed[kind] ?? version)

/**
 * What is worked on becomes what is out, and the changelog tells of it: the old items of `Released` go, those of
 * `In Development` take their place, open ones too.
 * @throws AppError conflict
 */
export function releasePlan(
  text: string,
  wanted: { releaseVersion: string; newDevVersion: string; narrative: string; date: string },
): string {
  const plan = open(text)
  const { lines, end } = plan
  const [out, next, log] = (['released', 'dev', 'changelog'] as const).map((kind) => {
    const section = sectionOf(plan, kind)
    if (section) return section
    throw new AppError('conflict', `The plan has no section '${names[kind]}'`, {
      reason: `${kind}-section-missing`,
    })
  }) as [Section, Section, Section] // one for each of the three kinds
  if (out.at > next.at || next.at > log.at)
    throw new AppError(
      'conflict',
      'The sections of the plan must stand in this order: Released, In Development, Changelog',
      { reason: 'section-order' },
    )
  // Once more would put nothing in the place of what was released.
  if (out.version === wanted.releaseVersion)
    throw new AppError('conflict', `v${out.version} is released already; read the plan again`, {
      reason: 'already-released',
    })
  const kept = itemsIn(plan, next).length + itemsIn(plan, sectionOf(plan, 'backlog')).length
  const told = wanted.narrative.trim() === '' ? [] : wanted.narrative.split(/\r?\n/)
  const entry = [
    `### v${wanted.releaseVersion} — ${wanted.date}`,
    '',
    ...told,
    ...(told.length > 0 ? [''] : []),
  ]
  const hasGap = bodyOf(lines[log.at + 1] ?? 'x').trim() === ''
  lines.splice(
    log.at + 1 + Number(hasGap),
    0,
    ...[...(hasGap ? [] : ['']), ...entry].map((line) => line + end),
  )
  writeVersion(plan, out, wanted.releaseVersion)
  writeVersion(plan, next, wanted.newDevVersion)
  const body = lines.slice(next.at + 1, next.end)
  lines.splice(next.at + 1, body.length, end)
  lines.splice(out.at + 1, out.end - out.at - 1, ...body)
  return close(plan, kept, versionsWith(plan, { released: wanted.releaseVersion, dev: wanted.newDevVersion }))
}

const titleChars = 500

/**
 * Adds a ticked item to `In Development`, whatever the title has in it.
 * @throws AppError conflict when there is no such section
 */
export function addDone(text: string, title: string, meta: Record<string, string> = {}): string {
  const said = plain(title).replaceAll('{', '(').replaceAll('}', ')').slice(0, titleChars).trim()
  const facts = Object.entries(meta).flatMap(([name, value]): [string, string][] => {
    const [key, fact] = [name, value].map((word) =>
      plain(word)
        .replaceAll(/[{},:]/g, ' ')
        .trim(),
    )
    return key && fact ? [[key, fact]] : []
  })
  return addItem(text, 'dev', said || '-', Object.fromEntries(facts), true)
}

const plain = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
