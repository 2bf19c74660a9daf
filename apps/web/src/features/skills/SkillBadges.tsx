import type { Skill } from '@atrium/schema'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/Badge.tsx'

export function SkillBadges({ skill }: { skill: Skill }) {
  const { t } = useTranslation()
  return (
    <>
      {skill.source === 'plugin' && <Badge>{t('skills.plugin')}</Badge>}
      {skill.validationErrors && <Badge tone="danger">{t('skills.invalid')}</Badge>}
    </>
  )
}
