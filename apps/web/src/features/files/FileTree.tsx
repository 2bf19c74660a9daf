import type { FolderEntry } from '@atrium/schema'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, File, FileText, Folder, FolderOpen, FolderX, Image, Link2Off } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { folderQuery } from '../../api/files.ts'
import { cn } from '../../lib/cn.ts'
import { foldersAbove } from '../../lib/file-paths.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { type TreeRow, treeRows } from './tree-rows.ts'

/** Folders that open when they are wanted; what is not open is not asked for. */
export function FileTree({
  hidden,
  path,
  onNew,
}: {
  hidden: boolean
  /** The file that is open: its folders are opened with it. */
  path: string
  onNew: () => void
}) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set())
  useEffect(() => {
    setOpen((before) => new Set([...before, ...foldersAbove(path)]))
  }, [path])
  const wanted = useMemo(() => ['', ...open], [open])
  const listings = useQueries({
    queries: wanted.map((folder) => folderQuery(folder, hidden)),
    combine: (results) =>
      new Map(
        results.map((result, at) => [
          wanted[at] ?? '',
          { entries: result.data, failed: result.isError, retry: result.refetch },
        ]),
      ),
  })
  const rows = treeRows(open, (folder) => listings.get(folder) ?? { entries: undefined, failed: false })

  const toggle = (folder: string) =>
    setOpen((before) => {
      const next = new Set(before)
      if (!next.delete(folder)) next.add(folder)
      return next
    })
  /** Left and right close and open, as in every tree. */
  const fold = (event: KeyboardEvent, row: Extract<TreeRow, { kind: 'entry' }>) => {
    const wants = { ArrowRight: true, ArrowLeft: false }[event.key]
    if (wants === undefined || !row.entry.isDirectory || wants === row.open) return
    event.preventDefault()
    toggle(row.entry.relativePath)
  }
  const render = (row: TreeRow) => {
    const indent = { paddingInlineStart: `${row.depth * 14 + 8}px` }
    switch (row.kind) {
      case 'entry': {
        const { entry } = row
        const look =
          'mx-2 flex h-[calc(100%-2px)] w-[calc(100%-1rem)] items-center gap-1.5 rounded-lg pr-2 text-left text-[13.5px] text-ink-2 hover:bg-hover hover:text-ink [&_svg]:size-4 [&_svg]:shrink-0'
        const name = (
          <span className="min-w-0 truncate">
            <VisibleText text={entry.name} />
          </span>
        )
        if (entry.isDirectory)
          return (
            <button
              type="button"
              data-row-focus
              aria-expanded={row.open}
              className={look}
              style={indent}
              onClick={() => toggle(entry.relativePath)}
              onKeyDown={(event) => fold(event, row)}
            >
              <ChevronRight
                aria-hidden
                className={cn('size-3.5! text-ink-3 transition-transform', row.open && 'rotate-90')}
              />
              {row.open ? <FolderOpen aria-hidden /> : <Folder aria-hidden />}
              {name}
            </button>
          )
        if (!entry.isFile)
          return (
            <p className={cn(look, 'text-ink-3')} style={indent} title={t('files.brokenLink')}>
              <span className="size-3.5 shrink-0" />
              <Link2Off aria-label={t('files.brokenLink')} />
              {name}
            </p>
          )
        return (
          <Link
            to={paths.files(entry.relativePath)}
            data-row-focus
            className={cn(
              look,
              entry.relativePath === path && 'bg-accent-soft font-medium text-ink hover:bg-accent-soft',
            )}
            aria-current={entry.relativePath === path ? 'page' : undefined}
            style={indent}
          >
            <span className="size-3.5 shrink-0" />
            <FileSymbol entry={entry} />
            {name}
          </Link>
        )
      }
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
      case 'empty':
        return (
          <p
            className="py-1.5 text-[13px] text-ink-3"
            style={{ paddingInlineStart: `${row.depth * 14 + 32}px` }}
          >
            {t('files.emptyFolder')}
          </p>
        )
    }
  }

  if (rows[0]?.kind === 'empty')
    return (
      <EmptyState
        icon={<Folder />}
        title={t('files.emptyTitle')}
        actions={<Button onClick={onNew}>{t('files.new')}</Button>}
      >
        {t('files.empty')}
      </EmptyState>
    )
  return (
    <VirtualList
      label={t('files.tree')}
      items={rows}
      rowHeight={heightOf}
      keyOf={({ key }) => key}
      render={render}
    />
  )
}

function FileSymbol({ entry }: { entry: FolderEntry }) {
  if (/\.(md|markdown|txt)$/i.test(entry.name)) return <FileText aria-hidden />
  if (/\.(png|jpe?g|gif|webp|avif|svg)$/i.test(entry.name)) return <Image aria-hidden />
  return <File aria-hidden />
}

const coarse = matchMedia('(pointer: coarse)')
const heightOf = (): number => (coarse.matches ? 44 : 32)
