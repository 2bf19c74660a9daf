import type { McpServer } from '@atrium/schema'
import { useTranslation } from 'react-i18next'
import { ApprovalBadge } from '../../layouts/library/ApprovalBadge.tsx'
import { Badge } from '../../ui/Badge.tsx'

export function ServerBadges({ server }: { server: McpServer }) {
  const { t } = useTranslation()
  return (
    <>
      {server.displayType !== 'unknown' && (
        <Badge>{server.builtin ? t('servers.builtin') : server.displayType}</Badge>
      )}
      {server.validationErrors ? (
        <Badge tone="danger">{t('servers.invalid')}</Badge>
      ) : (
        server.approval !== 'approved' && <ApprovalBadge state={server.approval} />
      )}
    </>
  )
}
