import { limits } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefusal } from '../../api/errors.ts'
import { filesKey, writeFile } from '../../api/files.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'

/** Asks for the place of a new file; folders on the way are made with it. */
export function NewFileDialog({
  open,
  onOpenChange,
  folder,
  onMade,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  folder: string
  onMade: (path: string) => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('files.new')} closeLabel={t('common.close')}>
      <NewFileForm
        folder={folder}
        onMade={(path) => {
          onOpenChange(false)
          onMade(path)
        }}
        onCancel={() => onOpenChange(false)}
      />
    </Dialog>
  )
}

function NewFileForm({
  folder,
  onMade,
  onCancel,
}: {
  folder: string
  onMade: (path: string) => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [place, setPlace] = useState(folder === '' ? '' : `${folder}/`)
  const [exists, setExists] = useState(false)
  const path = place.trim().replace(/^\/+/, '')
  const submit = async () => {
    try {
      await writeFile({ path: named(path), content: '', hash: null })
    } catch (error) {
      if (!isRefusal(error, 'file_changed', 'already_exists')) throw error
      setExists(true)
      return
    }
    await client.invalidateQueries({ queryKey: [...filesKey, 'folder'] })
    onMade(named(path))
  }
  return (
    <DialogForm
      action={t('library.create')}
      disabled={path === '' || path.endsWith('/')}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <Field label={t('files.place')} hint={t('files.placeHint')} error={exists ? t('files.exists') : null}>
        {(props) => (
          <Input
            {...props}
            data-autofocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={limits.pathBytes}
            placeholder={t('files.placeExample')}
            value={place}
            onChange={(event) => {
              setExists(false)
              setPlace(event.target.value)
            }}
          />
        )}
      </Field>
    </DialogForm>
  )
}

/** A name without an ending is a note. */
const named = (path: string): string => (/\.[^./]+$/.test(path) ? path : `${path}.md`)
