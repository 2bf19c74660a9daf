import type { FileDiff } from '@atrium/schema'
import { ChevronDown, ChevronRight, Columns2, FileDiff as FileSymbol, List, Rows2 } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../lib/cn.ts'
import { isBoolean, readStored, writeStored } from '../../lib/stored.ts'
import { IconButton } from '../IconButton.tsx'
import { VisibleText } from '../VisibleText.tsx'
import { FileLines } from './FileLines.tsx'

export type DiffGroup = {
  /** Above its files; none where there is one group only. */
  title?: string
  files: readonly FileDiff[]
}

/** Opened at first are so many lines in all, and no file with more than the half of it. */
const openLines = 1_200
const splitFrom = 820
const splitKey = 'atrium.diff.split'

const keyOf = (group: number, file: FileDiff): string => `${group} ${file.oldPath ?? ''} ${file.path}`
const sizeOf = (file: FileDiff): number => file.additions + file.deletions

/**
 * Changed files, each with its lines: one below the other, or both states side by side where there is room. `n` and `p` go to the
 * next and the previous file.
 */
export function DiffView({
  groups,
  total,
  truncated,
  onOpen,
  actions,
}: {
  groups: readonly DiffGroup[]
  /** How many files there are in all, when some are left out. */
  total?: number
  truncated: boolean
  /** Shows a file as it is now. */
  onOpen?: (path: string) => void
  /** Beside the choice of the view. */
  actions?: ReactNode
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const [wide, setWide] = useState(false)
  const [split, setSplit] = useState(() => readStored(splitKey, isBoolean, false))
  const [listed, setListed] = useState(false)
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map())
  const files = useMemo(() => groups.flatMap((group) => group.files), [groups])
  const opened = useMemo(() => openedAtFirst(groups), [groups])
  const isOpen = (key: string): boolean => chosen.get(key) ?? opened.has(key)
  const set = (key: string, open: boolean) => setChosen(new Map([...chosen, [key, open]]))
  const additions = files.reduce((sum, file) => sum + file.additions, 0)
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0)

  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => setWide((entry?.contentRect.width ?? 0) >= splitFrom))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])

  const heads = (): HTMLElement[] => [
    ...(box.current?.querySelectorAll<HTMLElement>('[data-diff-head]') ?? []),
  ]
  const show = (head: HTMLElement | undefined) => {
    head?.scrollIntoView({ block: 'start' })
    head?.focus({ preventScroll: true })
  }
  const step = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[np]$/.test(event.key)) return
    if ((event.target as HTMLElement).matches('input, textarea, select')) return
    const all = heads()
    const now = all.findIndex((head) => head.closest('section')?.contains(event.target as Node))
    event.preventDefault()
    show(all[event.key === 'n' ? now + 1 : Math.max(0, now - 1)])
  }

  let count = -1
  return (
    <div ref={box} onKeyDown={step} className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
        <p className="mr-auto text-[13px] text-ink-2">
          {t('diff.files', { count: truncated ? (total ?? files.length) : files.length })}{' '}
          <Counts additions={additions} deletions={deletions} />
        </p>
        <div className="flex items-center">
          {files.length > 1 && (
            <IconButton label={t('diff.list')} aria-pressed={listed} onClick={() => setListed(!listed)}>
              <List />
            </IconButton>
          )}
          {wide && (
            <IconButton
              label={split ? t('diff.unified') : t('diff.split')}
              onClick={() => {
                writeStored(splitKey, !split)
                setSplit(!split)
              }}
            >
              {split ? <Rows2 /> : <Columns2 />}
            </IconButton>
          )}
          {actions}
        </div>
      </div>
      {listed && (
        <nav
          aria-label={t('diff.list')}
          className="max-h-64 overflow-y-auto border-line border-y bg-sunken py-1"
        >
          {files.map((file, at) => (
            <button
              key={`${at} ${file.path}`}
              type="button"
              onClick={() => show(heads()[at])}
              className="flex w-full items-center gap-2 px-3 py-0.5 text-left text-[13px] hover:bg-hover coarse:py-2"
            >
              <Mark file={file} />
              <span className="min-w-0 flex-1 truncate font-mono">
                <VisibleText text={file.path} />
              </span>
              <Counts {...file} />
            </button>
          ))}
        </nav>
      )}
      {groups.map(
        (group, at) =>
          group.files.length > 0 && (
            <div key={group.title ?? at}>
              {group.title && (
                <h3 className="px-3 pt-3 pb-1 font-semibold text-[13px]">
                  {group.title} <span className="font-normal text-ink-3">{group.files.length}</span>
                </h3>
              )}
              {group.files.map((file) => {
                const key = keyOf(at, file)
                count++
                return (
                  <OneFile
                    key={key}
                    file={file}
                    first={count === 0}
                    open={isOpen(key)}
                    split={wide && split}
                    onToggle={() => set(key, !isOpen(key))}
                    onOpen={onOpen}
                  />
                )
              })}
            </div>
          ),
      )}
      {truncated && (
        <p className="px-3 py-3 text-[13px] text-ink-2">{t('diff.truncated', { count: files.length })}</p>
      )}
    </div>
  )
}

