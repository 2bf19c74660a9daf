import type { CardStage } from '@atrium/schema'
import { nowIso } from '../../core/clock.ts'
import { place } from './order.ts'
import type { BoardTables, CardChange, CardRow } from './store.ts'

/** Puts a card into a column; its neighbours are renumbered when they have come too close. */
export async function moveCard(
  store: BoardTables,
  card: Pick<CardRow, 'id' | 'projectId'>,
  stage: CardStage,
  order?: number,
): Promise<Pick<CardRow, 'stage' | 'position'>> {
  const column = (await store.column(card.projectId, stage)).filter(({ id }) => id !== card.id)
  const { position, renumbered } = place(column, card.id, order)
  for (const one of renumbered ?? [])
    if (one.id !== card.id && column.find(({ id }) => id === one.id)?.position !== one.position)
      await store.update(one.id, { position: one.position })
  return { stage, position }
}

/** Changes a card and says when. */
export const change = (store: BoardTables, id: string, to: CardChange): Promise<void> =>
  store.update(id, { ...to, updatedAt: nowIso() })
