import type { UseQueryResult } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

/** What a query brought; until then where it will be, and when it failed why, with a way to try again. */
export function Loaded<T>({
  query,
  skeleton = <ListSkeleton />,
  children,
}: {
  query: UseQueryResult<T>
  skeleton?: ReactNode
  children: (data: T) => ReactNode
}) {
  const { t } = useTranslation()
  if (query.data !== undefined) return children(query.data)
  if (query.error)
    return (
      <EmptyState
        icon={<TriangleAlert />}
        title={t('library.cannotLoad')}
        actions={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
      >
        <span role="alert">{errorText(query.error, t)}</span>
      </EmptyState>
    )
  return skeleton
}

const ListSkeleton = () => (
  <div className="grid gap-2">
    {[1, 2, 3].map((one) => (
      <Skeleton key={one} className="h-16 rounded-xl" />
    ))}
  </div>
)
