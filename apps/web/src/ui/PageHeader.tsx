import type { ReactNode } from 'react'
import { createContext, useContext } from 'react'
import { cn } from '../lib/cn.ts'

/** What the shell puts before every title: the button that brings the sidebar. */
export const HeaderStart = createContext<ReactNode>(null)

export const PageHeader = ({
  title,
  aside,
  plain,
}: {
  title: ReactNode
  aside?: ReactNode
  /** Without the line below it. */
  plain?: boolean
}) => (
  <header
    className={cn(
      'flex h-13 shrink-0 items-center gap-1.5 px-2.5 sm:px-3.5',
      !plain && 'border-line border-b',
    )}
  >
    {useContext(HeaderStart)}
    <h1 className="min-w-0 flex-1 truncate font-semibold text-[15px]">
      {typeof title === 'string' ? <span className="px-1.5">{title}</span> : title}
    </h1>
    <div className="flex shrink-0 items-center gap-1">{aside}</div>
  </header>
)
