import type { PlanItem, PlanSection } from '@atrium/schema'
import { DragDropProvider } from '@dnd-kit/react'
import { isSortable } from '@dnd-kit/react/sortable'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AddItem } from './AddItem.tsx'
import { PlanRow } from './PlanRow.tsx'
import type { Change } from './use-plan.ts'

/** A checklist: its items can be ticked, edited, sorted and moved. */
export function PlanList({
  section,
  items,
  change,
  targets,
}: {
  section: PlanSection
  items: readonly PlanItem[]
  change: Change
  targets: readonly PlanSection[]
}) {
  const { t } = useTranslation()
  // What was dropped stays where it was dropped until the hub has said where it is.
  const [shown, setShown] = useState(items)
  useEffect(() => setShown(items), [items])
  const sort = async (from: number, to: number) => {
    const item = shown[from]
    if (!item || from === to || to < 0 || to >= shown.length) return
    setShown(shown.toSpliced(from, 1).toSpliced(to, 0, item))
    const { line, hash } = item
    if (!(await change({ action: 'reorder', section, line, hash, toIndex: to }))) setShown(items)
  }
  const name = t(`projects.sections.${section}`)
  return (
    <div className="rounded-xl border border-line bg-surface">
      <DragDropProvider
        onDragEnd={({ operation: { source }, canceled }) => {
          if (!canceled && isSortable(source)) void sort(source.initialIndex, source.index)
        }}
      >
        <ul aria-label={name} className="divide-y divide-line">
          {withNames(shown).map(({ item, name: id }, index) => (
            <PlanRow
              key={id}
              id={`${section} ${id}`}
              section={section}
              item={item}
              index={index}
              last={shown.length - 1}
              targets={targets.filter((target) => target !== section)}
              change={change}
              onSort={(to) => void sort(index, to)}
            />
          ))}
        </ul>
      </DragDropProvider>
      {items.length === 0 && <p className="px-4 py-2.5 text-ink-3">{t('projects.noItems')}</p>}
      <AddItem section={section} change={change} />
    </div>
  )
}

/** Each item under a name that lasts while its box is ticked and its place changes. */
function withNames(items: readonly PlanItem[]): { item: PlanItem; name: string }[] {
  const seen = new Map<string, number>()
  return items.map((item) => {
    const count = seen.get(item.text) ?? 0
    seen.set(item.text, count + 1)
    return { item, name: `${count} ${item.text}` }
  })
}
