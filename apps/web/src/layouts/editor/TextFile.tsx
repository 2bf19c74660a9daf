import { useQueryClient } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { Eye, Pencil, Save } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { errorText, isRefusal } from '../../api/errors.ts'
import { nameOf } from '../../lib/file-paths.ts'
import { modKey } from '../../lib/keyboard.ts'
import { Markdown } from '../../markdown/Markdown.tsx'
import { confirm } from '../../stores/confirm.ts'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { CompareDialog } from './CompareDialog.tsx'
import type { EditorHandle } from './Editor.tsx'
import { type FilePlace, type OpenedFile, vaultPlace } from './file-place.ts'

const Editor = lazy(async () => ({ default: (await import('./Editor.tsx')).Editor }))

/** A text file: written here, kept on Ctrl+S, and never over what somebody else wrote meanwhile. */
export function TextFile({
  file,
  tools,
  place = vaultPlace,
  line,
}: {
  file: OpenedFile
  tools: HTMLElement | null
  place?: FilePlace
  /** Line to begin with. */
  line?: number | undefined
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const name = nameOf(file.path)
  const markdown = /\.(md|markdown)$/i.test(name)
  const editor = useRef<EditorHandle>(null)
  const [loaded, setLoaded] = useState(file)
  const hash = useRef(file.hash)
  const [dirty, setDirty] = useState(false)
  const [saving, setSaving] = useState(false)
  /** The text as it is previewed; null while it is written. */
  const [preview, setPreview] = useState<string | null>(null)
  /** What the hub has, once it turned out to be something else. */
  const [theirs, setTheirs] = useState<OpenedFile | 'deleted' | null>(null)
  const [comparing, setComparing] = useState(false)

  useBlocker({
    disabled: !dirty,
    enableBeforeUnload: () => dirty,
    shouldBlockFn: async () =>
      !(await confirm({
        title: t('files.leaveTitle'),
        message: t('files.leaveMessage', { name }),
        action: t('files.leave'),
        danger: true,
      })),
  })

  /** What is kept becomes what this page, and the next that opens the file, begins with. */
  const setBase = useCallback(
    (content: OpenedFile) => {
      hash.current = content.hash
      client.setQueryData(place.keyOf(content.path), content)
      setTheirs(null)
    },
    [client, place],
  )
  const write = async (over: string | null) => {
    const content = editor.current?.text()
    if (content === undefined || saving) return
    setSaving(true)
    try {
      const written = await place.write({ path: file.path, content, hash: over })
      setBase({ ...loaded, content, hash: written.hash, size: written.size })
      if (editor.current?.text() === content) {
        editor.current.setSaved()
        setDirty(false)
      }
      toast.success(t('files.saved'))
      await client.invalidateQueries({ queryKey: place.lists })
    } catch (error) {
      if (isRefusal(error, 'file_changed')) await meet()
      else toast.error(errorText(error, t))
    } finally {
      setSaving(false)
    }
  }
  const meet = async () => {
    try {
      setTheirs(await place.read(file.path))
    } catch (error) {
      if (isRefusal(error, 'not_found')) setTheirs('deleted')
      else toast.error(errorText(error, t))
    }
  }
  // Another program changed it, and somebody saw that: what nobody has touched here follows.
  const follow = useEffectEvent((now: OpenedFile) => {
    if (now.hash === hash.current) return
    if (dirty || saving) return setTheirs(now)
    setBase(now)
    setLoaded(now)
    setPreview((shown) => (shown === null ? null : now.content))
  })
  useEffect(() => follow(file), [file])
  const save = () => void (dirty && theirs === null && write(hash.current))
  const keepMine = () => void write(theirs === null || theirs === 'deleted' ? null : theirs.hash)
  const takeTheirs = () => {
    if (theirs === null || theirs === 'deleted') return
    setBase(theirs)
    setLoaded(theirs)
    setPreview((shown) => (shown === null ? null : theirs.content))
    setDirty(false)
  }

  return (
    <div className="flex h-full min-h-0 flex-col">
      {tools &&
        createPortal(
          <>
            {dirty && (
              <span className="px-1 text-[13px] text-signal-ink max-sm:sr-only">{t('files.unsaved')}</span>
            )}
            {markdown && (
              <IconButton
                label={preview === null ? t('files.preview') : t('files.edit')}
                onClick={() =>
                  setPreview(preview === null ? (editor.current?.text() ?? loaded.content) : null)
                }
              >
                {preview === null ? <Eye /> : <Pencil />}
              </IconButton>
            )}
            <Button
              size="sm"
              variant="primary"
              disabled={!dirty || saving || theirs !== null}
              title={`${t('files.save')} (${modKey} S)`}
              onClick={save}
            >
              {saving ? <Spinner /> : <Save />}
              <span className="max-sm:sr-only">{t('files.save')}</span>
            </Button>
          </>,
          tools,
        )}
      {theirs !== null && (
        <div
          role="alert"
          className="flex shrink-0 flex-wrap items-center gap-2 border-signal-line border-b bg-signal-soft px-4 py-2 text-signal-ink"
        >
          <p className="min-w-48 flex-1">
            {theirs === 'deleted' ? t('files.deletedElsewhere') : t('files.changedElsewhere')}
          </p>
          {theirs !== 'deleted' && (
            <Button size="sm" onClick={() => setComparing(true)}>
              {t('files.compare')}
            </Button>
          )}
          <Button size="sm" onClick={keepMine}>
            {t('files.keepMine')}
          </Button>
          {theirs !== 'deleted' && (
            <Button size="sm" onClick={takeTheirs}>
              {t('files.takeTheirs')}
            </Button>
          )}
        </div>
      )}
      {preview !== null && (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto max-w-[46rem] px-4 py-6 sm:px-6">
            <Markdown text={withoutFrontMatter(preview)} />
          </div>
        </div>
      )}
      <div className={preview === null ? 'min-h-0 flex-1' : 'hidden'}>
        <Suspense fallback={null}>
          <Editor
            key={loaded.hash}
            name={name}
            label={t('files.content', { name })}
            text={loaded.content}
            handle={editor}
            onDirty={setDirty}
            onSave={save}
            line={line}
          />
        </Suspense>
      </div>
      {theirs !== null && theirs !== 'deleted' && (
        <CompareDialog
          open={comparing}
          onOpenChange={setComparing}
          mine={() => editor.current?.text() ?? ''}
          theirs={theirs.content}
        />
      )}
    </div>
  )
}

const withoutFrontMatter = (text: string): string => text.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '')
