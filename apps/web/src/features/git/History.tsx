import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ChevronLeft, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { commitQuery, logQuery } from '../../api/git.ts'
import { formatMoment, relativeTime } from '../../lib/format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { DiffView } from '../../ui/diff/DiffView.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { Failed, Waiting } from './states.tsx'

/** Commits, youngest first; of one branch where one was chosen. */
export function History({
  session,
  branch,
  onBranch,
  onCommit,
}: {
  session: string
  branch: string | null
  onBranch: (branch: string | null) => void
  onCommit: (sha: string) => void
}) {
  const { t, i18n } = useTranslation()
  const log = useInfiniteQuery(logQuery(session, branch))
  const commits = log.data?.pages.flatMap((page) => page.commits)
  return (
    <>
      {branch !== null && (
        <p className="flex items-center gap-2 border-line border-b py-1 pr-1.5 pl-3 text-[13px]">
          <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
            {t('git.ofBranch')} <VisibleText text={branch} />
          </span>
          <IconButton label={t('git.allHistory')} onClick={() => onBranch(null)}>
            <X />
          </IconButton>
        </p>
      )}
      {log.error && <Failed error={log.error} onRetry={() => void log.refetch()} />}
      {!commits && !log.error && <Waiting />}
      {commits?.length === 0 && <EmptyState title={t('git.noCommits')} />}
      <ol>
        {commits?.map((commit) => (
          <li key={commit.sha} className="border-line border-b">
            <button
              type="button"
              onClick={() => onCommit(commit.sha)}
              className="block w-full px-3 py-2 text-left outline-offset-[-2px] hover:bg-hover"
            >
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="min-w-0 font-medium [overflow-wrap:anywhere]">
                  <VisibleText text={commit.subject} />
                </span>
                {commit.refs.map((ref) => (
                  <Badge key={ref}>
                    <span className="max-w-40 truncate">
                      <VisibleText text={ref} />
                    </span>
                  </Badge>
                ))}
              </span>
              <span className="mt-0.5 block text-[13px] text-ink-2">
                <span className="font-mono">{commit.shortSha}</span> ·{' '}
                <VisibleText text={commit.authorName} /> ·{' '}
                <time dateTime={commit.isoDate}>{relativeTime(commit.isoDate, i18n.language)}</time>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {log.hasNextPage && (
        <div className="grid justify-center p-3">
          <Button size="sm" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t('git.older')}
          </Button>
        </div>
      )}
    </>
  )
}

/** One commit with what it changed. */
export function OneCommit({
  session,
  sha,
  onBack,
  onOpen,
}: {
  session: string
  sha: string
  onBack: () => void
  onOpen: (path: string) => void
}) {
  const { t, i18n } = useTranslation()
  const { data, error, refetch } = useQuery(commitQuery(session, sha))
  return (
    <>
      <div className="border-line border-b px-1.5 py-1">
        <Button size="sm" variant="ghost" onClick={onBack}>
          <ChevronLeft />
          {t('git.tabs.history')}
        </Button>
      </div>
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <div className="border-line border-b px-3 py-2.5">
            <h3 className="font-semibold [overflow-wrap:anywhere]">
              <VisibleText text={data.subject} />
            </h3>
            <p className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-[13px] text-ink-2">
              <span className="font-mono">{data.shortSha}</span>
              <CopyButton text={data.sha} label={t('git.copySha')} doneLabel={t('common.copied')} />
              <VisibleText text={data.authorName} /> ·{' '}
              <time dateTime={data.isoDate}>{formatMoment(data.isoDate, i18n.language)}</time>
              {data.parents.length > 1 && <span>· {t('git.merge')}</span>}
            </p>
            {data.body !== '' && (
              <pre className="mt-2 whitespace-pre-wrap font-sans text-[13px] text-ink-2 [overflow-wrap:anywhere]">
                <VisibleText text={data.body} />
              </pre>
            )}
          </div>
          {data.files.length === 0 ? (
            <EmptyState title={t('git.nothingChanged')} />
          ) : (
            <DiffView groups={[{ files: data.files }]} truncated={data.truncated} onOpen={onOpen} />
          )}
        </>
      )}
    </>
  )
}
