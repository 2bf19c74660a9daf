import { useQuery } from '@tanstack/react-query'
import { RotateCcw, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { boardKey, forgetSnapshot, restoreSnapshot, snapshotsQuery } from '../../api/board.ts'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { formatMoment } from '../../lib/format.ts'
import { confirm } from '../../stores/confirm.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

/** What was kept of working trees that are gone, with the way back. */
export function SnapshotsDialog({
  open,
  nameOf,
  onClose,
}: {
  open: boolean
  nameOf: (projectId: string) => string
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      onOpenChange={(now) => !now && onClose()}
      title={t('board.snapshots')}
      description={t('board.snapshotsNote')}
      closeLabel={t('common.close')}
    >
      <Snapshots nameOf={nameOf} />
    </Dialog>
  )
}

function Snapshots({ nameOf }: { nameOf: (projectId: string) => string }) {
  const { t, i18n } = useTranslation()
  const found = useQuery(snapshotsQuery())
  const attempt = useAttempt(boardKey)
  const forget = async (id: string, title: string) => {
    const yes = await confirm({
      title: t('board.forgetTitle'),
      message: t('board.forgetMessage', { title }),
      action: t('common.delete'),
      danger: true,
    })
    if (yes) await attempt(() => forgetSnapshot(id))
  }
  return (
    <Loaded query={found}>
      {(snapshots) =>
        snapshots.length === 0 ? (
          <p className="py-4 text-center text-ink-3">{t('board.noSnapshots')}</p>
        ) : (
          <ul
            aria-label={t('board.snapshots')}
            className="divide-y divide-line rounded-xl border border-line"
          >
            {snapshots.map((one) => (
              <li key={one.id} className="flex items-center gap-2 px-3 py-2.5">
                <div className="min-w-0 flex-1">
                  <p className="font-medium [overflow-wrap:anywhere]">
                    <VisibleText text={one.title} />
                  </p>
                  <p className="text-[13px] text-ink-3">
                    {nameOf(one.projectId)} · {formatMoment(one.createdAt, i18n.language)} ·{' '}
                    {t('board.files', { count: one.files })}
                  </p>
                </div>
                <Button
                  size="sm"
                  onClick={() => void attempt(() => restoreSnapshot(one.id), t('board.restored'))}
                >
                  <RotateCcw />
                  {t('board.restore')}
                </Button>
                <IconButton
                  label={t('board.forget', { title: one.title })}
                  onClick={() => void forget(one.id, one.title)}
                >
                  <Trash2 />
                </IconButton>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}
