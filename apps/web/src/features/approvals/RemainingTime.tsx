import { Clock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNow } from './use-now.ts'

/** How long an answer is still waited for. */
export function RemainingTime({ until }: { until: string }) {
  const { t } = useTranslation()
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - useNow()) / 1_000))
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return (
    <span
      role="timer"
      aria-label={t('approvals.left', { left })}
      className={`inline-flex items-center gap-1 text-[13px] tabular-nums ${seconds <= 30 ? 'font-medium text-danger-ink' : 'text-ink-2'}`}
    >
      <Clock aria-hidden className="size-3.5" />
      {left}
    </span>
  )
}
