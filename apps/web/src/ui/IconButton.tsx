import { cn } from '../lib/cn.ts'
import { Button, type ButtonProps } from './Button.tsx'

/** A button that shows only a symbol; its label is its name, and what the pointer is told. */
export function IconButton({
  label,
  hint,
  variant = 'ghost',
  className,
  children,
  ...props
}: Omit<ButtonProps, 'size' | 'aria-label' | 'title'> & { label: string; hint?: string }) {
  return (
    <Button
      size="icon"
      variant={variant}
      aria-label={label}
      title={hint ?? label}
      className={cn('shrink-0', className)}
      {...props}
    >
      {children}
    </Button>
  )
}
