import type { Hook } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { approveHook, hookErrorsQuery, hooksKey, hooksQuery } from '../../api/system.ts'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { relativeTime } from '../../lib/format.ts'
import { confirm } from '../../stores/confirm.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

const tones = {
  active: 'good',
  disabled: 'plain',
  pending_approval: 'signal',
  failed: 'danger',
  unsupported: 'plain',
} as const

/** Scripts and modules that hear what happens in the hub, and how they do. */
export function HooksSection() {
  const { t, i18n } = useTranslation()
  const found = useQuery(hooksQuery())
  const errors = useQuery(hookErrorsQuery()).data ?? []
  if (!found.data) return null
  const { hooks } = found.data
  return (
    <Section title={t('settings.hooks.title')} note={t('settings.hooks.note')}>
      {hooks.length === 0 ? (
        <p className="text-ink-3">{t('settings.hooks.none')}</p>
      ) : (
        <ul
          aria-label={t('settings.hooks.title')}
          className="divide-y divide-line rounded-xl border border-line bg-surface"
        >
          {hooks.map((hook) => (
            <OneHook key={`${hook.source} ${hook.name}`} hook={hook} />
          ))}
        </ul>
      )}
      {errors.length > 0 && (
        <details>
          <summary className="text-signal-ink">
            {t('settings.hooks.errors', { count: errors.length })}
          </summary>
          <ul className="mt-2 grid gap-1 text-[13px] text-ink-2">
            {errors.toReversed().map((one) => (
              <li key={`${one.timestamp} ${one.hook_name} ${one.event}`} className="[overflow-wrap:anywhere]">
                <span className="text-ink-3">{relativeTime(one.timestamp, i18n.language)}</span>{' '}
                {one.hook_name} ({one.event}): {one.error}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

function OneHook({ hook }: { hook: Hook }) {
  const { t } = useTranslation()
  const attempt = useAttempt(hooksKey)
  const approve = async () => {
    const yes = await confirm({
      title: t('settings.hooks.approveTitle', { name: hook.name }),
      message: t('settings.hooks.approveMessage', { path: hook.path, hash: hook.sha256?.slice(0, 12) }),
      action: t('library.approve'),
    })
    if (yes) await attempt(() => approveHook(hook.name, hook.sha256 ?? ''), t('library.approved'))
  }
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium [overflow-wrap:anywhere]">
            <VisibleText text={hook.name} />
          </span>
          <Badge tone={tones[hook.status]}>{t(`settings.hooks.status.${hook.status}`)}</Badge>
        </p>
        <p className="text-[13px] text-ink-3 [overflow-wrap:anywhere]">
          {hook.status === 'pending_approval'
            ? t('settings.hooks.waiting')
            : (hook.message ?? [hook.description, hook.events.join(', ')].filter(Boolean).join(' · '))}
        </p>
      </div>
      {hook.status === 'pending_approval' && hook.source === 'script' && (
        <Button size="sm" onClick={() => void approve()}>
          {t('library.approve')}
        </Button>
      )}
    </li>
  )
}
