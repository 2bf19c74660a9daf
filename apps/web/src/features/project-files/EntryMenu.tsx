import { Copy, Download, Ellipsis, FilePlus2, FolderPlus, Pencil, Trash2, Upload } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '../../api/project-files.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import type { Wanted } from './FileDialogs.tsx'
import type { TreeRow } from './tree-rows.ts'

/** What is done with one file or folder. */
export function EntryMenu({
  source,
  row: { path, entry },
  onWanted,
  onUpload,
}: {
  source: string
  row: Extract<TreeRow, { kind: 'entry' }>
  onWanted: (wanted: Wanted) => void
  onUpload: (files: File[], folder: string) => void
}) {
  const { t } = useTranslation()
  const picker = useRef<HTMLInputElement>(null)
  const isFolder = entry.type === 'dir'
  const label = t('projectFiles.menu', { name: entry.name })
  return (
    <>
      <Menu
        label={label}
        align="end"
        trigger={
          <IconButton
            label={label}
            className="size-6 opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 aria-expanded:opacity-100 coarse:size-10 coarse:opacity-100"
          >
            <Ellipsis />
          </IconButton>
        }
      >
        {isFolder && (
          <>
            <MenuItem
              icon={<FilePlus2 />}
              onSelect={() => onWanted({ kind: 'new', type: 'file', folder: path })}
            >
              {t('files.new')}
            </MenuItem>
            <MenuItem
              icon={<FolderPlus />}
              onSelect={() => onWanted({ kind: 'new', type: 'dir', folder: path })}
            >
              {t('projectFiles.newFolder')}
            </MenuItem>
            <MenuItem icon={<Upload />} onSelect={() => picker.current?.click()}>
              {t('projectFiles.upload')}
            </MenuItem>
            <MenuSeparator />
          </>
        )}
        <MenuItem icon={<Pencil />} onSelect={() => onWanted({ kind: 'move', op: 'move', path })}>
          {t('projectFiles.move')}
        </MenuItem>
        <MenuItem icon={<Copy />} onSelect={() => onWanted({ kind: 'move', op: 'copy', path })}>
          {t('projectFiles.copy')}
        </MenuItem>
        <MenuItem icon={<Download />} onSelect={() => download(source, path)}>
          {isFolder ? t('projectFiles.downloadZip') : t('files.download')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 />} danger onSelect={() => onWanted({ kind: 'delete', path, isFolder })}>
          {t('projectFiles.delete')}
        </MenuItem>
      </Menu>
      {isFolder && (
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t('projectFiles.upload')}
          onChange={(event) => {
            onUpload([...(event.target.files ?? [])], path)
            event.target.value = ''
          }}
        />
      )}
    </>
  )
}
