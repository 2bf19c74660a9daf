import type { Session } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { approvalsQuery } from '../api/approvals.ts'
import { pairingCountQuery } from '../api/bots.ts'
import { signedInQuery } from '../api/queries.ts'

/** How many requests wait for a person; nothing where none does. */
export function WaitingCount() {
  const { t } = useTranslation()
  const count = useQuery(approvalsQuery()).data?.filter(({ state }) => state === 'waiting').length ?? 0
  return <Count count={count} label={t('places.approvalsWaiting', { count })} />
}

/** How many people ask in a messenger to be let in. */
export function AskingCount() {
  const { t } = useTranslation()
  const isAdmin = useQuery(signedInQuery()).data?.scopes.includes('admin') ?? false
  const count = useQuery(pairingCountQuery(isAdmin)).data ?? 0
  return <Count count={count} label={t('places.botsWaiting', { count })} />
}

/** How many terminals wait for a person, where they are folded away. */
export function WaitingTerminals({ terminals }: { terminals: readonly Session[] }) {
  const { t } = useTranslation()
  const count = terminals.filter(({ activity, muted }) => activity === 'waiting' && !muted).length
  return <Count count={count} label={t('terminal.waits', { count })} />
}

const Count = ({ count, label }: { count: number; label: string }) =>
  count === 0 ? null : (
    <span className="ml-auto inline-flex h-4.5 min-w-4.5 shrink-0 items-center justify-center rounded-full border border-signal-line bg-signal-soft px-1 font-medium text-[11px] text-signal-ink tabular-nums">
      <span aria-hidden>{count}</span>
      <span className="sr-only">{label}</span>
    </span>
  )
