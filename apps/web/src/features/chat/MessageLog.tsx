import { ArrowDown } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { cn } from '../../lib/cn.ts'
import { Button } from '../../ui/Button.tsx'
import { Spinner } from '../../ui/Spinner.tsx'

const nearEnd = 64

/**
 * The scrolled part of a chat. It follows the end only while the end is in sight, brings earlier pages near the
 * top without moving what is read, and counts what came below meanwhile.
 */
export function MessageLog({
  hasEarlier,
  loadEarlier,
  version,
  sent,
  children,
}: {
  hasEarlier: boolean
  loadEarlier: (apply: (change: () => void) => void) => Promise<void>
  /** Changes with every new event; tells new words from mere layout. */
  version: unknown
  /** Changes when the person sends: then the end is what they want to see. */
  sent: unknown
  children: ReactNode
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const stuck = useRef(true)
  const lastTop = useRef(0)
  const [away, setAway] = useState(false)
  const [unread, setUnread] = useState(false)
  const [loading, setLoading] = useState(false)

  const toEnd = useCallback((behavior: ScrollBehavior = 'instant') => {
    const element = box.current
    stuck.current = true
    element?.scrollTo({ top: element.scrollHeight, behavior })
  }, [])

  useLayoutEffect(() => {
    const content = inner.current
    const element = box.current
    if (!content || !element) return
    const keep = () => stuck.current && toEnd()
    const observer = new ResizeObserver(keep)
    observer.observe(content)
    observer.observe(element)
    return () => observer.disconnect()
  }, [toEnd])

  useLayoutEffect(() => toEnd(), [sent, toEnd])

  useEffect(() => {
    if (version !== null && !stuck.current) setUnread(true)
  }, [version])

  const earlier = useCallback(() => {
    if (!hasEarlier || loading) return
    setLoading(true)
    const keepPlace = (change: () => void) => {
      const element = box.current
      const anchor = element?.querySelector('[data-run]')
      if (!element || !anchor) return change()
      const before = anchor.getBoundingClientRect().top
      // The browser's own anchoring would move it a second time.
      element.style.overflowAnchor = 'none'
      flushSync(change)
      element.scrollTop += anchor.getBoundingClientRect().top - before
      requestAnimationFrame(() => {
        element.style.overflowAnchor = ''
      })
    }
    loadEarlier(keepPlace)
      .catch(() => {}) // The next scroll tries again.
      .finally(() => setLoading(false))
  }, [hasEarlier, loading, loadEarlier])

  const onScroll = () => {
    const element = box.current
    if (!element) return
    const distance = element.scrollHeight - element.scrollTop - element.clientHeight
    // Only a way up leaves the end; what grows below meanwhile does not.
    if (distance < nearEnd) stuck.current = true
    else if (element.scrollTop < lastTop.current) stuck.current = false
    lastTop.current = element.scrollTop
    setAway(distance > 320)
    if (stuck.current) setUnread(false)
    if (element.scrollTop < 500) earlier()
  }

  // A short page does not scroll, and so would never ask for the one before it.
  useEffect(() => {
    const element = box.current
    if (element && hasEarlier && element.scrollHeight <= element.clientHeight + 500) earlier()
  }, [hasEarlier, earlier])

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={box}
        onScroll={onScroll}
        tabIndex={0}
        role="region"
        aria-label={t('chat.conversation')}
        className="h-full overflow-y-auto overscroll-contain -outline-offset-2"
      >
        <div ref={inner} className="mx-auto w-full max-w-[46rem] px-4 pt-2 pb-8 sm:px-6">
          {hasEarlier && (
            <div className="grid h-10 place-items-center">
              {loading ? (
                <Spinner className="text-ink-3" />
              ) : (
                <Button size="sm" variant="ghost" onClick={earlier}>
                  {t('chat.loadEarlier')}
                </Button>
              )}
            </div>
          )}
          {children}
        </div>
      </div>
      <div
        aria-hidden
        className="pointer-events-none absolute inset-x-0 bottom-0 h-6 bg-gradient-to-t from-page to-transparent"
      />
      <div
        className={cn(
          'pointer-events-none absolute inset-x-0 bottom-3 flex justify-center transition-opacity',
          !away && !unread && 'opacity-0',
        )}
      >
        {(away || unread) && (
          <Button
            size="sm"
            className="pointer-events-auto rounded-full shadow-float"
            onClick={() => toEnd('smooth')}
          >
            <ArrowDown />
            {unread ? t('chat.newBelow') : t('chat.jumpToLatest')}
            {unread && <span aria-hidden className="size-2 rounded-full bg-accent" />}
          </Button>
        )}
      </div>
    </div>
  )
}
