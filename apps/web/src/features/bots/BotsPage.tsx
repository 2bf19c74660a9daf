import type { BotPlatform, BotsStatus } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Bot } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { botsStatusQuery } from '../../api/bots.ts'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Missing } from '../../layouts/library/Missing.tsx'
import { Row, Rows } from '../../layouts/library/Rows.tsx'
import { paths } from '../../paths.ts'
import { Section } from '../../ui/Section.tsx'
import { BotMark } from './BotMark.tsx'
import { Inbox } from './Inbox.tsx'
import { OnePlatform } from './OnePlatform.tsx'
import { People } from './People.tsx'
import { isPlatform, platforms, platformTitles } from './platforms.ts'

export function BotsPage() {
  const { platform } = useParams({ strict: false })
  const { t } = useTranslation()
  if (!platform) return <Overview />
  if (isPlatform(platform)) return <OnePlatform key={platform} platform={platform} />
  return (
    <LibraryPage title={t('places.bots')}>
      <Missing icon={<Bot />} to={paths.bots()} list={t('places.bots')} />
    </LibraryPage>
  )
}

function Overview() {
  const { t } = useTranslation()
  const status = useQuery(botsStatusQuery())
  return (
    <LibraryPage title={t('places.bots')}>
      <p className="text-pretty text-ink-2">{t('bots.intro')}</p>
      <Inbox />
      <Section title={t('bots.platforms')}>
        <Loaded query={status}>
          {({ connectors }) => (
            <Rows label={t('bots.platforms')}>
              {platforms.map((platform) => (
                <Row
                  key={platform}
                  to={paths.bots(platform)}
                  name={platformTitles[platform]}
                  badges={<BotMark connector={connectors[platform]} />}
                  note={<Note platform={platform} connectors={connectors} />}
                />
              ))}
            </Rows>
          )}
        </Loaded>
      </Section>
      <People />
    </LibraryPage>
  )
}

function Note({ platform, connectors }: { platform: BotPlatform; connectors: BotsStatus['connectors'] }) {
  const { t } = useTranslation()
  const { status, last_error, has_token, bot_name, allowed_users_count: count } = connectors[platform]
  if (!has_token) return t('bots.notSetUp')
  if ((status === 'failed' || status === 'reconnecting') && last_error !== null) return last_error
  return [bot_name, t('bots.peopleCount', { count })].filter(Boolean).join(' · ')
}
