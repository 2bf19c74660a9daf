// What a caller wants done to a plan, checked in the order of its rules: a refusal names the first one that is broken.
import {
  limits,
  PlanAction,
  type PlanChange,
  PlanSection,
  PlanVersion,
  type ProjectRelease,
} from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { isReserved } from './plan.ts'
import {
  addItem,
  deleteItem,
  editItem,
  type ItemRef,
  moveItem,
  releasePlan,
  reorderItem,
  setVersion,
  toggleItem,
} from './plan-edit.ts'

/** @throws AppError invalid with the rule as `reason` */
function refuse(reason: string, field: string, msg: string): never {
  throw new AppError('invalid', `${field}: ${msg}`, {
    reason,
    detail: [{ loc: ['body', field], msg, type: reason }],
  })
}

function need<T>(
  schema: { safeParse: (value: unknown) => { success: boolean; data?: T } },
  value: unknown,
  field: string,
  msg: string,
): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data as T // success says so
  return refuse(`bad-${field}`, field, msg)
}

const sections = PlanSection.options.join(', ')
const wholeFrom = (min: number, value: unknown, field: string): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= min
    ? value
    : refuse(`bad-${field}`, field, `must be a whole number from ${min}`)

const isPlain = (text: string): boolean => !/[\p{Cc}{}]/u.test(text)

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : ''
  if (text !== '' && text.length <= limits.planTextChars && isPlain(text)) return text
  return refuse(
    'bad-text',
    'text',
    `must be 1 to ${limits.planTextChars} characters without control characters or braces`,
  )
}

/** Facts are written as `{name: value, name: value}`, so that neither may hold what parts them. */
function factsOf(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {}
  const isObject = typeof value === 'object' && !Array.isArray(value)
  const entries: [string, unknown][] = isObject ? Object.entries(value) : []
  const isShort = (word: string): boolean =>
    word.trim() !== '' && word.length <= limits.planFactChars && isPlain(word) && !word.includes(',')
  const areGood = entries.every(
    ([name, fact]) =>
      typeof fact === 'string' &&
      isShort(name) &&
      isShort(fact) &&
      !name.includes(':') &&
      !isReserved(name.trim()),
  )
  if (isObject && areGood && entries.length <= limits.planFacts)
    return Object.fromEntries(entries.map(([name, fact]) => [name.trim(), String(fact).trim()]))
  return refuse(
    'bad-meta',
    'meta',
    `must be at most ${limits.planFacts} facts of at most ${limits.planFactChars} characters, without control characters, braces or commas`,
  )
}

/** What the change makes of a plan's text. @throws AppError invalid */
export function toEdit(wanted: PlanChange): (text: string) => string {
  const action = need(PlanAction, wanted.action, 'action', `must be one of ${PlanAction.options.join(', ')}`)
  const section = need(PlanSection, wanted.section, 'section', `must be one of ${sections}`)
  if (action === 'add') {
    const [said, facts] = [textOf(wanted.text), factsOf(wanted.meta)]
    return (text) => addItem(text, section, said, facts)
  }
  if (action === 'set-version') {
    if (section === 'backlog') return refuse('bad-section', 'section', 'must be released or dev')
    const version = versionOf(wanted.version, 'version', 'bad-version')
    return (text) => setVersion(text, section, version)
  }
  const ref: ItemRef = { section, line: wholeFrom(1, wanted.line, 'line') }
  if (wanted.hash !== undefined) {
    if (typeof wanted.hash !== 'string') return refuse('bad-hash', 'hash', 'must be the hash of an item')
    ref.hash = wanted.hash
  }
  switch (action) {
    case 'toggle':
      return (text) => toggleItem(text, ref)
    case 'delete':
      return (text) => deleteItem(text, ref)
    case 'edit': {
      const said = textOf(wanted.text)
      return (text) => editItem(text, ref, said)
    }
    case 'move': {
      const to = need(PlanSection, wanted.toSection, 'toSection', `must be one of ${sections}`)
      return (text) => moveItem(text, ref, to)
    }
    case 'reorder': {
      const toIndex = wholeFrom(0, wanted.toIndex, 'toIndex')
      return (text) => reorderItem(text, ref, toIndex)
    }
  }
}

function versionOf(value: unknown, field: string, reason: string): string {
  const parsed = PlanVersion.safeParse(value)
  return parsed.success ? parsed.data : refuse(reason, field, 'must be 1 to 40 of 0-9 A-Z a-z . - +')
}

/** What the release makes of a plan's text. @throws AppError invalid */
export function toRelease(wanted: ProjectRelease, date: string): (text: string) => string {
  const releaseVersion = versionOf(wanted.releaseVersion, 'releaseVersion', 'bad-release-version')
  const newDevVersion = versionOf(wanted.newDevVersion, 'newDevVersion', 'bad-dev-version')
  const narrative = wanted.narrative ?? ''
  const isGood =
    typeof narrative === 'string' &&
    narrative.length <= limits.planNarrativeChars &&
    !/^##[ \t]/m.test(narrative) &&
    !/[^\P{Cc}\t\r\n]/u.test(narrative)
  if (!isGood)
    return refuse(
      'bad-narrative',
      'narrative',
      `must be at most ${limits.planNarrativeChars} characters without control characters or a line that begins with '## '`,
    )
  return (text) => releasePlan(text, { releaseVersion, newDevVersion, narrative, date })
}
