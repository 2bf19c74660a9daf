import { FileUp } from 'lucide-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import type { UploadOptions } from '../../api/upload.ts'
import { cn } from '../../lib/cn.ts'
import { formatBytes } from '../../lib/format.ts'
import { Button } from '../../ui/Button.tsx'
import { Progress } from './Progress.tsx'

/** Takes one file, by picker or by drop, and shows how far it is on its way. Leaving the page stops it. */
export function UploadBox<T>({
  accept,
  hint,
  send,
  onDone,
}: {
  accept: string
  hint: string
  send: (file: File, options: UploadOptions) => Promise<T>
  onDone: (answer: T) => void
}) {
  const { t, i18n } = useTranslation()
  const picker = useRef<HTMLInputElement>(null)
  const running = useRef<AbortController>(null)
  const [over, setOver] = useState(false)
  const [going, setGoing] = useState<{ file: File; share: number } | null>(null)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => () => running.current?.abort(), [])

  const take = async (file: File | undefined) => {
    if (!file || running.current) return
    const controller = new AbortController()
    running.current = controller
    setError(null)
    setGoing({ file, share: 0 })
    try {
      const onProgress = (share: number) => setGoing({ file, share })
      onDone(await send(file, { signal: controller.signal, onProgress }))
    } catch (refused) {
      if (!controller.signal.aborted) setError(refused)
    } finally {
      running.current = null
      setGoing(null)
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    <div
      className={cn(
        'grid justify-items-center gap-3 rounded-xl border border-line-strong border-dashed px-4 py-7 text-center',
        over && 'border-accent bg-accent-soft',
      )}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {going ? (
        <div className="grid w-full max-w-sm grid-cols-[minmax(0,1fr)] gap-3">
          <p className="[overflow-wrap:anywhere]">
            {going.file.name}{' '}
            <span className="text-ink-3">{formatBytes(going.file.size, i18n.language)}</span>
          </p>
          <Progress
            label={t('library.uploading')}
            share={going.share}
            note={going.share >= 1 ? t('library.checking') : undefined}
          />
          <div>
            <Button size="sm" onClick={() => running.current?.abort()}>
              {t('common.cancel')}
            </Button>
          </div>
        </div>
      ) : (
        <>
          <FileUp aria-hidden className="size-7 stroke-[1.5] text-ink-3" />
          <p className="text-pretty text-ink-2">{hint}</p>
          <Button onClick={() => picker.current?.click()}>{t('library.chooseFile')}</Button>
        </>
      )}
      <input
        ref={picker}
        type="file"
        accept={accept}
        hidden
        aria-label={t('library.chooseFile')}
        onChange={(event) => {
          void take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      {error !== null && (
        <p role="alert" className="text-danger-ink [overflow-wrap:anywhere]">
          {errorText(error, t)}
        </p>
      )}
    </div>
  )
}
