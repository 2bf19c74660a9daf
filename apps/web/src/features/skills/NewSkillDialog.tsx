import type { Skill } from '@atrium/schema'
import { limits } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createSkill, skillsKey } from '../../api/skills.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { TextArea } from '../../layouts/library/inputs.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'

const nameForm = /^[a-z0-9][a-z0-9_-]{0,63}$/

export function NewSkillDialog({
  open,
  onOpenChange,
  onDone,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  onDone: (skill: Skill) => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('skills.new')} closeLabel={t('common.close')}>
      <NewSkillForm
        onDone={(skill) => {
          onOpenChange(false)
          onDone(skill)
        }}
        onCancel={() => onOpenChange(false)}
      />
    </Dialog>
  )
}

function NewSkillForm({ onDone, onCancel }: { onDone: (skill: Skill) => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [content, setContent] = useState('')
  const goodName = nameForm.test(name)
  const submit = async () => {
    const skill = await createSkill({ name, content, description: description.trim() })
    await client.invalidateQueries({ queryKey: skillsKey })
    onDone(skill)
  }
  return (
    <DialogForm
      action={t('library.create')}
      disabled={!goodName || description.trim() === '' || content.trim() === ''}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <Field
        label={t('skills.name')}
        hint={t('skills.nameHint')}
        error={name === '' || goodName ? null : t('servers.badName')}
      >
        {(props) => (
          <Input
            {...props}
            data-autofocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            placeholder="weekly-review"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('skills.description')} hint={t('skills.descriptionHint')}>
        {(props) => (
          <TextArea
            {...props}
            rows={2}
            maxLength={1_024}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('skills.instructions')} hint={t('skills.instructionsHint')}>
        {(props) => (
          <TextArea
            {...props}
            className="max-h-80 min-h-40 font-mono text-[13px]"
            maxLength={limits.skillChars}
            value={content}
            onChange={(event) => setContent(event.target.value)}
          />
        )}
      </Field>
    </DialogForm>
  )
}
