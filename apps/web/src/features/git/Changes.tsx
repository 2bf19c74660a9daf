import type { ChangedFile } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { GitBranch, RefreshCw } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { diffQuery } from '../../api/git.ts'
import { cn } from '../../lib/cn.ts'
import { DiffView } from '../../ui/diff/DiffView.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { Failed, Waiting } from './states.tsx'

/** What is not committed, as it changes. */
export function Changes({ session, onOpen }: { session: string; onOpen: (path: string) => void }) {
  const { t } = useTranslation()
  const query = useMemo(() => diffQuery(session), [session])
  const { data, error, refetch, isFetching } = useQuery(query)
  if (!data) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Waiting />
  if (!data.isRepo)
    return (
      <EmptyState icon={<GitBranch />} title={t('git.noRepository')}>
        {t('git.noRepositoryNote')}
      </EmptyState>
    )
  const of = (category: ChangedFile['category']) => data.files.filter((file) => file.category === category)
  const groups = [
    { title: t('git.staged'), files: of('staged') },
    { title: t('git.unstaged'), files: of('unstaged') },
    { title: t('git.untracked'), files: of('untracked') },
  ]
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 border-line border-b px-3 py-2 text-[13px]">
        <span className="flex min-w-0 gap-2 font-medium [overflow-wrap:anywhere]">
          <GitBranch aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
          <span className="min-w-0">
            <VisibleText text={data.branch} />
          </span>
        </span>
        {(data.ahead ?? 0) > 0 && (
          <span className="text-ink-2">{t('git.ahead', { count: data.ahead ?? 0 })}</span>
        )}
        {(data.behind ?? 0) > 0 && (
          <span className="text-ink-2">{t('git.behind', { count: data.behind ?? 0 })}</span>
        )}
        {data.operation && (
          <span className="font-medium text-signal-ink">{t(`git.operation.${data.operation}`)}</span>
        )}
      </p>
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data.files.length === 0 ? (
        <EmptyState title={t('git.clean')}>{t('git.cleanNote')}</EmptyState>
      ) : (
        <DiffView
          groups={groups}
          total={data.totalFiles}
          truncated={data.truncated}
          onOpen={(path) => onOpen(`${data.root}/${path}`)}
          actions={
            <IconButton label={t('git.refresh')} onClick={() => void refetch()}>
              <RefreshCw className={cn(isFetching && 'animate-breathe')} />
            </IconButton>
          }
        />
      )}
    </>
  )
}
