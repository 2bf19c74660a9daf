import type { Approval } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { MessageSquare, SquareTerminal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { approvalQuery } from '../../api/approvals.ts'
import { errorText } from '../../api/errors.ts'
import { relativeTime } from '../../lib/format.ts'
import { shownName } from '../../lib/session-name.ts'
import { planOf } from '../../lib/tool-summary.ts'
import { Markdown } from '../../markdown/Markdown.tsx'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ToolInput } from '../../ui/ToolInput.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { Decision } from './Decision.tsx'
import { QuestionForm } from './QuestionForm.tsx'
import { RemainingTime } from './RemainingTime.tsx'

/** One thing that an agent asks: the whole of it is in sight before anything can be pressed. */
export function ApprovalCard({ approval }: { approval: Approval }) {
  const { t } = useTranslation()
  const whole = useQuery(approvalQuery(approval.id, approval.isCut === true))
  const shown = approval.isCut ? whole.data : approval
  const isChat = approval.source === 'chat'
  const title = isChat ? approval.title : shownName(approval.title)
  return (
    <article
      tabIndex={0}
      data-approval={approval.id}
      aria-label={t('approvals.asks', { name: title, tool: approval.tool })}
      className="grid scroll-m-4 grid-cols-[minmax(0,1fr)] gap-3 rounded-xl border border-signal-line bg-signal-soft p-3.5 focus-visible:outline-2 focus-visible:outline-accent sm:p-4"
    >
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge>
          {isChat ? <MessageSquare aria-hidden /> : <SquareTerminal aria-hidden />}
          {t(`approvals.sources.${approval.source}`)}
        </Badge>
        <Link
          to={isChat ? paths.chat(approval.name) : paths.terminal(approval.name)}
          className="min-w-0 font-medium underline decoration-line-strong underline-offset-2 [overflow-wrap:anywhere] hover:decoration-ink"
        >
          <VisibleText text={title} />
        </Link>
        <span className="ml-auto">
          <RemainingTime until={approval.expiresAt} />
        </span>
      </header>
      <h3 className="font-semibold text-[14.5px]">
        {approval.kind === 'question'
          ? t('chat.questionTitle', { count: approval.questions.length })
          : planOf(approval.tool, shown?.input ?? {}) === null
            ? t('chat.permissionTitle', { tool: approval.tool })
            : t('chat.planTitle')}
      </h3>
      {shown ? (
        <Body approval={shown} />
      ) : whole.error ? (
        <p role="alert" className="text-danger-ink">
          {errorText(whole.error, t)}
        </p>
      ) : (
        <Skeleton className="h-24 rounded-lg" />
      )}
    </article>
  )
}

function Body({ approval }: { approval: Approval }) {
  const { t } = useTranslation()
  const plan = planOf(approval.tool, approval.input)
  if (approval.kind === 'question') return <QuestionForm approval={approval} />
  return (
    <>
      {plan === null ? (
        <ToolInput input={approval.input} />
      ) : (
        <div className="max-h-[60vh] overflow-y-auto rounded-lg border border-line bg-surface px-4 py-3">
          <Markdown text={plan} />
        </div>
      )}
      {approval.cwd && (
        <p className="text-[13px] text-ink-2 [overflow-wrap:anywhere]">
          {t('approvals.in')} <VisibleText text={approval.cwd} />
        </p>
      )}
      <Decision approval={approval} />
    </>
  )
}

/** What nobody answered in time; its agent was told no, or asked by itself. */
export function ExpiredRow({ approval }: { approval: Approval }) {
  const { t, i18n } = useTranslation()
  return (
    <li className="grid gap-0.5 px-4 py-2.5">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium [overflow-wrap:anywhere]">
          <VisibleText text={approval.source === 'chat' ? approval.title : shownName(approval.title)} />
        </span>
        <span className="text-[13px] text-ink-3">
          {approval.tool} · {relativeTime(approval.expiresAt, i18n.language)}
        </span>
      </p>
      <p className="line-clamp-2 font-mono text-[12.5px] text-ink-2 [overflow-wrap:anywhere]">
        <VisibleText text={approval.text} />
      </p>
      <p className="text-[13px] text-ink-3">
        {approval.reason === 'The hub was restarted' ? t('approvals.restarted') : t('approvals.unanswered')}
      </p>
    </li>
  )
}
