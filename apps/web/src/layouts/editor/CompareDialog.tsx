import { useTranslation } from 'react-i18next'
import { cn } from '../../lib/cn.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { diffLines } from './diff-lines.ts'

/** Shows where what is written here and what lies in the vault differ. */
export function CompareDialog({
  open,
  onOpenChange,
  mine,
  theirs,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  mine: () => string
  theirs: string
}) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('files.compareTitle')}
      description={t('files.compareNote')}
      closeLabel={t('common.close')}
      className="w-[min(56rem,calc(100vw-1.5rem))]"
    >
      <Differences mine={mine()} theirs={theirs} />
    </Dialog>
  )
}

const marks = { same: ' ', mine: '−', theirs: '+' }
const looks = {
  same: 'text-ink-2',
  mine: 'bg-danger-soft text-danger-ink',
  theirs: 'bg-accent-soft text-accent-strong',
}
/** So many lines around a change are shown with it. */
const around = 3

function Differences({ mine, theirs }: { mine: string; theirs: string }) {
  const { t } = useTranslation()
  const lines = diffLines(mine, theirs)
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'),
  )
  return (
    <div
      className="max-h-[60dvh] overflow-auto rounded-xl border border-line bg-code font-mono text-[13px] leading-[1.55]"
      tabIndex={0}
      role="group"
      aria-label={t('files.compareTitle')}
    >
      {lines.map((line, at) => {
        if (!near[at])
          return near[at - 1] || at === 0 ? (
            <p key={at} className="px-3 text-ink-3">
              …
            </p>
          ) : null
        return (
          <p key={at} className={cn('flex min-w-max gap-2 whitespace-pre px-3', looks[line.kind])}>
            <span aria-label={line.kind === 'same' ? undefined : t(`files.${line.kind}`)}>
              {marks[line.kind]}
            </span>
            {line.text}
          </p>
        )
      })}
    </div>
  )
}
