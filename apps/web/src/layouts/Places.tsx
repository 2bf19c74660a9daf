import { Link } from '@tanstack/react-router'
import {
  AppWindow,
  Blocks,
  BotMessageSquare,
  Boxes,
  CalendarClock,
  ChartColumn,
  Folder,
  FolderGit2,
  History,
  Import,
  Kanban,
  type LucideIcon,
  Plug,
  ShieldCheck,
  Sparkles,
  Webhook,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type Place, type PlaceGroup, paths, placeGroups } from '../paths.ts'
import { AskingCount, WaitingCount } from './WaitingCount.tsx'

/** One symbol a page; the palette shows the same. */
export const placeIcons: Record<Place, LucideIcon> = {
  approvals: ShieldCheck,
  files: Folder,
  projects: FolderGit2,
  board: Kanban,
  workspaces: Boxes,
  servers: Plug,
  skills: Sparkles,
  modules: Blocks,
  schedules: CalendarClock,
  history: History,
  imports: Import,
  webhooks: Webhook,
  bots: BotMessageSquare,
  usage: ChartColumn,
  preview: AppWindow,
}

/** The ways to all that is neither a chat nor a terminal, two a line. */
export function Places({ group }: { group: PlaceGroup }) {
  const { t } = useTranslation()
  return (
    <div className="grid grid-cols-2 gap-px px-2">
      {placeGroups[group].map((place) => {
        const Icon = placeIcons[place]
        return (
          <Link
            key={place}
            to={paths[place]()}
            data-row-focus
            className="flex h-8 min-w-0 items-center gap-1.5 rounded-lg px-2 text-[13px] text-ink-2 hover:bg-hover hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-ink coarse:h-11 [&_svg]:size-3.5 [&_svg]:shrink-0"
          >
            <Icon aria-hidden />
            <span className="truncate">{t(`places.${place}`)}</span>
            {place === 'approvals' && <WaitingCount />}
            {place === 'bots' && <AskingCount />}
          </Link>
        )
      })}
    </div>
  )
}
