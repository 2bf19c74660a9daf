import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { visibleRange } from '../lib/visible-range.ts'

/**
 * A list that makes only the rows in sight, so a thousand cost what twenty do. Rows have known heights; arrow keys,
 * Home and End walk the focusable one of each row.
 */
export function VirtualList<T>({
  items,
  label,
  rowHeight,
  keyOf,
  render,
  onEndReached,
}: {
  items: readonly T[]
  label: string
  rowHeight: (item: T) => number
  keyOf: (item: T) => string
  render: (item: T, index: number) => ReactNode
  onEndReached?: () => void
}) {
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 800 })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [])
  const { start, end, before, total } = visibleRange(items.map(rowHeight), view.top, view.height, 320)
  const atEnd = end >= items.length
  useEffect(() => {
    if (atEnd) onEndReached?.()
  }, [atEnd, onEndReached])

  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !(event.target instanceof HTMLElement)) return
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-focus]')]
    const next = all[all.indexOf(event.target) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  let top = before
  return (
    <div ref={box} className="min-h-0 flex-1 overflow-y-auto overscroll-contain" onKeyDown={walk}>
      <ul aria-label={label} className="relative" style={{ height: total }}>
        {items.slice(start, end).map((item, offset) => {
          const height = rowHeight(item)
          const row = (
            <li key={keyOf(item)} className="absolute inset-x-0" style={{ top, height }}>
              {render(item, start + offset)}
            </li>
          )
          top += height
          return row
        })}
      </ul>
    </div>
  )
}
