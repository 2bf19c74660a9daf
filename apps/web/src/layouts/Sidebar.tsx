import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  Archive,
  ChevronRight,
  Command,
  PanelLeftClose,
  Plus,
  Search,
  Settings,
  SquarePen,
  SquareTerminal,
} from 'lucide-react'
import { type ReactNode, useCallback, useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chatsQuery, terminalsQuery } from '../api/queries.ts'
import { ChatRow } from '../features/chat/ChatRow.tsx'
import { SessionRow } from '../features/sessions/SessionRow.tsx'
import { cn } from '../lib/cn.ts'
import { modKey } from '../lib/keyboard.ts'
import { isBoolean, readStored, writeStored } from '../lib/stored.ts'
import { useWide } from '../lib/use-media.ts'
import { paths, placeGroups } from '../paths.ts'
import { setDrawer, setNewTerminal, setPalette, toggleSidebar } from '../stores/layout.ts'
import { buttonStyle } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Logo } from '../ui/Logo.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { VirtualList } from '../ui/VirtualList.tsx'
import { Places } from './Places.tsx'
import { type SidebarRow, sidebarRows } from './sidebar-rows.ts'
import { WaitingCount, WaitingTerminals } from './WaitingCount.tsx'

const workKey = 'atrium.work-open'
const libraryKey = 'atrium.library-open'
const terminalsKey = 'atrium.terminals-open'

