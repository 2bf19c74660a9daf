import type { Card, CardStage } from '@atrium/schema'
import { DragDropProvider, useDroppable } from '@dnd-kit/react'
import { isSortable, useSortable } from '@dnd-kit/react/sortable'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { boardKey, cardsQuery, moveCard } from '../../api/board.ts'
import { errorText } from '../../api/errors.ts'
import { cn } from '../../lib/cn.ts'
import { confirm } from '../../stores/confirm.ts'
import { toast } from '../../stores/toast.ts'
import type { Opened } from './BoardPage.tsx'
import { CardTile } from './CardTile.tsx'
import { type Columns, orderAt, placeOf, stages, toColumns, withMoved } from './columns.ts'

/** The board itself. While a card is on its way the columns are those of the hand; after that those of the hub. */
export function BoardColumns({
  cards,
  projectId,
  nameOf,
  onOpen,
}: {
  cards: readonly Card[]
  projectId: string | undefined
  /** Name of a project, where cards of several are shown. */
  nameOf: ((id: string) => string) | null
  onOpen: (opened: Opened) => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [carried, setCarried] = useState<Columns | null>(null)
  const latest = useRef<Columns | null>(null)
  const columns = carried ?? toColumns(cards)
  const carry = (next: Columns | null) => {
    latest.current = next
    setCarried(next)
  }

  /** Shows it where it was put at once, and where it was when the hub says no. */
  const move = async (card: Card, stage: CardStage, index: number) => {
    if (stage === 'done' && card.stage !== 'done' && card.sessionLive) {
      const yes = await confirm({
        title: t('board.doneTitle'),
        message: t('board.doneMessage', { title: card.title }),
        action: t('board.stage.done'),
      })
      if (!yes) return
    }
    const { queryKey } = cardsQuery(projectId)
    await client.cancelQueries({ queryKey })
    const before = client.getQueryData<Card[]>(queryKey)
    const column = toColumns(before ?? [])[stage].filter(({ id }) => id !== card.id)
    const order = orderAt(column, index)
    client.setQueryData<Card[]>(queryKey, (old) =>
      old?.map((one) => (one.id === card.id ? { ...one, stage, order } : one)),
    )
    try {
      const { cleanup } = await moveCard(card, stage, order)
      if (cleanup?.kept) toast.warning(cleanup.kept)
      else if (cleanup?.snapshot) toast.info(t('board.keptSnapshot'))
    } catch (error) {
      client.setQueryData(queryKey, before)
      toast.error(errorText(error, t))
    }
    await client.invalidateQueries({ queryKey: boardKey })
  }

  return (
    <DragDropProvider
      onDragStart={() => carry(toColumns(cards))}
      onDragOver={(event) => {
        event.preventDefault() // the columns below are ours to arrange
        const { source, target, position } = event.operation
        const now = latest.current
        if (!source || !target || !now || source.id === target.id) return
        const from = placeOf(now, String(source.id))
        const over = placeOf(now, String(target.id))
        const stage = over?.stage ?? stages.find((one) => one === target.id)
        if (!from || !stage || (!over && from.stage === stage)) return
        const below = target.shape !== undefined && position.current.y > target.shape.center.y
        const index = over
          ? from.stage === over.stage
            ? over.index
            : over.index + (below ? 1 : 0)
          : now[stage].length
        carry(withMoved(now, String(source.id), stage, index))
      }}
      onDragEnd={(event) => {
        const { source } = event.operation
        const now = latest.current
        carry(null)
        const card = cards.find(({ id }) => id === source?.id)
        const place = card && now && placeOf(now, card.id)
        if (event.canceled || !place || !isSortable(source)) return
        const was = placeOf(toColumns(cards), card.id)
        if (was?.stage === place.stage && was.index === place.index) return
        void move(card, place.stage, place.index)
      }}
    >
      <div className="flex h-full snap-x snap-mandatory gap-3 overflow-x-auto overscroll-x-contain px-3 py-3 lg:snap-none lg:gap-2">
        {stages.map((stage) => (
          <Column key={stage} stage={stage} count={columns[stage].length}>
            {columns[stage].map((card, index) => (
              <SortableCard
                key={card.id}
                card={card}
                index={index}
                project={nameOf?.(card.projectId) ?? null}
                onOpen={onOpen}
                onMove={(to) => void move(card, to, columns[to].length)}
              />
            ))}
          </Column>
        ))}
      </div>
    </DragDropProvider>
  )
}

function Column({ stage, count, children }: { stage: CardStage; count: number; children: ReactNode }) {
  const { t } = useTranslation()
  // Below the cards: where both lie under the pointer the card is meant.
  const { ref, isDropTarget } = useDroppable({
    id: stage,
    type: 'column',
    accept: 'card',
    collisionPriority: 1,
  })
  const name = t(`board.stage.${stage}`)
  return (
    <section
      ref={ref}
      aria-label={name}
      className={cn(
        'flex w-[min(19rem,calc(100vw-2.5rem))] shrink-0 snap-center flex-col rounded-xl border border-line bg-sunken lg:w-auto lg:min-w-38 lg:flex-1',
        isDropTarget && 'border-accent',
      )}
    >
      <h2 className="flex items-baseline gap-2 px-3 pt-2.5 pb-1.5 font-semibold text-[13px]">
        {name} <span className="font-normal text-ink-3">{count}</span>
      </h2>
      <ul
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls is reached by keys
        tabIndex={count > 0 ? 0 : -1}
        aria-label={name}
        className="grid min-h-16 flex-1 content-start gap-2 overflow-y-auto px-2 pb-2"
      >
        {children}
      </ul>
    </section>
  )
}

function SortableCard({
  card,
  index,
  project,
  onOpen,
  onMove,
}: {
  card: Card
  index: number
  project: string | null
  onOpen: (opened: Opened) => void
  onMove: (to: CardStage) => void
}) {
  const handle = useRef<HTMLButtonElement>(null)
  const { ref, isDragging } = useSortable({
    id: card.id,
    index,
    group: card.stage,
    type: 'card',
    accept: 'card',
    collisionPriority: 2,
    handle,
  })
  return (
    <li ref={ref} className={cn('min-w-0', isDragging && 'opacity-70')}>
      <CardTile card={card} project={project} handle={handle} onOpen={onOpen} onMove={onMove} />
    </li>
  )
}
