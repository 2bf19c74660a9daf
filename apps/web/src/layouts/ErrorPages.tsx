import { Link } from '@tanstack/react-router'
import { Compass, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { paths } from '../paths.ts'
import { Button, buttonStyle } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        icon={<Compass />}
        title={t('errors.notFoundTitle')}
        actions={
          <Link to={paths.home()} className={buttonStyle({ variant: 'primary' })}>
            {t('common.home')}
          </Link>
        }
      >
        {t('errors.notFound')}
      </EmptyState>
    </div>
  )
}

/** A page broke, or its part could not be fetched (a new version was installed meanwhile). */
export function CrashPage({ error }: { error: unknown }) {
  const { t } = useTranslation()
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        icon={<TriangleAlert />}
        title={t('errors.crashTitle')}
        actions={
          <Button variant="primary" onClick={() => location.reload()}>
            {t('errors.reload')}
          </Button>
        }
      >
        <span className="[overflow-wrap:anywhere]">
          {error instanceof Error ? error.message : String(error)}
        </span>
      </EmptyState>
    </div>
  )
}
