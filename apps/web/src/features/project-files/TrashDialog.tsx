import { useQuery } from '@tanstack/react-query'
import { Trash2, Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { restoreProjectFile, trashQuery } from '../../api/project-files.ts'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { relativeTime } from '../../lib/format.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

/** What of these files lies in the trash, and the way back. */
export function TrashDialog({ source, onDone }: { source: string; onDone: (path: string) => void }) {
  const { t, i18n } = useTranslation()
  const trash = useQuery(trashQuery(source))
  const attempt = useAttempt(trashQuery(source).queryKey)
  if (trash.error)
    return <p className="text-danger-ink [overflow-wrap:anywhere]">{errorText(trash.error, t)}</p>
  if (!trash.data) return <Skeleton className="h-24" />
  if (trash.data.entries.length === 0)
    return <EmptyState icon={<Trash2 />} title={t('projectFiles.trashEmpty')} />
  const restore = (trashId: string) =>
    void attempt(async () => {
      const { path } = await restoreProjectFile(source, trashId, 'rename')
      onDone(path)
    }, t('projectFiles.restored'))
  return (
    <ul className="grid max-h-[60dvh] gap-1 overflow-y-auto" aria-label={t('projectFiles.trash')}>
      {trash.data.entries.map(({ trashId, path, deletedAt }) => (
        <li key={trashId} className="flex items-center gap-3 rounded-lg border border-line px-3 py-2">
          <span className="min-w-0 flex-1">
            <span className="block truncate" title={path}>
              <VisibleText text={path} />
            </span>
            <span className="block text-[13px] text-ink-3">{relativeTime(deletedAt, i18n.language)}</span>
          </span>
          <Button size="sm" onClick={() => restore(trashId)}>
            <Undo2 />
            {t('projectFiles.restore')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
