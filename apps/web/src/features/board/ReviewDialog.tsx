import type { Card, FinishReason } from '@atrium/schema'
import { ApiError } from '@atrium/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { GitMerge } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { boardKey, branchDiffQuery, finishCard } from '../../api/board.ts'
import { errorText } from '../../api/errors.ts'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { DiffView } from '../../ui/diff/DiffView.tsx'
import { Spinner } from '../../ui/Spinner.tsx'

/** What a card changed, and the way to done. */
export function ReviewDialog({ card, onClose }: { card: Card | null; onClose: () => void }) {
  const { t } = useTranslation()
  // Stays while the window closes.
  const [last, setLast] = useState(card)
  if (card && card !== last) setLast(card)
  return (
    <Dialog
      open={card !== null}
      onOpenChange={(open) => !open && onClose()}
      title={last?.title ?? ''}
      description={last?.branch ?? ''}
      closeLabel={t('common.close')}
      className="w-[min(68rem,calc(100vw-1.5rem))]"
    >
      {last && <Review key={last.id} card={last} onClose={onClose} />}
    </Dialog>
  )
}

function Review({ card, onClose }: { card: Card; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const diff = useQuery(branchDiffQuery(card.id))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{
    reason: FinishReason | 'push-failed' | null
    text: string
  } | null>(null)
  const finish = async (uncommitted: 'refuse' | 'snapshot') => {
    setBusy(true)
    setProblem(null)
    try {
      const { base, note, cleanup } = await finishCard(card.id, uncommitted)
      toast.success(t('board.finished', { base }))
      if (note) toast.warning(note)
      if (cleanup?.kept) toast.warning(cleanup.kept)
      else if (cleanup?.snapshot) toast.info(t('board.keptSnapshot'))
      onClose()
    } catch (error) {
      const reason = error instanceof ApiError ? (error.reason ?? null) : null
      setProblem({ reason: reason as FinishReason | null, text: errorText(error, t) })
    }
    setBusy(false)
    await client.invalidateQueries({ queryKey: boardKey })
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {card.implementSummary && (
        <p className="text-ink-2 [overflow-wrap:anywhere]">{card.implementSummary}</p>
      )}
      <div className="max-h-[52dvh] overflow-y-auto rounded-xl border border-line">
        <Loaded query={diff}>
          {({ isRepo, files = [], truncated = false }) =>
            !isRepo || files.length === 0 ? (
              <p className="px-4 py-6 text-center text-ink-3">
                {t(isRepo ? 'board.nothingChanged' : 'board.noRepository')}
              </p>
            ) : (
              <DiffView groups={[{ files }]} truncated={truncated} />
            )
          }
        </Loaded>
      </div>
      {problem && (
        <div
          role="alert"
          className="rounded-xl border border-danger-line bg-danger-soft px-4 py-3 text-danger-ink"
        >
          <p className="font-medium">{problem.reason ? t(`board.reason.${problem.reason}`) : problem.text}</p>
          {problem.reason && <p className="mt-1 text-[13px] [overflow-wrap:anywhere]">{problem.text}</p>}
        </div>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p className="mr-auto min-w-48 flex-1 text-[13px] text-ink-3">
          {t(card.stage === 'review' ? 'board.finishNote' : 'board.finishLater')}
        </p>
        {problem?.reason === 'uncommitted-work' && (
          <Button disabled={busy} onClick={() => void finish('snapshot')}>
            {t('board.finishSnapshot')}
          </Button>
        )}
        <Button
          variant="primary"
          disabled={busy || card.stage !== 'review'}
          onClick={() => void finish('refuse')}
        >
          {busy ? <Spinner /> : <GitMerge />}
          {t('board.finish')}
        </Button>
      </div>
    </div>
  )
}
