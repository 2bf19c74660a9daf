import { Ellipsis, Eye, EyeOff, FilePlus2, FolderPlus, Search, Trash2, Upload, X } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { Input } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import type { Wanted } from './FileDialogs.tsx'

/** What is done with the tree as a whole: search in it, make, upload, and see what is hidden or deleted. */
export function TreeTools({
  search,
  onSearch,
  inside,
  onInside,
  all,
  onAll,
  onWanted,
  onUpload,
}: {
  search: string
  onSearch: (text: string) => void
  inside: boolean
  onInside: (inside: boolean) => void
  all: boolean
  onAll: () => void
  onWanted: (wanted: Wanted) => void
  onUpload: (files: File[]) => void
}) {
  const { t } = useTranslation()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <div className="grid shrink-0 gap-1.5 border-line border-b p-2">
      <div className="flex items-center gap-1">
        <div className="relative min-w-0 flex-1">
          <Search
            aria-hidden
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
          />
          <Input
            type="search"
            aria-label={t('projectFiles.search')}
            placeholder={t('projectFiles.search')}
            className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={500}
            value={search}
            onChange={(event) => onSearch(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && search !== '' && onSearch('')}
          />
          {search !== '' && (
            <button
              type="button"
              aria-label={t('projectFiles.clear')}
              className="absolute top-1/2 right-1.5 grid size-6 -translate-y-1/2 place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink"
              onClick={() => onSearch('')}
            >
              <X aria-hidden className="size-4" />
            </button>
          )}
        </div>
        <IconButton
          label={t('files.new')}
          onClick={() => onWanted({ kind: 'new', type: 'file', folder: '' })}
        >
          <FilePlus2 />
        </IconButton>
        <IconButton label={t('projectFiles.upload')} onClick={() => picker.current?.click()}>
          <Upload />
        </IconButton>
        <Menu
          label={t('projectFiles.more')}
          align="end"
          trigger={
            <IconButton label={t('projectFiles.more')}>
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuItem icon={<FolderPlus />} onSelect={() => onWanted({ kind: 'new', type: 'dir', folder: '' })}>
            {t('projectFiles.newFolder')}
          </MenuItem>
          <MenuItem icon={all ? <EyeOff /> : <Eye />} onSelect={onAll}>
            {all ? t('files.hideHidden') : t('files.showHidden')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash2 />} onSelect={() => onWanted({ kind: 'trash' })}>
            {t('projectFiles.trash')}
          </MenuItem>
        </Menu>
      </div>
      {search !== '' && (
        <div role="group" aria-label={t('projectFiles.where')} className="flex gap-1">
          {[false, true].map((contents) => (
            <Button
              key={String(contents)}
              size="sm"
              variant={contents === inside ? 'secondary' : 'ghost'}
              aria-pressed={contents === inside}
              className="flex-1"
              onClick={() => onInside(contents)}
            >
              {contents ? t('projectFiles.contents') : t('projectFiles.names')}
            </Button>
          ))}
        </div>
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t('projectFiles.upload')}
        onChange={(event) => {
          onUpload([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </div>
  )
}
