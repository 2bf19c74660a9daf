import { ShieldAlert } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import type { ApprovalState } from './ApprovalBadge.tsx'

/** Asks for the approval of a program, with everything in sight that decides what runs. */
export function ApprovalBox({
  state,
  hash,
  onApprove,
  children,
}: {
  state: Exclude<ApprovalState, 'approved'>
  hash: string | null
  onApprove: () => Promise<unknown>
  /** What would run. */
  children: ReactNode
}) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [first] = useState(hash)
  const [seen, setSeen] = useState(hash)
  // What changes under a press that is already on its way must not be approved by it.
  useEffect(() => {
    const settled = setTimeout(() => setSeen(hash), 1_000)
    return () => clearTimeout(settled)
  }, [hash])
  const approve = () => {
    setBusy(true)
    void onApprove().finally(() => setBusy(false))
  }
  return (
    <section
      aria-label={t('library.approveTitle')}
      className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-xl border border-signal-line bg-signal-soft p-4"
    >
      <h2 className="flex items-center gap-2 font-semibold">
        <ShieldAlert aria-hidden className="size-4.5 shrink-0 text-signal-ink" />
        {t('library.approveTitle')}
      </h2>
      <p className="text-pretty text-ink-2">{t(`library.approveNotes.${state}`)}</p>
      {hash !== first && (
        <p role="alert" className="font-medium text-signal-ink">
          {t('library.approveAgain')}
        </p>
      )}
      {children}
      {hash && (
        <p className="text-[13px] text-ink-2">
          {t('library.hash')}: <code className="font-mono text-[12px] [overflow-wrap:anywhere]">{hash}</code>
        </p>
      )}
      <div>
        <Button variant="primary" disabled={busy || seen !== hash} onClick={approve}>
          {busy && <Spinner />}
          {t('library.approve')}
        </Button>
      </div>
    </section>
  )
}
