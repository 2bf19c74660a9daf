import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useAsked } from '../stores/confirm.ts'
import { Button } from './Button.tsx'
import { backdropStyle } from './DialogWindow.tsx'

/** The one place where `confirm()` asks. */
export function ConfirmDialog({ cancelLabel }: { cancelLabel: string }) {
  const asked = useAsked()
  return (
    <AlertDialog.Root open={asked !== null} onOpenChange={(open) => !open && asked?.answer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdropStyle} />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 z-50 w-[min(26rem,calc(100vw-1.5rem))] -translate-x-1/2 -translate-y-1/2 rounded-2xl border border-line bg-surface p-5 shadow-float">
          <AlertDialog.Title className="font-semibold text-[17px] tracking-tight">
            {asked?.title}
          </AlertDialog.Title>
          <AlertDialog.Description className="mt-1.5 text-ink-2 [overflow-wrap:anywhere]">
            {asked?.message}
          </AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Close render={<Button />}>{cancelLabel}</AlertDialog.Close>
            <Button variant={asked?.danger ? 'danger' : 'primary'} onClick={() => asked?.answer(true)}>
              {asked?.action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
