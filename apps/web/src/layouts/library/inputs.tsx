import type { ComponentProps } from 'react'
import { cn } from '../../lib/cn.ts'
import { inputStyle } from '../../ui/Field.tsx'

export const TextArea = ({ className, ...props }: ComponentProps<'textarea'>) => (
  <textarea className={cn(inputStyle, 'field-sizing-content h-auto min-h-20 py-2', className)} {...props} />
)

export const Select = ({ className, ...props }: ComponentProps<'select'>) => (
  <select className={cn(inputStyle, 'pr-8', className)} {...props} />
)
