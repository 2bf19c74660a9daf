import type { Session } from '@atrium/schema'
import { Link } from '@tanstack/react-router'
import { FolderGit2, GitBranch, SquareKanban, Wrench } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../lib/cn.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/Badge.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

/** What the agent in a terminal does and costs, and where it works: as much of it as is known. */
export function SessionFacts({ session }: { session: Session }) {
  const { t, i18n } = useTranslation()
  const { tool, activity, boardCard: card, project, git, cost, contextPct } = session
  const dollars = cost?.totalUsd ?? 0
  return (
    <>
      {tool && (
        <span className="flex max-sm:hidden">
          <Badge tone={activity === 'waiting' ? 'signal' : 'good'}>
            <Wrench />
            <span className="max-w-32 truncate">
              <span className="sr-only">{t('terminal.tool')} </span>
              <VisibleText text={tool} />
            </span>
          </Badge>
        </span>
      )}
      {contextPct !== null && <ContextShare session={session} share={contextPct} />}
      {dollars > 0 && (
        <span className="flex max-md:hidden" title={t('terminal.cost')}>
          <Badge>
            <span className="sr-only">{t('terminal.cost')} </span>
            <span className="tabular-nums">
              {new Intl.NumberFormat(i18n.language, { style: 'currency', currency: 'USD' }).format(dollars)}
            </span>
          </Badge>
        </span>
      )}
      {card && (
        <Link
          to={paths.board(project?.id)}
          className="flex rounded-md max-lg:hidden"
          title={t('terminal.card')}
        >
          <Badge>
            <SquareKanban />
            <span className="max-w-40 truncate">
              <span className="sr-only">{t('terminal.card')} </span>
              <VisibleText text={card.title} />
            </span>
          </Badge>
        </Link>
      )}
      {project && (
        <span className="flex max-xl:hidden" title={t('terminal.project')}>
          <Badge>
            <FolderGit2 />
            <span className="max-w-40 truncate">
              <VisibleText text={project.name} />
            </span>
          </Badge>
        </span>
      )}
      {git && (
        <span className="flex max-lg:hidden">
          <Badge>
            <GitBranch />
            <span className="max-w-40 truncate">
              <VisibleText text={git.branch} />
            </span>
            {git.dirty && (
              <span role="img" aria-label={t('terminal.dirty')} title={t('terminal.dirty')}>
                •
              </span>
            )}
          </Badge>
        </span>
      )}
    </>
  )
}

/** How full the context of the agent is: a number, and a bar for the eye. */
function ContextShare({ session, share }: { session: Session; share: number }) {
  const { t } = useTranslation()
  const percent = Math.round(Math.min(100, Math.max(0, share)))
  const label = t('terminal.context', { percent, model: session.contextModel ?? '' })
  return (
    <span className="flex max-sm:hidden" title={label}>
      <Badge tone={percent >= 80 ? 'signal' : 'plain'}>
        <span
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          className="h-1.5 w-8 overflow-hidden rounded-full bg-line"
        >
          <span
            className={cn('block h-full rounded-full', percent >= 80 ? 'bg-signal' : 'bg-accent')}
            style={{ width: `${percent}%` }}
          />
        </span>
        <span aria-hidden className="tabular-nums">
          {percent} %
        </span>
      </Badge>
    </span>
  )
}
