import type { ReactNode } from 'react'
import { useFocusBack } from '../../lib/use-focus-back.ts'

/** A card that waits for a person: amber, on the rail, with its own heading. */
export function RequestCard({
  icon,
  title,
  children,
}: {
  icon: ReactNode
  title: ReactNode
  children: ReactNode
}) {
  useFocusBack()
  return (
    <section
      aria-label={typeof title === 'string' ? title : undefined}
      className="relative rounded-xl border border-signal-line bg-signal-soft p-3.5 sm:p-4"
    >
      <span
        aria-hidden
        className="absolute top-3.5 -left-(--rail) grid size-6 -translate-x-1/2 place-items-center rounded-full border border-signal-line bg-signal-soft text-signal-ink [&_svg]:size-3.5"
      >
        {icon}
      </span>
      <h3 className="mb-2 font-semibold text-[14.5px]">{title}</h3>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">{children}</div>
    </section>
  )
}
