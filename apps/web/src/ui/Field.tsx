import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from '../lib/cn.ts'

export const inputStyle =
  'h-9 w-full rounded-lg border border-line-strong bg-surface px-3 text-ink placeholder:text-ink-3 aria-invalid:border-danger coarse:h-11 coarse:text-base'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(inputStyle, className)} {...props} />
}

/** A label, its control, a hint and what is wrong, tied together for those who hear the page. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string
  hint?: ReactNode
  error?: string | null | undefined
  children: (props: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode
}) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-note`, 'aria-invalid': Boolean(error) })}
      <div id={`${id}-note`} className="mt-1 text-[13px]">
        {error ? (
          <p role="alert" className="text-danger-ink">
            {error}
          </p>
        ) : (
          hint && <p className="text-ink-3">{hint}</p>
        )}
      </div>
    </div>
  )
}
