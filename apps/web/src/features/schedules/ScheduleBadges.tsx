import type { ScheduledAgent } from '@atrium/schema'
import { useTranslation } from 'react-i18next'
import { ApprovalBadge } from '../../layouts/library/ApprovalBadge.tsx'
import { Badge } from '../../ui/Badge.tsx'

export function ScheduleBadges({ agent }: { agent: ScheduledAgent }) {
  const { t } = useTranslation()
  return (
    <>
      {agent.problem !== null ? (
        <Badge tone="danger">{t('schedules.problem')}</Badge>
      ) : (
        <Badge tone={agent.enabled ? 'good' : 'plain'}>
          {agent.enabled ? t('schedules.on') : t('schedules.off')}
        </Badge>
      )}
      {agent.problem === null && agent.approval !== 'approved' && <ApprovalBadge state={agent.approval} />}
    </>
  )
}
