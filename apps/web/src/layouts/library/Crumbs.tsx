import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { VisibleText } from '../../ui/VisibleText.tsx'

/** The name of a thing in the header, and the way back to the list it stands in. */
export const Crumbs = ({ to, list, name }: { to: string; list: string; name: string }) => (
  <span className="flex min-w-0 items-center gap-1 px-1">
    <Link
      to={to}
      className="flex shrink-0 items-center gap-0.5 rounded-md py-0.5 pr-1 font-normal text-ink-2 hover:bg-hover hover:text-ink [&_svg]:size-4"
    >
      <ChevronLeft aria-hidden />
      <span className="max-sm:sr-only">{list}</span>
    </Link>
    <span aria-hidden className="text-ink-3 max-sm:hidden">
      /
    </span>
    <span className="truncate">
      <VisibleText text={name} />
    </span>
  </span>
)
