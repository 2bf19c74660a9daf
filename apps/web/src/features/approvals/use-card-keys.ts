import { type RefObject, useEffect, useRef } from 'react'

/** What moves under a key must not be answered by it. */
const settleMs = 600

const card = '[data-approval]'
const typing =
  'input:not([type=radio], [type=checkbox]), textarea, select, [role=menu], [role=dialog], [role=alertdialog]'

/**
 * j and k go from one request to the next, a allows the one that has the focus, d begins to deny it. When the focused one
 * was answered, its neighbour takes the focus, and for a moment no key answers anything.
 */
export function useCardKeys(list: RefObject<HTMLElement | null>, ids: readonly string[]): void {
  const quietUntil = useRef(0)
  const focused = useRef({ id: '', at: 0 })
  const order = ids.join('\n')
  useEffect(() => {
    quietUntil.current = performance.now() + settleMs
    const { id, at } = focused.current
    const isLost = document.activeElement === null || document.activeElement === document.body
    if (id === '' || order.split('\n').includes(id) || !isLost) return
    const cards = cardsOf(list.current)
    cards[Math.min(at, cards.length - 1)]?.focus()
  }, [order, list])
  useEffect(() => {
    const onFocus = (event: FocusEvent) => {
      const at = cardsOf(list.current).findIndex((one) => one.contains(event.target as Node))
      if (at !== -1) focused.current = { id: cardsOf(list.current)[at]?.dataset['approval'] ?? '', at }
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      if (event.target instanceof Element && event.target.closest(typing)) return
      const cards = cardsOf(list.current)
      const at = cards.findIndex((one) => one.contains(document.activeElement))
      if (event.key === 'j' || event.key === 'k') {
        const next = at === -1 ? 0 : at + (event.key === 'j' ? 1 : -1)
        cards[Math.max(0, Math.min(next, cards.length - 1))]?.focus()
        return
      }
      if ((event.key !== 'a' && event.key !== 'd') || performance.now() < quietUntil.current) return
      const button = cards[at]?.querySelector<HTMLButtonElement>(`button[data-key=${event.key}]`)
      if (!button) return
      event.preventDefault()
      button.click()
    }
    addEventListener('focusin', onFocus)
    addEventListener('keydown', onKey)
    return () => {
      removeEventListener('focusin', onFocus)
      removeEventListener('keydown', onKey)
    }
  }, [list])
}

const cardsOf = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>(card) ?? []),
]
