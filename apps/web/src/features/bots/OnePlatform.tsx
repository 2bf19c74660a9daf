import type { BotConnector, BotPlatform } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { FlaskConical, Play, Power, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  botsConfigQuery,
  botsKey,
  botsStatusQuery,
  configureBots,
  startBot,
  stopBot,
  testBot,
} from '../../api/bots.ts'
import { Crumbs } from '../../layouts/library/Crumbs.tsx'
import { Facts } from '../../layouts/library/Facts.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { relativeTime } from '../../lib/format.ts'
import { paths } from '../../paths.ts'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { BotMark } from './BotMark.tsx'
import { Manners } from './Manners.tsx'
import { People } from './People.tsx'
import { platformTitles } from './platforms.ts'
import { Setup } from './Setup.tsx'

/** One messenger: how it is, how it is set up, how it behaves, and who may speak. */
export function OnePlatform({ platform }: { platform: BotPlatform }) {
  const { t } = useTranslation()
  const status = useQuery(botsStatusQuery())
  const config = useQuery(botsConfigQuery())
  const title = platformTitles[platform]
  return (
    <LibraryPage title={title} header={<Crumbs to={paths.bots()} list={t('places.bots')} name={title} />}>
      <Loaded query={status}>
        {({ connectors }) => <State platform={platform} connector={connectors[platform]} />}
      </Loaded>
      <Loaded query={config}>
        {(settings) => (
          <>
            <Setup platform={platform} config={settings} />
            {settings[platform].has_token && <Manners platform={platform} config={settings} />}
          </>
        )}
      </Loaded>
      <People platform={platform} />
    </LibraryPage>
  )
}

function State({ platform, connector }: { platform: BotPlatform; connector: BotConnector }) {
  const { t, i18n } = useTranslation()
  const { status, has_token, last_error, last_error_time: at, enabled } = connector
  if (!has_token) return null
  const since = (seconds: number | null) =>
    seconds === null ? null : relativeTime(new Date(seconds * 1_000).toISOString(), i18n.language)
  const isBad = status === 'failed' || status === 'reconnecting'
  const started = connector.uptime === null ? null : Date.now() / 1_000 - connector.uptime
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <BotMark connector={connector} />
        <Actions platform={platform} connector={connector} />
      </div>
      {isBad && last_error !== null && (
        <p
          role="status"
          className="rounded-xl border border-danger-line bg-danger-soft px-4 py-2.5 text-danger-ink [overflow-wrap:anywhere]"
        >
          {last_error}
          <span className="block text-[13px]">{t(`bots.trouble.${status}`)}</span>
        </p>
      )}
      <Facts
        rows={[
          [t('bots.name'), connector.bot_name],
          [t('bots.startsWithHub'), enabled ? t('bots.yes') : t('bots.no')],
          [t('bots.running'), since(started)],
          [t('bots.lastMessage'), since(connector.last_message_time) ?? t('bots.never')],
          [t('bots.lastError'), !isBad && last_error !== null && `${last_error} (${since(at)})`],
        ]}
      />
    </div>
  )
}

function Actions({ platform, connector }: { platform: BotPlatform; connector: BotConnector }) {
  const { t } = useTranslation()
  const attempt = useAttempt(botsKey)
  const [testing, setTesting] = useState(false)
  const test = async () => {
    setTesting(true)
    await attempt(async () => {
      const { success, bot_name, error } = await testBot(platform)
      if (success) toast.success(t('bots.tested', { name: bot_name ?? platformTitles[platform] }))
      else toast.error(t('bots.testFailed', { reason: error ?? '' }))
    })
    setTesting(false)
  }
  const { enabled, status } = connector
  const change = (on: boolean) => configureBots({ [platform]: { enabled: on } })
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" disabled={testing} onClick={() => void test()}>
        {testing ? <Spinner /> : <FlaskConical />}
        {t('bots.test')}
      </Button>
      {enabled && (status === 'failed' || status === 'stopped') && (
        <Button size="sm" onClick={() => void attempt(() => startBot(platform))}>
          <RotateCw />
          {t('bots.again')}
        </Button>
      )}
      {!enabled && status !== 'stopped' && (
        <Button size="sm" onClick={() => void attempt(() => stopBot(platform))}>
          <Power />
          {t('bots.stop')}
        </Button>
      )}
      <Button
        size="sm"
        variant={enabled ? 'secondary' : 'primary'}
        onClick={() => void attempt(() => change(!enabled))}
      >
        {enabled ? <Power /> : <Play />}
        {enabled ? t('bots.turnOff') : t('bots.turnOn')}
      </Button>
    </div>
  )
}
