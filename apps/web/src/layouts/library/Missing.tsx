import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'

/** Said of a link that leads to nothing, with the way to the list. */
export function Missing({ icon, to, list }: { icon: ReactNode; to: string; list: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <EmptyState
      icon={icon}
      title={t('library.missingTitle')}
      actions={<Button onClick={() => void navigate({ to })}>{list}</Button>}
    >
      {t('library.missing')}
    </EmptyState>
  )
}
