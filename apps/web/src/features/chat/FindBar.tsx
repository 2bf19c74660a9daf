import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFocusBack } from '../../lib/use-focus-back.ts'
import { Input } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { clearMarks, findRanges, markRanges } from './find-text.ts'

/** Finds words in this chat. Earlier pages are fetched meanwhile, so that nothing is missed. */
export function FindBar({
  root,
  version,
  hasEarlier,
  loadEarlier,
  onClose,
}: {
  root: RefObject<HTMLElement | null>
  /** Changes when the shown text does. */
  version: unknown
  hasEarlier: boolean
  loadEarlier: () => Promise<void>
  onClose: () => void
}) {
  const { t } = useTranslation()
  useFocusBack()
  const [wanted, setWanted] = useState('')
  const [ranges, setRanges] = useState<Range[]>([])
  const [now, setNow] = useState(0)

  useEffect(() => {
    if (wanted.trim().length > 1 && hasEarlier) loadEarlier().catch(() => {})
  }, [wanted, hasEarlier, loadEarlier])

  const seen = useRef<unknown>(null)
  const costMs = useRef(0)
  const look = useCallback(() => {
    const begin = performance.now()
    const found = root.current ? findRanges(root.current, wanted) : []
    costMs.current = performance.now() - begin
    setRanges(found)
    setNow((at) => Math.min(at, Math.max(0, found.length - 1)))
  }, [root, wanted])

  useEffect(() => {
    const timer = setTimeout(look, 120)
    return () => clearTimeout(timer)
  }, [look])
  // A text that grows loses its marks with every word, so they are set with every word, unless the chat is very long.
  useLayoutEffect(() => {
    if (seen.current !== version && costMs.current < 6) look()
    seen.current = version
  }, [version, look])
  useEffect(() => {
    const timer = setInterval(() => costMs.current >= 6 && look(), 1_000)
    return () => clearInterval(timer)
  }, [look])

  useLayoutEffect(() => markRanges(ranges, now), [ranges, now])
  const place = wanted.trim() !== '' && ranges.length > 0 ? `${wanted} ${now}` : null
  useEffect(() => {
    if (place !== null) ranges[now]?.startContainer.parentElement?.scrollIntoView({ block: 'nearest' })
    // Only a new word or another match moves the page; a growing answer must not.
  }, [place])
  useEffect(() => clearMarks, [])

  const step = (by: number) => ranges.length > 0 && setNow((now + by + ranges.length) % ranges.length)
  return (
    <search className="flex items-center gap-1 border-line border-b bg-surface px-3 py-1.5">
      <Input
        autoFocus
        className="h-8 max-w-80"
        aria-label={t('chat.find')}
        placeholder={t('chat.find')}
        value={wanted}
        onChange={(event) => {
          setWanted(event.target.value)
          setNow(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
          if (event.key === 'Escape') onClose()
        }}
      />
      <span role="status" className="min-w-16 px-2 text-[13px] text-ink-3 tabular-nums">
        {wanted.trim() === ''
          ? ''
          : ranges.length === 0
            ? t('chat.findNone')
            : `${now + 1} / ${ranges.length}`}
      </span>
      <IconButton label={t('chat.findPrevious')} onClick={() => step(-1)}>
        <ChevronUp />
      </IconButton>
      <IconButton label={t('chat.findNext')} onClick={() => step(1)}>
        <ChevronDown />
      </IconButton>
      <IconButton label={t('common.close')} className="ml-auto" onClick={onClose}>
        <X />
      </IconButton>
    </search>
  )
}
