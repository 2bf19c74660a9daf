import { useQuery } from '@tanstack/react-query'
import {
  ChevronLeft,
  Copy,
  Download,
  Ellipsis,
  FileQuestion,
  FileWarning,
  Pencil,
  Trash2,
} from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText, isRefusal } from '../../api/errors.ts'
import {
  download,
  downloadLink,
  projectFileQuery,
  projectFilesKey,
  readProjectFile,
  writeProjectFile,
} from '../../api/project-files.ts'
import type { FilePlace } from '../../layouts/editor/file-place.ts'
import { MediaFile } from '../../layouts/editor/MediaFile.tsx'
import { TextFile } from '../../layouts/editor/TextFile.tsx'
import { Button, buttonStyle } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import type { Wanted } from './FileDialogs.tsx'

/** The file that is open, as what it is, with what can be done with it. */
export function OpenFile({
  source,
  path,
  line,
  wide = false,
  onClose,
  onWanted,
}: {
  source: string
  path: string
  line: number | undefined
  /** Whether the tree stands beside it; else there is a way back to it. */
  wide?: boolean
  onClose: () => void
  onWanted: (wanted: Wanted) => void
}) {
  const { t } = useTranslation()
  const [tools, setTools] = useState<HTMLElement | null>(null)
  const file = useQuery(projectFileQuery(source, path))
  const lies = file.data?.path ?? path // a terminal may have named it in another way
  const place = useMemo(
    (): FilePlace => ({
      keyOf: (of) => projectFileQuery(source, of).queryKey,
      lists: [...projectFilesKey(source), 'folder'],
      read: (of) => readProjectFile(source, of),
      write: (written) => writeProjectFile(source, written),
    }),
    [source],
  )
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-11 shrink-0 items-center gap-1 border-line border-b px-2">
        {!wide && (
          <IconButton label={t('files.all')} onClick={onClose}>
            <ChevronLeft />
          </IconButton>
        )}
        <h2 className="min-w-0 flex-1 truncate px-1 font-medium" title={path}>
          <VisibleText text={path} />
        </h2>
        <div ref={setTools} className="flex items-center gap-1" />
        <Menu
          label={t('projectFiles.menu', { name: path })}
          align="end"
          trigger={
            <IconButton label={t('projectFiles.menu', { name: path })}>
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuItem icon={<Pencil />} onSelect={() => onWanted({ kind: 'move', op: 'move', path: lies })}>
            {t('projectFiles.move')}
          </MenuItem>
          <MenuItem icon={<Copy />} onSelect={() => onWanted({ kind: 'move', op: 'copy', path: lies })}>
            {t('projectFiles.copy')}
          </MenuItem>
          <MenuItem icon={<Download />} onSelect={() => download(source, lies)}>
            {t('files.download')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem
            icon={<Trash2 />}
            danger
            onSelect={() => onWanted({ kind: 'delete', path: lies, isFolder: false })}
          >
            {t('projectFiles.delete')}
          </MenuItem>
        </Menu>
      </div>
      <div className="min-h-0 flex-1">
        {file.data ? (
          file.data.encoding === 'utf8' ? (
            <TextFile file={file.data} tools={tools} place={place} line={line} />
          ) : (
            <MediaFile file={file.data} />
          )
        ) : file.error ? (
          <NotShown source={source} path={path} error={file.error} onRetry={() => void file.refetch()} />
        ) : (
          <div className="grid gap-2.5 p-6">
            {['w-2/3', 'w-1/2', 'w-3/4', 'w-2/5'].map((width) => (
              <Skeleton key={width} className={`h-4 ${width}`} />
            ))}
          </div>
        )}
      </div>
    </div>
  )
}

function NotShown({
  source,
  path,
  error,
  onRetry,
}: {
  source: string
  path: string
  error: unknown
  onRetry: () => void
}) {
  const { t } = useTranslation()
  const missing = isRefusal(error, 'not_found')
  const elsewhere = isRefusal(error, 'payload_too_large', 'unsupported_media_type')
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        icon={missing ? <FileQuestion /> : <FileWarning />}
        title={missing ? t('files.missing') : t('files.cannotOpen')}
        actions={
          elsewhere ? (
            <a href={downloadLink(source, path)} download className={buttonStyle()}>
              <Download />
              {t('files.download')}
            </a>
          ) : (
            !missing && <Button onClick={onRetry}>{t('common.retry')}</Button>
          )
        }
      >
        <span className="[overflow-wrap:anywhere]">{errorText(error, t)}</span>
      </EmptyState>
    </div>
  )
}
