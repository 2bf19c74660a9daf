import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

/** A secret that was just made: here, and never again. */
export function SecretShown({ secret, onDone }: { secret: string | null; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={secret !== null}
      onOpenChange={(open) => !open && onDone()}
      title={t('webhooks.secretTitle')}
      description={t('webhooks.secretNote')}
      closeLabel={t('common.close')}
    >
      <div className="flex items-center gap-2 rounded-xl border border-line bg-code py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 select-all font-mono text-[13px] [overflow-wrap:anywhere]">
          {secret}
        </code>
        <CopyButton text={secret ?? ''} label={t('webhooks.copySecret')} doneLabel={t('common.copied')} />
      </div>
      <div className="mt-4 flex justify-end">
        <Button variant="primary" onClick={onDone}>
          {t('common.done')}
        </Button>
      </div>
    </Dialog>
  )
}
