import { useQuery } from '@tanstack/react-query'
import { Mic, Square } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { transcribe, voiceQuery } from '../../api/voice.ts'
import { toast } from '../../stores/toast.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import type { Recording } from './record-wav.ts'

/** Speak in place of typing: press to begin, press again and what was said is handed on. Not there where the hub cannot listen. */
export function VoiceButton({ onText }: { onText: (text: string) => void }) {
  const { t } = useTranslation()
  const voice = useQuery({ ...voiceQuery(), retry: false })
  const [state, setState] = useState<'idle' | 'recording' | 'working'>('idle')
  const recording = useRef<Recording | null>(null)
  useEffect(() => () => recording.current?.cancel(), [])
  if (!voice.data?.enabled || !window.isSecureContext) return null

  const begin = async () => {
    try {
      const { record } = await import('./record-wav.ts')
      recording.current = await record()
      setState('recording')
    } catch {
      toast.error(t('voice.noMicrophone'))
    }
  }
  const finish = async () => {
    const current = recording.current
    recording.current = null
    if (!current) return
    setState('working')
    try {
      const text = await transcribe(await current.stop())
      if (text === '') toast.error(t('voice.nothing'))
      else onText(text)
    } catch (error) {
      toast.error(errorText(error, t))
    }
    setState('idle')
  }
  return (
    <IconButton
      label={t(`voice.${state}`)}
      aria-pressed={state === 'recording'}
      disabled={state === 'working'}
      variant={state === 'recording' ? 'danger' : 'ghost'}
      onClick={() => void (state === 'recording' ? finish() : begin())}
    >
      {state === 'working' ? (
        <Spinner />
      ) : state === 'recording' ? (
        <Square className="fill-current" />
      ) : (
        <Mic />
      )}
    </IconButton>
  )
}
