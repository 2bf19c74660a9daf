import type { TrustLevel, Workspace, WorkspaceCapabilities } from '@atrium/schema'
import { limits } from '@atrium/schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { agentsQuery, keys } from '../../api/queries.ts'
import { createWorkspace, updateWorkspace } from '../../api/workspaces.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { TextArea } from '../../layouts/library/inputs.tsx'
import { Choices } from '../../ui/Choices.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { AllowedField } from './AllowedField.tsx'

const trustLevels: TrustLevel[] = ['full', 'vault', 'sandboxed']
const everything: WorkspaceCapabilities = {
  mcps: 'all',
  skills: 'all',
  agents: 'all',
  plugins: { include_user: true, dirs: [] },
}

/** Makes a workspace, or changes the one given. */
export function WorkspaceDialog({
  open,
  onOpenChange,
  workspace,
  onDone,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  workspace?: Workspace
  onDone?: (workspace: Workspace) => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={workspace ? t('workspaces.edit') : t('workspaces.new')}
      closeLabel={t('common.close')}
    >
      <WorkspaceForm
        workspace={workspace}
        onDone={(done) => {
          onOpenChange(false)
          onDone?.(done)
        }}
        onCancel={() => onOpenChange(false)}
      />
    </Dialog>
  )
}

function WorkspaceForm({
  workspace,
  onDone,
  onCancel,
}: {
  workspace: Workspace | undefined
  onDone: (workspace: Workspace) => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const models = useQuery(agentsQuery()).data?.flatMap((agent) => agent.models) ?? []
  const [name, setName] = useState(workspace?.name ?? '')
  const [description, setDescription] = useState(workspace?.description ?? '')
  const [trust, setTrust] = useState<TrustLevel>(workspace?.trust_level ?? 'full')
  const [folder, setFolder] = useState(workspace?.working_directory ?? '')
  const [model, setModel] = useState(workspace?.model ?? '')
  const [capabilities, setCapabilities] = useState(workspace?.capabilities ?? everything)

  const submit = async () => {
    const wanted = {
      name: name.trim(),
      description: description.trim(),
      trust_level: trust,
      working_directory: folder.trim() || null,
      model: model.trim() || null,
      capabilities,
    }
    const done = await (workspace ? updateWorkspace(workspace.slug, wanted) : createWorkspace(wanted))
    await client.invalidateQueries({ queryKey: keys.workspaces })
    onDone(done)
  }
  return (
    <DialogForm
      action={workspace ? t('library.save') : t('library.create')}
      disabled={name.trim() === ''}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <Field label={t('workspaces.name')}>
        {(props) => (
          <Input
            {...props}
            data-autofocus
            autoComplete="off"
            maxLength={limits.titleChars}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('workspaces.description')}>
        {(props) => (
          <TextArea
            {...props}
            rows={2}
            maxLength={limits.textChars}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      <div>
        <p className="mb-1 font-medium">{t('workspaces.trust')}</p>
        <Choices
          label={t('workspaces.trust')}
          value={trust}
          choices={trustLevels.map((value) => ({
            value,
            title: t(`chat.trustLevels.${value}`),
            note: t(`workspaces.trustNotes.${value}`),
          }))}
          onChoose={setTrust}
        />
      </div>
      <Field label={t('workspaces.folder')} hint={t('workspaces.folderHint')}>
        {(props) => (
          <Input
            {...props}
            autoComplete="off"
            spellCheck={false}
            value={folder}
            onChange={(event) => setFolder(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('workspaces.model')} hint={t('workspaces.modelHint')}>
        {(props) => (
          <Input
            {...props}
            list="workspace-models"
            autoComplete="off"
            spellCheck={false}
            maxLength={128}
            value={model}
            onChange={(event) => setModel(event.target.value)}
          />
        )}
      </Field>
      <datalist id="workspace-models">
        {models.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </datalist>
      {(['mcps', 'skills', 'agents'] as const).map((kind) => (
        <AllowedField
          key={kind}
          kind={kind}
          value={capabilities[kind]}
          onChange={(allowed) => setCapabilities({ ...capabilities, [kind]: allowed })}
        />
      ))}
    </DialogForm>
  )
}
