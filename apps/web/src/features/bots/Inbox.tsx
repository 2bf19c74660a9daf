import type { BotConversation, BotTrustLevel, PairingRequest } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  activateChat,
  approvePairing,
  botConversationsQuery,
  botsKey,
  denyPairing,
  pairingQuery,
} from '../../api/bots.ts'
import { Select } from '../../layouts/library/inputs.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { relativeTime } from '../../lib/format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { platformTitles } from './platforms.ts'

const cards = 'divide-y divide-line rounded-xl border border-signal-line bg-surface'
const card = 'flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3'

/** Who asks to be let in, and groups that wait to be activated; nothing where nobody waits. */
export function Inbox() {
  const { t } = useTranslation()
  const requests = useQuery(pairingQuery()).data ?? []
  const groups = (useQuery(botConversationsQuery()).data ?? []).filter((one) => one.pending_activation)
  return (
    <>
      {requests.length > 0 && (
        <Section title={t('bots.asking')} note={t('bots.askingNote')}>
          <ul aria-label={t('bots.asking')} className={cards}>
            {requests.map((request) => (
              <Request key={request.id} request={request} />
            ))}
          </ul>
        </Section>
      )}
      {groups.length > 0 && (
        <Section title={t('bots.groups')} note={t('bots.groupsNote')}>
          <ul aria-label={t('bots.groups')} className={cards}>
            {groups.map((group) => (
              <Group key={`${group.platform} ${group.chat_id} ${group.thread_id}`} group={group} />
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function Request({ request }: { request: PairingRequest }) {
  const { t, i18n } = useTranslation()
  const attempt = useAttempt(botsKey)
  const [trust, setTrust] = useState<BotTrustLevel>('vault')
  const [busy, setBusy] = useState(false)
  const decide = async (action: () => Promise<unknown>, done: string) => {
    setBusy(true)
    await attempt(action, done)
    setBusy(false)
  }
  const { id, platform, platformUserDisplay: name, platformUserId, platformChatTitle: group } = request
  const who = name || platformUserId
  return (
    <li className={card}>
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-2 font-medium [overflow-wrap:anywhere]">
          <VisibleText text={who} />
          <Badge>{platformTitles[platform]}</Badge>
        </p>
        <p className="text-[13px] text-ink-3 [overflow-wrap:anywhere]">
          {[platformUserId, group, relativeTime(request.createdAt, i18n.language)]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t('bots.trustOf', { name: who })}
          className="w-auto max-sm:w-full"
          value={trust}
          onChange={(event) => setTrust(event.target.value as BotTrustLevel)}
        >
          <option value="vault">{t('bots.trust.vault')}</option>
          <option value="sandboxed">{t('bots.trust.sandboxed')}</option>
        </Select>
        <Button
          variant="primary"
          disabled={busy}
          onClick={() => void decide(() => approvePairing(id, trust), t('bots.letIn', { name: who }))}
        >
          <Check />
          {t('bots.approve')}
        </Button>
        <Button
          disabled={busy}
          onClick={() => void decide(() => denyPairing(id), t('bots.turnedAway', { name: who }))}
        >
          <X />
          {t('bots.deny')}
        </Button>
      </div>
    </li>
  )
}

function Group({ group }: { group: BotConversation }) {
  const { t } = useTranslation()
  const attempt = useAttempt(botsKey)
  const { session_id: chat, title, chat_id, platform } = group
  const name = title ?? chat_id
  if (chat === null) return null
  return (
    <li className={card}>
      <p className="flex min-w-0 flex-1 basis-52 flex-wrap items-center gap-2 font-medium [overflow-wrap:anywhere]">
        <VisibleText text={name} />
        <Badge>{platformTitles[platform]}</Badge>
      </p>
      <Button
        variant="primary"
        onClick={() => void attempt(() => activateChat(chat), t('bots.activated', { name }))}
      >
        <Check />
        {t('bots.activate')}
      </Button>
    </li>
  )
}
