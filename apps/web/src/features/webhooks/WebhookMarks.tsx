import type { Webhook, WebhookDeliveryState } from '@atrium/schema'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/Badge.tsx'

/** How a webhook does, in a word. */
export function WebhookMarks({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation()
  if (webhook.disabled_reason === 'person') return <Badge>{t('webhooks.marks.off')}</Badge>
  if (!webhook.enabled) return <Badge tone="danger">{t('webhooks.marks.switchedOff')}</Badge>
  if (webhook.failing_since !== null) return <Badge tone="signal">{t('webhooks.marks.failing')}</Badge>
  return <Badge tone="good">{t('webhooks.marks.on')}</Badge>
}

const tones = { waiting: 'signal', delivered: 'good', failed: 'danger' } as const

/** Where a delivery stands, in a word. */
export function DeliveryMark({ state }: { state: WebhookDeliveryState }) {
  const { t } = useTranslation()
  return <Badge tone={tones[state]}>{t(`webhooks.states.${state}`)}</Badge>
}
