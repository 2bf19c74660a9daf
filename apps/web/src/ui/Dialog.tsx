import { lazy, Suspense } from 'react'
import { useOnce } from '../lib/use-once.ts'
import type { DialogProps } from './DialogWindow.tsx'

const DialogWindow = lazy(async () => ({ default: (await import('./DialogWindow.tsx')).DialogWindow }))

/** A window over the page, whose machinery comes when the first one opens. */
export function Dialog(props: DialogProps) {
  const wanted = useOnce(props.open)
  return (
    wanted && (
      <Suspense fallback={null}>
        <DialogWindow {...props} />
      </Suspense>
    )
  )
}
