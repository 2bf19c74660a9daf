import type { LimitAccount, LimitWindow, UsageLimits } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { Gauge } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { limitsQuery } from '../../api/usage.ts'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { cn } from '../../lib/cn.ts'
import { formatMoment, relativeTime } from '../../lib/format.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Section } from '../../ui/Section.tsx'
import { percent } from './numbers.ts'

const names = { claude: 'Claude', codex: 'Codex', antigravity: 'Antigravity' } as const

export function LimitsSection() {
  const { t } = useTranslation()
  const found = useQuery(limitsQuery())
  return (
    <Section title={t('usage.limits')} note={t('usage.limitsNote')}>
      <Loaded query={found}>
        {(limits) =>
          limits.accounts.length === 0 ? (
            <EmptyState icon={<Gauge />} title={t('usage.noLimits')}>
              {t('usage.noLimitsNote')}
            </EmptyState>
          ) : (
            <ul className="grid gap-3 sm:grid-cols-2" aria-label={t('usage.limits')}>
              {limits.accounts.map((account) => (
                <Account key={account.accountId} account={account} limits={limits} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

function Account({ account, limits }: { account: LimitAccount; limits: UsageLimits }) {
  const { t, i18n } = useTranslation()
  const points = limits.points.filter(({ acct }) => acct === account.accountId)
  const peaks = points.filter((point) => (point['5h'] ?? 0) >= 90 || (point['7d'] ?? 0) >= 90).length
  return (
    <li className="grid content-start gap-3 rounded-xl border border-line bg-surface p-4">
      <div className="flex items-baseline gap-2">
        <h3 className="font-semibold">{names[account.agent]}</h3>
        {account.accountLabel && <span className="text-[13px] text-ink-2">{account.accountLabel}</span>}
        {account.limited && <span className="text-[13px] text-danger-ink">{t('usage.limited')}</span>}
      </div>
      {account.windows.map((window) => (
        <Window key={window.label ?? ''} window={window} />
      ))}
      {points.length > 1 && <Sparkline values={points.map((point) => point['5h'])} />}
      <p className="text-[12px] text-ink-3">
        {t(`usage.source.${account.source}`)} · {relativeTime(account.capturedAt, i18n.language)}
        {peaks > 0 && ` · ${t('usage.peaks', { count: peaks })}`}
      </p>
    </li>
  )
}

function Window({ window }: { window: LimitWindow }) {
  const { t, i18n } = useTranslation()
  const { usedPercentage: used, resetsAt, pace } = window
  const label = window.label === null ? t('usage.window') : t('usage.windowOf', { length: window.label })
  const tone = (used ?? 0) >= 90 ? 'bg-danger' : (used ?? 0) >= 70 ? 'bg-signal' : 'bg-accent'
  return (
    <div className="grid gap-1">
      <div className="flex items-baseline justify-between gap-2 text-[13px]">
        <span className="text-ink-2">{label}</span>
        <span className="font-medium tabular-nums">{used === null ? '' : percent(used, i18n.language)}</span>
      </div>
      {used !== null && (
        <div
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.min(100, Math.round(used))}
          className="relative h-2 overflow-hidden rounded-full bg-sunken"
        >
          <div className={cn('h-full rounded-full', tone)} style={{ width: `${Math.min(100, used)}%` }} />
          {pace && (
            <div
              className="absolute inset-y-0 w-0.5 bg-ink-3"
              style={{ left: `${Math.min(100, pace.expectedPct)}%` }}
            />
          )}
        </div>
      )}
      <p className="text-[12px] text-ink-3">
        {resetsAt !== null &&
          t('usage.resets', { when: formatMoment(new Date(resetsAt * 1_000).toISOString(), i18n.language) })}
        {pace && ` · ${t(`usage.pace.${pace.stage}`)}`}
        {pace?.etaSeconds !== null && pace?.etaSeconds !== undefined && (
          <span className="text-danger-ink">
            {' '}
            ·{' '}
            {t('usage.fullAt', {
              when: formatMoment(new Date(Date.now() + pace.etaSeconds * 1_000).toISOString(), i18n.language),
            })}
          </span>
        )}
      </p>
    </div>
  )
}

/** How the five hours went over the days; the figures are above. */
function Sparkline({ values }: { values: (number | null)[] }) {
  const step = 100 / (values.length - 1)
  const line = values.map(
    (value, at) => `${at === 0 ? 'M' : 'L'}${at * step},${30 - ((value ?? 0) / 100) * 28}`,
  )
  return (
    <svg aria-hidden viewBox="0 0 100 32" preserveAspectRatio="none" className="h-8 w-full text-accent">
      <path d={line.join('')} fill="none" stroke="currentColor" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
