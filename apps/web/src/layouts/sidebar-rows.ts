import type { Chat, Session } from '@atrium/schema'
import { ageGroup } from '../lib/format.ts'
import type { PlaceGroup } from '../paths.ts'

export type SidebarRow =
  | {
      kind: 'heading'
      key: string
      name: PlaceGroup | 'terminals' | 'results' | 'archived' | ReturnType<typeof ageGroup>
      count: number
    }
  | { kind: 'places'; key: string; group: PlaceGroup }
  | { kind: 'terminal'; key: string; session: Session }
  | { kind: 'chat'; key: string; chat: Chat }
  | { kind: 'more'; key: string; count: number }
  | { kind: 'note'; key: string; name: 'noChats' | 'noResults' | 'noTerminals' }

/** How many terminals show before "all"; chats should be in sight too. */
const fewTerminals = 5

/** Ways to the other pages; terminals, pinned first and waiting ones before the rest; then chats under the headings of their age. */
export function sidebarRows(input: {
  chats: readonly Chat[] | null
  terminals: readonly Session[]
  search: string
  workOpen: boolean
  libraryOpen: boolean
  terminalsOpen: boolean
  allTerminals: boolean
  archived: boolean
  now?: Date
}): SidebarRow[] {
  const { search, archived } = input
  const rows: SidebarRow[] = []
  if (!archived && search === '') {
    for (const group of ['work', 'library'] as const) {
      rows.push({ kind: 'heading', key: `h-${group}`, name: group, count: 0 })
      if (group === 'work' ? input.workOpen : input.libraryOpen)
        rows.push({ kind: 'places', key: `p-${group}`, group })
    }
  }
  const found = input.terminals.filter(({ name, path }) => matches(search, name, path)).toSorted(byNeed)
  if (!archived && (search === '' || found.length > 0)) {
    rows.push({ kind: 'heading', key: 'h-terminals', name: 'terminals', count: found.length })
    if (input.terminalsOpen) {
      const shown = input.allTerminals || search !== '' ? found : found.slice(0, fewTerminals)
      rows.push(
        ...shown.map((session): SidebarRow => ({ kind: 'terminal', key: `t-${session.name}`, session })),
      )
      if (search === '' && found.length > fewTerminals)
        rows.push({ kind: 'more', key: 'more', count: found.length })
      if (found.length === 0) rows.push({ kind: 'note', key: 'n-terminals', name: 'noTerminals' })
    }
  }
  if (input.chats === null) return rows
  const chats = [...new Map(input.chats.map((chat) => [chat.id, chat])).values()]
  if (search !== '' || archived) {
    rows.push({
      kind: 'heading',
      key: 'h-found',
      name: archived ? 'archived' : 'results',
      count: chats.length,
    })
    if (chats.length === 0) rows.push({ kind: 'note', key: 'n-found', name: 'noResults' })
  } else if (chats.length === 0) rows.push({ kind: 'note', key: 'n-chats', name: 'noChats' })
  let group = ''
  for (const chat of chats) {
    if (search === '' && !archived) {
      const name = ageGroup(chat.lastAccessed, input.now)
      if (name !== group) rows.push({ kind: 'heading', key: `h-${name}`, name, count: 0 })
      group = name
    }
    rows.push({ kind: 'chat', key: `c-${chat.id}`, chat })
  }
  return rows
}

const matches = (search: string, ...texts: (string | null)[]): boolean =>
  search === '' || texts.some((text) => text?.toLowerCase().includes(search.toLowerCase()))

const need = ({ pinned, status, activity }: Session): number =>
  (pinned ? 0 : 8) +
  (status === 'dormant'
    ? 6
    : status === 'foreign'
      ? 5
      : activity === 'waiting'
        ? 0
        : activity === 'working'
          ? 1
          : 2)

const byNeed = (a: Session, b: Session): number => need(a) - need(b) || a.name.localeCompare(b.name)
