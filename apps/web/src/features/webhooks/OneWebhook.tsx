import type { Webhook } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FlaskConical, KeyRound, Pencil, Power, Trash2, Webhook as WebhookIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  changeWebhook,
  deleteWebhook,
  rotateSecret,
  testWebhook,
  webhookListQuery,
  webhooksKey,
} from '../../api/webhooks.ts'
import { Crumbs } from '../../layouts/library/Crumbs.tsx'
import { Facts } from '../../layouts/library/Facts.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Missing } from '../../layouts/library/Missing.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { formatMoment, relativeTime } from '../../lib/format.ts'
import { paths } from '../../paths.ts'
import { confirm } from '../../stores/confirm.ts'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { Deliveries } from './Deliveries.tsx'
import { hostOf } from './host-of.ts'
import { SecretShown } from './SecretShown.tsx'
import { WebhookDialog } from './WebhookDialog.tsx'
import { WebhookMarks } from './WebhookMarks.tsx'

/** One webhook: how it does, what it is told, and what was sent. */
export function OneWebhook({ id }: { id: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const found = useQuery(webhookListQuery())
  const attempt = useAttempt(webhooksKey)
  const webhook = found.data?.find((one) => one.id === id)
  const [editing, setEditing] = useState(false)
  const name = webhook ? webhook.description || hostOf(webhook.url) : t('places.webhooks')
  const remove = async (host: string) => {
    const yes = await confirm({
      title: t('webhooks.deleteTitle'),
      message: t('webhooks.deleteMessage', { host }),
      action: t('common.delete'),
      danger: true,
    })
    const removed = () => navigate({ to: paths.webhooks(), replace: true })
    if (yes) await attempt(() => deleteWebhook(id).then(removed), t('webhooks.deleted'))
  }
  return (
    <LibraryPage
      title={name}
      header={<Crumbs to={paths.webhooks()} list={t('places.webhooks')} name={name} />}
      aside={
        webhook && (
          <>
            <IconButton label={t('webhooks.edit')} onClick={() => setEditing(true)}>
              <Pencil />
            </IconButton>
            <IconButton label={t('common.delete')} onClick={() => void remove(hostOf(webhook.url))}>
              <Trash2 />
            </IconButton>
          </>
        )
      }
    >
      <Loaded query={found}>
        {() =>
          webhook ? (
            <Details webhook={webhook} />
          ) : (
            <Missing icon={<WebhookIcon />} to={paths.webhooks()} list={t('places.webhooks')} />
          )
        }
      </Loaded>
      {webhook && (
        <WebhookDialog
          webhook={webhook}
          open={editing}
          onOpenChange={setEditing}
          onSaved={() => toast.success(t('webhooks.saved'))}
        />
      )}
    </LibraryPage>
  )
}

function Details({ webhook }: { webhook: Webhook }) {
  const { t, i18n } = useTranslation()
  const { filter } = webhook
  const names = filter && [...filter.project_ids, ...filter.chat_ids, ...filter.sessions]
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <WebhookMarks webhook={webhook} />
          <Actions webhook={webhook} />
        </div>
        <Trouble webhook={webhook} />
        <Facts
          rows={[
            [
              t('webhooks.address'),
              <code key="url" className="font-mono text-[13px]">
                <VisibleText text={webhook.url} />
              </code>,
            ],
            [t('webhooks.events'), <EventNames key="events" webhook={webhook} />],
            [t('webhooks.filter'), names && <VisibleText text={names.join(', ')} />],
            [t('webhooks.content'), webhook.include_content && t('webhooks.contentNote')],
            [t('webhooks.secret'), <Secret key="secret" webhook={webhook} />],
            [
              t('webhooks.lastSuccess'),
              webhook.last_success_at === null
                ? t('webhooks.never')
                : relativeTime(webhook.last_success_at, i18n.language),
            ],
            [t('webhooks.waiting'), webhook.waiting > 0 && String(webhook.waiting)],
          ]}
        />
      </div>
      <Deliveries webhook={webhook} />
    </>
  )
}

const EventNames = ({ webhook: { events } }: { webhook: Webhook }) => {
  const { t } = useTranslation()
  if (events.includes('*')) return t('webhooks.all')
  return <span className="font-mono text-[13px]">{events.join(', ')}</span>
}

function Secret({ webhook }: { webhook: Webhook }) {
  const { t, i18n } = useTranslation()
  if (!webhook.secret.set) return <span className="text-danger-ink">{t('webhooks.secretMissing')}</span>
  return (
    <>
      <code className="font-mono text-[13px]">whsec_••••{webhook.secret.last4}</code>
      {webhook.old_secret_until !== null && (
        <span className="block text-[13px] text-ink-3">
          {t('webhooks.oldSecret', { when: formatMoment(webhook.old_secret_until, i18n.language) })}
        </span>
      )}
    </>
  )
}

/** Why nothing arrives, and what to do. */
function Trouble({ webhook }: { webhook: Webhook }) {
  const { t, i18n } = useTranslation()
  const { disabled_reason: reason, failing_since: since } = webhook
  const tone =
    reason === 'gone' || reason === 'failing'
      ? 'border-danger-line bg-danger-soft text-danger-ink'
      : 'border-signal-line bg-signal-soft text-signal-ink'
  const text =
    reason !== null
      ? t(`webhooks.disabled.${reason}`)
      : since !== null && t('webhooks.failingNote', { when: formatMoment(since, i18n.language) })
  return text && <p className={`rounded-xl border px-4 py-2.5 ${tone}`}>{text}</p>
}

function Actions({ webhook: { id, enabled } }: { webhook: Webhook }) {
  const { t } = useTranslation()
  const attempt = useAttempt(webhooksKey)
  const [testing, setTesting] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const test = async () => {
    setTesting(true)
    await attempt(async () => {
      const { last_failure: failure, last_status: status } = await testWebhook(id)
      if (failure === null) toast.success(t('webhooks.testSent'))
      else {
        const reason = `${t(`webhooks.failures.${failure}`)}${status === null ? '' : ` (${status})`}`
        toast.error(t('webhooks.testFailed', { reason }))
      }
    })
    setTesting(false)
  }
  const rotate = async () => {
    const yes = await confirm({
      title: t('webhooks.rotateTitle'),
      message: t('webhooks.rotateMessage'),
      action: t('webhooks.rotate'),
    })
    if (yes) await attempt(async () => setSecret((await rotateSecret(id)).secret))
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" disabled={testing} onClick={() => void test()}>
        {testing ? <Spinner /> : <FlaskConical />}
        {t('webhooks.test')}
      </Button>
      <Button size="sm" onClick={() => void rotate()}>
        <KeyRound />
        {t('webhooks.rotate')}
      </Button>
      <Button size="sm" onClick={() => void attempt(() => changeWebhook({ id, enabled: !enabled }))}>
        <Power />
        {enabled ? t('webhooks.disable') : t('webhooks.enable')}
      </Button>
      <SecretShown secret={secret} onDone={() => setSecret(null)} />
    </div>
  )
}
