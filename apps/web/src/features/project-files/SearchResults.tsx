import type { FileMatch } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { useDeferredValue, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { fileSearchQuery } from '../../api/project-files.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { VirtualList } from '../../ui/VirtualList.tsx'
import type { Place } from './ProjectFiles.tsx'

/** So long must the typing rest. */
const restMs = 200

/** Files whose name, or whose text, has what is looked for. */
export function SearchResults({
  source,
  q,
  inside,
  all,
  onOpen,
}: {
  source: string
  q: string
  inside: boolean
  all: boolean
  onOpen: (place: Place) => void
}) {
  const { t } = useTranslation()
  const wanted = useDeferredValue(useRested(q.trim()))
  const found = useQuery(fileSearchQuery(source, wanted, inside ? 'contents' : 'names', all))
  if (found.error && !found.isFetching)
    return <p className="p-3 text-danger-ink [overflow-wrap:anywhere]">{errorText(found.error, t)}</p>
  if (!found.data)
    return (
      <p className="flex items-center gap-2 p-3 text-ink-3">
        <Spinner /> {t('projectFiles.searching')}
      </p>
    )
  const { matches, truncated } = found.data
  if (matches.length === 0)
    return (
      <EmptyState icon={<SearchX />} title={t('projectFiles.nothing')}>
        {truncated && t('projectFiles.notAll')}
      </EmptyState>
    )
  return (
    <>
      <p role="status" className="shrink-0 px-3 pt-2 text-[13px] text-ink-3">
        {t('projectFiles.found', { count: matches.length })}
        {truncated && ` ${t('projectFiles.notAll')}`}
      </p>
      <VirtualList
        label={t('projectFiles.results')}
        items={matches}
        rowHeight={({ line }) => (line === null ? nameHeight : lineHeight)}
        keyOf={({ path, line }) => `${path}:${line}`}
        render={(match) => <Match match={match} onOpen={onOpen} />}
      />
    </>
  )
}

const nameHeight = 40
const lineHeight = 54

function Match({ match, onOpen }: { match: FileMatch; onOpen: (place: Place) => void }) {
  const { path, line, text, start, end, type } = match
  const open = () => onOpen({ path, ...(line !== null && { line }) })
  return (
    <button
      type="button"
      data-row-focus
      disabled={type === 'dir'}
      className="mx-2 block h-[calc(100%-2px)] w-[calc(100%-1rem)] rounded-lg px-2.5 py-1 text-left enabled:hover:bg-hover"
      onClick={open}
    >
      <span className="block truncate text-[13.5px]" title={path}>
        {line === null ? <Marked text={path} start={start} end={end} /> : path}
        {line !== null && <span className="text-ink-3">:{line}</span>}
      </span>
      {text !== null && (
        <span className="block truncate font-mono text-[12.5px] text-ink-2">
          <Marked text={text} start={start} end={end} />
        </span>
      )}
    </button>
  )
}

const Marked = ({ text, start, end }: { text: string; start: number; end: number }) => (
  <>
    {text.slice(0, start).replace(/^\s+/, '')}
    <mark className="rounded-sm bg-signal-soft text-signal-ink">{text.slice(start, end)}</mark>
    {text.slice(end)}
  </>
)

/** The value once it has not changed for a moment. */
function useRested(value: string): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}
