import type { ReactNode } from 'react'
import { cn } from '../lib/cn.ts'

export const Section = ({
  title,
  note,
  aside,
  children,
}: {
  title: string
  note?: ReactNode
  aside?: ReactNode
  children: ReactNode
}) => (
  <section aria-label={title} className="grid gap-3.5">
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 sm:items-start">
      <h2 className="font-semibold text-[17px] tracking-tight">{title}</h2>
      {aside && <div className="col-start-2 row-start-1 sm:row-span-2">{aside}</div>}
      {note && (
        <p className={cn('col-start-1 text-pretty text-ink-2', aside ? 'max-sm:col-span-2' : 'col-span-2')}>
          {note}
        </p>
      )}
    </div>
    {children}
  </section>
)
