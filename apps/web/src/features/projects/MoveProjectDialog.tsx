import type { Project } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { projectsKey, updateProject } from '../../api/projects.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { FolderPicker } from '../../layouts/library/FolderPicker.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'

type Props = { open: boolean; onOpenChange: (open: boolean) => void; project: Project }

/** Tells where the folder of a project is now; nothing is moved by it. */
export function MoveProjectDialog(props: Props) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={t('projects.move')}
      description={t('projects.moveNote')}
      closeLabel={t('common.close')}
    >
      <MoveForm {...props} />
    </Dialog>
  )
}

function MoveForm({ project, onOpenChange }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [path, setPath] = useState(project.path)
  const [shown, setShown] = useState<string | null>(project.available ? project.path : null)
  const submit = async () => {
    await updateProject(project.id, { path })
    await client.invalidateQueries({ queryKey: projectsKey })
    onOpenChange(false)
  }
  return (
    <DialogForm
      action={t('library.save')}
      disabled={path.trim() === '' || path === project.path}
      onSubmit={submit}
      onCancel={() => onOpenChange(false)}
    >
      <Field label={t('projects.folder')}>
        {(props) => (
          <Input
            {...props}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            value={path}
            onChange={(event) => setPath(event.target.value)}
          />
        )}
      </Field>
      <FolderPicker
        path={shown}
        onPath={(next) => {
          setShown(next)
          setPath(next)
        }}
      />
    </DialogForm>
  )
}
