import type { HubUpdate, UpdateItem } from '@atrium/schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { versionQuery } from '../../api/queries.ts'
import {
  changeSettings,
  lookForUpdates,
  settingsKey,
  settingsQuery,
  startUpdate,
  updatesKey,
  updatesQuery,
} from '../../api/server.ts'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { relativeTime } from '../../lib/format.ts'
import { Markdown } from '../../markdown/Markdown.tsx'
import { paths } from '../../paths.ts'
import { confirm } from '../../stores/confirm.ts'
import { toast } from '../../stores/toast.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Section } from '../../ui/Section.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

/** What is newer elsewhere, and how to get it. */
export function UpdateSettings() {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const found = useQuery(updatesQuery())
  const changes = useQuery(versionQuery()).data?.changelogMd
  const [busy, setBusy] = useState(false)
  const look = async () => {
    setBusy(true)
    try {
      client.setQueryData(updatesQuery().queryKey, await lookForUpdates())
      await client.invalidateQueries({ queryKey: versionQuery().queryKey })
    } catch (error) {
      toast.error(errorText(error, t))
    } finally {
      setBusy(false)
    }
  }
  if (found.error)
    return (
      <p role="alert" className="text-danger-ink">
        {errorText(found.error, t)}
      </p>
    )
  if (!found.data) return <Skeleton className="h-40 rounded-xl" />
  const { hub, clis, externals, checkedAt, error } = found.data
  return (
    <>
      <Section
        title={t('settings.updates.title')}
        note={t('settings.updates.looked', { when: relativeTime(checkedAt, i18n.language) })}
        aside={
          <Button size="sm" onClick={() => void look()} disabled={busy}>
            <RefreshCw className={busy ? 'animate-spin' : undefined} />
            {t('settings.updates.look')}
          </Button>
        }
      >
        {error && <p className="rounded-xl border border-signal-line bg-signal-soft px-4 py-2.5">{error}</p>}
        {hub && (
          <>
            <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
              <Row item={hub} mayStart={hub.guard.ok} note={guardNote(hub)} />
            </ul>
            {hub.lastUpdate && <LastUpdate last={hub.lastUpdate} />}
            {hub.outdated && changes && (
              <details className="rounded-xl border border-line bg-surface px-4 py-2.5">
                <summary>{t('settings.updates.changes')}</summary>
                <div className="mt-2">
                  <Markdown text={changes} />
                </div>
              </details>
            )}
          </>
        )}
        <LookByItself />
      </Section>
      {clis.length > 0 && (
        <Section title={t('settings.updates.agents')}>
          <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
            {clis.map((item) => (
              <Row key={item.id} item={item} mayStart={item.executable && item.outdated} note={null} />
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('settings.updates.programs')} note={t('settings.updates.programsNote')}>
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {externals.map((item) => (
            <Row key={item.id} item={item} mayStart={false} note={null} />
          ))}
        </ul>
      </Section>
    </>
  )

  function guardNote({ guard, outdated }: HubUpdate): string | null {
    return outdated && guard.reason ? t(`settings.updates.guard.${guard.reason}`) : null
  }
}

function Row({ item, mayStart, note }: { item: UpdateItem; mayStart: boolean; note: string | null }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [session, setSession] = useState<string | null>(null)
  const start = async () => {
    const yes = await confirm({
      title: t('settings.updates.confirmTitle', { name: item.name, version: item.latest }),
      message: t(item.id === 'hub' ? 'settings.updates.confirmHub' : 'settings.updates.confirmAgent'),
      action: t('settings.updates.update'),
    })
    if (!yes) return
    try {
      setSession((await startUpdate(item.id)).session)
    } catch (error) {
      toast.error(errorText(error, t))
    }
    await client.invalidateQueries({ queryKey: updatesKey })
  }
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{item.name}</span>
          <span className="text-ink-2">{item.current}</span>
          {item.outdated && (
            <Badge tone="signal">{t('settings.updates.newer', { version: item.latest })}</Badge>
          )}
          {!item.outdated && item.latest !== null && (
            <Badge tone="good">{t('settings.updates.newest')}</Badge>
          )}
        </p>
        {note && <p className="text-[13px] text-ink-3">{note}</p>}
        {item.url && item.outdated && (
          <a
            href={item.url}
            target="_blank"
            rel="noopener noreferrer"
            className="text-[13px] text-accent underline underline-offset-2"
          >
            {t('settings.updates.read')}
          </a>
        )}
      </div>
      {session !== null && (
        <Link to={paths.terminal(session)} className="text-accent underline underline-offset-2">
          {t('settings.updates.watch')}
        </Link>
      )}
      {mayStart && session === null && (
        <Button size="sm" onClick={() => void start()}>
          {t('settings.updates.update')}
        </Button>
      )}
    </li>
  )
}

function LastUpdate({ last }: { last: NonNullable<HubUpdate['lastUpdate']> }) {
  const { t, i18n } = useTranslation()
  const tone = { running: 'plain', done: 'good', 'rolled-back': 'signal', failed: 'danger' } as const
  return (
    <p className="flex flex-wrap items-center gap-2 text-[13px] text-ink-2" aria-live="polite">
      <Badge tone={tone[last.state]}>{t(`settings.updates.state.${last.state}`)}</Badge>
      <span className="min-w-0 [overflow-wrap:anywhere]">{last.message}</span>
      <span className="text-ink-3">{relativeTime(last.at, i18n.language)}</span>
    </p>
  )
}

function LookByItself() {
  const { t } = useTranslation()
  const attempt = useAttempt(settingsKey)
  const settings = useQuery(settingsQuery()).data?.settings
  if (!settings) return null
  return (
    <div className="rounded-xl border border-line bg-surface px-4 py-2.5">
      <Checkbox
        checked={settings.checkForUpdates}
        onChange={(checkForUpdates) => void attempt(() => changeSettings({ checkForUpdates }))}
        title={t('settings.hub.look')}
        note={t('settings.hub.lookNote')}
      />
    </div>
  )
}
