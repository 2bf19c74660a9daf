import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

export const Waiting = () => (
  <div className="grid gap-2 p-3">
    <Skeleton className="h-8" />
    <Skeleton className="h-24" />
    <Skeleton className="h-8" />
  </div>
)

export function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <div role="alert" className="grid justify-items-start gap-2 p-3">
      <p className="text-danger-ink [overflow-wrap:anywhere]">{errorText(error, t)}</p>
      <Button size="sm" onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </div>
  )
}
