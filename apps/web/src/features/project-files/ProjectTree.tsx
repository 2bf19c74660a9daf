import { useQueries, useQuery } from '@tanstack/react-query'
import { ChevronRight, File, FileText, Folder, FolderOpen, FolderX, Image, Link2 } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { gitBadgesQuery, projectFolderQuery } from '../../api/project-files.ts'
import { cn } from '../../lib/cn.ts'
import { folderOf, foldersAbove } from '../../lib/file-paths.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { EntryMenu } from './EntryMenu.tsx'
import type { Wanted } from './FileDialogs.tsx'
import { GitBadge } from './GitBadge.tsx'
import type { Place } from './ProjectFiles.tsx'
import { badgeOf, type TreeRow, treeRows } from './tree-rows.ts'

/** Folders that open when they are wanted, page by page; what is dropped on one goes into it. */
export function ProjectTree({
  source,
  all,
  path,
  onOpen,
  onWanted,
  onUpload,
}: {
  source: string
  all: boolean
  path: string
  onOpen: (place: Place) => void
  onWanted: (wanted: Wanted) => void
  onUpload: (files: File[], folder: string) => void
}) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set())
  const [pages, setPages] = useState<ReadonlyMap<string, number>>(() => new Map())
  /** The folder over which something hovers. */
  const [over, setOver] = useState<string | null>(null)
  useEffect(() => {
    setOpen((before) => new Set([...before, ...foldersAbove(path)]))
  }, [path])
  const badges = useQuery(gitBadgesQuery(source)).data ?? {}
  const wanted = useMemo(() => ['', ...open], [open])
  const listings = useQueries({
    queries: wanted.map((folder) => projectFolderQuery(source, folder, all, pages.get(folder))),
    combine: (results) =>
      new Map(
        results.map(({ data, isError, refetch }, at) => [
          wanted[at] ?? '',
          {
            entries: data?.entries,
            failed: isError,
            more: data?.next != null,
            cut: data?.truncated === true,
            retry: refetch,
          },
        ]),
      ),
  })
  const rows = treeRows(open, (folder) => listings.get(folder))

  const toggle = (folder: string) =>
    setOpen((before) => {
      const next = new Set(before)
      if (!next.delete(folder)) next.add(folder)
      return next
    })
  const more = (folder: string) => setPages(new Map(pages).set(folder, (pages.get(folder) ?? 1) + 1))
  const press = (event: KeyboardEvent, row: Extract<TreeRow, { kind: 'entry' }>) => {
    const isFolder = row.entry.type === 'dir'
    if (isFolder && ((event.key === 'ArrowRight' && !row.open) || (event.key === 'ArrowLeft' && row.open)))
      toggle(row.path)
    else if (event.key === 'F2') onWanted({ kind: 'move', op: 'move', path: row.path })
    else if (event.key === 'Delete') onWanted({ kind: 'delete', path: row.path, isFolder })
    else return
    event.preventDefault()
  }
  const dropOn = (folder: string) => ({
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      event.stopPropagation()
      setOver(folder)
    },
    onDragLeave: () => setOver(null),
    onDrop(event: DragEvent) {
      if (!event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      event.stopPropagation()
      setOver(null)
      onUpload([...event.dataTransfer.files], folder)
    },
  })

  const entryRow = (row: Extract<TreeRow, { kind: 'entry' }>) => {
    const { entry } = row
    const isFolder = entry.type === 'dir'
    const current = row.path === path
    const badge = badgeOf(row.path, isFolder, badges)
    return (
      <div
        className={cn(
          'group mx-2 flex h-[calc(100%-2px)] items-center rounded-lg pr-1 text-[13.5px] text-ink-2 focus-within:bg-hover hover:bg-hover hover:text-ink',
          current && 'bg-accent-soft font-medium text-ink hover:bg-accent-soft',
          over === row.path && isFolder && 'outline-2 outline-accent',
          entry.ignored && 'text-ink-3',
        )}
        {...dropOn(isFolder ? row.path : folderOf(row.path))}
      >
        <button
          type="button"
          data-row-focus
          aria-expanded={isFolder ? row.open : undefined}
          aria-current={current ? 'page' : undefined}
          className="flex h-full min-w-0 flex-1 items-center gap-1.5 text-left [&_svg]:size-4 [&_svg]:shrink-0"
          style={{ paddingInlineStart: `${row.depth * 14 + 8}px` }}
          onClick={() => (isFolder ? toggle(row.path) : onOpen({ path: row.path }))}
          onKeyDown={(event) => press(event, row)}
        >
          {isFolder ? (
            <ChevronRight
              aria-hidden
              className={cn('size-3.5! text-ink-3 transition-transform', row.open && 'rotate-90')}
            />
          ) : (
            <span className="size-3.5 shrink-0" />
          )}
          <EntrySymbol row={row} />
          <span className="min-w-0 truncate">
            <VisibleText text={entry.name} />
          </span>
        </button>
        <GitBadge state={badge} />
        <EntryMenu source={source} row={row} onWanted={onWanted} onUpload={onUpload} />
      </div>
    )
  }
  const render = (row: TreeRow) => {
    if (row.kind === 'entry') return entryRow(row)
    const indent = { paddingInlineStart: `${row.depth * 14 + 32}px` }
    switch (row.kind) {
      case 'loading':
        return (
          <div className="px-4 py-2" style={indent}>
            <Skeleton className="h-4" />
          </div>
        )
      case 'failed':
        return (
          <div className="flex items-center gap-2 px-3 text-[13px] text-danger-ink" style={indent}>
            <FolderX aria-hidden className="size-4" />
            {t('files.folderFailed')}
            <Button size="sm" variant="ghost" onClick={() => void listings.get(row.path)?.retry()}>
              {t('common.retry')}
            </Button>
          </div>
        )
      case 'more':
        return (
          <div style={indent}>
            <Button size="sm" variant="ghost" data-row-focus onClick={() => more(row.path)}>
              {t('projectFiles.showMore', { count: listings.get(row.path)?.entries?.length ?? 0 })}
            </Button>
          </div>
        )
      case 'cut':
      case 'empty':
        return (
          <p className="py-1.5 text-[13px] text-ink-3" style={indent}>
            {row.kind === 'cut' ? t('projectFiles.cut') : t('files.emptyFolder')}
          </p>
        )
    }
  }

  return (
    <div
      className={cn(
        'flex min-h-0 flex-1 flex-col',
        over === '' && 'bg-accent-soft outline-2 outline-accent -outline-offset-2',
      )}
      {...dropOn('')}
    >
      {rows[0]?.kind === 'empty' ? (
        <EmptyState
          icon={<Folder />}
          title={t('projectFiles.emptyTitle')}
          actions={
            <Button onClick={() => onWanted({ kind: 'new', type: 'file', folder: '' })}>
              {t('files.new')}
            </Button>
          }
        >
          {t('projectFiles.empty')}
        </EmptyState>
      ) : (
        <VirtualList
          label={t('projectFiles.tree')}
          items={rows}
          rowHeight={heightOf}
          keyOf={({ key }) => key}
          render={render}
        />
      )}
    </div>
  )
}

function EntrySymbol({ row: { entry, open } }: { row: Extract<TreeRow, { kind: 'entry' }> }) {
  if (entry.type === 'dir') return open ? <FolderOpen aria-hidden /> : <Folder aria-hidden />
  if (entry.type === 'symlink') return <Link2 aria-hidden />
  if (/\.(md|markdown|txt)$/i.test(entry.name)) return <FileText aria-hidden />
  if (/\.(png|jpe?g|gif|webp|avif|svg)$/i.test(entry.name)) return <Image aria-hidden />
  return <File aria-hidden />
}

const coarse = matchMedia('(pointer: coarse)')
const heightOf = (): number => (coarse.matches ? 44 : 32)
