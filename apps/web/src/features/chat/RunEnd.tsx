import type { RunErrorCode } from '@atrium/schema'
import type { TFunction } from 'i18next'
import { CirclePause, CircleX, RotateCcw, Square } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatDuration } from '../../lib/format.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { type RunView, runText } from './fold-events.ts'

export type RunActions = {
  retry: (run: RunView) => void
  resume: (run: RunView) => void
  openSettings: () => void
  newChat: () => void
}

/** How a run ended, and what can be done about it. */
export function RunEnd({ run, isLast, actions }: { run: RunView; isLast: boolean; actions: RunActions }) {
  const { t } = useTranslation()
  const { outcome } = run
  if (outcome === null) return null
  if (outcome.type === 'aborted')
    return (
      <p className="flex items-center gap-2 text-[13px] text-ink-3">
        <Square aria-hidden className="size-3.5" />
        {t('chat.stopped')}
      </p>
    )
  if (outcome.type === 'error')
    return run.state === 'interrupted' ? (
      <Notice icon={<CirclePause />} title={t('chat.interruptedTitle')} message={t('chat.interrupted')}>
        {isLast && (
          <Button size="sm" variant="primary" onClick={() => actions.resume(run)}>
            {t('chat.continue')}
          </Button>
        )}
      </Notice>
    ) : (
      <Notice icon={<CircleX />} title={t(`chat.failures.${outcome.code}`)} message={whyOf(run, outcome, t)}>
        {isLast && outcome.can_retry && (
          <Button size="sm" variant="primary" onClick={() => actions.retry(run)}>
            <RotateCcw />
            {t('common.retry')}
          </Button>
        )}
        {outcome.actions
          .filter(({ action }) => action === 'settings' || action === 'reauth' || action === 'new_session')
          .map((one) => (
            <Button
              key={one.key}
              size="sm"
              onClick={one.action === 'new_session' ? actions.newChat : actions.openSettings}
            >
              {t(one.action === 'new_session' ? 'chat.new' : 'settings.title')}
            </Button>
          ))}
      </Notice>
    )
  const tokens = outcome.usage ? outcome.usage.input_tokens + outcome.usage.output_tokens : 0
  const said = runText(run)
  return (
    <footer className="-mt-1.5 flex items-center gap-1 text-ink-3 text-xs">
      {said !== '' && (
        <CopyButton
          text={said}
          label={t('chat.copyAnswer')}
          doneLabel={t('common.copied')}
          className="-ml-2 size-7"
        />
      )}
      <span>
        {[
          outcome.model ?? run.model ?? run.runner,
          formatDuration(outcome.duration_ms),
          tokens > 0 ? t('chat.tokens', { count: tokens }) : null,
          outcome.cost_usd ? `$${outcome.cost_usd.toFixed(outcome.cost_usd < 0.1 ? 4 : 2)}` : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </footer>
  )
}

/** Of a Claude chat the cause alone is known, and said in our words; other agents say it in theirs. */
function whyOf(
  run: RunView,
  { code, message }: { code: RunErrorCode; message: string },
  t: TFunction,
): string {
  return run.runner === 'claude' && isNoted(code) ? t(`chat.failureNotes.${code}`) : message
}
const noted = [
  'billing_error',
  'expired_token',
  'invalid_api_key',
  'invalid_credentials',
  'rate_limited',
  'service_error',
  'network_error',
  'context_exceeded',
  'mcp_connection_failed',
  'mcp_tool_error',
  'session_not_found',
  'session_unavailable',
  'tool_execution_failed',
] as const satisfies RunErrorCode[]
const isNoted = (code: RunErrorCode): code is (typeof noted)[number] =>
  (noted as readonly RunErrorCode[]).includes(code)

const Notice = ({
  icon,
  title,
  message,
  children,
}: {
  icon: React.ReactNode
  title: string
  message: string
  children?: React.ReactNode
}) => (
  <div className="relative rounded-xl border border-danger-line bg-danger-soft px-3.5 py-3">
    <span
      aria-hidden
      className="absolute top-3 -left-(--rail) grid size-6 -translate-x-1/2 place-items-center rounded-full border border-danger-line bg-danger-soft text-danger-ink [&_svg]:size-3.5"
    >
      {icon}
    </span>
    <p className="font-semibold text-danger-ink">{title}</p>
    <p className="mt-0.5 text-ink-2 [overflow-wrap:anywhere]">{message}</p>
    <div className="mt-2.5 flex flex-wrap gap-2 empty:hidden">{children}</div>
  </div>
)