/** Every terminal and every chat, with what each is doing now. */
export function Sidebar() {
  const { t } = useTranslation()
  const wide = useWide()
  const [search, setSearch] = useState('')
  const [archived, setArchived] = useState(false)
  const [workOpen, setWorkOpen] = useState(() => readStored(workKey, isBoolean, true))
  const [libraryOpen, setLibraryOpen] = useState(() => readStored(libraryKey, isBoolean, true))
  const [terminalsOpen, setTerminalsOpen] = useState(() => readStored(terminalsKey, isBoolean, true))
  const [allTerminals, setAllTerminals] = useState(false)
  const wanted = useDeferredValue(search.trim())
  const chats = useInfiniteQuery(
    chatsQuery({ ...(wanted && { search: wanted }), ...(archived && { archived: true }) }),
  )
  const terminals = useQuery(terminalsQuery())

  const rows = useMemo(
    () =>
      sidebarRows({
        chats: chats.data?.pages.flat() ?? null,
        terminals: terminals.data ?? [],
        search: wanted,
        workOpen,
        libraryOpen,
        terminalsOpen,
        allTerminals,
        archived,
      }),
    [chats.data, terminals.data, wanted, workOpen, libraryOpen, terminalsOpen, allTerminals, archived],
  )
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = chats
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  const heading = (row: Extract<SidebarRow, { kind: 'heading' }>) => {
    if (row.name === 'work')
      return (
        <Fold name={workKey} open={workOpen} onChange={setWorkOpen}>
          {t('shell.work')}
          {!workOpen && <WaitingCount />}
        </Fold>
      )
    if (row.name === 'library')
      return (
        <Fold name={libraryKey} open={libraryOpen} onChange={setLibraryOpen}>
          {t('shell.library')}
        </Fold>
      )
    if (row.name === 'terminals')
      return (
        <Fold
          name={terminalsKey}
          open={terminalsOpen}
          onChange={setTerminalsOpen}
          aside={
            <IconButton label={t('terminal.new')} className="size-7 coarse:size-9" onClick={openTerminal}>
              <Plus />
            </IconButton>
          }
        >
          {t('shell.terminals')}
          <span className="tabular-nums">{row.count}</span>
          {!terminalsOpen && <WaitingTerminals terminals={terminals.data ?? []} />}
        </Fold>
      )
    return (
      <h2 className="px-4 pt-3.5 font-medium text-ink-3 text-xs">
        {row.name === 'results'
          ? t('shell.results')
          : row.name === 'archived'
            ? t('shell.archived')
            : t(`ages.${row.name}`)}
      </h2>
    )
  }
  const render = (row: SidebarRow) => {
    switch (row.kind) {
      case 'heading':
        return heading(row)
      case 'places':
        return <Places group={row.group} />
      case 'terminal':
        return <SessionRow session={row.session} />
      case 'chat':
        return <ChatRow chat={row.chat} />
      case 'more':
        return (
          <button
            type="button"
            data-row-focus
            className="mx-2 h-full w-[calc(100%-1rem)] rounded-lg px-2 text-left text-[13px] text-ink-3 hover:bg-hover"
            onClick={() => setAllTerminals(!allTerminals)}
          >
            {allTerminals ? t('shell.fewer') : t('shell.all', { count: row.count })}
          </button>
        )
      case 'note':
        return <p className="px-4 py-2 text-[13px] text-ink-3">{t(`shell.${row.name}`)}</p>
    }
  }

  return (
    <nav aria-label={t('shell.menu')} className="flex h-full flex-col">
      <div className="flex h-13 shrink-0 items-center gap-2 pr-2.5 pl-4">
        <Logo className="size-5.5" />
        <span className="flex-1 font-semibold text-[16px] tracking-[-0.015em]">Atrium</span>
        <IconButton
          label={t('palette.open')}
          hint={`${t('palette.open')} (${modKey} K)`}
          onClick={openPalette}
        >
          <Command />
        </IconButton>
        <IconButton
          label={t('shell.hideSidebar')}
          onClick={() => (wide ? toggleSidebar() : setDrawer(false))}
        >
          <PanelLeftClose />
        </IconButton>
      </div>
      <div className="grid shrink-0 grid-cols-[1fr_auto] gap-1.5 px-3 pb-2">
        <Link to={paths.home()} className={cn(buttonStyle({ variant: 'secondary' }), 'justify-start')}>
          <SquarePen />
          {t('chat.new')}
        </Link>
        <IconButton label={t('terminal.new')} variant="secondary" className="size-9" onClick={openTerminal}>
          <SquareTerminal />
        </IconButton>
      </div>
      <search className="relative mx-3 mb-1 shrink-0">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-ink-3"
        />
        <input
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          aria-label={t('shell.search')}
          placeholder={t('shell.search')}
          className="h-8 w-full rounded-lg bg-hover pr-2 pl-8 text-[13.5px] placeholder:text-ink-3 coarse:h-10 coarse:text-base"
        />
      </search>
      {chats.isPending ? (
        <div className="grid flex-1 content-start gap-2.5 px-4 pt-4">
          {[70, 85, 60, 75, 50].map((width) => (
            <Skeleton key={width} className="h-4" />
          ))}
        </div>
      ) : (
        <VirtualList
          label={t('shell.chatsAndTerminals')}
          items={rows}
          rowHeight={heightOf}
          keyOf={({ key }) => key}
          render={render}
          onEndReached={more}
        />
      )}
      <div className="flex shrink-0 items-center gap-1 border-line border-t px-3 py-2">
        <Link
          to={paths.settings()}
          className={cn(buttonStyle({ variant: 'ghost', size: 'sm' }), 'flex-1 justify-start')}
        >
          <Settings />
          {t('settings.title')}
        </Link>
        <IconButton
          label={archived ? t('shell.hideArchived') : t('shell.showArchived')}
          aria-pressed={archived}
          className={cn(archived && 'bg-accent-soft text-accent-strong')}
          onClick={() => setArchived(!archived)}
        >
          <Archive />
        </IconButton>
      </div>
    </nav>
  )
}

/** A heading that folds away what is below it, and keeps that in this browser. */
const Fold = ({
  name,
  open,
  onChange,
  aside,
  children,
}: {
  name: string
  open: boolean
  onChange: (open: boolean) => void
  aside?: ReactNode
  children: ReactNode
}) => (
  <div className="flex h-full items-center justify-between pr-2.5 pl-2">
    <button
      type="button"
      aria-expanded={open}
      className="flex items-center gap-1 rounded-md px-2 py-0.5 font-medium text-ink-3 text-xs hover:bg-hover"
      onClick={() => {
        writeStored(name, !open)
        onChange(!open)
      }}
    >
      {children}
      <ChevronRight aria-hidden className={cn('size-3 transition-transform', open && 'rotate-90')} />
    </button>
    {aside}
  </div>
)

/** What opens over the page takes the drawer's place. */
const openTerminal = () => {
  setDrawer(false)
  setNewTerminal(true)
}
const openPalette = () => {
  setDrawer(false)
  setPalette(true)
}

const coarse = matchMedia('(pointer: coarse)')
const heightOf = (row: SidebarRow): number =>
  row.kind === 'heading'
    ? 38
    : row.kind === 'places'
      ? Math.ceil(placeGroups[row.group].length / 2) * (coarse.matches ? 45 : 33)
      : coarse.matches
        ? 44
        : 34
