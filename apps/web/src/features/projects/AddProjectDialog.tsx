import { limits } from '@atrium/schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { browseQuery, createProject, projectsKey } from '../../api/projects.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { FolderPicker } from '../../layouts/library/FolderPicker.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'

type Props = { open: boolean; onOpenChange: (open: boolean) => void; onDone: (id: string) => void }

/** Makes a folder of the hub's machine a project. */
export function AddProjectDialog(props: Props) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={t('projects.add')}
      description={t('projects.addNote')}
      closeLabel={t('common.close')}
    >
      <AddProjectForm {...props} />
    </Dialog>
  )
}

function AddProjectForm({ onOpenChange, onDone }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [path, setPath] = useState<string | null>(null)
  const home = useQuery(browseQuery(null)).data?.path ?? ''
  const [name, setName] = useState<string | null>(null)
  const [plan, setPlan] = useState(true)
  const folder = path ?? home
  const suggested = folder.split('/').filter(Boolean).at(-1) ?? ''
  const chosen = name ?? (path === null ? '' : suggested)
  const submit = async () => {
    const { id } = await createProject({ displayName: chosen.trim(), path: folder, plan })
    await client.invalidateQueries({ queryKey: projectsKey })
    onOpenChange(false)
    onDone(id)
  }
  return (
    <DialogForm
      action={t('projects.add')}
      disabled={chosen.trim() === '' || folder.trim() === ''}
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
            value={folder}
            onChange={(event) => setPath(event.target.value)}
          />
        )}
      </Field>
      <FolderPicker path={path} onPath={setPath} />
      <Field label={t('projects.name')}>
        {(props) => (
          <Input
            {...props}
            autoComplete="off"
            maxLength={limits.projectNameChars}
            value={chosen}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Checkbox
        checked={plan}
        onChange={setPlan}
        title={t('projects.makePlan')}
        note={t('projects.makePlanNote')}
      />
    </DialogForm>
  )
}
