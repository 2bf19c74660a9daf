import type { PlanUsage } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { usageQuery } from '../../api/system.ts'
import { formatMoment } from '../../lib/format.ts'
import { Section } from '../../ui/Section.tsx'

const windows = ['five_hour', 'seven_day', 'seven_day_sonnet', 'seven_day_opus'] as const

/** How much of the plan is used, and whose figures these are. */
export function UsageSection() {
  const { t, i18n } = useTranslation()
  const usage = useQuery(usageQuery())
  if (!usage.data || usage.data.source === null) return null
  const rows = windows.flatMap((name) => {
    const row = rowOf(usage.data, name, t, i18n.language)
    return row ? [{ name, ...row }] : []
  })
  if (rows.length === 0) return null
  return (
    <Section title={t('settings.usage.title')} note={t(`settings.usage.sources.${usage.data.source}`)}>
      <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
        {rows.map(({ name, share, text, note }) => (
          <li key={name} className="grid gap-1.5 px-4 py-2.5">
            <p className="flex flex-wrap justify-between gap-x-4">
              <span>{t(`settings.usage.windows.${name}`)}</span>
              <span className="text-ink-2 tabular-nums">{text}</span>
            </p>
            {share !== null && (
              <progress
                className="meter"
                aria-label={t(`settings.usage.windows.${name}`)}
                max={1}
                value={share}
              />
            )}
            {note && <p className="text-[13px] text-ink-3">{note}</p>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function rowOf(usage: PlanUsage, name: (typeof windows)[number], t: TFunction, locale: string) {
  const window = usage[name]
  if (usage.source === 'vendor' && window?.utilization !== null && window?.utilization !== undefined)
    return {
      share: Math.min(1, window.utilization / 100),
      text: new Intl.NumberFormat(locale, { style: 'percent' }).format(window.utilization / 100),
      note: window.resets_at && t('settings.usage.resets', { when: formatMoment(window.resets_at, locale) }),
    }
  const counted = usage.local?.[name]
  if (!counted || counted.messages === 0) return null
  const number = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  return {
    share: null,
    text: t('settings.usage.tokens', {
      input: number.format(counted.input_tokens + counted.cache_creation_input_tokens),
      output: number.format(counted.output_tokens),
    }),
    note: t('settings.usage.answers', { count: counted.messages }),
  }
}
