import type { ClaudeSession } from '@atrium/schema'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { History, MessageSquare, Search } from 'lucide-react'
import { useCallback, useDeferredValue, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { claudeProjectsQuery, claudeSessionsQuery } from '../../api/history.ts'
import { Select } from '../../layouts/library/inputs.tsx'
import { relativeTime } from '../../lib/format.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Input } from '../../ui/Field.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { OneTranscript } from './OneTranscript.tsx'

export function HistoryPage() {
  const { id } = useParams({ strict: false })
  return id ? <OneTranscript key={id} id={id} /> : <SessionList />
}

/** What Claude Code did on this machine, in the terminal too; thousands of sessions, a page at a time. */
function SessionList() {
  const { t } = useTranslation()
  const [project, setProject] = useState<string | null>(null)
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search.trim().toLowerCase())
  const projects = useQuery(claudeProjectsQuery())
  const found = useInfiniteQuery(claudeSessionsQuery(project))
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found
  const all = found.data?.pages.flatMap(({ sessions }) => sessions) ?? []
  const sessions = wanted === '' ? all : all.filter((session) => matches(session, wanted))
  const indexing = found.data?.pages[0]?.indexing ?? 0

  useEffect(() => {
    document.title = `${t('history.title')} · Atrium`
  }, [t])
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  // What is searched for may stand anywhere.
  useEffect(() => {
    if (wanted !== '') more()
  }, [wanted, more])

  const nothing = found.data !== undefined && all.length === 0 && project === null && indexing === 0
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('history.title')} />
      {found.error && all.length === 0 ? (
        <EmptyState
          icon={<History />}
          title={t('library.cannotLoad')}
          actions={<Button onClick={() => void found.refetch()}>{t('common.retry')}</Button>}
        >
          <span role="alert">{errorText(found.error, t)}</span>
        </EmptyState>
      ) : nothing ? (
        <EmptyState icon={<History />} title={t('history.emptyTitle')}>
          {t('history.empty')}
        </EmptyState>
      ) : (
        <>
          <div className="mx-auto flex w-full max-w-4xl shrink-0 flex-wrap gap-2 px-4 pt-4 pb-2">
            <search className="relative min-w-40 flex-1 max-sm:basis-full">
              <Search
                aria-hidden
                className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-3"
              />
              <Input
                type="search"
                aria-label={t('history.search')}
                placeholder={t('history.search')}
                className="pl-9"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
            </search>
            <Select
              aria-label={t('history.project')}
              className="w-auto min-w-0 max-w-full flex-1"
              value={project ?? ''}
              onChange={(event) => setProject(event.target.value === '' ? null : event.target.value)}
            >
              <option value="">{t('history.allProjects')}</option>
              {projects.data?.projects.map((one) => (
                <option key={one.encodedName} value={one.path}>
                  {one.path} ({one.sessionCount})
                </option>
              ))}
            </Select>
          </div>
          <p role="status" className="mx-auto w-full max-w-4xl px-5 text-[13px] text-ink-3 empty:hidden">
            {indexing > 0
              ? t('history.indexing', { count: indexing })
              : wanted !== '' && hasNextPage
                ? t('history.searching')
                : ''}
          </p>
          {found.isPending ? (
            <div className="mx-auto grid w-full max-w-4xl gap-2 px-4 py-2">
              {[1, 2, 3, 4].map((one) => (
                <Skeleton key={one} className="h-14 rounded-xl" />
              ))}
            </div>
          ) : sessions.length === 0 && !hasNextPage ? (
            <p className="px-5 py-8 text-center text-ink-3">{t('shell.noResults')}</p>
          ) : (
            <VirtualList
              label={t('history.title')}
              items={sessions}
              rowHeight={heightOf}
              keyOf={({ sessionId, encodedName }) => `${encodedName} ${sessionId}`}
              render={(session) => <SessionRow session={session} />}
              onEndReached={more}
            />
          )}
        </>
      )}
    </div>
  )
}

const heightOf = (): number => 64

const matches = (session: ClaudeSession, wanted: string): boolean =>
  [session.title, session.firstMessage, session.projectPath, session.sessionId].some((text) =>
    text?.toLowerCase().includes(wanted),
  )

function SessionRow({ session }: { session: ClaudeSession }) {
  const { t, i18n } = useTranslation()
  return (
    <div className="mx-auto h-full w-full max-w-4xl px-3">
      <Link
        to={paths.history(session.sessionId)}
        data-row-focus
        className="flex h-[calc(100%-4px)] items-center gap-3 rounded-xl px-3 hover:bg-hover active:bg-line"
      >
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">
            <VisibleText text={session.title ?? session.firstMessage ?? t('history.untitled')} />
          </p>
          <p className="flex gap-2 text-[13px] text-ink-3">
            <span className="min-w-0 truncate">
              <VisibleText text={session.projectPath} />
            </span>
            <span className="ml-auto shrink-0 sm:hidden">
              {relativeTime(session.lastTimestamp, i18n.language)}
            </span>
          </p>
        </div>
        {session.chatId !== null && (
          <Badge tone="good">
            <MessageSquare aria-hidden />
            {t('history.adopted')}
          </Badge>
        )}
        <div className="shrink-0 text-right text-[13px] text-ink-3 max-sm:hidden">
          <p>{relativeTime(session.lastTimestamp, i18n.language)}</p>
          <p>{t('history.messages', { count: session.messageCount })}</p>
        </div>
      </Link>
    </div>
  )
}
