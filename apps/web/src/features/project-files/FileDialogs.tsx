import { limits } from '@atrium/schema'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefusal } from '../../api/errors.ts'
import {
  makeProjectFile,
  moveProjectFile,
  restoreProjectFile,
  trashProjectFiles,
} from '../../api/project-files.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { folderOf, nameOf } from '../../lib/file-paths.ts'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import type { Place } from './ProjectFiles.tsx'
import { TrashDialog } from './TrashDialog.tsx'
import { join } from './tree-rows.ts'

/** What a person wants to do with files, and has to say more about. */
export type Wanted =
  | { kind: 'new'; type: 'file' | 'dir'; folder: string }
  | { kind: 'move'; op: 'move' | 'copy'; path: string }
  | { kind: 'delete'; path: string; isFolder: boolean }
  | { kind: 'trash' }

type Props<Kind extends Wanted['kind']> = {
  source: string
  wanted: Extract<Wanted, { kind: Kind }>
  onClose: () => void
  onOpen: (place: Place) => void
  /** Something is elsewhere now, or nowhere. */
  onDone: (from: string, to: string | null) => void
}

export function FileDialogs(props: Omit<Props<'new'>, 'wanted'> & { wanted: Wanted | null }) {
  const { t } = useTranslation()
  const { wanted, onClose } = props
  const titles = {
    new: wanted?.kind === 'new' && wanted.type === 'dir' ? t('projectFiles.newFolder') : t('files.new'),
    move: wanted?.kind === 'move' && wanted.op === 'copy' ? t('projectFiles.copy') : t('projectFiles.move'),
    delete: t('projectFiles.deleteTitle'),
    trash: t('projectFiles.trash'),
  }
  return (
    <Dialog
      open={wanted !== null}
      onOpenChange={(open) => !open && onClose()}
      title={wanted ? titles[wanted.kind] : ''}
      closeLabel={t('common.close')}
    >
      {wanted?.kind === 'new' && <NewForm {...props} wanted={wanted} />}
      {wanted?.kind === 'move' && <MoveForm {...props} wanted={wanted} />}
      {wanted?.kind === 'delete' && <DeleteForm {...props} wanted={wanted} />}
      {wanted?.kind === 'trash' && (
        <TrashDialog source={props.source} onDone={(path) => props.onDone(path, path)} />
      )}
    </Dialog>
  )
}

const plain = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const

function NewForm({ source, wanted, onClose, onOpen, onDone }: Props<'new'>) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [taken, setTaken] = useState(false)
  const submit = async () => {
    try {
      const { path } = await makeProjectFile(source, {
        path: wanted.folder,
        name: name.trim(),
        type: wanted.type,
      })
      onDone(path, path)
      onClose()
      if (wanted.type === 'file') onOpen({ path })
    } catch (error) {
      if (!isRefusal(error, 'already_exists')) throw error
      setTaken(true)
    }
  }
  return (
    <DialogForm
      action={t('library.create')}
      disabled={name.trim() === '' || /[/\\]/.test(name)}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Field
        label={t('files.place')}
        hint={wanted.folder === '' ? undefined : t('projectFiles.inFolder', { folder: wanted.folder })}
        error={taken ? t('files.exists') : null}
      >
        {(props) => (
          <Input
            {...props}
            {...plain}
            data-autofocus
            maxLength={limits.fileNameBytes}
            value={name}
            onChange={(event) => {
              setTaken(false)
              setName(event.target.value)
            }}
          />
        )}
      </Field>
    </DialogForm>
  )
}

function MoveForm({ source, wanted, onClose, onDone }: Props<'move'>) {
  const { t } = useTranslation()
  const [to, setTo] = useState(wanted.path)
  /** Another name that is free, once this one was not. */
  const [free, setFree] = useState<string | null>(null)
  const move = async (onConflict?: 'rename' | 'overwrite') => {
    try {
      const { op, path } = wanted
      const moved = await moveProjectFile(source, {
        op,
        from: path,
        to: to.trim(),
        ...(onConflict && { onConflict }),
      })
      onDone(op === 'copy' ? moved.path : path, moved.path)
      onClose()
    } catch (error) {
      if (!isRefusal(error, 'already_exists')) throw error
      const suggested = error.meta?.['suggested']
      setFree(typeof suggested === 'string' ? suggested : '')
    }
  }
  return (
    <DialogForm
      action={wanted.op === 'copy' ? t('projectFiles.copyDo') : t('projectFiles.moveDo')}
      disabled={to.trim() === '' || free !== null || (wanted.op === 'move' && to.trim() === wanted.path)}
      onSubmit={() => move()}
      onCancel={onClose}
    >
      <Field label={t('projectFiles.target')} hint={t('projectFiles.targetHint')}>
        {(props) => (
          <Input
            {...props}
            {...plain}
            data-autofocus
            maxLength={limits.pathBytes}
            value={to}
            onFocus={({ target }) => {
              const from = folderOf(wanted.path).length
              target.setSelectionRange(from === 0 ? 0 : from + 1, wanted.path.length)
            }}
            onChange={(event) => {
              setFree(null)
              setTo(event.target.value)
            }}
          />
        )}
      </Field>
      {free !== null && (
        <div
          role="alert"
          className="grid gap-2 rounded-xl border border-signal-line bg-signal-soft p-3 text-signal-ink"
        >
          <p>{t('projectFiles.taken')}</p>
          <div className="flex flex-wrap gap-2">
            {free !== '' && (
              <Button size="sm" onClick={() => void move('rename')}>
                {t('projectFiles.keepBoth', { name: free })}
              </Button>
            )}
            <Button size="sm" variant="danger" onClick={() => void move('overwrite')}>
              {t('projectFiles.replace')}
            </Button>
          </div>
        </div>
      )}
    </DialogForm>
  )
}

function DeleteForm({ source, wanted, onClose, onDone }: Props<'delete'>) {
  const { t } = useTranslation()
  const { path, isFolder } = wanted
  const submit = async () => {
    const { trashed } = await trashProjectFiles(source, [path])
    onClose()
    onDone(path, null)
    const [gone] = trashed
    toast.success(
      t('projectFiles.deleted', { name: nameOf(path) }),
      gone && {
        label: t('projectFiles.undo'),
        run: async () => {
          await restoreProjectFile(source, gone.trashId, 'rename')
          onDone(path, path)
        },
      },
    )
  }
  return (
    <DialogForm action={t('projectFiles.delete')} onSubmit={submit} onCancel={onClose}>
      <p className="text-ink-2 [overflow-wrap:anywhere]">
        {t(isFolder ? 'projectFiles.deleteFolder' : 'projectFiles.deleteFile', { name: join('', path) })}
      </p>
    </DialogForm>
  )
}
