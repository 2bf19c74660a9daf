import { Download, FileDigit } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameOf } from '../../lib/file-paths.ts'
import { formatBytes } from '../../lib/format.ts'
import { buttonStyle } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import type { OpenedFile } from './file-place.ts'

/** A picture as itself; everything else by name and size, to be downloaded. */
export function MediaFile({ file }: { file: OpenedFile }) {
  const { t, i18n } = useTranslation()
  const url = useObjectUrl(file)
  const name = nameOf(file.path)
  if (!url) return null
  const download = (
    <a href={url} download={name} className={buttonStyle()}>
      <Download />
      {t('files.download')}
    </a>
  )
  if (file.mimeType === 'application/pdf')
    return (
      <div className="flex h-full flex-col">
        <iframe src={`${url}#navpanes=0`} title={name} className="min-h-0 flex-1" />
        <div className="flex items-center justify-center gap-3 border-line border-t p-2 text-[13px] text-ink-3">
          {formatBytes(file.size, i18n.language)}
          {download}
        </div>
      </div>
    )
  if (!file.mimeType.startsWith('image/'))
    return (
      <div className="grid h-full place-items-center">
        <EmptyState icon={<FileDigit />} title={name} actions={download}>
          {[file.mimeType, formatBytes(file.size, i18n.language)].join(' · ')}
        </EmptyState>
      </div>
    )
  return (
    <div className="flex h-full min-h-0 flex-col items-center gap-4 overflow-auto p-4">
      <img
        src={url}
        alt={name}
        className="min-h-0 max-w-full rounded-lg border border-line bg-surface object-contain"
      />
      <div className="flex shrink-0 items-center gap-3 text-[13px] text-ink-3">
        {formatBytes(file.size, i18n.language)}
        {download}
      </div>
    </div>
  )
}

function useObjectUrl(file: OpenedFile): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    const bytes = Uint8Array.from(atob(file.content), (char) => char.charCodeAt(0))
    const made = URL.createObjectURL(new Blob([bytes], { type: file.mimeType }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url
}
