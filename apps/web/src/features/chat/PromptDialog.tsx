import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { promptPreviewQuery } from '../../api/prompts.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

/** What the hub adds to the prompt of the next turn, piece by piece. */
export function PromptDialog({
  id,
  open,
  onOpenChange,
}: {
  id: string
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('chat.prompt')}
      description={t('contexts.promptNote')}
      closeLabel={t('common.close')}
      className="w-[min(46rem,calc(100vw-1.5rem))]"
    >
      <Parts id={id} />
    </Dialog>
  )
}

function Parts({ id }: { id: string }) {
  const { t } = useTranslation()
  const found = useQuery(promptPreviewQuery(id))
  if (found.error)
    return (
      <p role="alert" className="text-danger-ink">
        {errorText(found.error, t)}
      </p>
    )
  if (!found.data) return <Skeleton className="h-40 rounded-xl" />
  const { parts, totalPromptTokens, contextTruncated } = found.data
  if (parts.length === 0) return <p className="text-ink-2">{t('contexts.promptEmpty')}</p>
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {parts.map((part, at) => (
        <section key={at} className="rounded-xl border border-line">
          <h3 className="flex flex-wrap items-center gap-x-3 border-line border-b px-3.5 py-1.5 text-[13px]">
            <span className="font-medium">{t(`contexts.sources.${part.source}`)}</span>
            {part.path !== null && (
              <code className="min-w-0 flex-1 font-mono text-[12px] text-ink-3 [overflow-wrap:anywhere]">
                {part.path}
              </code>
            )}
            <span className="ml-auto text-ink-3">{t('chat.tokens', { count: part.tokens })}</span>
          </h3>
          <pre
            tabIndex={0}
            className="max-h-60 overflow-auto whitespace-pre-wrap px-3.5 py-2 font-mono text-[12.5px] [overflow-wrap:anywhere]"
          >
            <VisibleText text={part.text} />
          </pre>
        </section>
      ))}
      <p className="text-[13px] text-ink-3">
        {[t('contexts.promptSum', { tokens: totalPromptTokens }), contextTruncated && t('contexts.truncated')]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  )
}
