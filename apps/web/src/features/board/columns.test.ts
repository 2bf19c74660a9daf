import type { Card } from '@atrium/schema'
import { expect, test } from 'vitest'
import { orderAt, placeOf, toColumns, withMoved } from './columns.ts'

const card = (id: string, stage: Card['stage'], order: number): Card => ({
  id,
  projectId: 'shop',
  title: id,
  priority: null,
  stage,
  origin: 'solo',
  theme: null,
  order,
  sessionRef: null,
  brainstormDoc: null,
  notes: null,
  branch: null,
  implementSummary: null,
  worktreePath: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  sessionLive: false,
})
const columns = toColumns([card('b', 'idea', 2), card('a', 'idea', 1), card('c', 'done', 0)])
const names = (cards: Card[]) => cards.map(({ id }) => id)

test('cards stand in their column in their order', () => {
  expect(names(columns.idea)).toEqual(['a', 'b'])
  expect(names(columns.review)).toEqual([])
  expect(placeOf(columns, 'b')).toEqual({ stage: 'idea', index: 1 })
  expect(placeOf(columns, 'x')).toBeNull()
})

test('a number is found before, between and behind others, and for an empty column', () => {
  expect(orderAt(columns.idea, 0)).toBe(0)
  expect(orderAt(columns.idea, 1)).toBe(1.5)
  expect(orderAt(columns.idea, 2)).toBe(3)
  expect(orderAt([], 0)).toBe(0)
})

test('a moved card is in one column alone, where it was put', () => {
  const moved = withMoved(columns, 'c', 'idea', 1)
  expect(names(moved.idea)).toEqual(['a', 'c', 'b'])
  expect(moved.done).toEqual([])
  expect(moved.idea[1]).toMatchObject({ stage: 'idea', order: 1.5 })
  expect(names(withMoved(columns, 'a', 'idea', 5).idea)).toEqual(['b', 'a'])
  expect(withMoved(columns, 'x', 'idea', 0)).toBe(columns)
})
