import type { Version } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { healthQuery, versionQuery } from '../../api/queries.ts'
import { formatDuration } from '../../lib/format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Section } from '../../ui/Section.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { HooksSection } from './HooksSection.tsx'
import { SandboxSection } from './SandboxSection.tsx'

/** What runs here, and whether all is well. */
export function AboutSettings() {
  const { t } = useTranslation()
  const health = useQuery(healthQuery())
  const version = useQuery(versionQuery())
  if (health.isPending) return <Skeleton className="h-40 rounded-xl" />
  if (health.error)
    return (
      <p role="alert" className="text-danger-ink">
        {errorText(health.error, t)}
      </p>
    )
  const { data } = health
  const rows: [string, string | null | undefined][] = [
    [t('settings.about.version'), [data.version, data.commit?.slice(0, 9)].filter(Boolean).join(' · ')],
    [t('settings.about.latest'), latest(version.data, t)],
    [t('settings.about.vault'), data.vault?.path],
    [t('settings.about.database'), data.database?.engine],
    ['tmux', data.tmux?.available ? data.tmux.version : t('settings.about.missing')],
    [
      t('settings.about.sandbox'),
      data.sandbox?.available ? data.sandbox.engine : t('settings.about.missing'),
    ],
    [t('settings.about.uptime'), data.uptime === undefined ? null : formatDuration(data.uptime * 1000)],
  ]
  return (
    <>
      <Section
        title={t('settings.about.title')}
        aside={
          <Badge tone={data.status === 'ok' ? 'good' : 'signal'}>
            {t(`settings.about.status.${data.status}`)}
          </Badge>
        }
      >
        <dl className="divide-y divide-line rounded-xl border border-line bg-surface">
          {rows.map(([name, value]) => (
            <div key={name} className="flex gap-4 px-4 py-2">
              <dt className="w-32 shrink-0 text-ink-3">{name}</dt>
              <dd className="min-w-0 [overflow-wrap:anywhere]">{value ?? '–'}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {(data.problems ?? []).length > 0 && (
        <Section title={t('settings.about.problems')}>
          <ul className="grid gap-2">
            {data.problems?.map((problem) => (
              <li
                key={`${problem.code} ${problem.subject}`}
                className="rounded-xl border border-signal-line bg-signal-soft px-4 py-2.5"
              >
                {t(`settings.about.problem.${problem.code}` as 'settings.about.problem.vault_missing', {
                  subject: problem.subject,
                  defaultValue: problem.message,
                })}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <SandboxSection />
      <HooksSection />
      <p className="text-ink-3">
        <a
          href="/api/docs"
          target="_blank"
          rel="noopener noreferrer"
          className="text-accent underline underline-offset-2"
        >
          {t('settings.about.reference')}
        </a>
      </p>
    </>
  )
}

function latest(version: Version | undefined, t: TFunction): string {
  if (!version || version.latest === null) return t('settings.about.unknown')
  return version.isNewer ? version.latest : t('settings.about.upToDate')
}
