import type { Chat } from '@atrium/schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { CloudOff, MessageCircleX } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { configureChat, stopRun } from '../../api/chat.ts'
import { errorText, isRefusal } from '../../api/errors.ts'
import { agentsQuery, chatQuery, keys } from '../../api/queries.ts'
import { chatTitle } from '../../lib/chat-title.ts'
import { fetched } from '../../lib/fetched.ts'
import { hasMod } from '../../lib/keyboard.ts'
import { paths } from '../../paths.ts'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Announcer } from './Announcer.tsx'
import { type Attached, toAttachment } from './attachments.ts'
import { ChatHeader } from './ChatHeader.tsx'
import { type ChatChoice, ChatOptions } from './ChatOptions.tsx'
import { Composer } from './Composer.tsx'
import { liveRun, type RunView } from './fold-events.ts'
import { MessageLog } from './MessageLog.tsx'
import { OutgoingMessage } from './OutgoingMessage.tsx'
import { RunBlock } from './RunBlock.tsx'
import { useChat } from './use-chat.ts'
import { WorkspacePick } from './WorkspacePick.tsx'

const useFindBar = fetched(async () => (await import('./FindBar.tsx')).FindBar)

export function ChatPage() {
  const { chatId } = useParams({ strict: false })
  // A new chat is a new page: nothing of the last one may linger.
  return chatId ? <OneChat key={chatId} id={chatId} /> : null
}

function OneChat({ id }: { id: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const chat = useQuery(chatQuery(id))
  const agents = useQuery(agentsQuery())
  const follow = useChat(id)
  const { view, status, outgoing, post } = follow
  const FindBar = useFindBar()
  const [finding, setFinding] = useState(false)
  const log = useRef<HTMLDivElement>(null)
  const live = liveRun(view)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!hasMod(event) || event.key.toLowerCase() !== 'f' || event.shiftKey) return
      event.preventDefault()
      setFinding(true)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])

  const title = chat.data?.title ?? view.title
  const runner = chat.data?.runner ?? ''
  useEffect(() => {
    document.title = `${chatTitle({ title, runner }, t)} · Atrium`
  }, [title, runner, t])

  const [sent, setSent] = useState(0)
  const say = useCallback(
    async (message: string, files: Attached[] = []) => {
      setSent((count) => count + 1)
      const attachments = await Promise.all(files.map(toAttachment))
      void post({
        request: {
          session_id: id,
          message,
          message_id: crypto.randomUUID(),
          ...(attachments.length > 0 && { attachments }),
        },
        attachments: files.map(({ file }) => ({
          name: file.name,
          mimeType: file.type,
          sizeBytes: file.size,
        })),
        error: null,
      })
    },
    [id, post],
  )

  const actions = useMemo(
    () => ({
      retry: (run: RunView) => void say(run.message?.content ?? t('chat.continueMessage')),
      resume: () => void say(t('chat.continueMessage')),
      openSettings: () => void navigate({ to: paths.settings('agents') }),
      newChat: () => void navigate({ to: paths.home() }),
    }),
    [say, navigate, t],
  )
  const onAnswer = useCallback(
    (answer: Parameters<typeof follow.answer>[0]) =>
      follow.answer(answer).catch((error: unknown) => {
        toast.error(errorText(error, t))
      }),
    [follow.answer, t],
  )
  const configure = (change: Partial<ChatChoice> & { workspace?: string | null }) => {
    const config = {
      ...(change.runner && { runner: change.runner }),
      ...('model' in change && { model: change.model }),
      ...(change.trust && { trust_level: change.trust }),
      ...(change.mode && { permission_mode: change.mode }),
      ...('workspace' in change && { workspace_id: change.workspace }),
    }
    configureChat(id, config)
      .then(({ session }) =>
        client.setQueryData(keys.chat(id), (old: Chat | undefined) => (old ? { ...old, ...session } : old)),
      )
      .catch((error: unknown) => toast.error(errorText(error, t)))
  }

  if (isRefusal(chat.error, 'not_found') || (status === 'failed' && isRefusal(follow.error, 'not_found')))
    return <ChatMissing />
  if (status === 'failed')
    return (
      <div className="flex h-full flex-col">
        <PageHeader title={title} />
        <EmptyState
          icon={<CloudOff />}
          title={t('chat.cannotLoad')}
          actions={<Button onClick={follow.retry}>{t('common.retry')}</Button>}
        >
          {errorText(follow.error, t)}
        </EmptyState>
      </div>
    )

  const last = view.runs.at(-1)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ChatHeader id={id} chat={chat.data} title={title} onFind={() => setFinding(true)} />
      {finding && FindBar && (
        <FindBar
          root={log}
          version={view}
          hasEarlier={follow.before !== null}
          loadEarlier={follow.loadEarlier}
          onClose={() => setFinding(false)}
        />
      )}
      <MessageLog
        hasEarlier={follow.before !== null}
        loadEarlier={follow.loadEarlier}
        version={view}
        sent={sent}
      >
        <div ref={log}>
          {status === 'loading' ? (
            <LogSkeleton />
          ) : (
            view.runs.map((run) => (
              <RunBlock key={run.id} run={run} isLast={run === last} onAnswer={onAnswer} actions={actions} />
            ))
          )}
          {outgoing.map((message) => (
            <OutgoingMessage
              key={message.request.message_id}
              message={message}
              onRetry={() => void post(message)}
              onDiscard={() => follow.discard(message.request.message_id)}
            />
          ))}
        </div>
      </MessageLog>
      <Announcer view={view} />
      <div className="relative mx-auto w-full max-w-[46rem] px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-6">
        {status === 'reconnecting' && (
          <p role="status" className="mb-2 flex items-center gap-2 px-2 text-[13px] text-signal-ink">
            <span aria-hidden className="size-2 animate-breathe rounded-full bg-signal" />
            {t('common.reconnecting')}
          </p>
        )}
        <Composer
          draftKey={id}
          running={live !== undefined}
          onSend={(text, files) =>
            void say(text, files).catch((error: unknown) => toast.error(errorText(error, t)))
          }
          onStop={() => {
            stopRun(id).catch((error: unknown) => toast.error(errorText(error, t)))
          }}
          options={
            chat.data && agents.data ? (
              <>
                <ChatOptions
                  agents={agents.data}
                  choice={{
                    runner: chat.data.runner,
                    model: chat.data.modelChoice,
                    trust: chat.data.trustLevel,
                    mode: chat.data.permissionMode,
                  }}
                  onChoose={configure}
                />
                {chat.data.workspaceId !== null && (
                  <WorkspacePick
                    value={chat.data.workspaceId}
                    onChoose={(workspace) => configure({ workspace: workspace?.slug ?? null })}
                  />
                )}
              </>
            ) : (
              <Skeleton className="h-6 w-40" />
            )
          }
        />
      </div>
    </div>
  )
}

function ChatMissing() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('shell.chats')} />
      <EmptyState
        icon={<MessageCircleX />}
        title={t('chat.missingTitle')}
        actions={<Button onClick={() => void navigate({ to: paths.home() })}>{t('chat.new')}</Button>}
      >
        {t('chat.missing')}
      </EmptyState>
    </div>
  )
}

const LogSkeleton = () => (
  <div className="grid gap-4 pt-6">
    <Skeleton className="ml-auto h-10 w-1/2 rounded-2xl" />
    <Skeleton className="h-4 w-5/6" />
    <Skeleton className="h-4 w-2/3" />
    <Skeleton className="h-4 w-3/4" />
  </div>
)
