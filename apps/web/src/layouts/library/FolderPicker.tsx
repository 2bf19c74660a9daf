import { useQuery } from '@tanstack/react-query'
import { CornerLeftUp, Folder } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { browseQuery } from '../../api/projects.ts'
import { VisibleText } from '../../ui/VisibleText.tsx'

const rowStyle =
  'flex w-full items-center gap-2.5 px-3 py-1.5 text-left hover:bg-hover coarse:py-2.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3'

/** A walk through the folders of the hub's machine; the one that is shown is the one that is picked. */
export function FolderPicker({
  path,
  onPath,
}: {
  /** null begins at home. */
  path: string | null
  onPath: (path: string) => void
}) {
  const { t } = useTranslation()
  const { data, error } = useQuery(browseQuery(path))
  return (
    <div>
      <div
        role="group"
        aria-label={t('projects.folders')}
        className="max-h-56 min-h-32 overflow-y-auto rounded-lg border border-line-strong bg-surface"
      >
        {data?.parent && (
          <button type="button" className={rowStyle} onClick={() => onPath(data.parent ?? '')}>
            <CornerLeftUp aria-hidden />
            {t('projects.folderUp')}
          </button>
        )}
        {data?.entries.map((entry) => (
          <button key={entry.path} type="button" className={rowStyle} onClick={() => onPath(entry.path)}>
            <Folder aria-hidden />
            <span className="min-w-0 truncate">
              <VisibleText text={entry.name} />
            </span>
          </button>
        ))}
        {data?.entries.length === 0 && <p className="px-3 py-2 text-ink-3">{t('projects.noFolders')}</p>}
      </div>
      {error && (
        <p role="alert" className="mt-1 text-[13px] text-danger-ink">
          {errorText(error, t)}
        </p>
      )}
    </div>
  )
}
