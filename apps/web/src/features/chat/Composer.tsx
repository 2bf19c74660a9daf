import { limits } from '@atrium/schema'
import { ArrowUp, Paperclip, Square, X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Voice } from '../../layouts/voice/Voice.tsx'
import { cn } from '../../lib/cn.ts'
import { formatBytes } from '../../lib/format.ts'
import { isTouch } from '../../lib/keyboard.ts'
import { readDraft, writeDraft } from '../../stores/drafts.ts'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { type Attached, attach, sortFiles } from './attachments.ts'
import { useFileDrop } from './use-file-drop.ts'

/** Where a message is written: text that is kept as a draft, files by paste, drop and picker, and the run's stop. */
export function Composer({
  draftKey,
  running,
  onSend,
  onStop,
  options,
}: {
  draftKey: string
  running: boolean
  onSend: (text: string, files: Attached[]) => void
  onStop: () => void
  options: ReactNode
}) {
  const { t, i18n } = useTranslation()
  const [text, setText] = useState(() => readDraft(draftKey))
  const [files, setFiles] = useState<Attached[]>([])
  const area = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)

  useEffect(() => {
    const timer = setTimeout(() => writeDraft(draftKey, text), 250)
    return () => clearTimeout(timer)
  }, [draftKey, text])
  useEffect(() => {
    if (!isTouch()) area.current?.focus()
  }, [])
  useEffect(() => {
    const element = area.current
    if (!element || CSS.supports('field-sizing', 'content')) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight, 280)}px`
  })

  const addFiles = (list: Iterable<File>) => {
    const { taken, refused } = sortFiles(files, [...list])
    setFiles([...files, ...taken.map(attach)])
    for (const { name, why } of refused)
      toast.error(
        t(`chat.refused.${why}`, {
          name,
          size: formatBytes(limits.attachmentBytes, i18n.language),
          total: formatBytes(limits.attachmentsBytes, i18n.language),
          count: limits.attachments,
        }),
      )
  }
  const remove = (gone: Attached) => {
    if (gone.preview) URL.revokeObjectURL(gone.preview)
    setFiles(files.filter(({ id }) => id !== gone.id))
  }

  const tooLong = text.length > limits.messageChars
  const canSend = text.trim() !== '' && !tooLong
  const send = () => {
    if (!canSend) return
    onSend(text, files)
    for (const { preview } of files) if (preview) URL.revokeObjectURL(preview)
    setText('')
    setFiles([])
    writeDraft(draftKey, '')
    area.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || isTouch()) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    addFiles(event.clipboardData.files)
  }
  const over = useFileDrop(addFiles)

  return (
    <div
      className={cn(
        'relative rounded-2xl border border-line-strong bg-surface shadow-[0_1px_3px_oklch(0.3_0.02_176/0.06)] focus-within:border-accent',
        over && 'border-accent',
      )}
    >
      {over && (
        <p className="pointer-events-none absolute inset-0 z-10 grid place-items-center rounded-[inherit] bg-accent-soft font-medium text-accent-strong">
          {t('chat.dropFiles')}
        </p>
      )}
      {files.length > 0 && (
        <ul className="flex flex-wrap gap-2 px-3 pt-3" aria-label={t('chat.attachments')}>
          {files.map((one) => (
            <li
              key={one.id}
              className="flex items-center gap-2 rounded-lg border border-line bg-page py-1 pr-1 pl-2 text-[13px]"
            >
              {one.preview ? (
                <img src={one.preview} alt="" className="-ml-1 size-8 rounded object-cover" />
              ) : (
                <Paperclip aria-hidden className="size-4 text-ink-3" />
              )}
              <span className="max-w-40 truncate">
                <VisibleText text={one.file.name} />
              </span>
              <span className="text-ink-3">{formatBytes(one.file.size, i18n.language)}</span>
              <IconButton
                label={t('chat.removeAttachment', { name: one.file.name })}
                className="size-6"
                onClick={() => remove(one)}
              >
                <X />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={area}
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        aria-label={t('chat.message')}
        aria-invalid={tooLong}
        placeholder={running ? t('chat.placeholderQueue') : t('chat.placeholder')}
        className="field-sizing-content block max-h-70 min-h-12 w-full resize-none bg-transparent px-4 pt-3 pb-1 text-[15px] leading-relaxed outline-none placeholder:text-ink-3 coarse:text-base"
      />
      {tooLong && (
        <p role="alert" className="px-4 text-[13px] text-danger-ink">
          {t('chat.tooLong', { count: limits.messageChars })}
        </p>
      )}
      <div className="flex items-center gap-1 px-2 pb-2">
        <IconButton label={t('chat.attach')} onClick={() => picker.current?.click()}>
          <Paperclip />
        </IconButton>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t('chat.attach')}
          onChange={(event) => {
            addFiles(event.target.files ?? [])
            event.target.value = ''
          }}
        />
        <Voice
          onText={(spoken) => {
            setText((before) =>
              before === '' || /\s$/.test(before) ? before + spoken : `${before} ${spoken}`,
            )
            area.current?.focus()
          }}
        />
        <div className="flex min-w-0 flex-1 items-center gap-0.5 overflow-hidden p-0.5">{options}</div>
        {running && (
          <Button size="sm" onClick={onStop} aria-label={t('chat.stop')}>
            <Square className="size-3! fill-current" />
            <span className="max-sm:sr-only">{t('chat.stop')}</span>
          </Button>
        )}
        {(!running || canSend) && (
          <IconButton
            label={running ? t('chat.sendQueued') : t('chat.send')}
            variant="primary"
            className="rounded-full"
            disabled={!canSend}
            onClick={send}
          >
            <ArrowUp />
          </IconButton>
        )}
      </div>
    </div>
  )
}
