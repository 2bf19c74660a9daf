import type { Webhook, WebhookCreated } from '@atrium/schema'
import { limits } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeWebhook, createWebhook, webhooksKey } from '../../api/webhooks.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { TextArea } from '../../layouts/library/inputs.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Choices } from '../../ui/Choices.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { EventPicker } from './EventPicker.tsx'
import { fieldsOf, isReady, settingsOf, type WebhookFields } from './webhook-form.ts'

type Done = { onMade?: (made: WebhookCreated) => void; onSaved?: () => void }

/** Asks for a new webhook, or for changes of one that is there. */
export function WebhookDialog({
  webhook,
  open,
  onOpenChange,
  ...done
}: { webhook?: Webhook; open: boolean; onOpenChange: (open: boolean) => void } & Done) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={webhook ? t('webhooks.editTitle') : t('webhooks.add')}
      description={webhook ? undefined : t('webhooks.addNote')}
      closeLabel={t('common.close')}
    >
      <WebhookForm webhook={webhook} onClose={() => onOpenChange(false)} {...done} />
    </Dialog>
  )
}

function WebhookForm({
  webhook: given,
  onClose,
  onMade,
  onSaved,
}: { webhook: Webhook | undefined; onClose: () => void } & Done) {
  const { t } = useTranslation()
  const client = useQueryClient()
  // What was there when the dialog opened; the page behind it is renewed meanwhile.
  const [webhook] = useState(given)
  const [fields, setFields] = useState(() => fieldsOf(webhook))
  const change = (some: Partial<WebhookFields>) => setFields({ ...fields, ...some })
  const submit = async () => {
    const settings = settingsOf(fields)
    if (webhook) {
      await changeWebhook({ id: webhook.id, ...settings })
      onSaved?.()
    } else onMade?.(await createWebhook({ ...settings, enabled: true }))
    onClose()
    await client.invalidateQueries({ queryKey: webhooksKey })
  }
  return (
    <DialogForm
      action={webhook ? t('webhooks.change') : t('webhooks.add')}
      disabled={!isReady(fields)}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Field label={t('webhooks.address')} hint={t('webhooks.addressHint')}>
        {(props) => (
          <Input
            {...props}
            type="url"
            data-autofocus
            className="font-mono text-[13px]"
            autoComplete="off"
            placeholder={t('webhooks.addressPlaceholder')}
            maxLength={limits.webhookUrlChars}
            value={fields.url}
            onChange={(event) => change({ url: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('webhooks.description')} hint={t('webhooks.descriptionHint')}>
        {(props) => (
          <Input
            {...props}
            autoComplete="off"
            maxLength={limits.titleChars}
            value={fields.description}
            onChange={(event) => change({ description: event.target.value })}
          />
        )}
      </Field>
      <Choices
        label={t('webhooks.events')}
        value={fields.all ? 'all' : 'chosen'}
        choices={[
          { value: 'all', title: t('webhooks.all'), note: t('webhooks.allNote') },
          { value: 'chosen', title: t('webhooks.chosen'), note: t('webhooks.chosenNote') },
        ]}
        onChoose={(value) => change({ all: value === 'all' })}
      />
      {!fields.all && <EventPicker chosen={fields.events} onChange={(events) => change({ events })} />}
      <Checkbox
        checked={fields.content}
        onChange={(on) => change({ content: on })}
        title={t('webhooks.content')}
        note={t('webhooks.contentNote')}
      />
      <FilterFields fields={fields} onChange={change} />
    </DialogForm>
  )
}

const filters = [
  ['projects', 'filterProjects'],
  ['chats', 'filterChats'],
  ['sessions', 'filterSessions'],
] as const

function FilterFields({
  fields,
  onChange,
}: {
  fields: WebhookFields
  onChange: (some: Partial<WebhookFields>) => void
}) {
  const { t } = useTranslation()
  const [isOpen] = useState(filters.some(([name]) => fields[name] !== ''))
  return (
    <details open={isOpen}>
      <summary className="w-fit cursor-pointer text-ink-2">{t('webhooks.filterNote')}</summary>
      <div className="mt-3 grid gap-3">
        {filters.map(([name, label]) => (
          <Field key={name} label={t(`webhooks.${label}`)} hint={t('webhooks.filterHint')}>
            {(props) => (
              <TextArea
                {...props}
                className="min-h-14 font-mono text-[13px]"
                spellCheck={false}
                autoCapitalize="none"
                value={fields[name]}
                onChange={(event) => onChange({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </details>
  )
}
