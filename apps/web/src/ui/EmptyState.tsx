import type { ReactNode } from 'react'

/** What a page says when there is nothing to show: what it is for, and the next step. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
}: {
  icon?: ReactNode
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-2 px-6 py-12 text-center">
      {icon && <div className="mb-2 text-ink-3 [&_svg]:size-8 [&_svg]:stroke-[1.5]">{icon}</div>}
      <h2 className="text-balance font-semibold text-lg tracking-tight">{title}</h2>
      {children && <div className="text-pretty text-ink-2">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
