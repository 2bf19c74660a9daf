import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, type RefObject, useRef } from 'react'
import { cn } from '../lib/cn.ts'
import { Button } from './Button.tsx'

export const backdropStyle =
  'fixed inset-0 z-40 bg-black/35 backdrop-blur-[1.5px] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0'

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  closeLabel: string
  className?: string
  children: ReactNode
}

/**
 * Where the focus begins: on what asks for it, else on the first stop. An `autoFocus` would take it before the dialog has
 * noted where it was, and so could not give it back.
 */
export const firstFocus = (popup: RefObject<HTMLElement | null>) => () =>
  popup.current?.querySelector<HTMLElement>('[data-autofocus]') ?? true

/** A window over the page: focus stays in it, Escape closes it, focus goes back to where it was. */
export function DialogWindow({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  className,
  children,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Popup
          ref={popup}
          initialFocus={firstFocus(popup)}
          className={cn(
            'fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(30rem,calc(100vw-1.5rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-2xl border border-line bg-surface p-5 shadow-float transition-[opacity,scale] duration-150 data-ending-style:scale-98 data-starting-style:scale-98 data-ending-style:opacity-0 data-starting-style:opacity-0',
            className,
          )}
        >
          <div className="flex items-start gap-3">
            <Base.Title className="flex-1 font-semibold text-[17px] tracking-tight">{title}</Base.Title>
            <Base.Close
              render={
                <Button size="icon" variant="ghost" className="-mt-1 -mr-1.5" aria-label={closeLabel} />
              }
            >
              <X />
            </Base.Close>
          </div>
          {description && <Base.Description className="mt-1 text-ink-2">{description}</Base.Description>}
          <div className="mt-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
