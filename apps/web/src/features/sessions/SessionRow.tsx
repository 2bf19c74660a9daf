import type { Session } from '@atrium/schema'
import { Link } from '@tanstack/react-router'
import { BellOff, Pin } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { shownName } from '../../lib/session-name.ts'
import { paths } from '../../paths.ts'
import { StateMark } from '../../ui/StateMark.tsx'

/** A terminal in the sidebar: its state, its name, its folder. */
export function SessionRow({ session }: { session: Session }) {
  const { t } = useTranslation()
  const state = session.status === 'dormant' ? 'dormant' : session.activity
  const folder = session.path?.split('/').filter(Boolean).at(-1)
  const name = shownName(session.name)
  // What the agent does now tells more than where it does it.
  const aside = session.tool ?? (folder === name ? null : folder)
  return (
    <Link
      to={paths.terminal(session.name)}
      data-row-focus
      className="mx-2 flex h-[calc(100%-2px)] items-center gap-2 rounded-lg px-2 text-[13.5px] text-ink-2 hover:bg-hover hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-ink"
    >
      <StateMark state={state} label={t(`states.${state}`)} />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {session.muted && <BellOff aria-label={t('terminal.muted')} className="size-3 shrink-0 text-ink-3" />}
      {session.pinned && <Pin aria-label={t('terminal.pinned')} className="size-3 shrink-0 text-ink-3" />}
      {aside && <span className="max-w-24 shrink-0 truncate font-normal text-ink-3 text-xs">{aside}</span>}
    </Link>
  )
}
