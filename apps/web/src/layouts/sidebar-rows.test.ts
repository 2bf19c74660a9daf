import type { Chat, Session } from '@atrium/schema'
import { expect, test } from 'vitest'
import { sidebarRows } from './sidebar-rows.ts'

const now = new Date('2026-11-21T12:00:00')
const chat = (id: string, lastAccessed: string) => ({ id, lastAccessed, title: id }) as Chat // what the rows read
const session = (name: string, more: Partial<Session> = {}) =>
  ({ name, path: '/home/x', pinned: false, status: 'running', activity: 'idle', ...more }) as Session // likewise
const base = {
  search: '',
  workOpen: true,
  libraryOpen: true,
  terminalsOpen: true,
  allTerminals: false,
  archived: false,
  now,
}

test('pinned terminals come first, then those that wait, dormant ones last', () => {
  const rows = sidebarRows({
    ...base,
    chats: [],
    terminals: [
      session('a'),
      session('b', { status: 'dormant' }),
      session('c', { activity: 'waiting' }),
      session('d', { pinned: true }),
    ],
  })
  expect(rows.flatMap((row) => (row.kind === 'terminal' ? [row.session.name] : []))).toEqual([
    'd',
    'c',
    'a',
    'b',
  ])
})
test('chats stand under the headings of their age, each once', () => {
  const chats = [
    chat('a', '2026-11-21T10:00:00'),
    chat('b', '2026-11-20T10:00:00'),
    chat('b', '2026-11-20T10:00:00'),
  ]
  expect(sidebarRows({ ...base, chats, terminals: [] }).map(({ key }) => key)).toEqual([
    'h-work',
    'p-work',
    'h-library',
    'p-library',
    'h-terminals',
    'n-terminals',
    'h-today',
    'c-a',
    'h-yesterday',
    'c-b',
  ])
})
test('fifty terminals show a few and a way to all', () => {
  const terminals = Array.from({ length: 50 }, (_, at) => session(`s${at}`))
  const count = (all: boolean) =>
    sidebarRows({ ...base, chats: [], terminals, allTerminals: all }).filter(
      ({ kind }) => kind === 'terminal',
    ).length
  expect([count(false), count(true)]).toEqual([5, 50])
})
test('a search keeps what matches and says when nothing does', () => {
  const rows = sidebarRows({ ...base, search: 'zzz', chats: [], terminals: [session('a')] })
  expect(rows.map(({ key }) => key)).toEqual(['h-found', 'n-found'])
})
