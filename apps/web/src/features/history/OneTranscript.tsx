import type { ClaudeMessage } from '@atrium/schema'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowUp, History, Import, MessageSquare, Wrench } from 'lucide-react'
import { memo, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText, isRefusal } from '../../api/errors.ts'
import { adoptClaudeSession, claudeTranscriptQuery, historyKey } from '../../api/history.ts'
import { Crumbs } from '../../layouts/library/Crumbs.tsx'
import { HeaderAction } from '../../layouts/library/HeaderAction.tsx'
import { Missing } from '../../layouts/library/Missing.tsx'
import { formatMoment } from '../../lib/format.ts'
import { Markdown } from '../../markdown/Markdown.tsx'
import { paths } from '../../paths.ts'
import { toast } from '../../stores/toast.ts'
import { Button, buttonStyle } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

/** A session of Claude Code, to be read, and to be gone on with in a chat. */
export function OneTranscript({ id }: { id: string }) {
  const { t, i18n } = useTranslation()
  const found = useInfiniteQuery(claudeTranscriptQuery(id))
  const session = found.data?.pages[0]
  const title = session?.title ?? t('history.title')
  const messages = (found.data?.pages ?? []).toReversed().flatMap((page) => page.messages)
  useEffect(() => {
    document.title = `${title} · Atrium`
  }, [title])
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={<Crumbs to={paths.history()} list={t('places.history')} name={title} />}
        aside={session && <Adopt id={id} chatId={session.chatId} />}
      />
      <div
        className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
        tabIndex={0}
        role="region"
        aria-label={t('chat.conversation')}
      >
        <div className="mx-auto w-full max-w-[46rem] px-4 pt-4 pb-16 sm:px-6">
          {found.isPending && (
            <div className="grid gap-4 pt-2">
              <Skeleton className="ml-auto h-10 w-1/2 rounded-2xl" />
              <Skeleton className="h-4 w-5/6" />
              <Skeleton className="h-4 w-2/3" />
            </div>
          )}
          {found.error &&
            (isRefusal(found.error, 'not_found') ? (
              <Missing icon={<History />} to={paths.history()} list={t('places.history')} />
            ) : (
              <EmptyState
                icon={<History />}
                title={t('library.cannotLoad')}
                actions={<Button onClick={() => void found.refetch()}>{t('common.retry')}</Button>}
              >
                <span role="alert">{errorText(found.error, t)}</span>
              </EmptyState>
            ))}
          {session && (
            <p className="mb-4 text-[13px] text-ink-3 [overflow-wrap:anywhere]">
              {[
                session.cwd,
                session.model,
                formatMoment(session.createdAt, i18n.language),
                t('history.messages', { count: session.messageCount }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          )}
          {found.hasNextPage && (
            <div className="mb-3 grid place-items-center">
              <Button
                size="sm"
                variant="ghost"
                disabled={found.isFetchingNextPage}
                onClick={() => void found.fetchNextPage()}
              >
                {found.isFetchingNextPage ? <Spinner /> : <ArrowUp />}
                {t('chat.loadEarlier')}
              </Button>
            </div>
          )}
          {messages.map((message, at) => (
            // Earlier pages come in front; counted from the end, each keeps its place.
            <Message key={message.uuid ?? `end-${messages.length - at}`} message={message} />
          ))}
        </div>
      </div>
    </div>
  )
}

function Adopt({ id, chatId }: { id: string; chatId: string | null }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  if (chatId !== null)
    return (
      <Link to={paths.chat(chatId)} className={buttonStyle({ variant: 'primary', size: 'sm' })}>
        <MessageSquare />
        <span className="max-sm:sr-only">{t('history.open')}</span>
      </Link>
    )
  const adopt = async () => {
    setBusy(true)
    try {
      const { parachuteSessionId, openIn } = await adoptClaudeSession(id)
      void client.invalidateQueries({ queryKey: historyKey })
      // Two at once would spoil it.
      if (openIn !== null) toast.warning(t('history.openInTerminal', { process: openIn }))
      await navigate({ to: paths.chat(parachuteSessionId) })
    } catch (error) {
      toast.error(errorText(error, t))
      setBusy(false)
    }
  }
  return (
    <HeaderAction
      primary
      icon={busy ? <Spinner /> : <Import />}
      label={t('history.adopt')}
      disabled={busy}
      onClick={() => void adopt()}
    />
  )
}

/** What is far from sight is not laid out, so a long transcript scrolls like a short one. */
const Message = memo(function Message({ message }: { message: ClaudeMessage }) {
  const { t } = useTranslation()
  const mine = message.type === 'user' && message.content !== ''
  return (
    <article className="py-2 [contain-intrinsic-size:auto_120px] [content-visibility:auto]">
      {mine ? (
        <div className="ml-auto w-fit max-w-[85%] whitespace-pre-wrap rounded-2xl bg-accent-soft px-4 py-2.5 [overflow-wrap:anywhere]">
          <span className="sr-only">{t('chat.youSaid')}</span>
          <VisibleText text={message.content} />
        </div>
      ) : (
        message.content !== '' && <Markdown text={message.content} />
      )}
      {message.tools.map((tool) => (
        <ToolLine key={tool.id} title={tool.name} text={tool.input} />
      ))}
      {message.toolResults.map((result) => (
        <ToolLine
          key={result.id}
          title={result.isError ? `${t('chat.toolResult')}: ${t('chat.toolFailed')}` : t('chat.toolResult')}
          text={result.text}
        />
      ))}
      {message.truncated && <p className="mt-1 text-[13px] text-ink-3">{t('history.cut')}</p>}
    </article>
  )
})

const ToolLine = ({ title, text }: { title: string; text: string }) => (
  <details className="mt-1.5 rounded-lg border border-line bg-surface text-[13px]">
    <summary className="flex items-center gap-2 px-3 py-1.5 text-ink-2">
      <Wrench aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      <span className="shrink-0 font-medium">{title}</span>
      <span className="min-w-0 truncate font-mono text-[12px] text-ink-3">{text.slice(0, 200)}</span>
    </summary>
    <pre className="max-h-72 overflow-auto whitespace-pre-wrap border-line border-t px-3 py-2 font-mono text-[12.5px] [overflow-wrap:anywhere]">
      <VisibleText text={text} />
    </pre>
  </details>
)
