import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../ui/VisibleText.tsx'

/** Things of one kind, one below the other. */
export const Rows = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul aria-label={label} className="divide-y divide-line rounded-xl border border-line bg-surface">
    {children}
  </ul>
)

/** One of them: its name leads to it. */
export const Row = ({
  to,
  name,
  badges,
  note,
  aside,
}: {
  to: string
  name: string
  badges?: ReactNode
  note?: ReactNode
  aside?: ReactNode
}) => (
  <li className="relative flex items-center gap-3 px-4 py-3 first:rounded-t-xl last:rounded-b-xl has-[a:hover]:bg-hover has-[a:active]:bg-line">
    <div className="min-w-0 flex-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          to={to}
          className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0 after:rounded-[inherit]"
        >
          <VisibleText text={name} />
        </Link>
        {badges}
      </div>
      {note && <div className="mt-0.5 text-[13px] text-ink-3 [overflow-wrap:anywhere]">{note}</div>}
    </div>
    {aside && <div className="relative flex shrink-0 items-center gap-1.5">{aside}</div>}
  </li>
)
