import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { cn } from '../lib/cn.ts'
import { backdropStyle } from './DialogWindow.tsx'

const base =
  'fixed inset-y-0 z-50 border-line bg-sunken shadow-float transition-transform duration-200 ease-out'
const sides = {
  left: 'left-0 w-[min(20rem,86vw)] border-r data-ending-style:-translate-x-full data-starting-style:-translate-x-full',
  right:
    'right-0 w-[min(44rem,100vw)] border-l data-ending-style:translate-x-full data-starting-style:translate-x-full',
}

/** A panel that slides over the page; narrow screens. On the left it is a list, on the right it takes the whole width. */
export function Drawer({
  open,
  onOpenChange,
  title,
  side = 'left',
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  side?: 'left' | 'right'
  children: ReactNode
}) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Popup className={cn(base, sides[side])}>
          <Base.Title className="sr-only">{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
