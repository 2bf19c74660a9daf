import '@xterm/xterm/css/xterm.css'
import type { Session } from '@atrium/schema'
import type { TFunction } from 'i18next'
import { ChevronDown, ChevronUp, ClipboardPaste, Copy, Keyboard, Search, X } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { errorText, isRefusal } from '../../api/errors.ts'
import { Voice } from '../../layouts/voice/Voice.tsx'
import { shownName } from '../../lib/session-name.ts'
import { isBoolean, readStored, writeStored } from '../../lib/stored.ts'
import { useMedia } from '../../lib/use-media.ts'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Input } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { KeyBar } from './KeyBar.tsx'
import { type TerminalState, useTerminal } from './use-terminal.ts'
import { useTerminalActions } from './use-terminal-actions.ts'
import { useTerminalUploads } from './use-terminal-uploads.ts'

const keysKey = 'atrium.keybar'

/** The live terminal with its tools: find, copy, paste, keys for a phone, and what to do when it ends. */
export function TerminalView({
  session,
  tools,
  onPath,
  onRestored,
}: {
  session: Session
  /** A path on the screen was chosen. */
  onPath: (path: string, line?: number) => void
  /** Where the tools are shown: in the header, so that no line lies under them. */
  tools: HTMLElement | null
  onRestored: () => void
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const [link, setLink] = useState<string | null>(null)
  const [finding, setFinding] = useState(false)
  const coarse = useMedia('(pointer: coarse), (max-width: 640px)')
  const [keysOpen, setKeysOpen] = useState<boolean | null>(() => readStored(keysKey, isBoolean, true))
  const terminal = useTerminal(box, session.name, session.ephemeral, {
    onLink: setLink,
    onNotice: (message) => toast.warning(message),
    onPath,
    onCopied: () => toast.success(t('common.copied')),
  })

  const uploads = useTerminalUploads(session.name, {
    onType: (text) => {
      terminal.paste(text)
      terminal.focus()
    },
    onError: (error) => toast.error(errorText(error, t)),
  })
  const [dragged, setDragged] = useState(false)
  const hasFiles = (data: DataTransfer) => data.types.includes('Files')

  const copy = async () => {
    const text = terminal.selection()
    if (text === '') {
      toast.info(t('terminal.nothingSelected'))
      return
    }
    await navigator.clipboard.writeText(text)
    toast.success(t('common.copied'))
  }
  const paste = async () => {
    terminal.focus()
    try {
      terminal.paste(await navigator.clipboard.readText())
    } catch {
      toast.info(t('terminal.cannotPaste'))
    }
  }
  const toggleKeys = () => {
    writeStored(keysKey, !keysOpen)
    setKeysOpen(!keysOpen)
  }

  return (
    <div
      className="relative flex min-h-0 flex-1 flex-col bg-pool text-pool-ink"
      onPasteCapture={(event) => {
        const files = [...event.clipboardData.files]
        if (files.length === 0) return
        event.preventDefault()
        event.stopPropagation()
        uploads.send(files)
      }}
      onDragOver={(event) => {
        if (!hasFiles(event.dataTransfer)) return
        event.preventDefault()
        setDragged(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDragged(false)
      }}
      onDrop={(event) => {
        setDragged(false)
        if (!hasFiles(event.dataTransfer)) return
        event.preventDefault()
        uploads.send([...event.dataTransfer.files])
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey && event.shiftKey && event.key.toLowerCase() === 'f') {
          event.preventDefault()
          setFinding(true)
        }
      }}
    >
      {tools &&
        createPortal(
          <>
            <IconButton
              label={t('terminal.find')}
              hint={`${t('terminal.find')} (Ctrl+Shift+F)`}
              onClick={() => setFinding(true)}
            >
              <Search />
            </IconButton>
            <IconButton
              label={t('common.copy')}
              onClick={() => void copy().catch(() => toast.info(t('terminal.cannotCopy')))}
            >
              <Copy />
            </IconButton>
            {!coarse && (
              <IconButton label={t('terminal.paste')} onClick={() => void paste()}>
                <ClipboardPaste />
              </IconButton>
            )}
            <Voice
              onText={(spoken) => {
                terminal.send(spoken)
                terminal.focus()
              }}
            />
            {coarse && (
              <IconButton
                label={t('terminal.toggleKeys')}
                aria-pressed={keysOpen === true}
                onClick={toggleKeys}
              >
                <Keyboard />
              </IconButton>
            )}
          </>,
          tools,
        )}
      {finding && (
        <FindInTerminal
          onFind={terminal.find}
          onClose={() => {
            terminal.find('', false)
            setFinding(false)
            terminal.focus()
          }}
        />
      )}
      {/* The screen is measured by its box, which therefore has no padding of its own. */}
      <div className="min-h-0 flex-1 py-1.5 pr-1 pl-2.5">
        <div
          ref={box}
          role="region"
          aria-label={t('terminal.screen', { name: shownName(session.name) })}
          className="h-full overflow-hidden"
        />
      </div>
      {coarse && keysOpen && terminal.state.at !== 'ended' && (
        <KeyBar
          held={terminal.held}
          onHold={terminal.hold}
          onPress={terminal.press}
          onSend={(text) => {
            terminal.send(text)
            terminal.focus()
          }}
          onPaste={() => void paste()}
        />
      )}
      {dragged && (
        <p className="pointer-events-none absolute inset-3 z-10 grid place-items-center rounded-xl border-2 border-accent border-dashed bg-pool/85 p-6 text-center font-medium">
          {t('terminal.dropHere')}
        </p>
      )}
      {uploads.going && (
        <section
          aria-label={t('terminal.uploading', { names: '' })}
          className="absolute inset-x-3 bottom-3 z-10 mx-auto flex max-w-xl items-center gap-3 rounded-xl border border-line bg-raised px-4 py-2.5 text-ink shadow-float"
        >
          <p className="min-w-0 flex-1 truncate">
            {t('terminal.uploading', { names: uploads.going.names.join(', ') })}
          </p>
          <progress className="w-24 accent-accent" max={1} value={uploads.going.share} />
          <Button size="sm" onClick={uploads.stop}>
            {t('common.cancel')}
          </Button>
        </section>
      )}
      <Overlay session={session} state={terminal.state} onRestored={onRestored} />
      <Dialog
        open={link !== null}
        onOpenChange={(open) => !open && setLink(null)}
        title={t('terminal.linkTitle')}
        description={t('terminal.linkNote')}
        closeLabel={t('common.close')}
      >
        <p className="rounded-lg border border-line bg-code px-3 py-2 font-mono text-[13px] [overflow-wrap:anywhere]">
          <VisibleText text={link ?? ''} />
        </p>
        <div className="mt-4 flex justify-end">
          <a
            href={link ?? undefined}
            target="_blank"
            rel="noopener noreferrer nofollow"
            onClick={() => setLink(null)}
            className="inline-flex h-9 items-center rounded-lg bg-accent px-3.5 font-medium text-accent-ink text-sm hover:bg-accent-strong"
          >
            {t('terminal.linkOpen')}
          </a>
        </div>
      </Dialog>
    </div>
  )
}

function FindInTerminal({
  onFind,
  onClose,
}: {
  onFind: (text: string, back: boolean) => boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [none, setNone] = useState(false)
  const step = (back: boolean) => setNone(text !== '' && !onFind(text, back))
  return (
    <search className="absolute top-2 right-3 z-10 flex items-center gap-0.5 rounded-xl border border-line bg-raised p-1 text-ink shadow-float">
      <Input
        autoFocus
        className="h-8 w-44 coarse:h-9"
        aria-label={t('terminal.find')}
        aria-invalid={none}
        placeholder={t('terminal.find')}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setNone(event.target.value !== '' && !onFind(event.target.value, true))
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(!event.shiftKey)
          if (event.key === 'Escape') onClose()
        }}
      />
      <span role="status" className="sr-only">
        {none ? t('chat.findNone') : ''}
      </span>
      <IconButton label={t('chat.findPrevious')} onClick={() => step(true)}>
        <ChevronUp />
      </IconButton>
      <IconButton label={t('chat.findNext')} onClick={() => step(false)}>
        <ChevronDown />
      </IconButton>
      <IconButton label={t('common.close')} onClick={onClose}>
        <X />
      </IconButton>
    </search>
  )
}

