import { Brain, Clock, Info, Paperclip, Scissors, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../lib/cn.ts'
import { fetched } from '../../lib/fetched.ts'
import { formatBytes } from '../../lib/format.ts'
import { Markdown } from '../../markdown/Markdown.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import type { Item, RunView } from './fold-events.ts'
import type { Answer } from './PermissionCard.tsx'
import { type RunActions, RunEnd } from './RunEnd.tsx'
import { Step } from './Step.tsx'
import { ToolCall } from './ToolCall.tsx'

const usePermissionCard = fetched(async () => (await import('./PermissionCard.tsx')).PermissionCard)
const useQuestionCard = fetched(async () => (await import('./QuestionCard.tsx')).QuestionCard)

/** One turn: what was asked, and below it, along a rail, what the agent did and said. */
export const RunBlock = memo(function RunBlock({
  run,
  isLast,
  onAnswer,
  actions,
}: {
  run: RunView
  isLast: boolean
  onAnswer: Answer
  actions: RunActions
}) {
  const { t } = useTranslation()
  const live = run.state === 'running'
  return (
    <article
      data-run={run.id}
      data-state={run.state}
      className={cn('py-3', !isLast && '[contain-intrinsic-size:auto_320px] [content-visibility:auto]')}
    >
      {run.message && (
        <UserMessage content={run.message.content} attachments={run.message.attachments}>
          {run.state === 'queued' && (
            <Badge>
              <Clock />
              {t('chat.queued')}
            </Badge>
          )}
        </UserMessage>
      )}
      {run.state !== 'queued' && (
        <div className="mt-4 [--rail:1.25rem] max-sm:[--rail:0.875rem]">
          <div className="relative ml-3 grid grid-cols-[minmax(0,1fr)] gap-3 pl-(--rail)">
            <span
              aria-hidden
              className={cn(
                'absolute top-1 bottom-1 left-0 w-px',
                live ? 'bg-gradient-to-b from-line to-accent' : 'bg-line',
              )}
            />
            {run.items
              .filter((item) => parentOf(item) === null && !hasCard(item, run))
              .map((item) => (
                <RunItem key={`${item.kind}-${item.key}`} item={item} run={run} onAnswer={onAnswer} />
              ))}
            {live && <Working run={run} />}
            <RunEnd run={run} isLast={isLast} actions={actions} />
          </div>
        </div>
      )}
    </article>
  )
})

export function UserMessage({
  content,
  attachments,
  children,
}: {
  content: string
  attachments: { name: string; sizeBytes: number }[]
  children?: React.ReactNode
}) {
  const { t, i18n } = useTranslation()
  return (
    <div className="flex flex-col items-end gap-1.5 pl-8 sm:pl-20">
      <div className="max-w-full whitespace-pre-wrap rounded-2xl rounded-br-md bg-accent-soft px-3.5 py-2 text-[15px] leading-relaxed [overflow-wrap:anywhere]">
        <span className="sr-only">{t('chat.youSaid')} </span>
        {content}
      </div>
      {attachments.length > 0 && (
        <ul className="flex flex-wrap justify-end gap-1.5" aria-label={t('chat.attachments')}>
          {attachments.map((file) => (
            <li key={file.name}>
              <Badge>
                <Paperclip />
                <span className="max-w-52 truncate">
                  <VisibleText text={file.name} />
                </span>
                <span className="text-ink-3">{formatBytes(file.sizeBytes, i18n.language)}</span>
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {children}
    </div>
  )
}

const parentOf = (item: Item): string | null => ('parent' in item ? item.parent : null)

/** Calls whose whole content is a card of its own, for the person. */
const hasCard = (item: Item, run: RunView): boolean =>
  item.kind === 'tool' &&
  ((item.name === 'AskUserQuestion' && run.items.some(({ kind }) => kind === 'question')) ||
    (item.name === 'ExitPlanMode' &&
      run.items.some((other) => other.kind === 'permission' && other.toolUseId === item.key)))

function RunItem({ item, run, onAnswer }: { item: Item; run: RunView; onAnswer: Answer }) {
  const { t } = useTranslation()
  const PermissionCard = usePermissionCard()
  const QuestionCard = useQuestionCard()
  const live = run.state === 'running'
  switch (item.kind) {
    case 'text':
      return <Markdown text={item.text} />
    case 'thinking':
      return (
        <Step icon={<Brain />} title={t('chat.thinking')} summary={item.text.slice(0, 200)}>
          <div className="text-ink-2 [&_.prose]:text-[13.5px]">
            <Markdown text={item.text} />
          </div>
        </Step>
      )
    case 'tool': {
      const inner = run.items.filter((other) => parentOf(other) === item.key)
      const asks = run.items.some(
        (other) => other.kind === 'permission' && other.toolUseId === item.key && other.resolved === null,
      )
      return (
        <ToolCall item={item} live={live} asks={live && asks}>
          {inner.length > 0 && (
            <div className="relative ml-3 grid grid-cols-[minmax(0,1fr)] gap-2 border-line border-l pl-(--rail)">
              {inner.map((other) => (
                <RunItem key={`${other.kind}-${other.key}`} item={other} run={run} onAnswer={onAnswer} />
              ))}
            </div>
          )}
        </ToolCall>
      )
    }
    case 'permission':
      return PermissionCard && <PermissionCard item={item} live={live} onAnswer={onAnswer} />
    case 'question':
      return QuestionCard && <QuestionCard item={item} live={live} onAnswer={onAnswer} />
    case 'warning':
      return (
        <p className="flex items-start gap-2 text-[13.5px] text-ink-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-signal" />
          <span>
            <span className="font-medium">
              {t(`chat.warnings.${item.code}` as 'chat.warnings.left_out', item.title)}
            </span>{' '}
            {item.code === 'waiting_for_place' ? t('chat.waitingForPlace') : item.message}
          </span>
        </p>
      )
    case 'compact':
      return (
        <p className="flex items-center gap-2 text-[13px] text-ink-3">
          <Scissors aria-hidden className="size-3.5" />
          {t('chat.compacted')}
        </p>
      )
  }
}

function Working({ run }: { run: RunView }) {
  const { t } = useTranslation()
  const waits = run.items.some(
    (item) => (item.kind === 'permission' || item.kind === 'question') && item.resolved === null,
  )
  return (
    <p className="flex items-center gap-2 text-[13px] text-ink-3">
      {waits ? (
        <Info aria-hidden className="size-3.5 text-signal" />
      ) : (
        <span aria-hidden className="size-2 animate-breathe rounded-full bg-accent" />
      )}
      {waits ? t('chat.waitsForYou') : t('chat.working')}
    </p>
  )
}
