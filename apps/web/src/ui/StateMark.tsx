import { cn } from '../lib/cn.ts'

export type StateKind =
  | 'idle'
  | 'queued'
  | 'working'
  | 'waiting'
  | 'interrupted'
  | 'failed'
  | 'unknown'
  | 'dormant'

// A shape of its own for each, so that nothing hangs on colour alone.
const shapes: Record<StateKind, string> = {
  idle: 'rounded-full border border-line-strong',
  unknown: 'rounded-full border border-line-strong',
  dormant: 'h-px! rounded-none bg-ink-3',
  queued: 'rounded-full border border-dashed border-accent',
  working: 'rounded-full bg-accent animate-breathe',
  waiting: 'rotate-45 rounded-[1px] bg-signal',
  interrupted: 'rounded-full border border-danger border-r-0 bg-transparent',
  failed: 'rounded-[2px] bg-danger',
}

/** What a chat or terminal does now, as a mark; the label is for those who do not see it. */
export const StateMark = ({ state, label }: { state: StateKind; label: string }) => (
  <span className="grid size-4 shrink-0 place-items-center" role="img" aria-label={label} title={label}>
    <span className={cn('size-2', shapes[state])} />
  </span>
)
