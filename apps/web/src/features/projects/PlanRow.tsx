import { limits, type PlanItem, type PlanSection } from '@atrium/schema'
import { useSortable } from '@dnd-kit/react/sortable'
import { ArrowDown, ArrowRight, ArrowUp, Ellipsis, GripVertical, Pencil, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../lib/cn.ts'
import { confirm } from '../../stores/confirm.ts'
import { Badge } from '../../ui/Badge.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import { TitleField } from '../../ui/TitleField.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import type { Change } from './use-plan.ts'

/** One item of a checklist. */
export function PlanRow({
  id,
  section,
  item,
  index,
  last,
  targets,
  change,
  onSort,
}: {
  id: string
  section: PlanSection
  item: PlanItem
  index: number
  last: number
  targets: readonly PlanSection[]
  change: Change
  onSort: (to: number) => void
}) {
  const { t } = useTranslation()
  const label = useId()
  const [editing, setEditing] = useState(false)
  const { ref, handleRef, isDragging } = useSortable({ id, index })
  const { line, hash, text, done, meta } = item
  // Shown as it was pressed until the hub has answered.
  const [ticked, setTicked] = useState<boolean | null>(null)
  const toggle = async () => {
    setTicked(!done)
    await change({ action: 'toggle', section, line, hash })
    setTicked(null)
  }
  const isDone = ticked ?? done
  const edit = (next: string) => {
    setEditing(false)
    const said = next.trim()
    if (said !== '' && said !== text) void change({ action: 'edit', section, line, hash, text: said })
  }
  const remove = async () => {
    const yes = await confirm({
      title: t('projects.deleteItem'),
      message: t('projects.deleteItemNote', { text }),
      action: t('projects.delete'),
      danger: true,
    })
    if (yes) void change({ action: 'delete', section, line, hash })
  }
  const sortByKey = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    const { target } = event
    onSort(index + (event.key === 'ArrowUp' ? -1 : 1))
    // What is moved in the page loses the focus.
    requestAnimationFrame(() => target instanceof HTMLElement && target.focus())
  }
  return (
    <li
      ref={ref}
      className={cn(
        'flex items-start gap-2 bg-surface py-1.5 pr-2 pl-1 first:rounded-t-xl',
        isDragging && 'rounded-xl shadow-float',
      )}
      onKeyDown={sortByKey}
    >
      <button
        ref={handleRef}
        type="button"
        aria-label={t('projects.drag', { text })}
        title={t('projects.dragHint')}
        className="mt-0.5 flex size-7 shrink-0 cursor-grab touch-none items-center justify-center rounded-md text-ink-3 hover:bg-hover hover:text-ink coarse:size-10 [&_svg]:size-4"
      >
        <GripVertical aria-hidden />
      </button>
      <input
        type="checkbox"
        aria-labelledby={label}
        checked={isDone}
        onChange={() => void toggle()}
        className="mt-2 size-4 shrink-0 accent-accent coarse:mt-3 coarse:size-5"
      />
      <div className="min-w-0 flex-1 py-1 coarse:py-2">
        {editing ? (
          <TitleField
            label={t('projects.itemText')}
            value={text}
            maxLength={limits.planTextChars}
            onDone={edit}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <span id={label} className={cn('[overflow-wrap:anywhere]', isDone && 'text-ink-3 line-through')}>
            <VisibleText text={text} />
          </span>
        )}
        {Object.keys(meta).length > 0 && (
          <span className="mt-1 flex flex-wrap gap-1">
            {Object.entries(meta).map(([name, value]) => (
              <Badge key={name}>
                {name}: {value}
              </Badge>
            ))}
          </span>
        )}
      </div>
      <Menu
        label={t('projects.itemActions', { text })}
        trigger={
          <IconButton label={t('projects.itemActions', { text })}>
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={() => setEditing(true)}>
          {t('projects.editItem')}
        </MenuItem>
        <MenuItem icon={<ArrowUp />} disabled={index === 0} onSelect={() => onSort(index - 1)}>
          {t('projects.moveUp')}
        </MenuItem>
        <MenuItem icon={<ArrowDown />} disabled={index === last} onSelect={() => onSort(index + 1)}>
          {t('projects.moveDown')}
        </MenuItem>
        {targets.map((toSection) => (
          <MenuItem
            key={toSection}
            icon={<ArrowRight />}
            onSelect={() => void change({ action: 'move', section, line, hash, toSection })}
          >
            {t('projects.moveTo', { section: t(`projects.sections.${toSection}`) })}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem danger icon={<Trash2 />} onSelect={() => void remove()}>
          {t('projects.delete')}
        </MenuItem>
      </Menu>
    </li>
  )
}
