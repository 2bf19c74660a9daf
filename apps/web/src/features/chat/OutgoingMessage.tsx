import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { UserMessage } from './RunBlock.tsx'
import type { Outgoing } from './use-chat.ts'

/** A message that the hub has not confirmed yet, or refused. */
export function OutgoingMessage({
  message,
  onRetry,
  onDiscard,
}: {
  message: Outgoing
  onRetry: () => void
  onDiscard: () => void
}) {
  const { t } = useTranslation()
  return (
    <div className="py-3">
      <UserMessage content={message.request.message} attachments={message.attachments}>
        {message.error === null ? (
          <span className="flex items-center gap-1.5 text-ink-3 text-xs">
            <Spinner className="size-3" />
            {t('chat.sending')}
          </span>
        ) : (
          <div
            role="alert"
            className="flex flex-wrap items-center justify-end gap-2 text-[13px] text-danger-ink"
          >
            {errorText(message.error, t)}
            <Button size="sm" onClick={onRetry}>
              {t('common.retry')}
            </Button>
            <Button size="sm" variant="ghost" onClick={onDiscard}>
              {t('chat.discard')}
            </Button>
          </div>
        )}
      </UserMessage>
    </div>
  )
}
