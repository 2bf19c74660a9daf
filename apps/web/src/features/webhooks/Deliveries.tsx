import type { Webhook, WebhookDelivery } from '@atrium/schema'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { deliveriesQuery } from '../../api/webhooks.ts'
import { Select } from '../../layouts/library/inputs.tsx'
import { formatMoment } from '../../lib/format.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { DeliveryDialog } from './DeliveryDialog.tsx'
import { DeliveryMark } from './WebhookMarks.tsx'

const states = ['all', 'waiting', 'delivered', 'failed'] as const
type Shown = (typeof states)[number]

/** What was sent, and how that went. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation()
  const [state, setState] = useState<Shown>('all')
  const [open, setOpen] = useState<string | null>(null)
  const found = useInfiniteQuery(deliveriesQuery(webhook.id, state === 'all' ? undefined : state))
  const deliveries = found.data?.pages.flatMap((page) => page.deliveries) ?? []
  return (
    <Section
      title={t('webhooks.deliveries')}
      note={t('webhooks.deliveriesNote')}
      aside={
        <Select
          aria-label={t('webhooks.state')}
          className="w-36"
          value={state}
          onChange={({ target }) => setState(target.value as Shown)}
        >
          {states.map((one) => (
            <option key={one} value={one}>
              {t(`webhooks.states.${one}`)}
            </option>
          ))}
        </Select>
      }
    >
      {found.error ? (
        <p role="alert" className="text-danger-ink">
          {errorText(found.error, t)}
        </p>
      ) : found.isPending ? (
        <Skeleton className="h-40 rounded-xl" />
      ) : deliveries.length === 0 ? (
        <p className="text-ink-3">{t(state === 'all' ? 'webhooks.none' : 'webhooks.noneOfState')}</p>
      ) : (
        <ul
          aria-label={t('webhooks.deliveries')}
          className="divide-y divide-line rounded-xl border border-line bg-surface"
        >
          {deliveries.map((delivery) => (
            <Line key={delivery.id} delivery={delivery} onOpen={() => setOpen(delivery.id)} />
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <div>
          <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {found.isFetchingNextPage && <Spinner />}
            {t('webhooks.more')}
          </Button>
        </div>
      )}
      <DeliveryDialog id={open} isOn={webhook.enabled} onClose={() => setOpen(null)} />
    </Section>
  )
}

function Line({ delivery, onOpen }: { delivery: WebhookDelivery; onOpen: () => void }) {
  const { t, i18n } = useTranslation()
  const {
    event_type: type,
    state,
    attempt_count: count,
    last_status: status,
    last_failure: failure,
  } = delivery
  const facts = [
    t(`webhooks.kinds.${type}`),
    state !== 'delivered' && failure !== null && t(`webhooks.failures.${failure}`),
    status !== null && `HTTP ${status}`,
    count > 1 && t('webhooks.attempts', { count }),
  ]
  return (
    <li className="relative grid gap-0.5 px-4 py-2.5 first:rounded-t-xl last:rounded-b-xl hover:bg-hover">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <button
          type="button"
          className="font-medium font-mono text-[13px] after:absolute after:inset-0 after:rounded-[inherit]"
          onClick={onOpen}
        >
          {type}
        </button>
        <DeliveryMark state={state} />
        <span className="ml-auto text-[13px] text-ink-3">
          {formatMoment(delivery.created_at, i18n.language)}
        </span>
      </div>
      <p className="text-[13px] text-ink-3">{facts.filter(Boolean).join(' · ')}</p>
    </li>
  )
}
