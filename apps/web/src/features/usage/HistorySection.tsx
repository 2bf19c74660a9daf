import type { UsageHistory } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { ChartColumn } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { historyQuery } from '../../api/usage.ts'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { formatBytes } from '../../lib/format.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Section } from '../../ui/Section.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { HistoryTable } from './HistoryTable.tsx'
import { MonthFigures } from './MonthFigures.tsx'
import { Segments } from './Segments.tsx'
import { barsOf, type Group, type Step, type Unit } from './series.ts'

const HistoryChart = lazy(() => import('./HistoryChart.tsx').then((page) => ({ default: page.HistoryChart })))
const spans = ['7', '30', '90', '366'] as const

export function HistorySection() {
  const { t } = useTranslation()
  const [days, setDays] = useState<(typeof spans)[number]>('30')
  const found = useQuery(historyQuery(Number(days)))
  return (
    <Section
      title={t('usage.history')}
      note={t('usage.historyNote')}
      aside={
        <Segments
          label={t('usage.span')}
          value={days}
          choices={spans.map((span) => ({ value: span, title: t(`usage.spans.${span}`) }))}
          onChoose={setDays}
        />
      }
    >
      <Loaded query={found} skeleton={<Skeleton className="h-64 rounded-xl" />}>
        {(history) => <History history={history} />}
      </Loaded>
    </Section>
  )
}

function History({ history }: { history: UsageHistory }) {
  const { t, i18n } = useTranslation()
  const isEmpty = history.days.every(({ models }) => models.length === 0)
  return (
    <>
      {!history.complete && (
        <p role="status" className="rounded-xl border border-line bg-sunken px-4 py-2.5 text-ink-2">
          {history.reading && history.reading.files > 0
            ? t('usage.reading', {
                count: history.reading.files,
                size: formatBytes(history.reading.bytes, i18n.language),
              })
            : t('usage.adding')}
        </p>
      )}
      {isEmpty ? (
        history.complete && (
          <EmptyState icon={<ChartColumn />} title={t('usage.noHistory')}>
            {t('usage.noHistoryNote')}
          </EmptyState>
        )
      ) : (
        <Charts history={history} />
      )}
      <p className="text-[12px] text-ink-3">
        {t('usage.prices', { date: history.prices.date })} {t('usage.zone', { zone: history.timeZone })}
        {history.prices.unknown.length > 0 &&
          ` ${t('usage.unpriced', { models: history.prices.unknown.join(', ') })}`}
        {history.damaged > 0 && ` ${t('usage.damaged', { count: history.damaged })}`}
      </p>
    </>
  )
}

function Charts({ history }: { history: UsageHistory }) {
  const { t } = useTranslation()
  const [group, setGroup] = useState<Group>('model')
  const [unit, setUnit] = useState<Unit>('cost')
  const [step, setStep] = useState<Step>('day')
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const { bars, names } = barsOf(history.days, { group, unit, step })
  const [box, width] = useWidth()
  return (
    <>
      <div className="grid gap-3 rounded-xl border border-line bg-surface p-3 sm:p-4">
        <div className="flex flex-wrap gap-2">
          <Segments
            label={t('usage.view')}
            value={view}
            choices={[
              { value: 'chart', title: t('usage.chart') },
              { value: 'table', title: t('usage.table') },
            ]}
            onChoose={setView}
          />
          <Segments
            label={t('usage.unit')}
            value={unit}
            choices={[
              { value: 'cost', title: t('usage.cost') },
              { value: 'tokens', title: t('usage.tokens') },
            ]}
            onChoose={setUnit}
          />
          <Segments
            label={t('usage.group')}
            value={group}
            choices={[
              { value: 'model', title: t('usage.byModel') },
              { value: 'provider', title: t('usage.byProvider') },
            ]}
            onChoose={setGroup}
          />
          <Segments
            label={t('usage.step')}
            value={step}
            choices={[
              { value: 'day', title: t('usage.day') },
              { value: 'month', title: t('usage.month') },
            ]}
            onChoose={setStep}
          />
        </div>
        <div ref={box} className="min-w-0">
          {view === 'table' ? (
            <HistoryTable bars={bars} names={names} unit={unit} />
          ) : (
            width > 0 && (
              <Suspense fallback={<Skeleton className="h-60 rounded-lg" />}>
                <HistoryChart bars={bars} names={names} unit={unit} width={width} />
              </Suspense>
            )
          )}
        </div>
        {view === 'chart' && <Legend names={names} />}
      </div>
      <MonthFigures history={history} />
    </>
  )
}

/** The same colours as the chart, which comes later. */
const swatches = [
  'bg-accent',
  'bg-signal',
  'bg-[oklch(0.58_0.13_255)]',
  'bg-[oklch(0.6_0.14_340)]',
  'bg-[oklch(0.62_0.12_130)]',
  'bg-line-strong',
]

function Legend({ names }: { names: string[] }) {
  const { t } = useTranslation()
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-[12px] text-ink-2">
      {names.map((name, at) => (
        <li key={name} className="flex items-center gap-1.5">
          <span aria-hidden className={`size-2.5 rounded-sm ${swatches[at % swatches.length] ?? ''}`} />
          {name || t('usage.others')}
        </li>
      ))}
    </ul>
  )
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [box, width] as const
}
