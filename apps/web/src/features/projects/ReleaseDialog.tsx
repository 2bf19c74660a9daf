import { limits, type Project } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { projectsKey, releaseProject } from '../../api/projects.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { TextArea } from '../../layouts/library/inputs.tsx'
import { toast } from '../../stores/toast.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { nextVersion } from './next-version.ts'

type Props = { open: boolean; onOpenChange: (open: boolean) => void; project: Project }

/** Releases what is worked on: asks for both versions and what the changelog is to say. */
export function ReleaseDialog(props: Props) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={t('projects.releaseTitle')}
      description={t('projects.releaseNote', { count: props.project.dev.items.length })}
      closeLabel={t('common.close')}
    >
      <ReleaseForm {...props} />
    </Dialog>
  )
}

function ReleaseForm({ project, onOpenChange }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { dev } = project
  const sent = useRef({ said: '', key: '' })
  const [version, setVersion] = useState(dev.version ?? '')
  const [next, setNext] = useState(nextVersion(dev.version ?? ''))
  const [narrative, setNarrative] = useState(
    dev.items.flatMap(({ done, text }) => (done ? [`- ${text}`] : [])).join('\n'),
  )
  const open = dev.items.filter(({ done }) => !done).length
  const submit = async () => {
    const body = { releaseVersion: version.trim(), newDevVersion: next.trim(), narrative }
    // Sent again after an answer that was lost it is the same release.
    const said = JSON.stringify(body)
    if (said !== sent.current.said) sent.current = { said, key: crypto.randomUUID() }
    const now = await releaseProject(project.id, body, sent.current.key)
    client.setQueryData([...projectsKey, project.id], now)
    onOpenChange(false)
    toast.success(t('projects.releasedNow', { version: version.trim() }))
  }
  return (
    <DialogForm
      action={t('projects.release')}
      disabled={version.trim() === '' || next.trim() === ''}
      onSubmit={submit}
      onCancel={() => onOpenChange(false)}
    >
      {open > 0 && (
        <p className="rounded-lg border border-signal-line bg-signal-soft px-3 py-2 text-signal-ink">
          {t('projects.stillOpen', { count: open })}
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('projects.releaseVersion')}>
          {(props) => (
            <Input
              {...props}
              data-autofocus
              autoComplete="off"
              maxLength={40}
              value={version}
              onChange={(event) => setVersion(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('projects.nextVersion')}>
          {(props) => (
            <Input
              {...props}
              autoComplete="off"
              maxLength={40}
              value={next}
              onChange={(event) => setNext(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Field label={t('projects.narrative')} hint={t('projects.narrativeHint')}>
        {(props) => (
          <TextArea
            {...props}
            rows={6}
            maxLength={limits.planNarrativeChars}
            value={narrative}
            onChange={(event) => setNarrative(event.target.value)}
          />
        )}
      </Field>
    </DialogForm>
  )
}
