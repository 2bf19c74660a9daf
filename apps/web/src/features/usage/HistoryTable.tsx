import { useTranslation } from 'react-i18next'
import { dayName, dollars, whole } from './numbers.ts'
import type { Bar, Unit } from './series.ts'

/** What the chart shows, as figures, the newest first. */
export function HistoryTable({ bars, names, unit }: { bars: Bar[]; names: string[]; unit: Unit }) {
  const { t, i18n } = useTranslation()
  const locale = i18n.language
  const say = (value: number | undefined): string =>
    value === undefined ? '–' : unit === 'cost' ? dollars(value, locale) : whole(value, locale)
  const used = bars.filter(({ total, parts }) => total > 0 || Object.keys(parts).length > 0)
  return (
    // A table that is wider than its box is scrolled by keys too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section tabIndex={0} aria-label={t('usage.table')} className="max-h-96 overflow-auto">
      <table className="w-full whitespace-nowrap text-[13px]">
        <thead className="sticky top-0 bg-surface text-ink-3">
          <tr>
            <th className="py-1.5 pr-3 text-left font-medium">{t('usage.date')}</th>
            <th className="px-3 py-1.5 text-right font-medium">{t('usage.total')}</th>
            {names.map((name) => (
              <th key={name} className="px-3 py-1.5 text-right font-medium">
                {name || t('usage.others')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {used.toReversed().map(({ date, total, parts }) => (
            <tr key={date} className="border-line border-t">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                {date.length === 7
                  ? dayName(`${date}-01`, locale, { month: 'long', year: 'numeric' })
                  : dayName(date, locale, { day: 'numeric', month: 'short', year: 'numeric' })}
              </th>
              <td className="px-3 py-1.5 text-right font-medium tabular-nums">{say(total)}</td>
              {names.map((name) => (
                <td key={name} className="px-3 py-1.5 text-right tabular-nums">
                  {say(parts[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
