import type { UsageHistory } from '@atrium/schema'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { compact, dollars, percent, whole } from './numbers.ts'

/** The calendar month in figures. */
export function MonthFigures({ history }: { history: UsageHistory }) {
  const { t, i18n } = useTranslation()
  const locale = i18n.language
  const { cacheRate, workStyle, errors } = history
  const figures: [string, string][] = [
    [t('usage.cost'), dollars(history.monthCost, locale)],
    [t('usage.tokens'), compact(history.monthTotal, locale)],
    [t('usage.sessions'), whole(history.monthSessions, locale)],
    [t('usage.cacheRate'), percent(cacheRate.pct, locale)],
    [
      t('usage.toolShare'),
      workStyle.total === 0 ? '–' : percent((workStyle.toolUse / workStyle.total) * 100, locale),
    ],
    [t('usage.errors'), whole(errors.total, locale)],
  ]
  return (
    <section aria-label={t('usage.thisMonth')} className="grid gap-4">
      <h3 className="font-semibold">{t('usage.thisMonth')}</h3>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line sm:grid-cols-3">
        {figures.map(([name, value]) => (
          <div key={name} className="bg-surface px-4 py-3">
            <dt className="text-[12px] text-ink-3">{name}</dt>
            <dd className="font-semibold text-lg tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="grid gap-4 md:grid-cols-2">
        <Ranked
          title={t('usage.projects')}
          rows={history.byProject.slice(0, 10).map((project) => ({
            key: project.path,
            name: project.project,
            note: project.path,
            size: project.tokens,
            value: `${compact(project.tokens, locale)} · ${dollars(project.costUsd, locale)}`,
          }))}
        />
        <Ranked
          title={t('usage.tools')}
          rows={history.toolUsage.map(({ name, count }) => ({
            key: name,
            name,
            size: count,
            value: whole(count, locale),
          }))}
        />
      </div>
      <Heatmap cells={history.heatmap} />
    </section>
  )
}

type Ranking = { key: string; name: string; note?: string; size: number; value: ReactNode }

function Ranked({ title, rows }: { title: string; rows: Ranking[] }) {
  const most = Math.max(1, ...rows.map(({ size }) => size))
  if (rows.length === 0) return null
  return (
    <section
      aria-label={title}
      className="grid content-start gap-2 rounded-xl border border-line bg-surface p-4"
    >
      <h4 className="font-medium">{title}</h4>
      <ol className="grid gap-2 text-[13px]">
        {rows.map(({ key, name, note, size, value }) => (
          <li key={key} className="grid gap-1">
            <div className="flex justify-between gap-3">
              <span className="truncate" title={note}>
                {name}
              </span>
              <span className="shrink-0 text-ink-2 tabular-nums">{value}</span>
            </div>
            <div aria-hidden className="h-1 rounded-full bg-sunken">
              <div className="h-full rounded-full bg-accent" style={{ width: `${(size / most) * 100}%` }} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** When in the week the work is done. */
function Heatmap({ cells }: { cells: UsageHistory['heatmap'] }) {
  const { t, i18n } = useTranslation()
  const locale = i18n.language
  const most = Math.max(1, ...cells.map(({ tokens }) => tokens))
  const at = new Map(cells.map(({ dow, hour, tokens }) => [24 * dow + hour, tokens]))
  // The fifth of January 2026 is a Monday.
  const day = (dow: number, style: 'short' | 'long'): string =>
    new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' }).format(Date.UTC(2026, 0, 5 + dow))
  return (
    <section aria-label={t('usage.week')} className="grid gap-2 rounded-xl border border-line bg-surface p-4">
      <h4 className="font-medium">{t('usage.week')}</h4>
      <table className="relative w-full table-fixed border-separate border-spacing-px text-[11px] text-ink-3">
        <thead>
          <tr>
            <td className="w-8" />
            {hours.map((hour) => (
              <th key={hour} scope="col" className="text-left font-normal">
                <span className={hour % 6 === 0 ? '' : 'sr-only'}>{hour}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[0, 1, 2, 3, 4, 5, 6].map((dow) => (
            <tr key={dow}>
              <th scope="row" className="pr-1 text-left font-normal">
                {day(dow, 'short')}
              </th>
              {hours.map((hour) => {
                const tokens = at.get(24 * dow + hour) ?? 0
                const said = `${day(dow, 'long')} ${hour}:00 – ${compact(tokens, locale)}`
                return (
                  <td key={hour} className="h-4 p-0" title={said}>
                    <div
                      className="h-full rounded-[2px] bg-accent"
                      style={{ opacity: tokens === 0 ? 0.06 : 0.2 + 0.8 * Math.sqrt(tokens / most) }}
                    >
                      <span className="sr-only">{compact(tokens, locale)}</span>
                    </div>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
