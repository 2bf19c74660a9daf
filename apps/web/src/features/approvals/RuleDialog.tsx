import type { RuleBehavior, RuleCreate } from '@atrium/schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createRule } from '../../api/approvals.ts'
import { errorText } from '../../api/errors.ts'
import { projectsQuery } from '../../api/projects.ts'
import { keys } from '../../api/queries.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { Select } from '../../layouts/library/inputs.tsx'
import { Choices } from '../../ui/Choices.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'

const behaviors = ['allow', 'ask', 'deny'] as const
const types = ['bash', 'read', 'write', 'tool'] as const
const places = ['everywhere', 'project', 'folder'] as const
/** Hours until a rule ends; 0: when it is withdrawn. */
const ends = { never: 0, hour: 1, day: 24, month: 720 } as const
type End = keyof typeof ends

/** Asks for a new standing rule. */
export function RuleDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation()
  const close = () => onOpenChange(false)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('approvals.addRule')}
      description={t('approvals.addRuleNote')}
      closeLabel={t('common.close')}
    >
      <RuleForm onDone={close} onCancel={close} />
    </Dialog>
  )
}

function RuleForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [behavior, setBehavior] = useState<RuleBehavior>('deny')
  const [type, setType] = useState<RuleCreate['type']>('bash')
  const [pattern, setPattern] = useState('')
  const [place, setPlace] = useState<(typeof places)[number]>('everywhere')
  const [where, setWhere] = useState('')
  const [note, setNote] = useState('')
  const [end, setEnd] = useState<End>('never')
  const ready = pattern.trim() !== '' && (place === 'everywhere' || where.trim() !== '')
  const submit = async () => {
    await createRule({
      behavior,
      type,
      pattern: pattern.trim(),
      projectId: place === 'project' ? where.trim() : null,
      folder: place === 'folder' ? where.trim() : null,
      note: note.trim(),
      expiresAt: end === 'never' ? null : new Date(Date.now() + ends[end] * 3_600_000).toISOString(),
    })
    await client.invalidateQueries({ queryKey: keys.rules })
    onDone()
  }
  const choosePlace = (chosen: (typeof places)[number]) => {
    setPlace(chosen)
    setWhere('')
  }
  const plain = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const
  return (
    <DialogForm action={t('approvals.addRule')} disabled={!ready} onSubmit={submit} onCancel={onCancel}>
      <Choices
        label={t('approvals.behavior')}
        value={behavior}
        choices={behaviors.map((value) => ({
          value,
          title: t(`approvals.behaviors.${value}`),
          note: t(`approvals.behaviorNotes.${value}`),
        }))}
        onChoose={setBehavior}
      />
      <Field label={t('approvals.type')}>
        {(props) => (
          <Select
            {...props}
            value={type}
            onChange={(event) => setType(event.target.value as RuleCreate['type'])}
          >
            {types.map((value) => (
              <option key={value} value={value}>
                {t(`approvals.types.${value}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('approvals.pattern')} hint={t(`approvals.patternHints.${type}`)}>
        {(props) => (
          <Input
            {...props}
            {...plain}
            className="font-mono"
            value={pattern}
            onChange={(event) => setPattern(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('approvals.where')}>
        {(props) => (
          <Select
            {...props}
            value={place}
            onChange={(event) => choosePlace(event.target.value as (typeof places)[number])}
          >
            {places.map((value) => (
              <option key={value} value={value}>
                {t(`approvals.places.${value}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {place === 'project' && <ProjectField value={where} onChange={setWhere} />}
      {place === 'folder' && (
        <Field label={t('approvals.places.folder')} hint={t('approvals.folderHint')}>
          {(props) => (
            <Input {...props} {...plain} value={where} onChange={(event) => setWhere(event.target.value)} />
          )}
        </Field>
      )}
      <Field label={t('approvals.end')}>
        {(props) => (
          <Select {...props} value={end} onChange={(event) => setEnd(event.target.value as End)}>
            {(Object.keys(ends) as End[]).map((value) => (
              <option key={value} value={value}>
                {t(`approvals.ends.${value}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('approvals.note')} hint={t('approvals.noteHint')}>
        {(props) => (
          <Input {...props} maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
    </DialogForm>
  )
}

function ProjectField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useTranslation()
  const found = useQuery(projectsQuery())
  const projects = found.data ?? []
  const hint = found.error
    ? errorText(found.error, t)
    : found.data?.length === 0
      ? t('approvals.noProjects')
      : projects.find(({ id }) => id === value)?.path
  return (
    <Field label={t('approvals.places.project')} {...(hint !== undefined && { hint })}>
      {(props) => (
        <Select {...props} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="" disabled>
            {t('approvals.chooseProject')}
          </option>
          {projects.map(({ id, displayName }) => (
            <option key={id} value={id}>
              {displayName}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
