import type { Card, CardStage } from '@atrium/schema'

/** In the order of the board. */
export const stages = ['idea', 'brainstorming', 'spec', 'implement', 'review', 'done'] as const

export type Columns = Record<CardStage, Card[]>

/** Cards by column, in their order. */
export function toColumns(cards: readonly Card[]): Columns {
  const columns: Columns = { idea: [], brainstorming: [], spec: [], implement: [], review: [], done: [] }
  for (const card of cards) columns[card.stage].push(card)
  for (const stage of stages) columns[stage].sort((a, b) => a.order - b.order)
  return columns
}

/** The number that puts a card at `index` of a column that it is not in. */
export function orderAt(column: readonly Card[], index: number): number {
  const before = column[index - 1]
  const after = column[index]
  if (before && after) return (before.order + after.order) / 2
  if (before) return before.order + 1
  return after ? after.order - 1 : 0
}

/** The columns with one card somewhere else. */
export function withMoved(columns: Columns, id: string, stage: CardStage, index: number): Columns {
  const card = stages.flatMap((one) => columns[one]).find((one) => one.id === id)
  if (!card) return columns
  const moved = { ...columns }
  for (const one of stages)
    if (columns[one].includes(card)) moved[one] = columns[one].filter((other) => other !== card)
  const target = [...moved[stage]]
  const at = Math.max(0, Math.min(index, target.length))
  target.splice(at, 0, { ...card, stage, order: orderAt(moved[stage], at) })
  moved[stage] = target
  return moved
}

export const placeOf = (columns: Columns, id: string): { stage: CardStage; index: number } | null => {
  for (const stage of stages) {
    const index = columns[stage].findIndex((card) => card.id === id)
    if (index !== -1) return { stage, index }
  }
  return null
}
