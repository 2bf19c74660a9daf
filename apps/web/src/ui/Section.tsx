import type { ReactNode } from 'react'

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
    <div className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold text-[17px] tracking-tight">{title}</h2>
        {note && <p className="mt-0.5 text-pretty text-ink-2">{note}</p>}
      </div>
      {aside}
    </div>
    {children}
  </section>
)
