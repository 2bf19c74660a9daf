import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { branchesQuery } from '../../api/git.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { Failed, Waiting } from './states.tsx'

/** Branches of the repository; choosing one shows its history. */
export function Branches({ session, onBranch }: { session: string; onBranch: (branch: string) => void }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(branchesQuery(session))
  if (!data) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Waiting />
  if (data.local.length + data.remote.length === 0) return <EmptyState title={t('git.noBranches')} />
  return (
    <>
      <Kind title={t('git.local')} count={data.local.length}>
        {data.local.map(({ name, current, upstream, ahead, behind }) => (
          <Row key={name} name={name} current={current} onSelect={() => onBranch(name)}>
            {upstream !== '' && <VisibleText text={upstream} />}
            {(ahead ?? 0) > 0 && <span>{t('git.ahead', { count: ahead ?? 0 })}</span>}
            {(behind ?? 0) > 0 && <span>{t('git.behind', { count: behind ?? 0 })}</span>}
          </Row>
        ))}
      </Kind>
      <Kind title={t('git.remote')} count={data.remote.length}>
        {data.remote.map(({ name }) => (
          <Row key={name} name={name} current={false} onSelect={() => onBranch(name)} />
        ))}
      </Kind>
      {data.truncated && <p className="px-3 py-3 text-[13px] text-ink-2">{t('git.moreBranches')}</p>}
    </>
  )
}

const Kind = ({ title, count, children }: { title: string; count: number; children: ReactNode }) =>
  count === 0 ? null : (
    <section>
      <h3 className="px-3 pt-3 pb-1 font-semibold text-[13px]">
        {title} <span className="font-normal text-ink-3">{count}</span>
      </h3>
      <ul>{children}</ul>
    </section>
  )

function Row({
  name,
  current,
  onSelect,
  children,
}: {
  name: string
  current: boolean
  onSelect: () => void
  children?: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <li>
      <button
        type="button"
        onClick={onSelect}
        aria-current={current || undefined}
        className="flex w-full items-start gap-2 px-3 py-1.5 text-left outline-offset-[-2px] hover:bg-hover coarse:py-2.5"
      >
        <span className="mt-0.5 size-4 shrink-0 text-accent">
          {current && <Check className="size-4" aria-label={t('git.current')} />}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block font-mono text-[13px] [overflow-wrap:anywhere]">
            <VisibleText text={name} />
          </span>
          <span className="flex flex-wrap gap-x-2 text-[12.5px] text-ink-2">{children}</span>
        </span>
      </button>
    </li>
  )
}
