import type { Session } from '@atrium/schema'
import { Bell, BellOff, Ellipsis, FolderOpen, Import, Pencil, Pin, PinOff, Square } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isSessionName, shownName } from '../../lib/session-name.ts'
import { toast } from '../../stores/toast.ts'
import { Badge } from '../../ui/Badge.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { StateMark } from '../../ui/StateMark.tsx'
import { TitleField } from '../../ui/TitleField.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { SessionFacts } from './SessionFacts.tsx'
import { useTerminalActions } from './use-terminal-actions.ts'

/** Name, folder and branch of a terminal, and what can be done with it. */
export function SessionHeader({ session, tools }: { session: Session; tools: ReactNode }) {
  const { t } = useTranslation()
  const actions = useTerminalActions(session)
  const [renaming, setRenaming] = useState(false)
  const foreign = session.status === 'foreign'
  const name = shownName(session.name)
  const state = session.status === 'dormant' ? 'dormant' : session.activity
  const rename = (next: string) => {
    setRenaming(false)
    if (next.trim() === name) return
    if (isSessionName(next.trim())) void actions.rename(next.trim())
    else toast.error(t('terminal.badName'))
  }
  return (
    <PageHeader
      title={
        renaming ? (
          <TitleField
            label={t('terminal.name')}
            value={name}
            maxLength={61}
            onDone={rename}
            onCancel={() => setRenaming(false)}
          />
        ) : (
          <span className="flex min-w-0 items-center gap-1.5 px-1.5 font-semibold">
            <StateMark state={state} label={t(`states.${state}`)} />
            <span className="truncate">
              <VisibleText text={name} />
            </span>
          </span>
        )
      }
      aside={
        <>
          {session.ephemeral && <Badge tone="signal">{t('terminal.ephemeral')}</Badge>}
          {foreign && <Badge>{t('terminal.foreign')}</Badge>}
          <SessionFacts session={session} />
          {session.path && (
            <span className="flex max-xl:hidden" title={session.path}>
              <Badge>
                <FolderOpen />
                <span className="max-w-64 truncate">
                  <VisibleText text={session.path} />
                </span>
              </Badge>
            </span>
          )}
          {tools}
          <Menu
            label={t('terminal.menu')}
            trigger={
              <IconButton label={t('terminal.menu')}>
                <Ellipsis />
              </IconButton>
            }
          >
            {foreign && (
              <MenuItem icon={<Import />} onSelect={() => void actions.adopt()}>
                {t('terminal.adopt')}
              </MenuItem>
            )}
            {!foreign && (
              <MenuItem icon={<Pencil />} onSelect={() => setRenaming(true)}>
                {t('terminal.rename')}
              </MenuItem>
            )}
            <MenuItem icon={session.pinned ? <PinOff /> : <Pin />} onSelect={() => void actions.pin()}>
              {session.pinned ? t('terminal.unpin') : t('terminal.pin')}
            </MenuItem>
            <MenuItem icon={session.muted ? <Bell /> : <BellOff />} onSelect={() => void actions.mute()}>
              {session.muted ? t('terminal.unmute') : t('terminal.mute')}
            </MenuItem>
            {session.status !== 'dormant' && (
              <>
                <MenuSeparator />
                <MenuItem icon={<Square />} danger onSelect={() => void actions.kill()}>
                  {t('terminal.kill')}
                </MenuItem>
              </>
            )}
          </Menu>
        </>
      }
    />
  )
}
