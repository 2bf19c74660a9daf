import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { compact, dayName, dollars } from './numbers.ts'
import type { Bar as OneBar, Unit } from './series.ts'

export const colours = [
  'var(--accent)',
  'var(--signal)',
  'oklch(0.58 0.13 255)',
  'oklch(0.6 0.14 340)',
  'oklch(0.62 0.12 130)',
  'var(--line-strong)',
]

/** Fetched when it is looked at: it is larger than the rest of the page. The table beside it says the same. */
export function HistoryChart({
  bars,
  names,
  unit,
  width,
}: {
  bars: OneBar[]
  names: string[]
  unit: Unit
  width: number
}) {
  const { t, i18n } = useTranslation()
  const locale = i18n.language
  const say = (value: number): string => (unit === 'cost' ? dollars(value, locale) : compact(value, locale))
  const rows = useMemo(() => bars.map(({ date, parts }) => ({ date, ...parts })), [bars])
  const isMonth = bars[0]?.date.length === 7
  const short = (date: string): string =>
    dayName(
      isMonth ? `${date}-01` : date,
      locale,
      isMonth ? { month: 'short', year: '2-digit' } : { day: 'numeric', month: 'short' },
    )
  return (
    <div aria-hidden className="text-[12px]">
      <BarChart
        width={width}
        height={240}
        data={rows}
        accessibilityLayer={false}
        margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="date"
          tickFormatter={short}
          tick={{ fill: 'var(--ink-3)' }}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          minTickGap={28}
        />
        <YAxis
          width={58}
          tickFormatter={say}
          tick={{ fill: 'var(--ink-3)' }}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          isAnimationActive={false}
          labelFormatter={(date) => (typeof date === 'string' ? short(date) : '')}
          formatter={(value, name) => [say(Number(value)), String(name) || t('usage.others')]}
          contentStyle={{
            background: 'var(--raised)',
            border: '1px solid var(--line)',
            borderRadius: 10,
            color: 'var(--ink)',
          }}
          itemStyle={{ color: 'var(--ink-2)' }}
        />
        {names.map((name, at) => (
          <Bar
            key={name}
            dataKey={(row: Record<string, number>) => row[name] ?? 0}
            name={name}
            stackId="all"
            fill={colours[at % colours.length] ?? 'var(--accent)'}
            isAnimationActive={false}
            maxBarSize={36}
          />
        ))}
      </BarChart>
    </div>
  )
}
