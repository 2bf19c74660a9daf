import type { WebhookDeliveryDetail } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { deliveryQuery, redeliver, webhooksKey } from '../../api/webhooks.ts'
import { CodeText } from '../../layouts/library/CodeText.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { formatDuration, formatMoment, relativeTime } from '../../lib/format.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { DeliveryMark } from './WebhookMarks.tsx'

/** A delivery whole: what was sent, each attempt, and a way to send it once more. */
export function DeliveryDialog({
  id,
  isOn,
  onClose,
}: {
  id: string | null
  /** Whether its webhook may be sent anything. */
  isOn: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={id !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t('webhooks.delivery')}
      closeLabel={t('common.close')}
      className="w-[min(44rem,calc(100vw-1.5rem))]"
    >
      {id !== null && <Body id={id} isOn={isOn} />}
    </Dialog>
  )
}

function Body({ id, isOn }: { id: string; isOn: boolean }) {
  const found = useQuery(deliveryQuery(id))
  return <Loaded query={found}>{(delivery) => <Whole delivery={delivery} isOn={isOn} />}</Loaded>
}

function Whole({ delivery, isOn }: { delivery: WebhookDeliveryDetail; isOn: boolean }) {
  const { t, i18n } = useTranslation()
  const attempt = useAttempt(webhooksKey)
  const { id, state, next_attempt_at: next } = delivery
  const headers = delivery.attempts.at(-1)?.headers ?? {}
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium font-mono text-[13px]">{delivery.event_type}</span>
        <DeliveryMark state={state} />
        {next !== null && state === 'waiting' && (
          <span className="text-[13px] text-ink-3">
            {t('webhooks.next', { when: relativeTime(next, i18n.language) })}
          </span>
        )}
        <Button
          size="sm"
          className="ml-auto"
          disabled={!isOn}
          onClick={() => void attempt(() => redeliver(id), t('webhooks.redelivered'))}
        >
          <RotateCcw />
          {t('webhooks.redeliver')}
        </Button>
      </div>
      <Part title={t('webhooks.payload')}>
        <CodeText text={pretty(delivery.request.body)} label={t('webhooks.payload')} />
      </Part>
      {Object.keys(headers).length > 0 && (
        <Part title={t('webhooks.headers')}>
          <CodeText
            text={Object.entries(headers)
              .map(([name, value]) => `${name}: ${value}`)
              .join('\n')}
            label={t('webhooks.headers')}
          />
        </Part>
      )}
      <ol className="divide-y divide-line rounded-xl border border-line">
        {delivery.attempts.toReversed().map((one) => (
          <li key={one.number} className="grid gap-0.5 px-4 py-2.5">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{t('webhooks.attempt', { number: one.number })}</span>
              <span className="text-[13px] text-ink-2">
                {[
                  one.status !== null && `HTTP ${one.status}`,
                  one.failure !== null && t(`webhooks.failures.${one.failure}`),
                  formatDuration(one.duration_ms),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <span className="ml-auto text-[13px] text-ink-3">{formatMoment(one.at, i18n.language)}</span>
            </p>
            {one.answer !== null && (
              <p className="font-mono text-[12.5px] text-ink-3 [overflow-wrap:anywhere]">
                {t('webhooks.answer')}: <VisibleText text={one.answer} />
              </p>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <h3 className="mb-1 font-medium">{title}</h3>
    {children}
  </div>
)

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
