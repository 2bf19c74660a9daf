import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { Spinner } from '../../ui/Spinner.tsx'

/** The inside of a dialog that asks for something: fields, what went wrong, and the two ways out. */
export function DialogForm({
  action,
  disabled = false,
  onSubmit,
  onCancel,
  children,
}: {
  action: string
  disabled?: boolean
  /** Closes the dialog when it is done; what it throws is shown. */
  onSubmit: () => Promise<unknown>
  onCancel: () => void
  children: ReactNode
}) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || disabled) return
    setBusy(true)
    setError(null)
    try {
      await onSubmit()
    } catch (refused) {
      setError(refused)
    }
    setBusy(false)
  }
  return (
    <form
      className="grid grid-cols-[minmax(0,1fr)] gap-4"
      onSubmit={(event) => void submit(event)}
      noValidate
    >
      {children}
      {error !== null && (
        <p role="alert" className="text-danger-ink [overflow-wrap:anywhere]">
          {errorText(error, t)}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={busy || disabled}>
          {busy && <Spinner />}
          {action}
        </Button>
      </div>
    </form>
  )
}
