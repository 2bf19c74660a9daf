import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { followLog, type LogStream } from '../../api/server.ts'
import { cn } from '../../lib/cn.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

type Entry = { at: number; level: number; time: string; text: string; facts: string }

const kept = 2_000
const again = 2_000
const names = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'error' } as const

/** The log of the hub, as it is written. */
export function LogSettings() {
  const { t } = useTranslation()
  const [stream, setStream] = useState<LogStream>('stdout')
  const [paused, setPaused] = useState(false)
  const { entries, error } = useLog(stream, paused)
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is new is what moves it
  useEffect(() => {
    if (atEnd.current) box.current?.scrollTo(0, box.current.scrollHeight)
  }, [entries])
  return (
    <Section
      title={t('settings.logs.title')}
      note={t('settings.logs.note')}
      aside={
        <div className="flex gap-2">
          <Button
            size="sm"
            aria-pressed={stream === 'stderr'}
            onClick={() => setStream(stream === 'stderr' ? 'stdout' : 'stderr')}
          >
            {t(stream === 'stderr' ? 'settings.logs.all' : 'settings.logs.warnings')}
          </Button>
          <Button size="sm" aria-pressed={paused} onClick={() => setPaused(!paused)}>
            {t(paused ? 'settings.logs.resume' : 'settings.logs.pause')}
          </Button>
        </div>
      }
    >
      {error !== null && (
        <p role="alert" className="text-danger-ink">
          {errorText(error, t)}
        </p>
      )}
      <div
        ref={box}
        role="log"
        aria-label={t('settings.logs.title')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls it
        tabIndex={0}
        onScroll={() => {
          const { current } = box
          if (current) atEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < 40
        }}
        className="h-[60vh] overflow-auto rounded-xl border border-line bg-surface py-2 font-mono text-[12px]"
      >
        {entries.length === 0 && <p className="px-3 text-ink-3">{t('settings.logs.none')}</p>}
        {entries.map((entry) => (
          <Line key={entry.at} entry={entry} />
        ))}
      </div>
    </Section>
  )
}

function Line({ entry }: { entry: Entry }) {
  const name = names[entry.level as keyof typeof names] ?? 'info'
  return (
    <p
      className={cn(
        'px-3 py-0.5 [overflow-wrap:anywhere]',
        name === 'error' && 'bg-danger-soft text-danger-ink',
        name === 'warn' && 'bg-signal-soft text-signal-ink',
      )}
    >
      <time className="text-ink-3" dateTime={entry.time}>
        {entry.time.slice(11, 19)}
      </time>{' '}
      <span className={name === 'info' ? 'text-ink-3' : 'font-semibold'}>{name}</span>{' '}
      <VisibleText text={entry.text} /> <span className="text-ink-3">{entry.facts}</span>
    </p>
  )
}

/** The youngest entries, renewed while the page is open; a wire that was cut is taken up again. */
function useLog(stream: LogStream, paused: boolean): { entries: Entry[]; error: unknown } {
  const [entries, setEntries] = useState<Entry[]>([])
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (paused) return
    const over = new AbortController()
    let count = 0
    const follow = async () => {
      let shown: Entry[] = []
      for await (const { level, time, msg, ...facts } of followLog(stream, 200, over.signal)) {
        const rest = Object.entries(facts)
          .map(([name, fact]) => `${name}=${typeof fact === 'string' ? fact : JSON.stringify(fact)}`)
          .join(' ')
        shown = [...shown.slice(1 - kept), { at: count++, level, time, text: msg ?? '', facts: rest }]
        setEntries(shown)
        setError(null)
      }
    }
    const keepOn = async () => {
      while (!over.signal.aborted) {
        await follow().catch((cause: unknown) => {
          if (!over.signal.aborted) setError(cause)
        })
        await new Promise((resolve) => setTimeout(resolve, again))
      }
    }
    setEntries([])
    void keepOn()
    return () => over.abort()
  }, [stream, paused])
  return { entries, error }
}
