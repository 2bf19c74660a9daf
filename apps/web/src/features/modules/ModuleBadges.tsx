import type { ModuleEntry } from '@atrium/schema'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/Badge.tsx'

const tones = {
  loaded: 'good',
  pending_approval: 'signal',
  failed: 'danger',
  unsupported: 'plain',
  invalid: 'danger',
} as const

export function ModuleBadges({ module }: { module: ModuleEntry }) {
  const { t } = useTranslation()
  return (
    <>
      <Badge tone={tones[module.status]}>{t(`modules.status.${module.status}`)}</Badge>
      {module.source === 'bundled' && <Badge>{t('servers.builtin')}</Badge>}
    </>
  )
}
