import type { BotPlatform, BotsConfig, BotTrustLevel } from '@atrium/schema'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { botsKey, configureBots } from '../../api/bots.ts'
import { Select, TextArea } from '../../layouts/library/inputs.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { Section } from '../../ui/Section.tsx'

const listOf = (text: string): string[] => text.split(/[\s,]+/).filter((part) => part !== '')

/** How a bot behaves: what it is trusted with, when it speaks in groups, whom it hears. */
export function Manners({ platform, config }: { platform: BotPlatform; config: BotsConfig }) {
  const { t } = useTranslation()
  const attempt = useAttempt(botsKey)
  const given = config[platform]
  const [fields, setFields] = useState({
    dm_trust_level: given.dm_trust_level,
    group_trust_level: given.group_trust_level,
    group_mention_mode: given.group_mention_mode,
    ack_emoji: given.ack_emoji ?? '',
    rooms: config.matrix.allowed_rooms.join('\n'),
  })
  const change = (some: Partial<typeof fields>) => setFields({ ...fields, ...some })
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const { rooms, ack_emoji, ...rest } = fields
    const common = { ...rest, ack_emoji: ack_emoji.trim() === '' ? null : ack_emoji.trim() }
    const body = platform === 'matrix' ? { ...common, allowed_rooms: listOf(rooms) } : common
    await attempt(() => configureBots({ [platform]: body }), t('bots.saved'))
  }
  return (
    <Section title={t('bots.manners')}>
      <form className="grid max-w-xl grid-cols-[minmax(0,1fr)] gap-3" onSubmit={(event) => void save(event)}>
        <TrustField
          label={t('bots.dmTrust')}
          value={fields.dm_trust_level}
          onChange={(dm_trust_level) => change({ dm_trust_level })}
        />
        <TrustField
          label={t('bots.groupTrust')}
          value={fields.group_trust_level}
          onChange={(group_trust_level) => change({ group_trust_level })}
        />
        <Field label={t('bots.mentions')}>
          {(props) => (
            <Select
              {...props}
              value={fields.group_mention_mode}
              onChange={(event) =>
                change({ group_mention_mode: event.target.value as typeof fields.group_mention_mode })
              }
            >
              <option value="mention_only">{t('bots.mentionOnly')}</option>
              <option value="all_messages">{t('bots.allMessages')}</option>
            </Select>
          )}
        </Field>
        <Field label={t('bots.ack')} hint={t('bots.ackHint')}>
          {(props) => (
            <Input
              {...props}
              className="w-24"
              maxLength={16}
              value={fields.ack_emoji}
              onChange={(event) => change({ ack_emoji: event.target.value })}
            />
          )}
        </Field>
        {platform === 'matrix' && (
          <Field label={t('bots.rooms')} hint={t('bots.roomsHint')}>
            {(props) => (
              <TextArea
                {...props}
                className="font-mono text-[13px]"
                spellCheck={false}
                value={fields.rooms}
                onChange={(event) => change({ rooms: event.target.value })}
              />
            )}
          </Field>
        )}
        <Button type="submit" className="w-fit">
          {t('bots.save')}
        </Button>
      </form>
    </Section>
  )
}

function TrustField({
  label,
  value,
  onChange,
}: {
  label: string
  value: BotTrustLevel
  onChange: (value: BotTrustLevel) => void
}) {
  const { t } = useTranslation()
  return (
    <Field label={label} hint={t(`bots.trustNote.${value}`)}>
      {(props) => (
        <Select {...props} value={value} onChange={(event) => onChange(event.target.value as BotTrustLevel)}>
          <option value="vault">{t('bots.trust.vault')}</option>
          <option value="sandboxed">{t('bots.trust.sandboxed')}</option>
        </Select>
      )}
    </Field>
  )
}
