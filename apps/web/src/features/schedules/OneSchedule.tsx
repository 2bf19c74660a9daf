import type { ScheduledAgent, ScheduledRun } from '@atrium/schema'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CalendarClock, MessageSquare, Play } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  approveSchedule,
  scheduleRunsQuery,
  schedulesKey,
  schedulesQuery,
  triggerSchedule,
} from '../../api/schedules.ts'
import { ApprovalBox } from '../../layouts/library/ApprovalBox.tsx'
import { CodeText } from '../../layouts/library/CodeText.tsx'
import { Crumbs } from '../../layouts/library/Crumbs.tsx'
import { Facts } from '../../layouts/library/Facts.tsx'
import { HeaderAction } from '../../layouts/library/HeaderAction.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Missing } from '../../layouts/library/Missing.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { formatMoment } from '../../lib/format.ts'
import { paths } from '../../paths.ts'
import { toast } from '../../stores/toast.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button, buttonStyle } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { ScheduleBadges } from './ScheduleBadges.tsx'

/** An agent that works by the clock: when, with what, and how it went. */
export function OneSchedule({ name }: { name: string }) {
  const { t } = useTranslation()
  const found = useQuery(schedulesQuery())
  const attempt = useAttempt(schedulesKey)
  const [busy, setBusy] = useState(false)
  const agent = found.data?.agents[name]
  const title = agent?.display_name ?? name
  const run = async () => {
    setBusy(true)
    await attempt(async () => {
      const { status, reason } = await triggerSchedule(name)
      if (status === 'failed') toast.error(reason ?? t('schedules.status.failed'))
      else toast.success([t(`schedules.status.${status}`), reason].filter(Boolean).join(': '))
    })
    setBusy(false)
  }
  return (
    <LibraryPage
      title={title}
      header={<Crumbs to={paths.schedules()} list={t('places.schedules')} name={title} />}
      aside={
        agent && (
          <HeaderAction
            primary
            icon={busy ? <Spinner /> : <Play />}
            label={t('schedules.trigger')}
            disabled={busy || agent.approval !== 'approved' || agent.problem !== null}
            onClick={() => void run()}
          />
        )
      }
    >
      <Loaded query={found}>
        {() =>
          agent ? (
            <>
              <Details agent={agent} />
              <Runs name={name} />
            </>
          ) : (
            <Missing icon={<CalendarClock />} to={paths.schedules()} list={t('places.schedules')} />
          )
        }
      </Loaded>
    </LibraryPage>
  )
}

function Details({ agent }: { agent: ScheduledAgent }) {
  const { t, i18n } = useTranslation()
  const attempt = useAttempt(schedulesKey)
  const prompt = agent.prompt !== '' && <CodeText text={agent.prompt} label={t('schedules.prompt')} />
  const facts = (
    <Facts
      rows={[
        [t('schedules.nextRun'), agent.next_run && formatMoment(agent.next_run, i18n.language)],
        [t('schedules.when'), [agent.time || agent.cron, agent.timezone].filter(Boolean).join(' · ')],
        [t('schedules.missed'), t(`schedules.missedNotes.${agent.missed}`)],
        [t('schedules.trust'), t(`chat.trustLevels.${agent.trust_level}`)],
        [t('schedules.model'), agent.model],
        [t('schedules.tools'), agent.tools.join(', ')],
        [t('schedules.output'), <code key="output">{agent.output}</code>],
        [
          t('schedules.file'),
          <Link key="file" to={paths.files(agent.path)} className="text-accent underline underline-offset-2">
            {agent.path}
          </Link>,
        ],
      ]}
    />
  )
  return (
    <>
      <div className="grid gap-3">
        <div className="flex flex-wrap gap-1.5">
          <ScheduleBadges agent={agent} />
        </div>
        {agent.description && <p className="text-pretty text-ink-2">{agent.description}</p>}
        {agent.problem !== null && (
          <p role="alert" className="text-danger-ink [overflow-wrap:anywhere]">
            {agent.problem}
          </p>
        )}
      </div>
      {agent.approval === 'approved' || agent.problem !== null ? (
        <>
          {facts}
          {prompt && <Section title={t('schedules.prompt')}>{prompt}</Section>}
        </>
      ) : (
        <ApprovalBox
          state={agent.approval}
          hash={agent.hash}
          onApprove={() => attempt(() => approveSchedule(agent.name, agent.hash), t('library.approved'))}
        >
          {facts}
          {prompt}
        </ApprovalBox>
      )}
    </>
  )
}

const tones = {
  running: 'signal',
  skipped: 'plain',
  completed: 'good',
  completed_no_output: 'good',
  failed: 'danger',
  interrupted: 'danger',
} as const

function Runs({ name }: { name: string }) {
  const { t } = useTranslation()
  const runs = useInfiniteQuery(scheduleRunsQuery(name))
  const all = runs.data?.pages.flatMap((page) => page.runs) ?? []
  return (
    <Section title={t('schedules.history')}>
      {runs.data && all.length === 0 && <p className="text-ink-3">{t('schedules.noRuns')}</p>}
      {all.length > 0 && (
        <ul
          aria-label={t('schedules.history')}
          className="divide-y divide-line rounded-xl border border-line bg-surface"
        >
          {all.map((run) => (
            <OneRun key={run.id} run={run} />
          ))}
        </ul>
      )}
      {runs.hasNextPage && (
        <div>
          <Button size="sm" disabled={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            {t('schedules.older')}
          </Button>
        </div>
      )}
    </Section>
  )
}

function OneRun({ run }: { run: ScheduledRun }) {
  const { t, i18n } = useTranslation()
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          {formatMoment(run.started_at, i18n.language)}
          <Badge tone={tones[run.status]}>{t(`schedules.status.${run.status}`)}</Badge>
          <span className="text-[13px] text-ink-3">{t(`schedules.triggers.${run.trigger}`)}</span>
        </p>
        {run.reason && <p className="text-[13px] text-ink-2 [overflow-wrap:anywhere]">{run.reason}</p>}
        {run.output_path && (
          <Link
            to={paths.files(run.output_path)}
            className="text-[13px] text-accent underline underline-offset-2 [overflow-wrap:anywhere]"
          >
            {run.output_path}
          </Link>
        )}
      </div>
      {run.session_id && (
        <Link to={paths.chat(run.session_id)} className={buttonStyle({ size: 'sm' })}>
          <MessageSquare />
          {t('schedules.openChat')}
        </Link>
      )}
    </li>
  )
}
