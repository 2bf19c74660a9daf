import type { Chat } from '@atrium/schema'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { chatTitle } from '../../lib/chat-title.ts'
import { paths } from '../../paths.ts'
import { StateMark } from '../../ui/StateMark.tsx'

/** A chat in the sidebar: its state, its title. */
export function ChatRow({ chat }: { chat: Chat }) {
  const { t } = useTranslation()
  return (
    <Link
      to={paths.chat(chat.id)}
      data-row-focus
      className="mx-2 flex h-[calc(100%-2px)] items-center gap-2 rounded-lg px-2 text-[13.5px] text-ink-2 hover:bg-hover hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-ink"
    >
      <StateMark state={chat.state} label={t(`states.${chat.state}`)} />
      <span className="min-w-0 flex-1 truncate">{chatTitle(chat, t)}</span>
    </Link>
  )
}
