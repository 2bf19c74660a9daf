import type { FileContent } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FileQuestion, FileWarning } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { errorText, isRefusal } from '../../api/errors.ts'
import { fileQuery } from '../../api/files.ts'
import { MediaFile } from '../../layouts/editor/MediaFile.tsx'
import { TextFile } from '../../layouts/editor/TextFile.tsx'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

/** The file that is open, as what it is. */
export function FilePane({ path, tools }: { path: string; tools: HTMLElement | null }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const file = useQuery(fileQuery(path))
  if (file.data) return <OneFile file={file.data} tools={tools} />
  if (file.error) {
    const missing = isRefusal(file.error, 'not_found')
    return (
      <div className="grid h-full place-items-center">
        <EmptyState
          icon={missing ? <FileQuestion /> : <FileWarning />}
          title={missing ? t('files.missing') : t('files.cannotOpen')}
          actions={
            <>
              <Button onClick={() => void navigate({ to: paths.files() })}>{t('files.all')}</Button>
              {!missing && <Button onClick={() => void file.refetch()}>{t('common.retry')}</Button>}
            </>
          }
        >
          <span className="[overflow-wrap:anywhere]">{errorText(file.error, t)}</span>
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="grid gap-2.5 p-6">
      {['w-2/3', 'w-1/2', 'w-3/4', 'w-2/5'].map((width) => (
        <Skeleton key={width} className={`h-4 ${width}`} />
      ))}
    </div>
  )
}

const OneFile = ({ file, tools }: { file: FileContent; tools: HTMLElement | null }) =>
  file.encoding === 'utf8' ? <TextFile file={file} tools={tools} /> : <MediaFile file={file} />
