import type { ReactNode } from 'react'
import { cn } from '../lib/cn.ts'

const tones = {
  plain: 'border-line bg-sunken text-ink-2',
  good: 'border-transparent bg-accent-soft text-accent-strong',
  signal: 'border-signal-line bg-signal-soft text-signal-ink',
  danger: 'border-danger-line bg-danger-soft text-danger-ink',
}

export const Badge = ({ tone = 'plain', children }: { tone?: keyof typeof tones; children: ReactNode }) => (
  <span
    className={cn(
      'inline-flex min-w-0 max-w-full items-center gap-1 whitespace-nowrap rounded-md border px-1.5 py-0.5 font-medium text-xs [&_svg]:size-3',
      tones[tone],
    )}
  >
    {children}
  </span>
)
