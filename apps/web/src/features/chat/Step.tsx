import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { cn } from '../../lib/cn.ts'

/** A bead on the rail of a run: one line that unfolds. */
export function Step({
  icon,
  title,
  summary,
  aside,
  tone = 'plain',
  startOpen = false,
  children,
}: {
  icon: ReactNode
  title: ReactNode
  summary?: ReactNode
  aside?: ReactNode
  tone?: 'plain' | 'live' | 'danger'
  startOpen?: boolean
  children: ReactNode
}) {
  const [open, setOpen] = useState(startOpen)
  const id = useId()
  return (
    <div className="relative">
      <span
        aria-hidden
        className={cn(
          'absolute top-1 -left-(--rail) coarse:top-2 grid size-6 -translate-x-1/2 place-items-center rounded-full border bg-page [&_svg]:size-3.5',
          tone === 'plain' && 'border-line text-ink-3',
          tone === 'live' && 'border-accent text-accent',
          tone === 'danger' && 'border-danger-line text-danger-ink',
        )}
      >
        {icon}
      </span>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="-ml-1.5 flex min-h-8 w-[calc(100%+0.375rem)] items-center gap-2 rounded-lg px-1.5 text-left text-[13px] hover:bg-hover coarse:min-h-10"
      >
        <span className="shrink-0 font-medium text-ink-2">{title}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-[12.5px] text-ink-3 [font-variant-ligatures:none]">
          {summary}
        </span>
        {aside}
        <ChevronRight
          aria-hidden
          className={cn('size-3.5 shrink-0 text-ink-3 transition-transform', open && 'rotate-90')}
        />
      </button>
      <div id={id} hidden={!open} className="pt-1.5 pb-2">
        {open && children}
      </div>
    </div>
  )
}
