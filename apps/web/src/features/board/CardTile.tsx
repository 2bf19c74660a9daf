import type { Card, CardStage } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  Ellipsis,
  GitBranch,
  GitCompare,
  GripVertical,
  Hammer,
  Lightbulb,
  Pencil,
  SquareTerminal,
  Trash2,
} from 'lucide-react'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { boardKey, brainstormCard, deleteCard, implementCard } from '../../api/board.ts'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { paths } from '../../paths.ts'
import { confirm } from '../../stores/confirm.ts'
import { Badge } from '../../ui/Badge.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuChoices, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import type { Opened } from './BoardPage.tsx'
import { stages } from './columns.ts'

const tones = { p0: 'danger', p1: 'signal', p2: 'plain' } as const

export function CardTile({
  card,
  project,
  handle,
  onOpen,
  onMove,
}: {
  card: Card
  project: string | null
  handle: RefObject<HTMLButtonElement | null>
  onOpen: (opened: Opened) => void
  onMove: (to: CardStage) => void
}) {
  const { t } = useTranslation()
  const { title } = card
  return (
    <article className="group relative rounded-lg border border-line bg-surface py-2 pr-1.5 pl-1 shadow-xs has-[.card-name:hover]:border-line-strong">
      <div className="flex items-start gap-0.5">
        <button
          ref={handle}
          type="button"
          aria-label={t('board.drag', { title })}
          className="mt-0.5 cursor-grab touch-none rounded p-0.5 text-ink-3 hover:text-ink active:cursor-grabbing coarse:p-2"
        >
          <GripVertical className="size-4" />
        </button>
        <button
          type="button"
          onClick={() => onOpen({ what: 'card', card })}
          className="card-name min-w-0 flex-1 py-0.5 text-left font-medium text-sm leading-snug [overflow-wrap:anywhere]"
        >
          <span className="line-clamp-4" title={title}>
            <VisibleText text={title} />
          </span>
        </button>
        <CardMenu card={card} onOpen={onOpen} onMove={onMove} />
      </div>
      <div className="mt-1.5 flex flex-wrap items-center gap-1 pl-5.5 empty:hidden coarse:pl-8.5">
        {card.priority && <Badge tone={tones[card.priority]}>{card.priority.toUpperCase()}</Badge>}
        {card.theme && (
          <Badge>
            <span className="truncate">{card.theme}</span>
          </Badge>
        )}
        {project && (
          <Badge>
            <span className="truncate">{project}</span>
          </Badge>
        )}
        {card.branch && (
          <Badge>
            <GitBranch aria-hidden />
            <span className="max-w-20 truncate 2xl:max-w-44">{card.branch}</span>
          </Badge>
        )}
        {card.sessionLive && (
          <Badge tone="good">
            <SquareTerminal aria-hidden />
            {t('board.live')}
          </Badge>
        )}
      </div>
      {card.stage === 'review' && card.implementSummary && (
        <p className="mt-1.5 line-clamp-3 pl-5.5 coarse:pl-8.5 text-[13px] text-ink-2 [overflow-wrap:anywhere]">
          <VisibleText text={card.implementSummary} />
        </p>
      )}
      {card.stage === 'review' && card.branch && (
        <div className="mt-2 pl-5.5 coarse:pl-8.5">
          <button
            type="button"
            onClick={() => onOpen({ what: 'review', card })}
            className="inline-flex items-center gap-1.5 rounded-md text-left text-[13px] text-accent-strong hover:underline coarse:py-2"
          >
            <GitCompare className="size-3.5" />
            {t('board.review')}
          </button>
        </div>
      )}
    </article>
  )
}

function CardMenu({
  card,
  onOpen,
  onMove,
}: {
  card: Card
  onOpen: (opened: Opened) => void
  onMove: (to: CardStage) => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const attempt = useAttempt(boardKey)
  const session = card.sessionLive ? card.sessionRef : null
  const begin = async (action: () => Promise<{ session: string }>) => {
    let name = ''
    const done = await attempt(async () => {
      name = (await action()).session
    })
    await client.invalidateQueries({ queryKey: ['terminals'] })
    if (done) await navigate({ to: paths.terminal(name) })
  }
  const remove = async () => {
    const yes = await confirm({
      title: t('board.deleteTitle'),
      message: t(card.worktreePath ? 'board.deleteWithWork' : 'board.deleteMessage', { title: card.title }),
      action: t('common.delete'),
      danger: true,
    })
    if (yes) await attempt(() => deleteCard(card.id), t('board.deleted'))
  }
  const early = ['idea', 'brainstorming', 'spec'].includes(card.stage)
  return (
    <Menu
      label={t('board.actions', { title: card.title })}
      trigger={
        <IconButton label={t('board.actions', { title: card.title })} className="-my-1 size-7">
          <Ellipsis />
        </IconButton>
      }
    >
      {session && (
        <MenuItem icon={<SquareTerminal />} onSelect={() => void navigate({ to: paths.terminal(session) })}>
          {t('board.openSession')}
        </MenuItem>
      )}
      {early && !session && (
        <MenuItem icon={<Lightbulb />} onSelect={() => void begin(() => brainstormCard(card.id))}>
          {t('board.brainstorm')}
        </MenuItem>
      )}
      {card.stage !== 'done' && (
        <MenuItem
          icon={<Hammer />}
          disabled={card.brainstormDoc === null}
          onSelect={() => void begin(() => implementCard(card.id))}
        >
          {t('board.implement')}
        </MenuItem>
      )}
      {card.branch && (
        <MenuItem icon={<GitCompare />} onSelect={() => onOpen({ what: 'review', card })}>
          {t('board.review')}
        </MenuItem>
      )}
      <MenuItem icon={<Pencil />} onSelect={() => onOpen({ what: 'card', card })}>
        {t('board.edit')}
      </MenuItem>
      <MenuSeparator />
      <MenuChoices
        label={t('board.moveTo')}
        value={card.stage}
        choices={stages.map((stage) => ({ value: stage, title: t(`board.stage.${stage}`) }))}
        onChoose={(to) => {
          const stage = stages.find((one) => one === to)
          if (stage && stage !== card.stage) onMove(stage)
        }}
      />
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} danger onSelect={() => void remove()}>
        {t('common.delete')}
      </MenuItem>
    </Menu>
  )
}
