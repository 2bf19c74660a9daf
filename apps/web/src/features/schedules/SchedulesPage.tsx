import type { ScheduledAgent } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { CalendarClock, RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { reloadSchedules, schedulesKey, schedulesQuery } from '../../api/schedules.ts'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Row, Rows } from '../../layouts/library/Rows.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { formatMoment } from '../../lib/format.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { OneSchedule } from './OneSchedule.tsx'
import { ScheduleBadges } from './ScheduleBadges.tsx'

export function SchedulesPage() {
  const { name } = useParams({ strict: false })
  return name ? <OneSchedule key={name} name={name} /> : <ScheduleList />
}

function ScheduleList() {
  const { t, i18n } = useTranslation()
  const found = useQuery(schedulesQuery())
  const attempt = useAttempt(schedulesKey)
  const reload = (
    <Button size="sm" onClick={() => void attempt(reloadSchedules, t('schedules.reloaded'))}>
      <RefreshCw />
      {t('schedules.reload')}
    </Button>
  )
  const agents = Object.values(found.data?.agents ?? {}).toSorted(bySoonest)
  return (
    <LibraryPage title={t('places.schedules')} aside={agents.length > 0 ? reload : null}>
      <Loaded query={found}>
        {({ running }) => (
          <>
            {!running && agents.length > 0 && (
              <p className="rounded-xl border border-signal-line bg-signal-soft px-4 py-2.5 text-signal-ink">
                {t('schedules.stopped')}
              </p>
            )}
            {agents.length === 0 ? (
              <EmptyState icon={<CalendarClock />} title={t('schedules.emptyTitle')} actions={reload}>
                <p>{t('schedules.empty')}</p>
                <pre className="mt-3 overflow-x-auto rounded-xl border border-line bg-code px-3.5 py-2.5 text-left font-mono text-[12.5px]">
                  {example}
                </pre>
                <p className="mt-2 text-[13px]">{t('schedules.emptyPlace')}</p>
              </EmptyState>
            ) : (
              <Rows label={t('places.schedules')}>
                {agents.map((agent) => (
                  <Row
                    key={agent.name}
                    to={paths.schedules(agent.name)}
                    name={agent.display_name}
                    badges={<ScheduleBadges agent={agent} />}
                    note={
                      agent.problem ??
                      (agent.next_run
                        ? t('schedules.next', { when: formatMoment(agent.next_run, i18n.language) })
                        : agent.description)
                    }
                  />
                ))}
              </Rows>
            )}
          </>
        )}
      </Loaded>
    </LibraryPage>
  )
}

const example = `---
displayName: Morning review
schedule: "7:30"
---
Read yesterday's journal and
write three lines for today.`

const bySoonest = (a: ScheduledAgent, b: ScheduledAgent): number =>
  (a.next_run ?? '~').localeCompare(b.next_run ?? '~') || a.name.localeCompare(b.name)