function OneFile({
  file,
  open,
  first,
  split,
  onToggle,
  onOpen,
}: {
  file: FileDiff
  open: boolean
  first: boolean
  split: boolean
  onToggle: () => void
  onOpen: ((path: string) => void) | undefined
}) {
  const { t } = useTranslation()
  const { path, oldPath, diff } = file
  return (
    <section aria-label={path} className={cn('border-line border-b', first && 'border-t')}>
      <div className="sticky top-0 z-[1] flex items-center gap-1 bg-sunken pr-1.5">
        <button
          type="button"
          data-diff-head=""
          aria-expanded={open}
          onClick={onToggle}
          className="flex min-w-0 flex-1 items-center gap-2 py-1.5 pl-2 text-left text-[13px] outline-offset-[-2px] hover:bg-hover coarse:py-2.5"
        >
          {open ? <ChevronDown className="size-4 shrink-0" /> : <ChevronRight className="size-4 shrink-0" />}
          <Mark file={file} />
          <span className="min-w-0 flex-1 font-mono [overflow-wrap:anywhere]">
            {oldPath !== undefined && (
              <span className="text-ink-3">
                <VisibleText text={oldPath} /> →{' '}
              </span>
            )}
            <VisibleText text={path} />
          </span>
          <Counts {...file} />
        </button>
        {onOpen && file.status !== 'D' && !file.submodule && !path.endsWith('/') && (
          <IconButton label={t('diff.open', { name: path })} onClick={() => onOpen(path)}>
            <FileSymbol />
          </IconButton>
        )}
      </div>
      {open && (
        <div className="[content-visibility:auto] [contain-intrinsic-size:auto_20rem]">
          <Notes file={file} />
          {diff !== null && <FileLines diff={diff} split={split} />}
        </div>
      )}
    </section>
  )
}

/** What a file's lines do not say. */
function Notes({ file }: { file: FileDiff }) {
  const { t } = useTranslation()
  const notes: string[] = []
  const conflict = 'conflict' in file ? (file.conflict as string | undefined) : undefined
  if (conflict) notes.push(t('diff.conflict'))
  if (file.oldMode && file.newMode) notes.push(t('diff.mode', { from: file.oldMode, to: file.newMode }))
  if (file.submodule) notes.push(t('diff.submodule'))
  if (file.oversize) notes.push(file.diff === null ? t('diff.tooLarge') : t('diff.cut'))
  else if (file.binary) notes.push(t('diff.binary'))
  else if (file.diff === null && notes.length === 0)
    notes.push(file.oldPath ? t('diff.moved') : t('diff.noLines'))
  return notes.length === 0 ? null : (
    <div className="border-line border-t px-3 py-2 text-[13px] text-ink-2">
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  )
}

const tones: Record<string, string> = {
  A: 'text-accent-strong',
  '?': 'text-accent-strong',
  D: 'text-danger-ink',
  U: 'text-signal-ink',
}

function Mark({ file }: { file: FileDiff }) {
  const { t } = useTranslation()
  const known = ['A', 'M', 'D', 'R', 'C', 'T', 'U', '?'] as const
  const status = known.find((one) => one === file.status) ?? 'M'
  const name = t(`diff.status.${status === '?' ? 'new' : status}`)
  return (
    <span
      role="img"
      aria-label={name}
      title={name}
      className={cn('w-3 shrink-0 text-center font-mono font-semibold', tones[status] ?? 'text-ink-2')}
    >
      {status}
    </span>
  )
}

/** How many lines came and went. */
export function Counts({ additions, deletions }: { additions: number; deletions: number }) {
  const { t } = useTranslation()
  if (additions + deletions === 0) return null
  return (
    <span className="shrink-0 whitespace-nowrap font-mono text-[12px]">
      <span className="sr-only">{t('diff.counts', { additions, deletions })}</span>
      <span aria-hidden>
        <span className="text-accent-strong">+{additions}</span>{' '}
        <span className="text-danger-ink">−{deletions}</span>
      </span>
    </span>
  )
}

function openedAtFirst(groups: readonly DiffGroup[]): ReadonlySet<string> {
  const opened = new Set<string>()
  let room = openLines
  groups.forEach((group, at) => {
    for (const file of group.files) {
      const size = sizeOf(file)
      if (size > openLines / 2 || size > room || file.diff === null) continue
      room -= size + 4
      opened.add(keyOf(at, file))
    }
  })
  return opened
}
