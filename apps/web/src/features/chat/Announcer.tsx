import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ChatView, liveRun, runText } from './fold-events.ts'

/** Tells a screen reader, politely, when an answer begins, when it is there, and when a person is asked. */
export function Announcer({ view }: { view: ChatView }) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const before = useRef<{ run: string | undefined; request: string | undefined } | null>(null)
  useEffect(() => {
    const live = liveRun(view)
    const open = live?.items.find(
      (item) => (item.kind === 'permission' || item.kind === 'question') && item.resolved === null,
    )
    const now = { run: live?.id, request: open?.key }
    const last = before.current
    before.current = now
    if (last === null) return
    if (open && open.key !== last.request) setWords(t('chat.announceRequest'))
    else if (live && live.id !== last.run) setWords(t('chat.announceWorking'))
    else if (!live && last.run !== undefined) {
      const run = view.runs.find(({ id }) => id === last.run)
      setWords(run ? t('chat.announceDone', { text: runText(run).slice(0, 600) }) : '')
    }
  }, [view, t])
  return (
    <div aria-live="polite" className="sr-only">
      {words}
    </div>
  )
}
