import { Link } from '@tanstack/react-router'
import {
  Blocks,
  Boxes,
  CalendarClock,
  Folder,
  History,
  Import,
  type LucideIcon,
  Plug,
  Sparkles,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type Place, paths, places } from '../paths.ts'

/** One symbol a page; the palette shows the same. */
export const placeIcons: Record<Place, LucideIcon> = {
  files: Folder,
  workspaces: Boxes,
  servers: Plug,
  skills: Sparkles,
  modules: Blocks,
  schedules: CalendarClock,
  history: History,
  imports: Import,
}

/** The ways to all that is neither a chat nor a terminal, two a line. */
export function Places() {
  const { t } = useTranslation()
  return (
    <div className="grid grid-cols-2 gap-px px-2">
      {places.map((place) => {
        const Icon = placeIcons[place]
        return (
          <Link
            key={place}
            to={paths[place]()}
            data-row-focus
            className="flex h-8 min-w-0 items-center gap-2 rounded-lg px-2 text-[13px] text-ink-2 hover:bg-hover hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-ink coarse:h-11 [&_svg]:size-3.5 [&_svg]:shrink-0"
          >
            <Icon aria-hidden />
            <span className="truncate">{t(`places.${place}`)}</span>
          </Link>
        )
      })}
    </div>
  )
}
