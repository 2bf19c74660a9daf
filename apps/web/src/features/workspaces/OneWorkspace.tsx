import type { Allowed, Workspace } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Boxes, MessageSquare, Pencil, SquarePen, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefusal } from '../../api/errors.ts'
import { keys } from '../../api/queries.ts'
import { deleteWorkspace, workspaceQuery } from '../../api/workspaces.ts'
import { Crumbs } from '../../layouts/library/Crumbs.tsx'
import { Facts } from '../../layouts/library/Facts.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Missing } from '../../layouts/library/Missing.tsx'
import { Row, Rows } from '../../layouts/library/Rows.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { chatTitle } from '../../lib/chat-title.ts'
import { relativeTime } from '../../lib/format.ts'
import { paths } from '../../paths.ts'
import { confirm } from '../../stores/confirm.ts'
import { buttonStyle } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Section } from '../../ui/Section.tsx'
import { StateMark } from '../../ui/StateMark.tsx'
import { WorkspaceDialog } from './WorkspaceDialog.tsx'

/** What a workspace gives its chats, and these chats. */
export function OneWorkspace({ slug }: { slug: string }) {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const found = useQuery(workspaceQuery(slug))
  const attempt = useAttempt(keys.workspaces)
  const [editing, setEditing] = useState(false)
  const workspace = found.data?.workspace
  const name = workspace?.name ?? slug

  const remove = async () => {
    const yes = await confirm({
      title: t('workspaces.deleteTitle'),
      message: t('workspaces.deleteMessage', { name }),
      action: t('common.delete'),
      danger: true,
    })
    if (!yes) return
    const removed = () => navigate({ to: paths.workspaces(), replace: true })
    await attempt(() => deleteWorkspace(slug).then(removed), t('workspaces.deleted'))
  }
  return (
    <LibraryPage
      title={name}
      header={<Crumbs to={paths.workspaces()} list={t('places.workspaces')} name={name} />}
      aside={
        workspace && (
          <>
            <IconButton label={t('workspaces.edit')} onClick={() => setEditing(true)}>
              <Pencil />
            </IconButton>
            <IconButton label={t('common.delete')} onClick={() => void remove()}>
              <Trash2 />
            </IconButton>
            <Link to={paths.newChatIn(slug)} className={buttonStyle({ variant: 'primary', size: 'sm' })}>
              <SquarePen />
              <span className="max-sm:sr-only">{t('workspaces.newChat')}</span>
            </Link>
          </>
        )
      }
    >
      {isRefusal(found.error, 'not_found') ? (
        <Missing icon={<Boxes />} to={paths.workspaces()} list={t('places.workspaces')} />
      ) : (
        <Loaded query={found}>
          {({ workspace: one, sessions }) => (
            <>
              <WorkspaceFacts workspace={one} />
              <Section title={t('workspaces.chats')}>
                {sessions.length === 0 ? (
                  <p className="flex items-center gap-2 rounded-xl border border-line border-dashed px-4 py-5 text-ink-3">
                    <MessageSquare aria-hidden className="size-4" />
                    {t('workspaces.noChats')}
                  </p>
                ) : (
                  <Rows label={t('workspaces.chats')}>
                    {sessions.map((chat) => (
                      <Row
                        key={chat.id}
                        to={paths.chat(chat.id)}
                        name={chatTitle(chat, t)}
                        note={relativeTime(chat.lastAccessed, i18n.language)}
                        aside={<StateMark state={chat.state} label={t(`states.${chat.state}`)} />}
                      />
                    ))}
                  </Rows>
                )}
              </Section>
              <WorkspaceDialog open={editing} onOpenChange={setEditing} workspace={one} />
            </>
          )}
        </Loaded>
      )}
    </LibraryPage>
  )
}

function WorkspaceFacts({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation()
  const { capabilities } = workspace
  const words = (allowed: Allowed) =>
    typeof allowed === 'string' ? t(`workspaces.allowed.${allowed}`) : allowed.join(', ')
  return (
    <div className="grid gap-4">
      {workspace.description && <p className="text-pretty text-ink-2">{workspace.description}</p>}
      <Facts
        rows={[
          [t('workspaces.trust'), t(`chat.trustLevels.${workspace.trust_level}`)],
          [t('workspaces.folder'), workspace.working_directory ?? t('workspaces.folderVault')],
          [t('workspaces.model'), workspace.model ?? t('workspaces.modelAny')],
          [t('places.servers'), words(capabilities.mcps)],
          [t('places.skills'), words(capabilities.skills)],
          [t('workspaces.agents'), words(capabilities.agents)],
        ]}
      />
    </div>
  )
}
