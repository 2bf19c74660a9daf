import type { BotPerson, BotPlatform } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { UserX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { botPeopleQuery, botsKey, revokePerson } from '../../api/bots.ts'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { relativeTime } from '../../lib/format.ts'
import { confirm } from '../../stores/confirm.ts'
import { Badge } from '../../ui/Badge.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Section } from '../../ui/Section.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { platformTitles } from './platforms.ts'

/** Who may speak with the bots, or with one of them. */
export function People({ platform }: { platform?: BotPlatform }) {
  const { t } = useTranslation()
  const found = useQuery(botPeopleQuery())
  return (
    <Section title={t('bots.people')} note={t('bots.peopleNote')}>
      <Loaded query={found}>
        {(all) => {
          const people = all.filter((one) => platform === undefined || one.platform === platform)
          return people.length === 0 ? (
            <p className="text-ink-3">{t('bots.nobody')}</p>
          ) : (
            <ul
              aria-label={t('bots.people')}
              className="divide-y divide-line rounded-xl border border-line bg-surface"
            >
              {people.map((person) => (
                <Person key={`${person.platform} ${person.user_id}`} person={person} />
              ))}
            </ul>
          )
        }}
      </Loaded>
    </Section>
  )
}

function Person({ person }: { person: BotPerson }) {
  const { t, i18n } = useTranslation()
  const attempt = useAttempt(botsKey)
  const { platform, user_id: id, display, trust_level: trust, since } = person
  const name = display || id
  const revoke = async () => {
    const yes = await confirm({
      title: t('bots.revokeTitle', { name }),
      message: t('bots.revokeMessage'),
      action: t('bots.revoke'),
      danger: true,
    })
    if (yes) await attempt(() => revokePerson(platform, id), t('bots.revoked', { name }))
  }
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 [overflow-wrap:anywhere]">
          <VisibleText text={name} />
          <Badge>{platformTitles[platform]}</Badge>
          {trust !== null && <Badge>{t(`bots.trust.${trust}`)}</Badge>}
        </p>
        <p className="text-[13px] text-ink-3 [overflow-wrap:anywhere]">
          {[display && id, relativeTime(since, i18n.language)].filter(Boolean).join(' · ')}
        </p>
      </div>
      <IconButton label={t('bots.revokeOf', { name })} onClick={() => void revoke()}>
        <UserX />
      </IconButton>
    </li>
  )
}
