import { cn } from '../lib/cn.ts'

/** Two arches, one inside the other: a way in, and the light behind it. */
export const Logo = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-6 text-accent', className)} fill="none">
    <path d="M5 28V15a11 11 0 0 1 22 0v13" stroke="currentColor" strokeWidth="2.8" strokeLinecap="round" />
    <path
      d="M11.5 28V16a4.5 4.5 0 0 1 9 0v12"
      stroke="currentColor"
      strokeOpacity=".5"
      strokeWidth="2.4"
      strokeLinecap="round"
    />
  </svg>
)
