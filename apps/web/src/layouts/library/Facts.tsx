import type { ReactNode } from 'react'

/** What is known about a thing, a line each; lines without a value are left out. */
export const Facts = ({ rows }: { rows: [name: string, value: ReactNode][] }) => (
  <dl className="divide-y divide-line rounded-xl border border-line bg-surface">
    {rows
      .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
      .map(([name, value]) => (
        <div key={name} className="flex gap-4 px-4 py-2 max-sm:flex-col max-sm:gap-0">
          <dt className="shrink-0 text-ink-3 sm:w-36">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
  </dl>
)
