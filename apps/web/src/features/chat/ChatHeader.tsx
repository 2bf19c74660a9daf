import type { Chat } from '@atrium/schema'
import { limits } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import {
  Archive,
  ArchiveRestore,
  Boxes,
  Download,
  Ellipsis,
  FolderOpen,
  FolderTree,
  Pencil,
  ScrollText,
  Search,
  Trash2,
} from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { archiveChat, chatMessages, configureChat, deleteChat } from '../../api/chat.ts'
import { errorText } from '../../api/errors.ts'
import { workspacesQuery } from '../../api/workspaces.ts'
import { loadTexts } from '../../i18n/index.ts'
import { chatTitle } from '../../lib/chat-title.ts'
import { useOnce } from '../../lib/use-once.ts'
import { paths } from '../../paths.ts'
import { confirm } from '../../stores/confirm.ts'
import { toast } from '../../stores/toast.ts'
import { Badge } from '../../ui/Badge.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { TitleField } from '../../ui/TitleField.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

const ContextsDialog = lazy(async () => {
  const [{ ContextsDialog: Part }] = await Promise.all([import('./ContextsDialog.tsx'), loadTexts('library')])
  return { default: Part }
})
const PromptDialog = lazy(async () => {
  const [{ PromptDialog: Part }] = await Promise.all([import('./PromptDialog.tsx'), loadTexts('library')])
  return { default: Part }
})

/** Title, folder and what can be done with the chat as a whole. */
export function ChatHeader({
  id,
  chat,
  title,
  onFind,
}: {
  id: string
  chat: Chat | undefined
  title: string | null
  onFind: () => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [renaming, setRenaming] = useState(false)
  const [contexts, setContexts] = useState(false)
  const [prompt, setPrompt] = useState(false)
  const contextsWanted = useOnce(contexts)
  const promptWanted = useOnce(prompt)
  const name = chatTitle({ title, runner: chat?.runner ?? '' }, t)
  const attempt = (done: Promise<unknown>) => done.catch((error: unknown) => toast.error(errorText(error, t)))

  const rename = (next: string) => {
    setRenaming(false)
    if (next.trim() && next.trim() !== title) void attempt(configureChat(id, { title: next.trim() }))
  }
  const remove = async () => {
    const yes = await confirm({
      title: t('chat.deleteTitle'),
      message: t('chat.deleteMessage', { title: name }),
      action: t('common.delete'),
      danger: true,
    })
    if (!yes) return
    try {
      await deleteChat(id)
      toast.success(t('chat.deleted'))
      await navigate({ to: paths.home() })
    } catch (error) {
      toast.error(errorText(error, t))
    }
  }
  const archive = async (archived: boolean) => {
    await attempt(
      archiveChat(id, archived).then(() =>
        toast.success(archived ? t('chat.archived') : t('chat.unarchived')),
      ),
    )
  }
  const download = async () => {
    const { messages } = await chatMessages(id)
    const text = [`# ${name}`, ...messages.map(({ role, content }) => `**${role}**\n\n${content}`)].join(
      '\n\n',
    )
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }))
    link.download = `${name.replaceAll(/[^\p{L}\p{N} _-]/gu, '').trim() || 'chat'}.md`
    link.click()
    URL.revokeObjectURL(link.href)
  }

  return (
    <PageHeader
      title={
        renaming ? (
          <TitleField
            label={t('chat.title')}
            value={title ?? ''}
            maxLength={limits.titleChars}
            onDone={rename}
            onCancel={() => setRenaming(false)}
          />
        ) : (
          <button
            type="button"
            className="max-w-full truncate rounded-md px-1.5 py-0.5 text-left font-semibold hover:bg-hover"
            title={t('chat.rename')}
            onClick={() => setRenaming(true)}
          >
            <VisibleText text={name} />
          </button>
        )
      }
      aside={
        <>
          {chat?.archived && (
            <Badge>
              <Archive />
              {t('chat.archivedBadge')}
            </Badge>
          )}
          {chat?.workingDirectory && (
            <span className="max-lg:hidden">
              <Badge>
                <FolderOpen />
                <span className="max-w-56 truncate">
                  <VisibleText text={chat.workingDirectory} />
                </span>
              </Badge>
            </span>
          )}
          {chat?.workspaceId && <WorkspaceBadge slug={chat.workspaceId} />}
          <IconButton label={t('chat.find')} onClick={onFind}>
            <Search />
          </IconButton>
          <Menu
            label={t('chat.menu')}
            trigger={
              <IconButton label={t('chat.menu')}>
                <Ellipsis />
              </IconButton>
            }
          >
            <MenuItem icon={<Pencil />} onSelect={() => setRenaming(true)}>
              {t('chat.rename')}
            </MenuItem>
            <MenuItem icon={<FolderTree />} onSelect={() => setContexts(true)}>
              {t('chat.contexts')}
            </MenuItem>
            <MenuItem icon={<ScrollText />} onSelect={() => setPrompt(true)}>
              {t('chat.prompt')}
            </MenuItem>
            <MenuItem icon={<Download />} onSelect={() => void attempt(download())}>
              {t('chat.export')}
            </MenuItem>
            {chat?.archived ? (
              <MenuItem icon={<ArchiveRestore />} onSelect={() => void archive(false)}>
                {t('chat.unarchive')}
              </MenuItem>
            ) : (
              <MenuItem icon={<Archive />} onSelect={() => void archive(true)}>
                {t('chat.archive')}
              </MenuItem>
            )}
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} danger onSelect={() => void remove()}>
              {t('common.delete')}
            </MenuItem>
          </Menu>
          <Suspense fallback={null}>
            {contextsWanted && <ContextsDialog id={id} open={contexts} onOpenChange={setContexts} />}
            {promptWanted && <PromptDialog id={id} open={prompt} onOpenChange={setPrompt} />}
          </Suspense>
        </>
      }
    />
  )
}

/** The workspace of the chat, and the way to it. */
function WorkspaceBadge({ slug }: { slug: string }) {
  const { t } = useTranslation()
  const name = useQuery(workspacesQuery()).data?.find((one) => one.slug === slug)?.name ?? slug
  return (
    <Link
      to={paths.workspaces(slug)}
      aria-label={`${t('chat.workspace')}: ${name}`}
      title={t('chat.workspace')}
      className="rounded-md max-md:hidden"
    >
      <Badge>
        <Boxes />
        <span className="max-w-40 truncate">
          <VisibleText text={name} />
        </span>
      </Badge>
    </Link>
  )
}