function Overlay({
  session,
  state,
  onRestored,
}: {
  session: Session
  state: TerminalState
  onRestored: () => void
}) {
  const { t } = useTranslation()
  const actions = useTerminalActions(session)
  switch (state.at) {
    case 'opening':
    case 'live':
      return null
    case 'reconnecting':
      return (
        <p
          role="status"
          className="absolute inset-x-0 top-2 mx-auto flex w-fit items-center gap-2 rounded-full bg-signal px-3.5 py-1 font-medium text-[13px] text-[oklch(0.22_0.05_70)] shadow-float"
        >
          <span aria-hidden className="size-2 animate-breathe rounded-full bg-current" />
          {t('common.reconnecting')}
        </p>
      )
    case 'ended':
      return (
        <Bottom title={t('terminal.ended')}>
          <p className="min-w-40 flex-1 text-ink-2">{endText(state, t)}</p>
          {!session.ephemeral && session.status !== 'foreign' && (
            <Button
              variant="primary"
              onClick={() => void actions.restore().then((done) => done && onRestored())}
            >
              {t('terminal.restore')}
            </Button>
          )}
        </Bottom>
      )
    case 'failed':
      return (
        <Bottom title={t('terminal.failed')}>
          <p className="min-w-40 flex-1 text-ink-2">
            {isRefusal(state.error, 'not_found') ? t('terminal.gone') : errorText(state.error, t)}
          </p>
          <Button onClick={onRestored}>{t('common.retry')}</Button>
        </Bottom>
      )
  }
}

const Bottom = ({ title, children }: { title: string; children: ReactNode }) => (
  <section
    aria-label={title}
    className="absolute inset-x-3 bottom-3 z-10 mx-auto flex max-w-xl flex-wrap items-center gap-3 rounded-xl border border-line bg-raised px-4 py-3 text-ink shadow-float"
  >
    <h2 className="font-semibold">{title}</h2>
    {children}
  </section>
)

function endText(end: Extract<TerminalState, { at: 'ended' }>, t: TFunction): string {
  if (end.signal !== null) return t('terminal.endedSignal', { signal: end.signal })
  return end.exitCode === null ? t('terminal.endedPlain') : t('terminal.endedCode', { code: end.exitCode })
}
