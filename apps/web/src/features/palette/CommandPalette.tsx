import { Dialog as Base } from '@base-ui/react/dialog'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Keyboard, Moon, Settings, SquarePen, SquareTerminal, Sun } from 'lucide-react'
import { type ReactNode, useDeferredValue, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chatSearchQuery, chatsQuery, terminalsQuery } from '../../api/queries.ts'
import { placeIcons } from '../../layouts/Places.tsx'
import { chatTitle } from '../../lib/chat-title.ts'
import { shownName } from '../../lib/session-name.ts'
import { paths, placeGroups, settingsSections } from '../../paths.ts'
import { setNewTerminal, setPalette, setShortcutList, usePalette } from '../../stores/layout.ts'
import { setTheme } from '../../stores/theme.ts'
import { backdropStyle, firstFocus } from '../../ui/DialogWindow.tsx'
import { StateMark } from '../../ui/StateMark.tsx'

/** Everything by name: chats, terminals, actions. */
export function CommandPalette() {
  const { t } = useTranslation()
  const open = usePalette()
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={setPalette}>
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Popup
          ref={popup}
          initialFocus={firstFocus(popup)}
          aria-label={t('palette.open')}
          className="fixed top-[12vh] left-1/2 z-50 w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-hidden rounded-2xl border border-line bg-raised shadow-float max-sm:top-3"
        >
          <Palette />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

const item =
  'flex cursor-default items-center gap-2.5 rounded-lg px-2.5 py-2 text-sm aria-selected:bg-hover coarse:py-3 [&_svg]:size-4 [&_svg]:text-ink-3'
const group =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs'

function Palette() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim())
  const found = useQuery(chatSearchQuery(wanted))
  const recent = useInfiniteQuery(chatsQuery())
  const terminals = useQuery(terminalsQuery())
  const known = recent.data?.pages.flat() ?? []
  const chats = wanted === '' ? known.slice(0, 6) : merge(found.data ?? [], known)

  const run = (action: () => unknown) => () => {
    setPalette(false)
    action()
  }
  const go = (to: string) => run(() => navigate({ to }))
  return (
    <Command label={t('palette.open')} loop>
      <Command.Input
        data-autofocus
        value={text}
        onValueChange={setText}
        placeholder={t('palette.placeholder')}
        className="h-12 w-full border-line border-b bg-transparent px-4 text-[15px] outline-none placeholder:text-ink-3 coarse:text-base"
      />
      <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-ink-3">{t('palette.empty')}</Command.Empty>
        <Command.Group heading={t('palette.actions')} className={group}>
          <Action icon={<SquarePen />} onSelect={go(paths.home())}>
            {t('chat.new')}
          </Action>
          <Action icon={<SquareTerminal />} onSelect={run(() => setNewTerminal(true))}>
            {t('terminal.new')}
          </Action>
        </Command.Group>
        {(terminals.data ?? []).length > 0 && (
          <Command.Group heading={t('shell.terminals')} className={group}>
            {(terminals.data ?? []).map((session) => {
              const state = session.status === 'dormant' ? 'dormant' : session.activity
              return (
                <Command.Item
                  key={session.name}
                  value={`terminal ${session.name} ${session.path ?? ''}`}
                  className={item}
                  onSelect={go(paths.terminal(session.name))}
                >
                  <StateMark state={state} label={t(`states.${state}`)} />
                  <span className="truncate">{shownName(session.name)}</span>
                  <span className="ml-auto truncate text-ink-3 text-xs">{session.path}</span>
                </Command.Item>
              )
            })}
          </Command.Group>
        )}
        {chats.length > 0 && (
          <Command.Group heading={t('shell.chats')} className={group}>
            {chats.map((chat) => (
              <Command.Item
                key={chat.id}
                value={chat.id}
                // The hub finds words inside messages too; its finds stay, whatever their titles.
                keywords={[
                  chat.title ?? '',
                  ...(found.data?.some(({ id }) => id === chat.id) ? [wanted] : []),
                ]}
                className={item}
                onSelect={go(paths.chat(chat.id))}
              >
                <StateMark state={chat.state} label={t(`states.${chat.state}`)} />
                <span className="truncate">{chatTitle(chat, t)}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {(['work', 'library'] as const).map((name) => (
          <Command.Group key={name} heading={t(`shell.${name}`)} className={group}>
            {placeGroups[name].map((place) => {
              const Icon = placeIcons[place]
              return (
                <Action key={place} icon={<Icon />} onSelect={go(paths[place]())}>
                  {t(`places.${place}`)}
                </Action>
              )
            })}
          </Command.Group>
        ))}
        <Command.Group heading={t('settings.title')} className={group}>
          {settingsSections.map((section) => (
            <Action key={section} icon={<Settings />} onSelect={go(paths.settings(section))}>
              {t('settings.title')}: {t(`settings.${section}.title`)}
            </Action>
          ))}
          <Action icon={<Keyboard />} onSelect={run(() => setShortcutList(true))}>
            {t('shortcuts.title')}
          </Action>
          <Action icon={<Moon />} onSelect={run(() => setTheme('dark'))}>
            {t('settings.theme')}: {t('settings.themes.dark')}
          </Action>
          <Action icon={<Sun />} onSelect={run(() => setTheme('light'))}>
            {t('settings.theme')}: {t('settings.themes.light')}
          </Action>
        </Command.Group>
      </Command.List>
    </Command>
  )
}

const Action = ({
  icon,
  onSelect,
  children,
}: {
  icon: ReactNode
  onSelect: () => void
  children: ReactNode
}) => (
  <Command.Item className={item} onSelect={onSelect}>
    {icon}
    {children}
  </Command.Item>
)

const merge = <T extends { id: string }>(first: T[], second: T[]): T[] => [
  ...new Map([...first, ...second].map((one) => [one.id, one])).values(),
]
