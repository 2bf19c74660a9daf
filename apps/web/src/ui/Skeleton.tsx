import { cn } from '../lib/cn.ts'

/** Where something will be; quiet, and unseen by screen readers. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={cn('animate-breathe rounded-md bg-hover', className)} />
)
